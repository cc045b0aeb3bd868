// How Kusto reads texts: what tolong("…"), todatetime("…") and their like accept, and what the literals of a
// query say. None means that the text is not one; a cast then gives null. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/kql/values/type.h"
#include "core/kql/values/value.h"

namespace signalbox::kql {

// "true", "FALSE" and whole numbers (any but 0 is true), without blanks around.
[[nodiscard]] std::optional<bool> boolFromText(std::string_view text);
// "45", " -7 ", "+5", "0x1F"; no fraction and no exponent.
[[nodiscard]] std::optional<std::int64_t> longFromText(std::string_view text);
// The same in the range of 32 bits.
[[nodiscard]] std::optional<std::int64_t> intFromText(std::string_view text);
// "1.5e3", "nan", "inf", "-inf"; beyond the range it is an infinity or zero.
[[nodiscard]] std::optional<double> realFromText(std::string_view text);
// Lower case with hyphens; accepts braces, parentheses and 32 digits without hyphens.
[[nodiscard]] std::optional<std::string> guidFromText(std::string_view text);

// "2020-01-01", "2020-01-01T10:20:30.1234567Z", with an offset, "2020-01-01 10:20", "20200101", "2020-01",
// "2020", month before day in "1/15/2022 3:04 PM", "Jan 15 2022", "Sat, 15 Jan 2022 10:20:30 GMT"; seconds,
// milliseconds, microseconds or nanoseconds since 1970 by their number of digits.
[[nodiscard]] std::optional<DateTime> dateTimeFromText(std::string_view text);

// "1.02:03:04.5", "-00:05", "10:20", "2" (days), and literals such as "1d", "1.5h", "30m", "10s", "100ms",
// "1us", "1tick", "3 days", "2.5 hours".
[[nodiscard]] std::optional<TimeSpan> timeSpanFromText(std::string_view text);

// `value` `unit`s, as in 2h or 1.5 days; none for a word that is no unit ("w" is none) or if it does not fit.
[[nodiscard]] std::optional<TimeSpan> timeSpanOf(double value, std::string_view unit);

// Reads `text` as a value of `type`; null if it is not one. A string is itself, a dynamic is parsed as JSON.
[[nodiscard]] Value valueFromText(std::string_view text, Type type);

} // namespace signalbox::kql
