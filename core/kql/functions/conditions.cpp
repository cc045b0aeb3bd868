// iff, case, coalesce, max_of and min_of.
#include <algorithm>
#include <cmath>
#include <compare>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/kql/functions/choice.h"
#include "core/kql/functions/kernel_tools.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/overload.h"
#include "core/kql/functions/pointwise.h"

namespace signalbox::kql {

namespace {

bool isUnknown(std::span<const Argument> arguments)
{
    return std::ranges::any_of(arguments, &Argument::unknown);
}

BoundFunction unknownResult()
{
    return {.result = Type::Dynamic, .kernel = {}, .unknown = true};
}

std::vector<Column> castAll(std::span<const Column> columns, Type type)
{
    std::vector<Column> cast;
    for (const Column &column : columns)
        cast.push_back(type == Type::Dynamic ? wrapped(column) : castColumn(column, type));
    return cast;
}

bool isTrue(const Column &column, std::size_t row)
{
    return !column.isNull(row) && column.bools()[column.stored(row)] != 0;
}

// Arguments come as predicate, value, predicate, value, …, and the value where none holds.
Result<BoundFunction> bindCase(std::string_view name, std::span<const Argument> arguments)
{
    std::vector<Argument> values;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const bool isValue = i % 2 == 1 || i + 1 == arguments.size();
        const Argument &argument = arguments[i];
        if (isValue)
            values.push_back(argument);
        else if (!argument.unknown && argument.type != Type::Bool && argument.type != Type::Dynamic)
            return refuseArguments(
                name, "a condition before each value, and a last value for when none holds", arguments);
    }
    if (arguments.size() % 2 == 0)
        return refuseArguments(name, "a condition before each value, and a last value for when none holds",
                               arguments);
    if (isUnknown(arguments))
        return unknownResult();
    // Beside values of another type a dynamic is cast to that.
    if (std::ranges::any_of(values, [](const Argument &value) { return value.type != Type::Dynamic; }))
        std::erase_if(values, [](const Argument &value) { return value.type == Type::Dynamic; });
    const auto type = commonType(values);
    if (!type)
        return refuseArguments(name, "values of one type", arguments);
    Kernel kernel = [type = *type](std::span<const Column> columns, std::size_t rows,
                                   const EvalContext &) -> Result<Column> {
        return onceIfConstant(columns, rows, [&](std::size_t count) {
            std::vector<Column> sources;
            for (std::size_t i = 1; i < columns.size(); i += 2)
                sources.push_back(columns[i]);
            sources.push_back(columns.back());
            std::vector<std::uint32_t> which(count, static_cast<std::uint32_t>(sources.size() - 1));
            for (std::size_t i = columns.size() / 2; i-- > 0;) {
                const Column predicate = castColumn(columns[2 * i], Type::Bool);
                for (std::size_t row = 0; row < count; ++row) {
                    if (isTrue(predicate, row))
                        which[row] = static_cast<std::uint32_t>(i);
                }
            }
            return choose(type, castAll(sources, type), which);
        });
    };
    return BoundFunction{.result = *type, .kernel = std::move(kernel)};
}

bool isMissing(const Column &column, std::size_t row)
{
    return column.isNull(row) || (column.type() == Type::String && column.text(row).empty());
}

Result<BoundFunction> bindCoalesce(std::span<const Argument> arguments)
{
    if (isUnknown(arguments))
        return unknownResult();
    const auto type = commonType(arguments);
    if (!type)
        return refuseArguments("coalesce", "values of one type", arguments);
    Kernel kernel = [type = *type](std::span<const Column> columns, std::size_t rows,
                                   const EvalContext &) -> Result<Column> {
        return onceIfConstant(columns, rows, [&](std::size_t count) {
            std::vector<std::uint32_t> which(count, 0);
            for (std::size_t row = 0; row < count; ++row) {
                while (which[row] + 1 < columns.size() && isMissing(columns[which[row]], row))
                    ++which[row];
            }
            return choose(type, castAll(columns, type), which);
        });
    };
    return BoundFunction{.result = *type, .kernel = std::move(kernel)};
}

// The column in which each row's greatest or smallest value stands; a null loses against any value.
Kernel extremeKernel(Type type, bool greatest)
{
    return [type, greatest](std::span<const Column> columns, std::size_t rows,
                            const EvalContext &) -> Result<Column> {
        return onceIfConstant(columns, rows, [&](std::size_t count) {
            const std::vector<Column> cast = castAll(columns, type);
            std::vector<std::uint32_t> which(count, 0);
            for (std::size_t row = 0; row < count; ++row) {
                Value best = cast[0].value(row);
                for (std::uint32_t i = 1; i < cast.size(); ++i) {
                    const Value value = cast[i].value(row);
                    if (value.isNull() ||
                        (!best.isNull() && (greatest ? order(value, best) <= 0 : order(value, best) >= 0)))
                        continue;
                    best = value;
                    which[row] = i;
                }
            }
            return choose(type, cast, which);
        });
    };
}

FunctionBinder extremeBinder(std::string name, bool greatest)
{
    return [name = std::move(name), greatest](std::span<const Argument> arguments) -> Result<BoundFunction> {
        if (isUnknown(arguments))
            return unknownResult();
        const auto type = commonType(arguments);
        if (!type || *type == Type::Dynamic)
            return refuseArguments(name, "values of one type, none of them dynamic", arguments);
        return BoundFunction{.result = *type, .kernel = extremeKernel(*type, greatest)};
    };
}

// Whether two whole numbers are at most `delta` apart, without overflow.
bool isNear(std::int64_t value, std::int64_t center, std::int64_t delta)
{
    const auto [low, high] = std::minmax(value, center);
    const std::uint64_t distance = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    return delta >= 0 && distance <= static_cast<std::uint64_t>(delta);
}

} // namespace

void addConditions(FunctionRegistry &registry)
{
    for (const std::string name : {"iff", "iif"}) {
        registry.add(ScalarFunction{
            .name = name,
            .parameters = {"condition", "then", "else"},
            .help = "One of two values by a condition; a null condition counts as false.",
            .minimumArguments = 3,
            .maximumArguments = 3,
            .binder = [name](std::span<const Argument> arguments) { return bindCase(name, arguments); }});
    }
    registry.add(ScalarFunction{
        .name = "case",
        .parameters = {"condition", "then", "…", "else"},
        .help = "The value after the first condition that holds, else the last value.",
        .minimumArguments = 3,
        .maximumArguments = 1'000, // real queries have long ones
        .binder = [](std::span<const Argument> arguments) { return bindCase("case", arguments); }});
    registry.add(ScalarFunction{.name = "coalesce",
                                .parameters = {"value", "…"},
                                .help = "The first value that is neither null nor an empty text.",
                                .minimumArguments = 2,
                                .maximumArguments = anyNumber,
                                .binder = bindCoalesce});
    registry.add(ScalarFunction{.name = "max_of",
                                .parameters = {"value", "…"},
                                .help = "The greatest of its arguments, without the nulls.",
                                .minimumArguments = 2,
                                .maximumArguments = anyNumber,
                                .binder = extremeBinder("max_of", true)});
    registry.add(ScalarFunction{.name = "min_of",
                                .parameters = {"value", "…"},
                                .help = "The smallest of its arguments, without the nulls.",
                                .minimumArguments = 2,
                                .maximumArguments = anyNumber,
                                .binder = extremeBinder("min_of", false)});
    registry.add("around", {"value", "center", "delta"},
                 "Whether a number or a time is at most so far from another.",
                 {pointwise(isNear), pointwise([](double value, double center, double delta) {
                      return std::abs(value - center) <= delta;
                  }),
                  pointwise([](TimeSpan value, TimeSpan center, TimeSpan delta) {
                      return isNear(value.ticks, center.ticks, delta.ticks);
                  }),
                  pointwise([](DateTime value, DateTime center, TimeSpan delta) {
                      return isNear(value.ticks, center.ticks, delta.ticks);
                  })});
}

} // namespace signalbox::kql
