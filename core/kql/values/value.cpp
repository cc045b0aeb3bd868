#include "core/kql/values/value.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <iterator>

#include "core/kql/values/decimal.h"
#include "core/kql/values/dynamic_json.h"

namespace signalbox::kql {

namespace {

const Value nullValue;

enum class Rank : std::uint8_t {
    Null,
    NotANumber,
    Number,
    Bool,
    DateTime,
    TimeSpan,
    Guid,
    String,
    Composite
};

Rank rank(const Value &value)
{
    const auto type = value.type();
    if (!type)
        return Rank::Null;
    switch (*type) {
    case Type::Real:
        return std::isnan(value.real()) ? Rank::NotANumber : Rank::Number;
    case Type::Int:
    case Type::Long:
    case Type::Decimal:
        return Rank::Number;
    case Type::Bool:
        return Rank::Bool;
    case Type::DateTime:
        return Rank::DateTime;
    case Type::TimeSpan:
        return Rank::TimeSpan;
    case Type::Guid:
        return Rank::Guid;
    case Type::String:
        return Rank::String;
    case Type::Dynamic:
        break;
    }
    return Rank::Composite;
}

double amount(const Value &value)
{
    if (value.is(Type::Real))
        return value.real();
    return value.is(Type::Decimal) ? decimalToReal(value.text()) : static_cast<double>(value.whole());
}

std::weak_ordering orderNumbers(const Value &left, const Value &right)
{
    if (left.isWhole() && right.isWhole())
        return left.whole() <=> right.whole();
    if (left.is(Type::Decimal) && right.is(Type::Decimal))
        return orderDecimals(left.text(), right.text());
    const double a = amount(left);
    const double b = amount(right);
    return a < b ? std::weak_ordering::less
                 : (a > b ? std::weak_ordering::greater : std::weak_ordering::equivalent);
}

} // namespace

Value Value::ofBool(bool value)
{
    return Value(Data(value));
}

Value Value::ofWhole(Type type, std::int64_t value)
{
    return Value(Data(Whole{.value = value, .type = type}));
}

Value Value::ofInt(std::int64_t value)
{
    return ofWhole(Type::Int, value);
}

Value Value::ofLong(std::int64_t value)
{
    return ofWhole(Type::Long, value);
}

Value Value::ofReal(double value)
{
    return Value(Data(value));
}

Value Value::ofText(Type type, std::string value)
{
    return Value(Data(Text{std::make_shared<const std::pair<Type, std::string>>(type, std::move(value))}));
}

Value Value::ofString(std::string value)
{
    return ofText(Type::String, std::move(value));
}

Value Value::of(DateTime value)
{
    return ofWhole(Type::DateTime, value.ticks);
}

Value Value::of(TimeSpan value)
{
    return ofWhole(Type::TimeSpan, value.ticks);
}

Value Value::ofArray(Array elements)
{
    return Value(Data(std::make_shared<const Array>(std::move(elements))));
}

Value Value::ofBag(Bag properties)
{
    return Value(Data(std::make_shared<const Bag>(std::move(properties))));
}

std::optional<Type> Value::type() const
{
    if (isNull())
        return std::nullopt;
    if (const auto *whole = std::get_if<Whole>(&m_data))
        return whole->type;
    if (const auto *text = std::get_if<Text>(&m_data))
        return text->content->first;
    if (std::holds_alternative<bool>(m_data))
        return Type::Bool;
    return std::holds_alternative<double>(m_data) ? Type::Real : Type::Dynamic;
}

bool Value::boolean() const
{
    const auto *value = std::get_if<bool>(&m_data);
    return value != nullptr && *value;
}

std::int64_t Value::whole() const
{
    const auto *value = std::get_if<Whole>(&m_data);
    return value != nullptr ? value->value : 0;
}

double Value::real() const
{
    const auto *value = std::get_if<double>(&m_data);
    return value != nullptr ? *value : 0;
}

const std::string &Value::text() const
{
    static const std::string empty;
    const auto *value = std::get_if<Text>(&m_data);
    return value != nullptr ? value->content->second : empty;
}

const Value::Array &Value::array() const
{
    static const Array empty;
    const auto *value = std::get_if<SharedArray>(&m_data);
    return value != nullptr ? **value : empty;
}

const Value::Bag &Value::bag() const
{
    static const Bag empty;
    const auto *value = std::get_if<SharedBag>(&m_data);
    return value != nullptr ? **value : empty;
}

const Value &Value::property(std::string_view key) const
{
    const Bag &properties = bag();
    const auto found =
        std::ranges::find(properties, key, [](const auto &entry) { return std::string_view(entry.first); });
    return found != properties.end() ? found->second : nullValue;
}

const Value &Value::element(std::int64_t index) const
{
    const Array &elements = array();
    const std::int64_t size = std::ssize(elements);
    if (index < 0)
        index += size;
    return index >= 0 && index < size ? elements[static_cast<std::size_t>(index)] : nullValue;
}

bool operator==(const Value &left, const Value &right)
{
    if (left.type() != right.type())
        return false;
    if (left.isNull())
        return true;
    switch (*left.type()) {
    case Type::Bool:
        return left.boolean() == right.boolean();
    case Type::Int:
    case Type::Long:
    case Type::DateTime:
    case Type::TimeSpan:
        return left.whole() == right.whole();
    case Type::Real:
        return left.real() == right.real() || (std::isnan(left.real()) && std::isnan(right.real()));
    case Type::Decimal:
    case Type::String:
    case Type::Guid:
        return left.text() == right.text();
    case Type::Dynamic:
        break;
    }
    return left.isArray() == right.isArray() && left.array() == right.array() && left.bag() == right.bag();
}

std::weak_ordering order(const Value &left, const Value &right)
{
    const Rank rankOfLeft = rank(left);
    if (const auto byRank = rankOfLeft <=> rank(right); byRank != 0)
        return byRank;
    switch (rankOfLeft) {
    case Rank::Null:
    case Rank::NotANumber:
        return std::weak_ordering::equivalent;
    case Rank::Number:
        return orderNumbers(left, right);
    case Rank::Bool:
        return left.boolean() <=> right.boolean();
    case Rank::DateTime:
    case Rank::TimeSpan:
        return left.whole() <=> right.whole();
    case Rank::Guid:
    case Rank::String:
        return left.text() <=> right.text();
    case Rank::Composite:
        break;
    }
    return toJsonText(left) <=> toJsonText(right);
}

} // namespace signalbox::kql
