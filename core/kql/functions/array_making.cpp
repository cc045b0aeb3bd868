// Making arrays: of values, of steps from a start to an end, of one value again and again, of several arrays
// side by side.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/kql/functions/dynamic_kernels.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"

namespace signalbox::kql {

namespace {

constexpr TimeSpan hour{3600 * ticksPerSecond};

// Counts in unsigned numbers, which hold the distance of any two ends.
template<typename Make>
Value wholeSteps(std::int64_t start, std::int64_t stop, std::int64_t step, Make make)
{
    if (step == 0)
        return {};
    Value::Array values;
    const bool none = step > 0 ? start > stop : start < stop;
    if (!none) {
        const auto from = static_cast<std::uint64_t>(start);
        const auto to = static_cast<std::uint64_t>(stop);
        const auto width = static_cast<std::uint64_t>(step);
        const std::uint64_t distance = step > 0 ? to - from : from - to;
        const std::uint64_t steps = distance / (step > 0 ? width : std::uint64_t{0} - width);
        const std::uint64_t count = std::min<std::uint64_t>(steps, maximumArrayLength - 1) + 1;
        values.reserve(count);
        for (std::uint64_t i = 0; i < count; ++i)
            values.push_back(make(static_cast<std::int64_t>(from + i * width)));
    }
    return Value::ofArray(std::move(values));
}

Value realSteps(double start, double stop, double step)
{
    if (step == 0 || !std::isfinite(start) || !std::isfinite(step) || std::isnan(stop))
        return {};
    Value::Array values;
    for (double at = start; step > 0 ? at <= stop : at >= stop; at += step) {
        if (values.size() == maximumArrayLength)
            break;
        values.push_back(Value::ofReal(at));
    }
    return Value::ofArray(std::move(values));
}

Value longSteps(std::int64_t start, std::int64_t stop, std::int64_t step)
{
    return wholeSteps(start, stop, step, [](std::int64_t value) { return Value::ofLong(value); });
}

Value timeSteps(DateTime start, DateTime stop, TimeSpan step)
{
    return wholeSteps(start.ticks, stop.ticks, step.ticks,
                      [](std::int64_t ticks) { return Value::of(DateTime{ticks}); });
}

Value spanSteps(TimeSpan start, TimeSpan stop, TimeSpan step)
{
    return wholeSteps(start.ticks, stop.ticks, step.ticks,
                      [](std::int64_t ticks) { return Value::of(TimeSpan{ticks}); });
}

Value repeated(const RowArguments &arguments)
{
    const auto count = arguments.whole(1, 0);
    if (!count || *count < 0)
        return {};
    return Value::ofArray(
        Value::Array(std::min(static_cast<std::size_t>(*count), maximumArrayLength), arguments[0]));
}

// A short array is as if nulls followed.
Value zipped(const RowArguments &arguments)
{
    std::vector<Value> arrays;
    arrays.reserve(arguments.size());
    std::size_t length = 0;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        arrays.push_back(arguments[i]);
        if (!arrays.back().isArray())
            return {};
        length = std::max(length, arrays.back().array().size());
    }
    Value::Array rows;
    rows.reserve(length);
    for (std::size_t at = 0; at < length; ++at) {
        Value::Array row;
        row.reserve(arrays.size());
        for (const Value &array : arrays)
            row.push_back(array.element(static_cast<std::int64_t>(at)));
        rows.push_back(Value::ofArray(std::move(row)));
    }
    return Value::ofArray(std::move(rows));
}

Value packed(const RowArguments &arguments)
{
    Value::Array values;
    values.reserve(arguments.size());
    for (std::size_t i = 0; i < arguments.size(); ++i)
        values.push_back(arguments[i]);
    return Value::ofArray(std::move(values));
}

void addRange(FunctionRegistry &registry)
{
    registry.add("range", {"start", "stop", "step"},
                 "An array that counts from start to stop, by 1 or 1h where no step is given.",
                 {pointwise(longSteps), pointwise(realSteps), pointwise(timeSteps), pointwise(spanSteps),
                  pointwise([](std::int64_t start, std::int64_t stop) { return longSteps(start, stop, 1); }),
                  pointwise([](double start, double stop) { return realSteps(start, stop, 1); }),
                  pointwise([](DateTime start, DateTime stop) { return timeSteps(start, stop, hour); }),
                  pointwise([](TimeSpan start, TimeSpan stop) { return spanSteps(start, stop, hour); })});
}

Result<BoundFunction> bindRepeat(std::span<const Argument> arguments)
{
    const Argument &count = arguments[1];
    if ((arguments[0].type == Type::Dynamic && !arguments[0].unknown) ||
        (!isInteger(count.type) && !count.unknown))
        return refuseArguments("repeat()", "a value that is not dynamic and a whole number", arguments);
    return BoundFunction{.result = Type::Dynamic, .kernel = dynamicKernel(repeated)};
}

} // namespace

void addArrayMaking(FunctionRegistry &registry)
{
    addRange(registry);
    registry.add(ScalarFunction{.name = "repeat",
                                .parameters = {"value", "count"},
                                .help = "An array that has a value so many times.",
                                .minimumArguments = 2,
                                .maximumArguments = 2,
                                .binder = bindRepeat,
                                .columnName = "repeat_{0}"});
    registry.add("pack_array", {"value"}, "An array of the given values.",
                 dynamicRowsOfMany({anyValue}, packed));
    registry.add("zip", {"array", "more"},
                 "An array of arrays: the first elements, the second elements and so on.",
                 dynamicRowsOfMany({anyDynamic, anyDynamic}, zipped));
}

} // namespace signalbox::kql
