// + - * / % and the minus before a number, with tight loops for integers, reals and times.
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/kql/functions/kernel_tools.h"
#include "core/kql/functions/library.h"
#include "core/kql/values/column_builder.h"
#include "core/kql/values/conversions.h"
#include "core/kql/values/decimal.h"

namespace signalbox::kql {

namespace {

using Wide = std::uint64_t; // unsigned, so that overflow wraps as Kusto's does

std::int64_t wrapping(char operation, std::int64_t a, std::int64_t b)
{
    switch (operation) {
    case '+':
        return static_cast<std::int64_t>(static_cast<Wide>(a) + static_cast<Wide>(b));
    case '-':
        return static_cast<std::int64_t>(static_cast<Wide>(a) - static_cast<Wide>(b));
    default:
        return static_cast<std::int64_t>(static_cast<Wide>(a) * static_cast<Wide>(b));
    }
}

// Truncates toward zero; the caller has ruled out zero.
std::int64_t quotient(std::int64_t a, std::int64_t b)
{
    return b == -1 ? wrapping('-', 0, a) : a / b;
}

// Never negative.
std::int64_t remainder(std::int64_t a, std::int64_t b)
{
    if (b == -1)
        return 0;
    const std::int64_t rest = a % b;
    return rest < 0 ? wrapping('+', rest, b < 0 ? wrapping('-', 0, b) : b) : rest;
}

double remainder(double a, double b)
{
    const double rest = std::fmod(a, b);
    return rest < 0 ? rest + std::abs(b) : rest;
}

Column wholesOf(char operation, Type type, std::span<const Column> arguments, std::size_t rows)
{
    const Column &left = arguments[0];
    const Column &right = arguments[1];
    const auto compute = [&](const auto &each) {
        return combine<std::int64_t>(left.wholes(), left.isConstant(), right.wholes(), right.isConstant(),
                                     rows, each);
    };
    Nulls nulls = mergeNulls(arguments, rows);
    switch (operation) {
    case '+':
        return Column::ofWholes(type, compute([](auto a, auto b) { return wrapping('+', a, b); }), nulls);
    case '-':
        return Column::ofWholes(type, compute([](auto a, auto b) { return wrapping('-', a, b); }), nulls);
    case '*':
        return Column::ofWholes(type, compute([](auto a, auto b) { return wrapping('*', a, b); }), nulls);
    default:
        break;
    }
    auto byZero = combine<std::uint8_t>(left.wholes(), left.isConstant(), right.wholes(), right.isConstant(),
                                        rows, [](auto, auto b) { return b == 0 ? 1 : 0; });
    nulls = mergeNulls(nulls, std::move(byZero));
    if (operation == '/')
        return Column::ofWholes(type, compute([](auto a, auto b) { return b == 0 ? 0 : quotient(a, b); }),
                                nulls);
    return Column::ofWholes(type, compute([](auto a, auto b) { return b == 0 ? 0 : remainder(a, b); }),
                            nulls);
}

Column realsOf(char operation, std::span<const Column> arguments, std::size_t rows)
{
    const Column left = castColumn(arguments[0], Type::Real);
    const Column right = castColumn(arguments[1], Type::Real);
    const auto compute = [&](const auto &each) {
        return Column::ofReals(
            combine<double>(left.reals(), left.isConstant(), right.reals(), right.isConstant(), rows, each),
            mergeNulls(arguments, rows));
    };
    switch (operation) {
    case '+':
        return compute([](double a, double b) { return a + b; });
    case '-':
        return compute([](double a, double b) { return a - b; });
    case '*':
        return compute([](double a, double b) { return a * b; });
    case '/':
        return compute([](double a, double b) { return a / b; });
    default:
        return compute([](double a, double b) { return remainder(a, b); });
    }
}

Kernel numbersKernel(char operation, Type type)
{
    return [operation, type](std::span<const Column> arguments, std::size_t rows,
                             const EvalContext &) -> Result<Column> {
        return onceIfConstant(arguments, rows, [&](std::size_t count) {
            return type == Type::Real ? realsOf(operation, arguments, count)
                                      : wholesOf(operation, type, arguments, count);
        });
    };
}

// Any kernel that goes row by row through Values.
template<typename Function>
Kernel valueKernel(Type type, Function function)
{
    return sparing([type, function](std::span<const Column> arguments, std::size_t rows,
                                    const EvalContext &) -> Result<Column> {
        ColumnBuilder builder(type, rows);
        for (std::size_t row = 0; row < rows; ++row) {
            const Value left = arguments[0].value(row);
            const Value right = arguments[1].value(row);
            builder.appendValue(left.isNull() || right.isNull() ? Value() : function(left, right));
        }
        return builder.finish();
    });
}

Kernel decimalKernel(char operation)
{
    return valueKernel(Type::Decimal, [operation](const Value &left, const Value &right) {
        auto result = computeDecimals(operation, castValue(left, Type::Decimal).text(),
                                      castValue(right, Type::Decimal).text());
        return result ? Value::ofText(Type::Decimal, *std::move(result)) : Value();
    });
}

std::optional<std::int64_t> ticksOf(double ticks)
{
    return std::abs(ticks) < 9.2233720368547e18 ? realToLong(ticks) : std::nullopt;
}

Value spanOf(std::optional<std::int64_t> ticks)
{
    return ticks ? Value::of(TimeSpan{*ticks}) : Value();
}

// timespan times or divided by a number.
Kernel scaledSpan(char operation)
{
    return valueKernel(Type::TimeSpan, [operation](const Value &left, const Value &right) {
        const bool spanFirst = left.is(Type::TimeSpan);
        const std::int64_t span = spanFirst ? left.whole() : right.whole();
        const Value &factor = spanFirst ? right : left;
        if (operation == '*' && factor.isWhole())
            return spanOf(wrapping('*', span, factor.whole()));
        const double number = toReal(factor).value_or(0);
        if (operation == '/' && number == 0)
            return Value();
        const auto ticks = static_cast<double>(span);
        if (operation == '/' && factor.isWhole())
            return spanOf(quotient(span, factor.whole()));
        return spanOf(ticksOf(operation == '*' ? ticks * number : ticks / number));
    });
}

// A datetime plus or minus a timespan; null outside the years 1 to 9999.
Kernel movedTime(char operation)
{
    return [operation](std::span<const Column> arguments, std::size_t rows,
                       const EvalContext &) -> Result<Column> {
        return onceIfConstant(arguments, rows, [&](std::size_t count) {
            const Column moved = wholesOf(operation, Type::DateTime, arguments, count);
            std::vector<std::uint8_t> outside(count, 0);
            const auto ticks = moved.wholes();
            for (std::size_t row = 0; row < count; ++row)
                outside[row] = isInRange(DateTime{ticks[row]}) ? 0 : 1;
            return moved.withNulls(mergeNulls(moved.sharedNulls(), std::move(outside)));
        });
    };
}

// How often one time fits into another, or what is left; datetimes count from year 1.
Kernel timeRatio(char operation)
{
    return valueKernel(operation == '/' ? Type::Real : Type::TimeSpan,
                       [operation](const Value &left, const Value &right) {
                           const std::int64_t a = castValue(left, Type::Long).whole();
                           const std::int64_t b = castValue(right, Type::Long).whole();
                           if (operation == '/')
                               return Value::ofReal(static_cast<double>(a) / static_cast<double>(b));
                           return b == 0 ? Value() : Value::of(TimeSpan{remainder(a, b)});
                       });
}

std::optional<BoundFunction> bindTimes(char operation, Type left, Type right)
{
    const bool leftTime = left == Type::DateTime;
    const bool rightTime = right == Type::DateTime;
    const bool leftSpan = left == Type::TimeSpan;
    const bool rightSpan = right == Type::TimeSpan;
    switch (operation) {
    case '+':
        if ((leftTime && rightSpan) || (leftSpan && rightTime))
            return BoundFunction{.result = Type::DateTime, .kernel = movedTime('+')};
        break;
    case '-':
        if (leftTime && rightSpan)
            return BoundFunction{.result = Type::DateTime, .kernel = movedTime('-')};
        if (leftTime && rightTime)
            return BoundFunction{.result = Type::TimeSpan, .kernel = numbersKernel('-', Type::TimeSpan)};
        break;
    case '*':
    case '/':
        if ((leftSpan && isNumeric(right)) || (operation == '*' && isNumeric(left) && rightSpan))
            return BoundFunction{.result = Type::TimeSpan, .kernel = scaledSpan(operation)};
        break;
    default:
        break;
    }
    const bool ratio = (leftSpan && rightSpan) || (leftTime && (rightTime || rightSpan));
    if (ratio && (operation == '/' || operation == '%')) {
        return BoundFunction{.result = operation == '/' ? Type::Real : Type::TimeSpan,
                             .kernel = timeRatio(operation)};
    }
    if (leftSpan && rightSpan && (operation == '+' || operation == '-'))
        return BoundFunction{.result = Type::TimeSpan, .kernel = numbersKernel(operation, Type::TimeSpan)};
    return std::nullopt;
}

Type widest(Type left, Type right)
{
    if (left == Type::Decimal || right == Type::Decimal)
        return Type::Decimal;
    return left == Type::Real || right == Type::Real ? Type::Real : Type::Long;
}

bool canCompute(Type type)
{
    return isNumeric(type) || type == Type::DateTime || type == Type::TimeSpan;
}

// A dynamic beside a number or a time is cast to its type.
Kernel castingBoth(Kernel kernel, Type left, Type right)
{
    return [kernel = std::move(kernel), left, right](std::span<const Column> arguments, std::size_t rows,
                                                     const EvalContext &context) {
        const std::array<Column, 2> cast{castColumn(arguments[0], left), castColumn(arguments[1], right)};
        return kernel(cast, rows, context);
    };
}

Result<BoundFunction> bindArithmetic(char operation, std::span<const Argument> arguments)
{
    const Argument &left = arguments[0];
    const Argument &right = arguments[1];
    if (left.unknown || right.unknown)
        return BoundFunction{.result = Type::Dynamic, .kernel = {}, .unknown = true};
    if (left.type == Type::Dynamic && canCompute(right.type)) {
        const Type as = right.type == Type::Int ? Type::Long : right.type;
        const std::array<Argument, 2> known{Argument{.type = as}, right};
        SIGNALBOX_TRY(BoundFunction bound, bindArithmetic(operation, known));
        bound.kernel = castingBoth(std::move(bound.kernel), as, right.type);
        return bound;
    }
    if (right.type == Type::Dynamic && canCompute(left.type)) {
        const Type as = left.type == Type::Int ? Type::Long : left.type;
        const std::array<Argument, 2> known{left, Argument{.type = as}};
        SIGNALBOX_TRY(BoundFunction bound, bindArithmetic(operation, known));
        bound.kernel = castingBoth(std::move(bound.kernel), left.type, as);
        return bound;
    }
    if (isNumeric(left.type) && isNumeric(right.type)) {
        const Type type = widest(left.type, right.type);
        return BoundFunction{.result = type,
                             .kernel = type == Type::Decimal ? decimalKernel(operation)
                                                             : numbersKernel(operation, type)};
    }
    if (auto times = bindTimes(operation, left.type, right.type))
        return *std::move(times);
    if (left.type == Type::Dynamic || right.type == Type::Dynamic)
        return failure(
            ErrorCode::InvalidArgument,
            fmt::format("'{}' needs numbers: cast the dynamic first, as in tolong(…) or todouble(…).",
                        operation));
    return refuseArguments(fmt::format("'{}'", operation), "numbers, or a datetime and a timespan",
                           arguments);
}

Result<BoundFunction> bindMinus(std::span<const Argument> arguments)
{
    const Argument &operand = arguments[0];
    if (operand.unknown || operand.type == Type::Dynamic || !canCompute(operand.type) ||
        operand.type == Type::DateTime) {
        if (operand.unknown)
            return BoundFunction{.result = Type::Dynamic, .kernel = {}, .unknown = true};
        return refuseArguments("'-'", "a number or a timespan", arguments);
    }
    // A real is multiplied, so that -0.0 comes out.
    const bool isReal = operand.type == Type::Real;
    const Type zeroType = operand.type == Type::TimeSpan ? Type::TimeSpan : Type::Long;
    const std::array<Argument, 2> both{Argument{.type = isReal ? Type::Long : zeroType}, operand};
    SIGNALBOX_TRY(BoundFunction bound, bindArithmetic(isReal ? '*' : '-', both));
    bound.kernel = [kernel = std::move(bound.kernel), isReal,
                    zeroType](std::span<const Column> columns, std::size_t rows, const EvalContext &context) {
        const std::array<Column, 2> operands{
            Column::constant(zeroType, Value::ofWhole(zeroType, isReal ? -1 : 0), rows), columns[0]};
        return kernel(operands, rows, context);
    };
    return bound;
}

FunctionBinder binary(char operation)
{
    return [operation](std::span<const Argument> arguments) { return bindArithmetic(operation, arguments); };
}

} // namespace

void addArithmetic(FunctionRegistry &registry)
{
    registry.addOperator("+", "Adds two numbers, or moves a datetime by a timespan.", 2, binary('+'));
    registry.addOperator("*", "Multiplies two numbers, or a timespan by a number.", 2, binary('*'));
    registry.addOperator("/", "Divides; between whole numbers the fraction is cut off.", 2, binary('/'));
    registry.addOperator("%", "What is left after a division, never negative.", 2, binary('%'));
    registry.add(ScalarFunction{.name = "-",
                                .parameters = {},
                                .help = "Subtracts; before one operand it negates.",
                                .minimumArguments = 1,
                                .maximumArguments = 2,
                                .binder =
                                    [](std::span<const Argument> arguments) {
                                        return arguments.size() == 1 ? bindMinus(arguments)
                                                                     : bindArithmetic('-', arguments);
                                    },
                                .isOperator = true});
}

} // namespace signalbox::kql
