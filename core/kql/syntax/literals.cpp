#include "core/kql/syntax/literals.h"

#include <algorithm>
#include <array>

namespace signalbox::kql {

namespace {

constexpr std::array<std::string_view, 29> timeUnits = {
    "m",        "min",         "minute",       "minutes",  "s",           "sec",          "second", "seconds",
    "d",        "day",         "days",         "h",        "hr",          "hrs",          "hour",   "hours",
    "ms",       "milli",       "millis",       "millisec", "millisecond", "milliseconds", "micro",  "micros",
    "microsec", "microsecond", "microseconds", "tick",     "ticks"};

constexpr std::array<std::string_view, 15> literalTypes = {
    "bool", "boolean",  "int",  "long", "real",     "double", "decimal", "datetime",
    "date", "timespan", "time", "guid", "uniqueid", "uuid",   "dynamic"};

bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::size_t digits(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    return end - at;
}

bool endsHere(std::string_view text, std::size_t at)
{
    return at >= text.size() || !continuesName(text[at]);
}

std::size_t escapeLength(std::string_view text)
{
    constexpr std::string_view simple = "\\'\"abfnrtv";
    if (text.size() < 2)
        return 0;
    if (simple.contains(text[1]))
        return 2;
    const std::size_t hex = text[1] == 'u' ? 4 : text[1] == 'U' ? 8 : text[1] == 'x' ? 2 : 0;
    if (hex != 0)
        return text.size() >= 2 + hex && std::ranges::all_of(text.substr(2, hex), isHexDigit) ? 2 + hex : 0;
    std::size_t octal = 0;
    while (octal < 3 && octal + 1 < text.size() && text[octal + 1] >= '0' && text[octal + 1] <= '7')
        ++octal;
    return octal == 0 ? 0 : octal + 1;
}

StringForm scanFenced(std::string_view text, std::size_t at)
{
    const std::size_t end = text.find(text.substr(at, 3), at + 3);
    if (end == std::string_view::npos)
        return {.length = text.size(), .closed = false};
    return {.length = end + 3};
}

StringForm scanQuoted(std::string_view text, std::size_t at, bool verbatim)
{
    const char quote = text[at++];
    StringForm form;
    while (at < text.size() && text[at] != '\n' && text[at] != '\r') {
        if (text[at] == quote) {
            if (!verbatim || at + 1 >= text.size() || text[at + 1] != quote) {
                form.length = at + 1;
                return form;
            }
            at += 2;
        } else if (text[at] == '\\' && !verbatim) {
            const std::size_t length = escapeLength(text.substr(at));
            if (length == 0 && form.badEscape == 0)
                form.badEscape = at;
            at += std::max<std::size_t>(length, 1);
        } else {
            ++at;
        }
    }
    form.length = at;
    form.closed = false;
    return form;
}

} // namespace

bool startsName(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool continuesName(char c)
{
    return (startsName(c) && c != '$') || isDigit(c);
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

StringForm scanString(std::string_view text)
{
    std::size_t at = 0;
    if (!text.empty() && (text[0] == 'h' || text[0] == 'H'))
        ++at;
    const bool verbatim = at < text.size() && text[at] == '@';
    if (verbatim)
        ++at;
    const std::string_view rest = text.substr(std::min(at, text.size()));
    if (rest.starts_with("```") || rest.starts_with("~~~"))
        return scanFenced(text, at);
    if (rest.starts_with('"') || rest.starts_with('\''))
        return scanQuoted(text, at, verbatim);
    return {};
}

std::size_t scanInteger(std::string_view text)
{
    std::size_t length = digits(text, 0);
    if (length == 1 && text[0] == '0' && text.size() > 2 && (text[1] == 'x' || text[1] == 'X') &&
        isHexDigit(text[2])) {
        length = 2;
        while (length < text.size() && isHexDigit(text[length]))
            ++length;
    }
    return length != 0 && endsHere(text, length) ? length : 0;
}

std::size_t scanReal(std::string_view text)
{
    std::size_t at = digits(text, 0);
    if (at == 0 || at == text.size())
        return 0;
    bool isReal = false;
    if (text[at] == '.' && !text.substr(at).starts_with("..")) {
        ++at;
        at += digits(text, at);
        isReal = true;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        const bool sign = at + 1 < text.size() && (text[at + 1] == '-' || text[at + 1] == '+');
        const std::size_t exponent = digits(text, at + (sign ? 2 : 1));
        if (exponent != 0) {
            at += (sign ? 2 : 1) + exponent;
            isReal = true;
        }
    }
    return isReal && endsHere(text, at) ? at : 0;
}

std::size_t scanTimeSpan(std::string_view text)
{
    std::size_t at = digits(text, 0);
    if (at == 0)
        return 0;
    if (at < text.size() && text[at] == '.') {
        const std::size_t fraction = digits(text, at + 1);
        if (fraction != 0)
            at += 1 + fraction;
    }
    std::size_t end = at;
    while (end < text.size() && continuesName(text[end]))
        ++end;
    return std::ranges::count(timeUnits, text.substr(at, end - at)) != 0 ? end : 0;
}

std::size_t scanLiteralBody(std::string_view text, bool isDynamic)
{
    std::size_t depth = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '"' || c == '\'') {
            const StringForm form = scanString(text.substr(at));
            if (!form.closed && !isDynamic)
                return 0;
            at += form.length - 1;
        } else if (c == '(') {
            ++depth;
        } else if (c == ')') {
            if (--depth == 0)
                return at + 1;
        } else if (c == '\n' && !isDynamic) {
            return 0;
        }
    }
    return 0;
}

bool isLiteralType(std::string_view word)
{
    return std::ranges::count(literalTypes, word) != 0;
}

} // namespace signalbox::kql
