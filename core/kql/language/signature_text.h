// Calls as people read them: "substring(source, start, [length])". Pure.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::kql {

// The parameters as they are shown: those that may be left out in square brackets, and "…" behind the last if
// it repeats.
[[nodiscard]] std::vector<std::string> shownParameters(std::span<const std::string> names,
                                                       std::size_t minimum, std::size_t maximum);

[[nodiscard]] std::string signatureText(std::string_view name, std::span<const std::string> parameters);

} // namespace signalbox::kql
