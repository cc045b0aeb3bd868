// Base64 with padding (RFC 4648), for the functions of the language and for sketches that travel as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace signalbox::kql {

[[nodiscard]] std::string toBase64(std::string_view bytes);
// None if it is not base64 or its padding is missing.
[[nodiscard]] std::optional<std::string> fromBase64(std::string_view text);

} // namespace signalbox::kql
