#include "core/kql/values/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <limits>
#include <system_error>

#include <boost/multiprecision/cpp_dec_float.hpp>

#include "core/base/text.h"

namespace signalbox::kql {

namespace {

constexpr int significantDigits = 34;
constexpr int maximumExponent = 6144; // of IEEE 754 decimal128

using Number =
    boost::multiprecision::number<boost::multiprecision::cpp_dec_float<50>, boost::multiprecision::et_off>;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// A number as its digits without zeros at either end: 0.digits × 10^point.
struct Digits
{
    bool negative = false;
    std::string digits;
    int point = 0;
};

std::optional<Digits> readDigits(std::string_view text)
{
    Digits result;
    std::size_t at = 0;
    if (at < text.size() && (text[at] == '-' || text[at] == '+'))
        result.negative = text[at++] == '-';
    bool any = false;
    bool afterPoint = false;
    for (; at < text.size() && (isDigit(text[at]) || (text[at] == '.' && !afterPoint)); ++at) {
        if (text[at] == '.') {
            afterPoint = true;
            continue;
        }
        any = true;
        if (!result.digits.empty() || text[at] != '0') {
            result.digits.push_back(text[at]);
            result.point += afterPoint ? 0 : 1;
        } else if (afterPoint) {
            --result.point;
        }
    }
    if (!any)
        return std::nullopt;
    if (at < text.size()) {
        if (text[at] != 'e' && text[at] != 'E')
            return std::nullopt;
        const char *begin = text.data() + at + 1;
        const char *end = text.data() + text.size();
        if (begin != end && *begin == '+')
            ++begin;
        int exponent = 0;
        const auto [rest, error] = std::from_chars(begin, end, exponent);
        if (error != std::errc() || rest != end || std::abs(exponent) > maximumExponent)
            return std::nullopt;
        result.point += exponent;
    }
    while (!result.digits.empty() && result.digits.back() == '0')
        result.digits.pop_back();
    return result;
}

// Rounds half away from zero to the digits that a decimal holds.
void shorten(Digits &number)
{
    if (number.digits.size() <= significantDigits)
        return;
    const bool up = number.digits[significantDigits] >= '5';
    number.digits.resize(significantDigits);
    if (up) {
        std::size_t at = number.digits.size();
        while (at > 0 && number.digits[at - 1] == '9')
            number.digits[--at] = '0';
        if (at > 0) {
            ++number.digits[at - 1];
        } else {
            number.digits.insert(number.digits.begin(), '1');
            ++number.point;
        }
    }
    while (!number.digits.empty() && number.digits.back() == '0')
        number.digits.pop_back();
}

std::optional<std::string> canonical(Digits number)
{
    shorten(number);
    if (number.digits.empty())
        return "0";
    if (std::abs(number.point) > maximumExponent)
        return std::nullopt;
    std::string text = number.negative ? "-" : "";
    const auto size = static_cast<int>(number.digits.size());
    if (number.point <= 0) {
        text += "0.";
        text.append(static_cast<std::size_t>(-number.point), '0');
        return text + number.digits;
    }
    if (size <= number.point)
        return text + number.digits + std::string(static_cast<std::size_t>(number.point - size), '0');
    return text + number.digits.substr(0, static_cast<std::size_t>(number.point)) + "." +
           number.digits.substr(static_cast<std::size_t>(number.point));
}

std::optional<Number> toNumber(std::string_view decimal)
{
    try {
        return Number(std::string(decimal));
    } catch (const std::exception &) {
        return std::nullopt;
    }
}

std::optional<std::string> toText(const Number &number)
{
    if (!boost::multiprecision::isfinite(number))
        return std::nullopt;
    const auto digits = readDigits(number.str(significantDigits, std::ios_base::scientific));
    return digits ? canonical(*digits) : std::nullopt;
}

Number floorOf(const Number &number)
{
    return boost::multiprecision::floor(number);
}

} // namespace

std::optional<std::string> decimalFromText(std::string_view text)
{
    auto digits = readDigits(trimmed(text));
    return digits ? canonical(*std::move(digits)) : std::nullopt;
}

std::string decimalFromInteger(std::int64_t value)
{
    return std::to_string(value);
}

std::optional<std::string> decimalFromReal(double value)
{
    if (!std::isfinite(value))
        return std::nullopt;
    std::array<char, 40> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return error == std::errc() ? decimalFromText({buffer.data(), end}) : std::nullopt;
}

double decimalToReal(std::string_view decimal)
{
    return std::strtod(std::string(decimal).c_str(), nullptr);
}

std::optional<std::int64_t> decimalToInteger(std::string_view decimal)
{
    const std::string_view whole = decimal.substr(0, decimal.find('.'));
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), value);
    return error == std::errc() && end == whole.data() + whole.size() ? std::optional(value) : std::nullopt;
}

std::weak_ordering orderDecimals(std::string_view left, std::string_view right)
{
    if (left == right)
        return std::weak_ordering::equivalent;
    const auto a = toNumber(left);
    const auto b = toNumber(right);
    if (!a || !b)
        return left <=> right;
    const int sign = a->compare(*b);
    return sign < 0 ? std::weak_ordering::less
                    : (sign > 0 ? std::weak_ordering::greater : std::weak_ordering::equivalent);
}

std::optional<std::string> computeDecimals(char operation, std::string_view left, std::string_view right)
{
    const auto a = toNumber(left);
    const auto b = toNumber(right);
    if (!a || !b)
        return std::nullopt;
    switch (operation) {
    case '+':
        return toText(*a + *b);
    case '-':
        return toText(*a - *b);
    case '*':
        return toText(*a * *b);
    default:
        break;
    }
    if (*b == 0)
        return std::nullopt;
    switch (operation) {
    case '/':
        return toText(*a / *b);
    case '%': {
        const Number size = boost::multiprecision::abs(*b);
        return toText(*a - floorOf(*a / size) * size);
    }
    case 'b':
        return *b < 0 ? std::nullopt : toText(floorOf(*a / *b) * *b);
    default:
        return std::nullopt;
    }
}

std::optional<std::string> roundDecimal(std::string_view decimal, int digits)
{
    const auto number = toNumber(decimal);
    if (!number || std::abs(digits) > significantDigits)
        return number ? std::optional(std::string(decimal)) : std::nullopt;
    const Number scale = boost::multiprecision::pow(Number(10), Number(digits));
    const Number half = *number < 0 ? Number("-0.5") : Number("0.5");
    return toText(boost::multiprecision::trunc(*number * scale + half) / scale);
}

} // namespace signalbox::kql
