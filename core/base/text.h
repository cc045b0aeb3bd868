// Small questions about UTF-8 text that several rooms ask. Pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace signalbox {

[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] bool isUtf8(std::string_view text);

// Lower-case hexadecimal, two digits a byte.
[[nodiscard]] std::string toHex(std::span<const std::uint8_t> bytes);

// A whole number or a finite decimal number that fills all of `text`; no locale, no white space, no leading
// plus.
[[nodiscard]] Result<std::int64_t> toInteger(std::string_view text);
[[nodiscard]] Result<double> toNumber(std::string_view text);

// The entry of `candidates` that `word` most likely misspells, the first of equals, or "" if none is near:
// at most a third of its letters differ (one for short words), counting a swap of neighbours once.
[[nodiscard]] std::string_view nearest(std::string_view word, std::span<const std::string> candidates);

// Names of models, endpoints, deployments and experiments: 1 to 63 of a-z A-Z 0-9 . _ -, starting with a
// letter or digit. `what` names the thing in the error ("model").
[[nodiscard]] Status checkName(std::string_view what, std::string_view name);

} // namespace signalbox
