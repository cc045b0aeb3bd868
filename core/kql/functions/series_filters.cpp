// The digital filters series_fir and series_iir (Oppenheim and Schafer, 1975): each answer is a weighted sum
// of present and earlier values, and with iir of earlier answers too. What lies outside of the series is 0.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "core/kql/functions/library.h"
#include "core/kql/functions/series.h"

namespace signalbox::kql {

namespace {

using Numbers = std::vector<double>;

// The sum over `weights[j] * values[at - j]`.
double weighted(const Numbers &values, const Numbers &weights, std::int64_t at)
{
    double total = 0;
    const std::int64_t size = std::ssize(values);
    for (std::int64_t j = 0; j < std::ssize(weights); ++j) {
        const std::int64_t from = at - j;
        if (from >= 0 && from < size)
            total += weights[static_cast<std::size_t>(j)] * values[static_cast<std::size_t>(from)];
    }
    return total;
}

// Weights are divided by their sum unless one is negative or the query says not to; a centred filter looks as
// far ahead as back.
Value finiteResponse(const RowArguments &arguments)
{
    const auto series = seriesOf(arguments[0]);
    auto weights = seriesOf(arguments[1]);
    if (!series || !weights || weights->empty() || present(*weights).size() != weights->size())
        return {};
    const bool hasNegative = std::ranges::any_of(*weights, [](double weight) { return weight < 0; });
    const Value normalize = arguments[2];
    const bool divides = normalize.isNull() ? !hasNegative : normalize.boolean();
    if (divides && hasNegative)
        return {};
    if (divides) {
        const double sum = std::accumulate(weights->begin(), weights->end(), 0.0);
        for (double &weight : *weights)
            weight /= sum;
    }
    const std::int64_t ahead = arguments[3].boolean() ? (std::ssize(*weights) - 1) / 2 : 0;
    Numbers answers;
    answers.reserve(series->size());
    for (std::int64_t at = 0; at < std::ssize(*series) && !arguments.stop().stopRequested(); ++at)
        answers.push_back(weighted(*series, *weights, at + ahead));
    return seriesValue(answers);
}

Value infiniteResponse(const RowArguments &arguments)
{
    const auto series = seriesOf(arguments[0]);
    const auto numerators = seriesOf(arguments[1]);
    const auto denominators = seriesOf(arguments[2]);
    if (!series || !numerators || !denominators || denominators->empty() || denominators->front() == 0)
        return {};
    Numbers answers;
    answers.reserve(series->size());
    for (std::int64_t at = 0; at < std::ssize(*series) && !arguments.stop().stopRequested(); ++at) {
        double answer = weighted(*series, *numerators, at);
        for (std::int64_t j = 1; j < std::ssize(*denominators) && j <= at; ++j)
            answer -=
                (*denominators)[static_cast<std::size_t>(j)] * answers[static_cast<std::size_t>(at - j)];
        answers.push_back(answer / denominators->front());
    }
    return seriesValue(answers);
}

} // namespace

void addSeriesFilters(FunctionRegistry &registry)
{
    registry.add(
        "series_fir", {"series", "filter", "normalize", "center"},
        "A series filtered by weights of present and earlier values, such as a moving average.",
        dynamicRows({anyDynamic, anyDynamic, {.type = Type::Bool}, {.type = Type::Bool}}, 2, finiteResponse),
        "{0}");
    registry.add("series_iir", {"series", "numerators", "denominators"},
                 "A series filtered by weights of values and of earlier answers, such as a running sum.",
                 dynamicRows({anyDynamic, anyDynamic, anyDynamic}, 3, infiniteResponse), "{0}");
}

} // namespace signalbox::kql
