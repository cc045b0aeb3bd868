#include "core/kql/functions/series.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "core/kql/values/conversions.h"

namespace signalbox::kql {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

} // namespace

std::optional<std::vector<double>> seriesOf(const Value &array)
{
    if (!array.isArray())
        return std::nullopt;
    std::vector<double> series;
    series.reserve(array.array().size());
    for (const Value &element : array.array())
        series.push_back(toReal(element).value_or(missing));
    return series;
}

std::vector<double> present(std::span<const double> series)
{
    std::vector<double> values;
    values.reserve(series.size());
    std::ranges::copy_if(series, std::back_inserter(values), [](double value) { return !std::isnan(value); });
    return values;
}

Value seriesValue(std::span<const double> series)
{
    Value::Array elements;
    elements.reserve(series.size());
    for (const double value : series)
        elements.push_back(std::isnan(value) ? Value() : Value::ofReal(value));
    return Value::ofArray(std::move(elements));
}

void addWithOutputs(FunctionRegistry &registry, const std::string &name, std::vector<std::string> parameters,
                    std::string help, std::vector<Overload> overloads, std::vector<FunctionOutput> outputs)
{
    std::size_t least = anyNumber;
    std::size_t most = 0;
    for (const Overload &overload : overloads) {
        least = std::min(least, overload.parameters.size());
        most = std::max(most, overload.repeatsLast ? anyNumber : overload.parameters.size());
    }
    FunctionBinder binder = [name, overloads = std::move(overloads), outputs = std::move(outputs)](
                                std::span<const Argument> arguments) -> Result<BoundFunction> {
        SIGNALBOX_TRY(BoundFunction bound, bindOverload(name, overloads, arguments));
        bound.outputs = outputs;
        return bound;
    };
    registry.add(ScalarFunction{.name = name,
                                .parameters = std::move(parameters),
                                .help = std::move(help),
                                .minimumArguments = least,
                                .maximumArguments = most,
                                .binder = std::move(binder)});
}

double meanOf(std::span<const double> values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double medianOf(std::vector<double> values)
{
    std::ranges::sort(values);
    return quantileOf(values, 0.5);
}

double quantileOf(std::span<const double> sorted, double fraction)
{
    if (sorted.empty())
        return missing;
    const double place = fraction * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - std::floor(place)) * (sorted[above] - sorted[below]);
}

} // namespace signalbox::kql
