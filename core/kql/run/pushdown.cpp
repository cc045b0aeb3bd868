#include "core/kql/run/pushdown.h"

#include <cmath>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace signalbox::kql {

namespace {

constexpr std::size_t mostTexts = 256; // of one predicate; a longer list is not worth asking about

bool isColumn(const BoundExpression &expression)
{
    return expression.kind == BoundExpression::Kind::Column && !expression.unknown;
}

// A constant as the number that a column of `type` is compared with; nothing if that takes a conversion.
std::optional<double> realOf(const Value &value)
{
    if (value.is(Type::Real))
        return value.real();
    if (value.is(Type::Long) || value.is(Type::Int))
        return static_cast<double>(value.whole());
    return std::nullopt;
}

std::optional<std::int64_t> wholeOf(const Value &value, Type type)
{
    if (type == Type::Bool)
        return value.is(Type::Bool) ? std::optional<std::int64_t>(value.boolean() ? 1 : 0) : std::nullopt;
    const bool integers = isInteger(type) && (value.is(Type::Int) || value.is(Type::Long));
    return integers || (value.is(type) && isWhole(type)) ? std::optional(value.whole()) : std::nullopt;
}

// The bounds that "column `op` value" gives; `op` is one of == < <= > >=. Strict bounds are given as wide
// ones.
std::optional<ColumnPredicate> comparison(std::string_view op, const BoundExpression &column,
                                          const Value &value)
{
    ColumnPredicate result{.column = column.column, .type = column.type};
    const bool below = op == "==" || op.starts_with('<');
    const bool above = op == "==" || op.starts_with('>');
    if (column.type == Type::String) {
        if (op != "==" || !value.is(Type::String))
            return std::nullopt;
        result.texts.push_back(value.text());
        return result;
    }
    if (column.type == Type::Real) {
        const std::optional<double> bound = realOf(value);
        if (!bound || std::isnan(*bound))
            return std::nullopt;
        result.highest = below ? *bound : result.highest;
        result.lowest = above ? *bound : result.lowest;
        return result;
    }
    const std::optional<std::int64_t> bound = wholeOf(value, column.type);
    if (!bound)
        return std::nullopt;
    result.largest = below ? *bound : result.largest;
    result.smallest = above ? *bound : result.smallest;
    return result;
}

std::string_view mirrored(std::string_view op)
{
    if (op == "<")
        return ">";
    if (op == "<=")
        return ">=";
    if (op == ">")
        return "<";
    if (op == ">=")
        return "<=";
    return op;
}

void addComparison(std::string_view op, std::span<const BoundPtr> operands,
                   std::vector<ColumnPredicate> &found)
{
    std::optional<ColumnPredicate> one;
    if (isColumn(*operands[0]) && operands[1]->isConstant())
        one = comparison(op, *operands[0], operands[1]->constant);
    else if (isColumn(*operands[1]) && operands[0]->isConstant())
        one = comparison(mirrored(op), *operands[1], operands[0]->constant);
    if (one)
        found.push_back(*std::move(one));
}

void addBetween(std::span<const BoundPtr> operands, std::vector<ColumnPredicate> &found)
{
    if (operands.size() != 3 || !isColumn(*operands[0]) || !operands[1]->isConstant() ||
        !operands[2]->isConstant())
        return;
    if (auto from = comparison(">=", *operands[0], operands[1]->constant); from)
        found.push_back(*std::move(from));
    // A timespan behind a datetime counts from the start and is no bound of the column's type.
    if (auto to = comparison("<=", *operands[0], operands[2]->constant); to)
        found.push_back(*std::move(to));
}

bool addTexts(const Value &value, std::vector<std::string> &texts)
{
    if (value.is(Type::String)) {
        texts.push_back(value.text());
        return texts.size() <= mostTexts;
    }
    if (!value.isArray())
        return false;
    for (const Value &item : value.array()) {
        if (!item.is(Type::String) || !addTexts(item, texts))
            return false;
    }
    return true;
}

void addIn(std::span<const BoundPtr> operands, std::vector<ColumnPredicate> &found)
{
    if (operands.empty() || !isColumn(*operands[0]) || operands[0]->type != Type::String)
        return;
    ColumnPredicate result{.column = operands[0]->column, .type = Type::String};
    for (const BoundPtr &operand : operands.subspan(1)) {
        if (!operand->isConstant() || !addTexts(operand->constant, result.texts))
            return;
    }
    if (!result.texts.empty())
        found.push_back(std::move(result));
}

void addTo(std::vector<ColumnPredicate> &found, const BoundExpression &condition)
{
    if (condition.kind != BoundExpression::Kind::Call)
        return;
    const std::string_view function = condition.function;
    if (function == "and") {
        for (const BoundPtr &argument : condition.arguments)
            addTo(found, *argument);
    } else if (function == "between") {
        addBetween(condition.arguments, found);
    } else if (function == "in") {
        addIn(condition.arguments, found);
    } else if (condition.arguments.size() == 2 && (function == "==" || function == "<" || function == "<=" ||
                                                   function == ">" || function == ">=")) {
        addComparison(function, condition.arguments, found);
    }
}

} // namespace

std::vector<ColumnPredicate> predicatesOf(const BoundExpression &condition)
{
    std::vector<ColumnPredicate> found;
    addTo(found, condition);
    return found;
}

} // namespace signalbox::kql
