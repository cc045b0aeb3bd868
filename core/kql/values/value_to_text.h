// How Kusto writes values: as tostring() does and as a result grid does. Used by every function that makes
// text, by result tables and by exports. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/kql/values/type.h"
#include "core/kql/values/value.h"

namespace signalbox::kql {

// "2020-06-15T13:45:09.1234567Z", always with seven digits.
[[nodiscard]] std::string toText(DateTime time);
// "[-][d.]hh:mm:ss[.fffffff]"; the fraction is left out when it is zero.
[[nodiscard]] std::string toText(TimeSpan span);
// Always shows that it is a real: "1.0", "100000000000.0", "1e21", "inf", "-inf", "NaN".
// The digits are the real engine's (see grisu.h), which are not always the shortest.
[[nodiscard]] std::string toText(double value);
// As .NET and the JSON of a result write a real: "1", "1E+15", "Infinity".
[[nodiscard]] std::string toGridText(double value);

// tostring(value): "" for null, "True" and "False", a dynamic string without quotes, arrays and bags as
// compact JSON.
[[nodiscard]] std::string toText(const Value &value);

// tostring of an element of a dynamic: as toText but "true" and "false".
[[nodiscard]] std::string elementToText(const Value &value);

// The expression that gives `value` when it is pasted into a query, such as
// datetime(2020-01-01T00:00:00.0000000Z); `type` says which null it is.
[[nodiscard]] std::string toLiteral(const Value &value, Type type);

// `text` between double quotes with Kusto's escapes.
[[nodiscard]] std::string toQuoted(std::string_view text);

} // namespace signalbox::kql
