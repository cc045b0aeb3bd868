// The forms of literals, for the lexer: how many bytes of a text a literal takes. Pure functions.
#pragma once

#include <cstddef>
#include <string_view>

namespace signalbox::kql {

[[nodiscard]] bool startsName(char c);
[[nodiscard]] bool continuesName(char c);
[[nodiscard]] bool isDigit(char c);

struct StringForm
{
    std::size_t length = 0; // 0 if no string starts here
    bool closed = true;
    std::size_t badEscape = 0; // offset of a backslash that starts no escape, 0 if there is none
};

[[nodiscard]] StringForm scanString(std::string_view text);

// 0 if none starts here.
[[nodiscard]] std::size_t scanInteger(std::string_view text);
[[nodiscard]] std::size_t scanReal(std::string_view text);
[[nodiscard]] std::size_t scanTimeSpan(std::string_view text);

// Length of "(…)" at the start of `text` up to its own closing bracket, strings skipped; 0 if it does not
// close. Only `dynamic` may hold brackets and line ends.
[[nodiscard]] std::size_t scanLiteralBody(std::string_view text, bool isDynamic);

// bool, int, long, real, double, decimal, string, datetime, date, timespan, time, guid, uniqueid, dynamic …
[[nodiscard]] bool isLiteralType(std::string_view word);

} // namespace signalbox::kql
