// series_periods_detect, series_periods_validate and series_seasonal.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/kql/functions/fourier.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/periods.h"
#include "core/kql/functions/series.h"
#include "core/kql/values/conversions.h"

namespace signalbox::kql {

namespace {

constexpr std::int64_t maximumPeriods = 16;
constexpr double seasonalThreshold = 0.7;

// Lists of as many as were asked for; zeros where there are not so many.
Value detected(const RowArguments &arguments)
{
    const auto series = seriesOf(arguments[0]);
    const auto shortest = toReal(arguments[1]);
    const auto longest = toReal(arguments[2]);
    const auto count = arguments.whole(3, 1);
    if (!series || !shortest || !longest || !count || *count < 1 || *count > maximumPeriods)
        return {};
    const auto found = findPeriods(*series, *shortest, *longest);
    std::vector<double> periods(static_cast<std::size_t>(*count), 0.0);
    std::vector<double> scores = periods;
    for (std::size_t i = 0; i < std::min(periods.size(), found.size()); ++i) {
        periods[i] = static_cast<double>(found[i].length);
        scores[i] = found[i].score;
    }
    return Value::ofArray({seriesValue(periods), seriesValue(scores)});
}

Value validated(const RowArguments &arguments)
{
    const auto series = seriesOf(arguments[0]);
    if (!series)
        return {};
    const double mean = meanOf(present(*series));
    std::vector<double> filled = *series;
    std::ranges::replace_if(filled, [](double value) { return std::isnan(value); }, mean);
    const std::vector<double> correlation = autocorrelation(filled, filled.size());
    std::vector<double> periods;
    std::vector<double> scores;
    periods.reserve(arguments.size());
    scores.reserve(arguments.size());
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const double period = toReal(arguments[i]).value_or(0);
        const bool possible = period >= 1 && period <= static_cast<double>(filled.size());
        periods.push_back(period);
        scores.push_back(possible ? periodScore(correlation, static_cast<std::size_t>(std::lround(period)))
                                  : 0);
    }
    return Value::ofArray({seriesValue(periods), seriesValue(scores)});
}

Value seasonal(const RowArguments &arguments)
{
    const auto series = seriesOf(arguments[0]);
    const auto given = arguments.whole(1, -1);
    if (!series || !given)
        return {};
    const std::size_t period = *given > 0   ? static_cast<std::size_t>(*given)
                               : *given < 0 ? seasonOf(*series, seasonalThreshold)
                                            : 0;
    if (period == 0)
        return seriesValue(std::vector<double>(series->size(), 0.0));
    return seriesValue(phaseMedians(*series, std::min(period, series->size() + 1), series->size()));
}

} // namespace

void addSeriesPeriods(FunctionRegistry &registry)
{
    constexpr ParameterKind anyReal{.type = Type::Real};
    addWithOutputs(registry, "series_periods_detect", {"series", "min_period", "max_period", "num_periods"},
                   "The periods with which a series repeats itself, and how well from 0 to 1.",
                   dynamicRows({anyDynamic, anyReal, anyReal, anyLong}, 4, detected),
                   {{.name = "series_periods_detect_{0}_periods"},
                    {.name = "series_periods_detect_{0}_periods_scores"}});
    addWithOutputs(
        registry, "series_periods_validate", {"series", "period"},
        "How well a series repeats itself with the given periods, from 0 to 1.",
        dynamicRowsOfMany({anyDynamic, anyReal}, validated),
        {{.name = "series_periods_validate_{0}_periods"}, {.name = "series_periods_validate_{0}_scores"}});
    registry.add("series_seasonal", {"series", "period"},
                 "What repeats itself in a series, with a given period or one that is found.",
                 dynamicRows({anyDynamic, anyLong}, 1, seasonal));
}

} // namespace signalbox::kql
