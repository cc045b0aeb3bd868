// One number of a series or of two, and the statistics of a series. Elements that are no numbers are left
// out, but by series_stats, which answers null where there are any unless it is told to ignore them.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"
#include "core/kql/functions/series.h"
#include "core/kql/values/conversions.h"

namespace signalbox::kql {

namespace {

using Numbers = std::vector<double>;

std::optional<double> sum(const Value &array)
{
    const auto series = seriesOf(array);
    if (!series)
        return std::nullopt;
    double total = 0;
    for (const double value : present(*series))
        total += value;
    return total;
}

std::optional<double> product(const Value &array)
{
    const auto series = seriesOf(array);
    if (!series)
        return std::nullopt;
    double total = 1;
    for (const double value : present(*series))
        total *= value;
    return total;
}

std::optional<double> magnitude(const Value &array)
{
    const auto series = seriesOf(array);
    if (!series || series->empty())
        return std::nullopt;
    double total = 0;
    for (const double value : present(*series))
        total += value * value;
    return std::sqrt(total);
}

// The pairs of elements that are both numbers, as far as the shorter series goes; a number stands for a
// series of it.
std::optional<std::pair<Numbers, Numbers>> pairsOf(const Value &left, const Value &right)
{
    auto first = seriesOf(left);
    auto second = seriesOf(right);
    if (!first && second && toReal(left))
        first = Numbers(second->size(), *toReal(left));
    if (!second && first && toReal(right))
        second = Numbers(first->size(), *toReal(right));
    if (!first || !second || first->empty() || second->empty())
        return std::nullopt;
    std::pair<Numbers, Numbers> pairs;
    for (std::size_t i = 0; i < std::min(first->size(), second->size()); ++i) {
        if (std::isnan((*first)[i]) || std::isnan((*second)[i]))
            continue;
        pairs.first.push_back((*first)[i]);
        pairs.second.push_back((*second)[i]);
    }
    return pairs;
}

std::optional<double> dotProduct(const Value &left, const Value &right)
{
    const auto pairs = pairsOf(left, right);
    if (!pairs)
        return std::nullopt;
    double total = 0;
    for (std::size_t i = 0; i < pairs->first.size(); ++i)
        total += pairs->first[i] * pairs->second[i];
    return total;
}

// Pearson (1895). Null where an element has no partner, NaN where a series does not vary.
std::optional<double> correlation(const Value &left, const Value &right)
{
    const auto pairs = pairsOf(left, right);
    const std::size_t length = left.array().size();
    if (!pairs || length != right.array().size() || pairs->first.size() != length)
        return std::nullopt;
    const double meanOfFirst = meanOf(pairs->first);
    const double meanOfSecond = meanOf(pairs->second);
    double together = 0;
    double first = 0;
    double second = 0;
    for (std::size_t i = 0; i < pairs->first.size(); ++i) {
        const double x = pairs->first[i] - meanOfFirst;
        const double y = pairs->second[i] - meanOfSecond;
        together += x * y;
        first += x * x;
        second += y * y;
    }
    return together / (std::sqrt(first) * std::sqrt(second));
}

std::optional<double> cosine(const Value &left, const Value &right, std::optional<double> magnitude1,
                             std::optional<double> magnitude2)
{
    const auto dot = dotProduct(left, right);
    const auto first = magnitude1 ? magnitude1 : magnitude(left);
    const auto second = magnitude2 ? magnitude2 : magnitude(right);
    if (!dot || !first || !second || *first == 0 || *second == 0)
        return std::nullopt;
    return *dot / (*first * *second);
}

struct Statistics
{
    double minimum = 0;
    std::int64_t placeOfMinimum = 0;
    double maximum = 0;
    std::int64_t placeOfMaximum = 0;
    double mean = 0;
    double variance = 0; // of a sample
    double sum = 0;
    std::int64_t count = 0;
};

// The variance by Welford (1962).
std::optional<Statistics> statistics(const RowArguments &arguments)
{
    const auto series = seriesOf(arguments[0]);
    const bool ignores = arguments[1].boolean();
    if (!series ||
        (!ignores && !std::ranges::all_of(*series, [](double value) { return std::isfinite(value); })))
        return std::nullopt;
    Statistics result;
    double runningMean = 0;
    double squares = 0;
    for (std::size_t i = 0; i < series->size(); ++i) {
        const double value = (*series)[i];
        if (!std::isfinite(value))
            continue;
        const auto place = static_cast<std::int64_t>(i);
        if (result.count == 0 || value < result.minimum) {
            result.minimum = value;
            result.placeOfMinimum = place;
        }
        if (result.count == 0 || value > result.maximum) {
            result.maximum = value;
            result.placeOfMaximum = place;
        }
        ++result.count;
        const double before = value - runningMean;
        runningMean += before / static_cast<double>(result.count);
        squares += before * (value - runningMean);
        result.sum += value;
    }
    if (result.count == 0)
        return std::nullopt;
    result.mean = result.sum / static_cast<double>(result.count);
    result.variance = result.count > 1 ? squares / static_cast<double>(result.count - 1) : 0;
    return result;
}

Value statisticsColumns(const RowArguments &arguments)
{
    const auto found = statistics(arguments);
    if (!found)
        return {};
    return Value::ofArray({Value::ofReal(found->minimum), Value::ofLong(found->placeOfMinimum),
                           Value::ofReal(found->maximum), Value::ofLong(found->placeOfMaximum),
                           Value::ofReal(found->mean), Value::ofReal(std::sqrt(found->variance)),
                           Value::ofReal(found->variance)});
}

Value statisticsBag(const RowArguments &arguments)
{
    const auto found = statistics(arguments);
    if (!found)
        return {};
    return Value::ofBag({{"min", Value::ofReal(found->minimum)},
                         {"min_idx", Value::ofLong(found->placeOfMinimum)},
                         {"max", Value::ofReal(found->maximum)},
                         {"max_idx", Value::ofLong(found->placeOfMaximum)},
                         {"avg", Value::ofReal(found->mean)},
                         {"stdev", Value::ofReal(std::sqrt(found->variance))},
                         {"variance", Value::ofReal(found->variance)},
                         {"sum", Value::ofReal(found->sum)},
                         {"len", Value::ofLong(found->count)}});
}

void addSeriesStatistics(FunctionRegistry &registry)
{
    addWithOutputs(registry, "series_stats", {"series", "ignore_nonfinite"},
                   "Minimum, maximum, where they are, mean, standard deviation and variance, a column each.",
                   dynamicRows({anyDynamic, {.type = Type::Bool}}, 1, statisticsColumns),
                   {{.name = "series_stats_{0}_min", .type = Type::Real},
                    {.name = "series_stats_{0}_min_idx", .type = Type::Long},
                    {.name = "series_stats_{0}_max", .type = Type::Real},
                    {.name = "series_stats_{0}_max_idx", .type = Type::Long},
                    {.name = "series_stats_{0}_avg", .type = Type::Real},
                    {.name = "series_stats_{0}_stdev", .type = Type::Real},
                    {.name = "series_stats_{0}_variance", .type = Type::Real}});
    registry.add("series_stats_dynamic", {"series", "ignore_nonfinite"},
                 "Minimum, maximum, mean, deviation, sum and length of a series as a bag.",
                 dynamicRows({anyDynamic, {.type = Type::Bool}}, 1, statisticsBag));
}

} // namespace

void addSeriesTotals(FunctionRegistry &registry)
{
    registry.add("series_sum", {"series"}, "The sum of a series.", {pointwise(sum)});
    registry.add("series_product", {"series"}, "The product of all elements of a series.",
                 {pointwise(product)});
    registry.add("series_magnitude", {"series"}, "The Euclidean length of a series.", {pointwise(magnitude)});
    registry.add(
        "series_dot_product", {"series1", "series2"}, "The sum of the products of two series' elements.",
        {pointwise(dotProduct),
         pointwise([](const Value &left, double right) { return dotProduct(left, Value::ofReal(right)); }),
         pointwise([](double left, const Value &right) { return dotProduct(Value::ofReal(left), right); })});
    registry.add("series_pearson_correlation", {"series1", "series2"},
                 "Pearson's correlation of two series of the same length, from -1 to 1.",
                 {pointwise(correlation)});
    registry.add("series_cosine_similarity", {"series1", "series2", "magnitude1", "magnitude2"},
                 "The cosine of the angle between two series; their magnitudes may be given.",
                 {pointwise([](const Value &left, const Value &right) {
                      return cosine(left, right, std::nullopt, std::nullopt);
                  }),
                  pointwise([](const Value &left, const Value &right, double first) {
                      return cosine(left, right, first, std::nullopt);
                  }),
                  pointwise([](const Value &left, const Value &right, double first, double second) {
                      return cosine(left, right, first, second);
                  })});
    addSeriesStatistics(registry);
}

} // namespace signalbox::kql
