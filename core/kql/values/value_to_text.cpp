#include "core/kql/values/value_to_text.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "core/base/clock.h"
#include "core/kql/values/dynamic_json.h"
#include "core/kql/values/grisu.h"

namespace signalbox::kql {

namespace {

struct Scientific
{
    bool negative = false;
    std::string digits; // without zeros at the end; "0" for zero
    int exponent = 0;   // of the first digit
};

// The shortest digits that read back as `value`, which is finite.
Scientific shortest(double value)
{
    std::array<char, 40> buffer{};
    const auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
    const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    Scientific result{.negative = text.front() == '-', .digits = {}, .exponent = 0};
    const std::size_t e = text.find('e');
    for (const char c : text.substr(0, e)) {
        if (c >= '0' && c <= '9')
            result.digits.push_back(c);
    }
    result.exponent = std::atoi(std::string(text.substr(e + 1)).c_str());
    return result;
}

// Without an exponent, and without a point where there is no fraction.
std::string plain(const Scientific &number)
{
    std::string text = number.negative ? "-" : "";
    const auto size = static_cast<int>(number.digits.size());
    const int point = number.exponent + 1; // digits before it
    if (point <= 0)
        return text + "0." + std::string(static_cast<std::size_t>(-point), '0') + number.digits;
    if (size <= point) {
        const int zeros = point - size;
        return text + number.digits + std::string(static_cast<std::size_t>(zeros), '0');
    }
    const auto before = static_cast<std::size_t>(point);
    return text + number.digits.substr(0, before) + "." + number.digits.substr(before);
}

std::string withExponent(const Scientific &number, char letter, std::string_view sign, int width)
{
    std::string mantissa = number.digits.substr(0, 1);
    if (number.digits.size() > 1)
        mantissa += "." + number.digits.substr(1);
    return fmt::format("{}{}{}{}{:0{}}", number.negative ? "-" : "", mantissa, letter, sign,
                       std::abs(number.exponent), width);
}

std::string textOf(const Value &value, std::string_view yes, std::string_view no)
{
    const auto type = value.type();
    if (!type)
        return "";
    switch (*type) {
    case Type::Bool:
        return std::string(value.boolean() ? yes : no);
    case Type::Int:
    case Type::Long:
        return std::to_string(value.whole());
    case Type::Real:
        return toText(value.real());
    case Type::DateTime:
        return toText(DateTime{value.whole()});
    case Type::TimeSpan:
        return toText(TimeSpan{value.whole()});
    case Type::Decimal:
    case Type::String:
    case Type::Guid:
        return value.text();
    case Type::Dynamic:
        break;
    }
    return toJsonText(value);
}

} // namespace

std::string toText(DateTime time)
{
    return toIso8601(TimePoint(Ticks(time.ticks)));
}

std::string toText(TimeSpan span)
{
    const bool negative = span.ticks < 0;
    // The magnitude of the smallest 64-bit integer fits only an unsigned one.
    const std::uint64_t ticks =
        negative ? 0 - static_cast<std::uint64_t>(span.ticks) : static_cast<std::uint64_t>(span.ticks);
    const std::uint64_t seconds = ticks / ticksPerSecond;
    const std::uint64_t days = seconds / 86'400;
    std::string text = negative ? "-" : "";
    if (days != 0)
        text += fmt::format("{}.", days);
    text += fmt::format("{:02}:{:02}:{:02}", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    if (const std::uint64_t fraction = ticks % ticksPerSecond; fraction != 0)
        text += fmt::format(".{:07}", fraction);
    return text;
}

std::string toText(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value < 0 ? "-inf" : "inf";
    Scientific number{.negative = std::signbit(value), .digits = "0", .exponent = 0};
    if (value != 0) {
        Digits digits = grisuDigits(std::abs(value));
        number.digits = std::move(digits.digits);
        number.exponent = digits.exponent;
    }
    if (number.exponent < -6 || number.exponent >= 21)
        return withExponent(number, 'e', number.exponent < 0 ? "-" : "", 1);
    std::string text = plain(number);
    return text.find('.') == std::string::npos ? text + ".0" : text;
}

std::string toGridText(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value < 0 ? "-Infinity" : "Infinity";
    const Scientific number = shortest(value);
    if (number.exponent < -4 || number.exponent >= 15)
        return withExponent(number, 'E', number.exponent < 0 ? "-" : "+", 2);
    return plain(number);
}

std::string toText(const Value &value)
{
    return textOf(value, "True", "False");
}

std::string elementToText(const Value &value)
{
    return textOf(value, "true", "false");
}

std::string toQuoted(std::string_view text)
{
    std::string quoted = "\"";
    for (const char c : text) {
        switch (c) {
        case '"':
            quoted += "\\\"";
            break;
        case '\\':
            quoted += "\\\\";
            break;
        case '\n':
            quoted += "\\n";
            break;
        case '\r':
            quoted += "\\r";
            break;
        case '\t':
            quoted += "\\t";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20)
                quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
            else
                quoted += c;
        }
    }
    return quoted + '"';
}

std::string toLiteral(const Value &value, Type type)
{
    if (value.isNull())
        return type == Type::String ? "\"\"" : fmt::format("{}(null)", typeName(type));
    switch (value.type().value_or(type)) {
    case Type::String:
        return type == Type::Dynamic ? fmt::format("dynamic({})", toQuoted(value.text()))
                                     : toQuoted(value.text());
    case Type::Bool:
        return value.boolean() ? "true" : "false";
    case Type::Long:
        return std::to_string(value.whole());
    case Type::Dynamic:
        return fmt::format("dynamic({})", toJsonText(value));
    case Type::Real:
        if (std::isnan(value.real()))
            return "real(nan)";
        return std::isinf(value.real()) ? (value.real() < 0 ? "real(-inf)" : "real(+inf)")
                                        : fmt::format("real({})", toText(value.real()));
    default:
        return fmt::format("{}({})", typeName(*value.type()), toText(value));
    }
}

} // namespace signalbox::kql
