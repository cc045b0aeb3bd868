#include "core/kql/results/cell_text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/base/clock.h"
#include "core/kql/syntax/words.h"
#include "core/kql/values/dynamic_json.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

bool isPlainName(std::string_view name)
{
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return !name.empty() && letter(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return letter(c) || digit(c); }) && !isReserved(name) &&
           !typeFromName(name) && name != "true" && name != "false" && name != "null";
}

std::string condition(std::string_view column, Type type, const Value &value, bool equals)
{
    const std::string name = columnReference(column);
    const bool noText = type == Type::String && value.text().empty();
    if (value.isNull() || noText)
        return fmt::format("{}{}({})", equals ? "is" : "isnot", type == Type::String ? "empty" : "null",
                           name);
    if (value.is(Type::Real) && std::isnan(value.real()))
        return equals ? fmt::format("isnan({})", name)
                      : fmt::format("(isnull({0}) or not(isnan({0})))", name);
    const std::string_view sign = equals ? "==" : "!=";
    // Dynamics have no ==.
    if (type == Type::Dynamic)
        return fmt::format("tostring({}) {} {}", name, sign, toQuoted(elementToText(value)));
    return fmt::format("{} {} {}", name, sign, toLiteral(value, type));
}

} // namespace

std::string valueText(const Value &value)
{
    return value.is(Type::Real) ? toGridText(value.real()) : elementToText(value);
}

std::string cellText(const CellPlace &cell)
{
    switch (cell.column->type()) {
    case Type::String:
    case Type::Guid:
    case Type::Decimal:
        return cell.isNull() ? std::string() : std::string(cell.column->text(cell.row));
    default:
        return valueText(cell.value());
    }
}

std::string timeName(DateTime time)
{
    return time.ticks % ticksPerSecond == 0 ? toReadable(TimePoint(Ticks(time.ticks))) : toText(time);
}

std::string cellJson(const CellPlace &cell)
{
    if (cell.column->type() == Type::String)
        return toJsonString(cell.column->text(cell.row));
    return toJsonText(cell.value());
}

std::string columnReference(std::string_view name)
{
    if (isPlainName(name))
        return std::string(name);
    return fmt::format("[{}]", toQuoted(name));
}

std::string equalsCondition(std::string_view column, Type type, const Value &value)
{
    return condition(column, type, value, true);
}

std::string differsCondition(std::string_view column, Type type, const Value &value)
{
    return condition(column, type, value, false);
}

} // namespace signalbox::kql
