// xxHash (Yann Collet, 2012), the 64-bit form that Kusto's hash() is.
#pragma once

#include <cstdint>
#include <string_view>

namespace signalbox::kql {

[[nodiscard]] std::uint64_t xxHash64(std::string_view bytes, std::uint64_t seed = 0);

} // namespace signalbox::kql
