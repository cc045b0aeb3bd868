#include "core/kql/values/text_to_value.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <system_error>

#include <fast_float/fast_float.h>

#include "core/base/text.h"
#include "core/kql/values/decimal.h"
#include "core/kql/values/dynamic_json.h"

namespace signalbox::kql {

namespace {

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

std::optional<std::int64_t> signedOf(std::uint64_t magnitude, bool negative)
{
    constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (magnitude > largest + (negative ? 1 : 0))
        return std::nullopt;
    return static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude);
}

} // namespace

std::optional<bool> boolFromText(std::string_view text)
{
    const std::string word = lowered(text);
    if (word == "true")
        return true;
    if (word == "false")
        return false;
    if (text != trimmed(text))
        return std::nullopt;
    const auto number = longFromText(text);
    return number ? std::optional(*number != 0) : std::nullopt;
}

std::optional<std::int64_t> longFromText(std::string_view text)
{
    text = trimmed(text);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    const bool hexadecimal = !negative && (text.starts_with("0x") || text.starts_with("0X"));
    if (hexadecimal)
        text.remove_prefix(2);
    std::uint64_t magnitude = 0;
    const char *end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, magnitude, hexadecimal ? 16 : 10);
    if (error != std::errc() || rest != end)
        return std::nullopt;
    if (hexadecimal)
        return static_cast<std::int64_t>(magnitude);
    return signedOf(magnitude, negative);
}

std::optional<std::int64_t> intFromText(std::string_view text)
{
    const auto value = longFromText(text);
    if (!value || *value < std::numeric_limits<std::int32_t>::min() ||
        *value > std::numeric_limits<std::int32_t>::max())
        return std::nullopt;
    return value;
}

std::optional<double> realFromText(std::string_view text)
{
    text = trimmed(text);
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double value = 0;
    const char *end = text.data() + text.size();
    const auto [rest, error] = fast_float::from_chars(text.data(), end, value);
    // Beyond the range the library stores the infinity or zero that the number rounds to.
    if (rest != end || text.empty() || (error != std::errc() && error != std::errc::result_out_of_range))
        return std::nullopt;
    return value;
}

std::optional<std::string> guidFromText(std::string_view text)
{
    text = trimmed(text);
    if (text.size() > 2 &&
        ((text.front() == '{' && text.back() == '}') || (text.front() == '(' && text.back() == ')')))
        text = text.substr(1, text.size() - 2);
    const bool hyphened = text.size() == 36;
    if (!hyphened && text.size() != 32)
        return std::nullopt;
    std::string guid;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (hyphened && (i == 8 || i == 13 || i == 18 || i == 23)) {
            if (text[i] != '-')
                return std::nullopt;
            continue;
        }
        if (std::isxdigit(static_cast<unsigned char>(text[i])) == 0)
            return std::nullopt;
        guid += text[i];
    }
    for (const std::size_t hyphen : {8U, 13U, 18U, 23U})
        guid.insert(hyphen, 1, '-');
    return lowered(guid);
}

Value valueFromText(std::string_view text, Type type)
{
    const auto whole = [type](std::optional<std::int64_t> value) {
        return value ? Value::ofWhole(type, *value) : Value();
    };
    switch (type) {
    case Type::Bool: {
        const auto value = boolFromText(text);
        return value ? Value::ofBool(*value) : Value();
    }
    case Type::Int:
        return whole(intFromText(text));
    case Type::Long:
        return whole(longFromText(text));
    case Type::Real: {
        const auto value = realFromText(text);
        return value ? Value::ofReal(*value) : Value();
    }
    case Type::Decimal: {
        auto value = decimalFromText(text);
        return value ? Value::ofText(type, *std::move(value)) : Value();
    }
    case Type::DateTime: {
        const auto value = dateTimeFromText(text);
        return value ? Value::of(*value) : Value();
    }
    case Type::TimeSpan: {
        const auto value = timeSpanFromText(text);
        return value ? Value::of(*value) : Value();
    }
    case Type::Guid: {
        auto value = guidFromText(text);
        return value ? Value::ofText(type, *std::move(value)) : Value();
    }
    case Type::String:
        return Value::ofString(std::string(text));
    case Type::Dynamic:
        return parseDynamic(text);
    }
    return {};
}

} // namespace signalbox::kql
