// Kusto's decimal: 34 significant digits. A decimal travels as canonical text (no leading plus, no exponent,
// no zeros at the end of the fraction), so that equal amounts are equal texts; these functions compute with
// such texts.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::kql {

// Canonical text of what a query or a string says ("1.50", "-3e2", " 7 "); none if it is not a decimal
// number.
[[nodiscard]] std::optional<std::string> decimalFromText(std::string_view text);
[[nodiscard]] std::string decimalFromInteger(std::int64_t value);
// The shortest decimal that reads back as `value`; none for NaN and infinities.
[[nodiscard]] std::optional<std::string> decimalFromReal(double value);

[[nodiscard]] double decimalToReal(std::string_view decimal);
// Cuts the fraction off; none if it does not fit 64 bits.
[[nodiscard]] std::optional<std::int64_t> decimalToInteger(std::string_view decimal);

[[nodiscard]] std::weak_ordering orderDecimals(std::string_view left, std::string_view right);

// `operation` is one of + - * / % and b for bin (the multiple of `right` at or below `left`); none for a
// division by zero or a result that is out of range. % is never negative, as Kusto's is not.
[[nodiscard]] std::optional<std::string> computeDecimals(char operation, std::string_view left,
                                                         std::string_view right);
// Half away from zero, to `digits` after the point.
[[nodiscard]] std::optional<std::string> roundDecimal(std::string_view decimal, int digits);

} // namespace signalbox::kql
