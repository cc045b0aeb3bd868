// == != < <= > >= between !between, with tight loops for numbers and times and one comparison a distinct
// text.
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/kql/functions/kernel_tools.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"
#include "core/kql/values/column_builder.h"
#include "core/kql/values/conversions.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

enum class Relation : std::uint8_t { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };

bool isEquality(Relation relation)
{
    return relation == Relation::Equal || relation == Relation::NotEqual;
}

template<typename T, typename Compute>
auto withRelation(Relation relation, const Compute &compute)
{
    switch (relation) {
    case Relation::Equal:
        return compute([](const T &a, const T &b) { return a == b; });
    case Relation::NotEqual:
        return compute([](const T &a, const T &b) { return a != b; });
    case Relation::Less:
        return compute([](const T &a, const T &b) { return a < b; });
    case Relation::LessOrEqual:
        return compute([](const T &a, const T &b) { return a <= b; });
    case Relation::Greater:
        return compute([](const T &a, const T &b) { return a > b; });
    case Relation::GreaterOrEqual:
        break;
    }
    return compute([](const T &a, const T &b) { return a >= b; });
}

// == with one null is false and != true; everything else with a null, and both of two nulls, is null.
Column applyNulls(Relation relation, std::vector<std::uint8_t> results, std::span<const Column> arguments)
{
    const Column &left = arguments[0];
    const Column &right = arguments[1];
    if (!left.hasNulls() && !right.hasNulls())
        return Column::ofBools(std::move(results));
    std::vector<std::uint8_t> nulls(results.size(), 0);
    for (std::size_t row = 0; row < results.size(); ++row) {
        const bool leftNull = left.isNull(row);
        const bool rightNull = right.isNull(row);
        if (!leftNull && !rightNull)
            continue;
        nulls[row] = !isEquality(relation) || (leftNull && rightNull) ? 1 : 0;
        results[row] = relation == Relation::NotEqual ? 1 : 0;
    }
    return Column::ofBools(std::move(results), mergeNulls(Nulls(), std::move(nulls)));
}

template<typename T>
Column compareSpans(Relation relation, std::span<const Column> arguments, std::span<const T> left,
                    std::span<const T> right, std::size_t rows)
{
    auto results = withRelation<T>(relation, [&](const auto &holds) {
        return combine<std::uint8_t>(left, arguments[0].isConstant(), right, arguments[1].isConstant(), rows,
                                     holds);
    });
    return applyNulls(relation, std::move(results), arguments);
}

Kernel tightKernel(Relation relation, Type type)
{
    return [relation, type](std::span<const Column> given, std::size_t rows,
                            const EvalContext &) -> Result<Column> {
        return onceIfConstant(given, rows, [&](std::size_t count) {
            const std::array<Column, 2> arguments{castColumn(given[0], type), castColumn(given[1], type)};
            if (type == Type::Real)
                return compareSpans(relation, arguments, arguments[0].reals(), arguments[1].reals(), count);
            if (type == Type::Bool)
                return compareSpans(relation, arguments, arguments[0].bools(), arguments[1].bools(), count);
            return compareSpans(relation, arguments, arguments[0].wholes(), arguments[1].wholes(), count);
        });
    };
}

Kernel textKernel(Relation relation)
{
    return sparing([relation](std::span<const Column> arguments, std::size_t rows,
                              const EvalContext &) -> Result<Column> {
        const Column &left = arguments[0];
        const Column &right = arguments[1];
        auto results = withRelation<std::string_view>(relation, [&](const auto &holds) {
            std::vector<std::uint8_t> found(rows);
            const detail::Reader<std::string_view> lefts(left);
            const detail::Reader<std::string_view> rights(right);
            for (std::size_t row = 0; row < rows; ++row)
                found[row] = holds(lefts[row], rights[row]) ? 1 : 0;
            return found;
        });
        return applyNulls(relation, std::move(results), arguments);
    });
}

// How two values that are not null stand to each other; none if they cannot be compared.
std::partial_ordering compareValues(const Value &left, const Value &right)
{
    const auto a = toReal(left);
    const auto b = toReal(right);
    if (a && b && (left.is(Type::Real) || right.is(Type::Real)))
        return *a <=> *b;
    if ((a && b) || left.type() == right.type())
        return order(left, right);
    if (left.is(Type::Bool) && b)
        return (left.boolean() ? 1.0 : 0.0) <=> *b;
    if (right.is(Type::Bool) && a)
        return *a <=> (right.boolean() ? 1.0 : 0.0);
    if (left.isText() || right.isText())
        return elementToText(left) <=> elementToText(right);
    return std::partial_ordering::unordered;
}

bool holds(Relation relation, std::partial_ordering ordering)
{
    switch (relation) {
    case Relation::Equal:
        return ordering == 0;
    case Relation::NotEqual:
        return ordering != 0;
    case Relation::Less:
        return ordering < 0;
    case Relation::LessOrEqual:
        return ordering <= 0;
    case Relation::Greater:
        return ordering > 0;
    case Relation::GreaterOrEqual:
        break;
    }
    return ordering >= 0;
}

Kernel valueKernel(Relation relation)
{
    return sparing([relation](std::span<const Column> arguments, std::size_t rows,
                              const EvalContext &) -> Result<Column> {
        std::vector<std::uint8_t> results(rows);
        for (std::size_t row = 0; row < rows; ++row) {
            results[row] =
                holds(relation, compareValues(arguments[0].value(row), arguments[1].value(row))) ? 1 : 0;
        }
        return applyNulls(relation, std::move(results), arguments);
    });
}

bool isNumberOrBool(Type type)
{
    return isNumeric(type) || type == Type::Bool;
}

std::optional<Kernel> relate(Relation relation, Type left, Type right)
{
    if (isInteger(left) && isInteger(right))
        return tightKernel(relation, Type::Long);
    if (left == Type::Decimal || right == Type::Decimal)
        return isNumberOrBool(left) && isNumberOrBool(right) ? std::optional(valueKernel(relation))
                                                             : std::nullopt;
    if (left == Type::Bool && right == Type::Bool)
        return tightKernel(relation, Type::Bool);
    if (isNumberOrBool(left) && isNumberOrBool(right))
        return tightKernel(relation, Type::Real);
    if (left == right && (left == Type::DateTime || left == Type::TimeSpan))
        return tightKernel(relation, left);
    const bool equality = isEquality(relation);
    if (equality && isText(left) && isText(right))
        return textKernel(relation);
    const bool oneDynamic = (left == Type::Dynamic) != (right == Type::Dynamic);
    const Type other = left == Type::Dynamic ? right : left;
    if (oneDynamic && (equality || isNumeric(other) || isWhole(other)))
        return valueKernel(relation);
    return std::nullopt;
}

FunctionBinder relationBinder(Relation relation, std::string name)
{
    return [relation, name = std::move(name)](std::span<const Argument> arguments) -> Result<BoundFunction> {
        if (arguments[0].unknown || arguments[1].unknown)
            return BoundFunction{.result = Type::Bool, .kernel = {}};
        auto kernel = relate(relation, arguments[0].type, arguments[1].type);
        if (!kernel) {
            return failure(ErrorCode::InvalidArgument,
                           fmt::format("{} cannot compare {} with {}; cast one of them, as in tostring(…).",
                                       name, typeName(arguments[0].type), typeName(arguments[1].type)));
        }
        return BoundFunction{.result = Type::Bool, .kernel = *std::move(kernel)};
    };
}

// value between (first .. last), both included; a timespan after a datetime counts from `first`.
Result<BoundFunction> bindBetween(bool negated, std::span<const Argument> arguments)
{
    const FunctionRegistry &registry = FunctionRegistry::standard();
    const bool fromFirst = arguments[1].type == Type::DateTime && arguments[2].type == Type::TimeSpan;
    const std::array<Argument, 2> low{arguments[0], arguments[1]};
    const std::array<Argument, 2> high{arguments[0],
                                       fromFirst ? Argument{.type = Type::DateTime} : arguments[2]};
    const std::array<Argument, 2> sum{arguments[1], arguments[2]};
    const std::array<Argument, 2> truths{Argument{.type = Type::Bool}, Argument{.type = Type::Bool}};
    SIGNALBOX_TRY(const BoundFunction above, registry.findScalar(negated ? "<" : ">=")->bind(low));
    SIGNALBOX_TRY(const BoundFunction below, registry.findScalar(negated ? ">" : "<=")->bind(high));
    SIGNALBOX_TRY(const BoundFunction both, registry.findScalar(negated ? "or" : "and")->bind(truths));
    Kernel add;
    if (fromFirst) {
        SIGNALBOX_TRY(BoundFunction added, registry.findScalar("+")->bind(sum));
        add = std::move(added.kernel);
    }
    return BoundFunction{
        .result = Type::Bool,
        .kernel = [above = above.kernel, below = below.kernel, both = both.kernel,
                   add](std::span<const Column> columns, std::size_t rows,
                        const EvalContext &context) -> Result<Column> {
            Column last = columns[2];
            if (add) {
                SIGNALBOX_TRY(last, add(columns.subspan(1), rows, context));
            }
            SIGNALBOX_TRY(Column first, above(columns.subspan(0, 2), rows, context));
            SIGNALBOX_TRY(Column second, below(std::array<Column, 2>{columns[0], last}, rows, context));
            return both(std::array<Column, 2>{std::move(first), std::move(second)}, rows, context);
        }};
}

} // namespace

void addComparisons(FunctionRegistry &registry)
{
    const auto add = [&registry](const std::string &name, std::string help, Relation relation) {
        registry.addOperator(name, std::move(help), 2, relationBinder(relation, "'" + name + "'"));
    };
    add("==", "Whether both are equal; texts with their case.", Relation::Equal);
    add("!=", "Whether both differ; texts with their case.", Relation::NotEqual);
    add("<>", "Whether both differ; texts with their case.", Relation::NotEqual);
    add("<", "Whether the left is smaller.", Relation::Less);
    add("<=", "Whether the left is smaller or equal.", Relation::LessOrEqual);
    add(">", "Whether the left is greater.", Relation::Greater);
    add(">=", "Whether the left is greater or equal.", Relation::GreaterOrEqual);
    registry.addOperator("between", "Whether a value lies in a range, both ends included.", 3,
                         [](std::span<const Argument> arguments) { return bindBetween(false, arguments); });
    registry.addOperator("!between", "Whether a value lies outside a range whose ends belong to it.", 3,
                         [](std::span<const Argument> arguments) { return bindBetween(true, arguments); });
}

} // namespace signalbox::kql
