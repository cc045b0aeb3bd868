#include "core/kql/values/conversions.h"

#include <cmath>
#include <limits>

#include "core/kql/values/decimal.h"
#include "core/kql/values/text_to_value.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

// Ticks as tolong() shows them.
std::int64_t shownTicks(const Value &value)
{
    return value.is(Type::DateTime) ? value.whole() + ticksBeforeEpoch : value.whole();
}

Value wholeOf(Type type, std::int64_t number)
{
    switch (type) {
    case Type::Int:
        return Value::ofInt(static_cast<std::int32_t>(number));
    case Type::DateTime: {
        const DateTime time{number - ticksBeforeEpoch};
        return number >= 0 && isInRange(time) ? Value::of(time) : Value();
    }
    default:
        return Value::ofWhole(type, number);
    }
}

Value wholeFromReal(Type type, double real)
{
    const auto number = type == Type::Int ? realToInt(real) : realToLong(real);
    return number ? wholeOf(type, *number) : Value();
}

Value fromNumber(const Value &value, Type type)
{
    const bool isReal = value.is(Type::Real);
    const bool isDecimal = value.is(Type::Decimal);
    switch (type) {
    case Type::Bool:
        return Value::ofBool(toReal(value).value_or(0) != 0);
    case Type::Real:
        return Value::ofReal(toReal(value).value_or(0));
    case Type::Decimal: {
        auto decimal =
            isReal ? decimalFromReal(value.real()) : std::optional(decimalFromInteger(value.whole()));
        return decimal ? Value::ofText(Type::Decimal, *std::move(decimal)) : Value();
    }
    case Type::Int:
    case Type::Long:
    case Type::DateTime:
    case Type::TimeSpan: {
        if (isReal)
            return wholeFromReal(type, value.real());
        if (!isDecimal)
            return wholeOf(type, value.whole());
        const auto number = decimalToInteger(value.text());
        return number ? wholeOf(type, *number) : Value();
    }
    default:
        return {};
    }
}

Value fromTime(const Value &value, Type type)
{
    const std::int64_t ticks = shownTicks(value);
    switch (type) {
    case Type::Int:
    case Type::Long:
        return wholeOf(type, ticks);
    case Type::Real:
        return Value::ofReal(static_cast<double>(ticks));
    case Type::Decimal:
        return Value::ofText(type, decimalFromInteger(ticks));
    case Type::DateTime:
        return wholeOf(type, ticks);
    case Type::TimeSpan:
        return Value::ofWhole(type, ticks);
    default:
        return {};
    }
}

std::optional<std::int64_t> saturated(double value, std::int64_t least, std::int64_t most)
{
    if (std::isnan(value))
        return std::nullopt;
    if (value <= static_cast<double>(least))
        return least;
    return value >= static_cast<double>(most) ? most : static_cast<std::int64_t>(value);
}

} // namespace

std::optional<std::int64_t> realToLong(double value)
{
    return saturated(value, std::numeric_limits<std::int64_t>::min(),
                     std::numeric_limits<std::int64_t>::max());
}

std::optional<std::int64_t> realToInt(double value)
{
    return saturated(value, std::numeric_limits<std::int32_t>::min(),
                     std::numeric_limits<std::int32_t>::max());
}

std::optional<double> toReal(const Value &value)
{
    const auto type = value.type();
    if (!type || !isNumeric(*type))
        return std::nullopt;
    if (*type == Type::Real)
        return value.real();
    return *type == Type::Decimal ? decimalToReal(value.text()) : static_cast<double>(value.whole());
}

Value castValue(const Value &value, Type type)
{
    const auto from = value.type();
    if (from == type || type == Type::Dynamic)
        return value;
    if (type == Type::String)
        return Value::ofString(toText(value));
    if (!from)
        return {};
    switch (*from) {
    case Type::Bool:
        return isNumeric(type) ? fromNumber(Value::ofLong(value.boolean() ? 1 : 0), type) : Value();
    case Type::Int:
    case Type::Long:
    case Type::Real:
    case Type::Decimal:
        return fromNumber(value, type);
    case Type::DateTime:
    case Type::TimeSpan:
        return fromTime(value, type);
    case Type::String:
        return valueFromText(value.text(), type);
    case Type::Guid:
    case Type::Dynamic:
        break;
    }
    return {};
}

} // namespace signalbox::kql
