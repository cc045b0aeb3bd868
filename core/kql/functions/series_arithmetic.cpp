// Arithmetic, comparison and mathematical functions element by element. One argument of two may be a number,
// which then stands for a series of it; where an element is missing on either side, the answer's is null.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/kql/functions/library.h"
#include "core/kql/functions/series.h"
#include "core/kql/values/conversions.h"

namespace signalbox::kql {

namespace {

using ElementPair = Value (*)(const Value &, const Value &);
using ElementFunction = Value (*)(const Value &);

bool isInteger(const Value &value)
{
    return value.is(Type::Long) || value.is(Type::Int);
}

double number(const Value &value)
{
    return toReal(value).value_or(0);
}

// Whole numbers stay whole and wrap around as they do outside of series.
template<typename OfWholes, typename OfReals>
Value arithmetic(const Value &left, const Value &right, OfWholes ofWholes, OfReals ofReals)
{
    if (isInteger(left) && isInteger(right))
        return Value::ofLong(static_cast<std::int64_t>(
            ofWholes(static_cast<std::uint64_t>(left.whole()), static_cast<std::uint64_t>(right.whole()))));
    return Value::ofReal(ofReals(number(left), number(right)));
}

Value sum(const Value &left, const Value &right)
{
    return arithmetic(left, right, std::plus<std::uint64_t>(), std::plus<double>());
}

Value difference(const Value &left, const Value &right)
{
    return arithmetic(left, right, std::minus<std::uint64_t>(), std::minus<double>());
}

Value product(const Value &left, const Value &right)
{
    return arithmetic(left, right, std::multiplies<std::uint64_t>(), std::multiplies<double>());
}

Value quotient(const Value &left, const Value &right)
{
    return Value::ofReal(number(left) / number(right));
}

Value power(const Value &left, const Value &right)
{
    return Value::ofReal(std::pow(number(left), number(right)));
}

template<typename Compare>
Value compared(const Value &left, const Value &right)
{
    if (isInteger(left) && isInteger(right))
        return Value::ofBool(Compare()(left.whole(), right.whole()));
    return Value::ofBool(Compare()(number(left), number(right)));
}

Value combined(const Value &left, const Value &right, ElementPair combine)
{
    if (!left.isArray() && !right.isArray())
        return {};
    const bool repeatsLeft = !left.isArray() && toReal(left);
    const bool repeatsRight = !right.isArray() && toReal(right);
    const std::size_t length = std::max(left.array().size(), right.array().size());
    Value::Array results;
    results.reserve(length);
    for (std::size_t i = 0; i < length; ++i) {
        const auto at = static_cast<std::int64_t>(i);
        const Value &first = repeatsLeft ? left : left.element(at);
        const Value &second = repeatsRight ? right : right.element(at);
        results.push_back(toReal(first) && toReal(second) ? combine(first, second) : Value());
    }
    return Value::ofArray(std::move(results));
}

void addPair(FunctionRegistry &registry, std::string name, std::string help, ElementPair combine)
{
    std::vector<Overload> overloads;
    const Kernel kernel = dynamicKernel(
        [combine](const RowArguments &arguments) { return combined(arguments[0], arguments[1], combine); });
    for (const Type type : {Type::Dynamic, Type::Long, Type::Real}) {
        overloads.push_back(
            {.parameters = {anyDynamic, {.type = type}}, .result = Type::Dynamic, .kernel = kernel});
        if (type != Type::Dynamic)
            overloads.push_back(
                {.parameters = {{.type = type}, anyDynamic}, .result = Type::Dynamic, .kernel = kernel});
    }
    registry.add(std::move(name), {"series1", "series2"}, std::move(help), std::move(overloads));
}

Value absolute(const Value &value)
{
    if (isInteger(value))
        return Value::ofLong(
            value.whole() < 0
                ? static_cast<std::int64_t>(std::uint64_t{0} - static_cast<std::uint64_t>(value.whole()))
                : value.whole());
    return Value::ofReal(std::abs(number(value)));
}

Value sign(const Value &value)
{
    if (isInteger(value))
        return Value::ofLong((value.whole() > 0 ? 1 : 0) - (value.whole() < 0 ? 1 : 0));
    const double real = number(value);
    return Value::ofReal((real > 0 ? 1.0 : 0.0) - (real < 0 ? 1.0 : 0.0));
}

template<double (*function)(double)>
Value computed(const Value &value)
{
    return Value::ofReal(function(number(value)));
}

void addOne(FunctionRegistry &registry, std::string name, std::string help, ElementFunction function)
{
    registry.add(std::move(name), {"series"}, std::move(help),
                 dynamicRows({anyDynamic}, 1, [function](const RowArguments &arguments) {
                     const Value series = arguments[0];
                     if (!series.isArray())
                         return Value();
                     Value::Array results;
                     results.reserve(series.array().size());
                     for (const Value &element : series.array())
                         results.push_back(toReal(element) ? function(element) : Value());
                     return Value::ofArray(std::move(results));
                 }));
}

void addComparisonsOfSeries(FunctionRegistry &registry)
{
    addPair(registry, "series_equals", "Where two series are equal, as an array of bools.",
            compared<std::equal_to<>>);
    addPair(registry, "series_not_equals", "Where two series differ, as an array of bools.",
            compared<std::not_equal_to<>>);
    addPair(registry, "series_less", "Where the first series is below the second, as an array of bools.",
            compared<std::less<>>);
    addPair(registry, "series_less_equals", "Where the first series is not above the second.",
            compared<std::less_equal<>>);
    addPair(registry, "series_greater", "Where the first series is above the second, as an array of bools.",
            compared<std::greater<>>);
    addPair(registry, "series_greater_equals", "Where the first series is not below the second.",
            compared<std::greater_equal<>>);
}

} // namespace

void addSeriesArithmetic(FunctionRegistry &registry)
{
    addPair(registry, "series_add", "The sums of the elements of two series.", sum);
    addPair(registry, "series_subtract", "The differences of the elements of two series.", difference);
    addPair(registry, "series_multiply", "The products of the elements of two series.", product);
    addPair(registry, "series_divide", "The quotients of the elements of two series.", quotient);
    addPair(registry, "series_pow", "The elements of one series to the power of those of another.", power);
    addComparisonsOfSeries(registry);
    addOne(registry, "series_abs", "The elements of a series without their sign.", absolute);
    addOne(registry, "series_sign", "-1, 0 or 1 for each element of a series.", sign);
    addOne(registry, "series_floor", "The elements of a series rounded down.", computed<std::floor>);
    addOne(registry, "series_ceiling", "The elements of a series rounded up.", computed<std::ceil>);
    addOne(registry, "series_exp", "The exponential of each element of a series.", computed<std::exp>);
    addOne(registry, "series_log", "The natural logarithm of each element of a series.", computed<std::log>);
    addOne(registry, "series_sin", "The sine of each element of a series.", computed<std::sin>);
    addOne(registry, "series_cos", "The cosine of each element of a series.", computed<std::cos>);
    addOne(registry, "series_tan", "The tangent of each element of a series.", computed<std::tan>);
    addOne(registry, "series_asin", "The arc sine of each element of a series.", computed<std::asin>);
    addOne(registry, "series_acos", "The arc cosine of each element of a series.", computed<std::acos>);
    addOne(registry, "series_atan", "The arc tangent of each element of a series.", computed<std::atan>);
}

} // namespace signalbox::kql
