// series_outliers, series_decompose, series_decompose_anomalies and series_decompose_forecast.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/kql/functions/decomposition.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/series.h"
#include "core/kql/values/conversions.h"

namespace signalbox::kql {

namespace {

constexpr ParameterKind anyReal{.type = Type::Real};
constexpr ParameterKind anyText{.type = Type::String};

// The fractions between which points are ordinary; none for an unknown method.
std::optional<std::pair<double, double>> quartersOf(const std::string &method, double low = 10,
                                                    double high = 90)
{
    if (method == "tukey")
        return std::pair(0.25, 0.75);
    if (method.empty() || method == "ctukey")
        return std::pair(low / 100, high / 100);
    return std::nullopt;
}

std::optional<Trend> trendNamed(const std::string &name, Trend usual)
{
    if (name.empty())
        return usual;
    if (name == "avg")
        return Trend::Average;
    if (name == "linefit")
        return Trend::Line;
    return name == "none" ? std::optional(Trend::None) : std::nullopt;
}

// Which arguments hold the options of a decomposition.
struct OptionPlaces
{
    std::size_t period = 0;
    std::size_t trend = 0;
    std::optional<std::size_t> testPoints = {};
    std::size_t threshold = 0;
};

std::optional<DecompositionOptions> optionsOf(const RowArguments &arguments, const OptionPlaces &places,
                                              Trend usual)
{
    DecompositionOptions options;
    const auto period = arguments.whole(places.period, -1);
    const auto trend = trendNamed(arguments[places.trend].text(), usual);
    const auto testPoints = places.testPoints ? arguments.whole(*places.testPoints, 0) : 0;
    if (!period || *period < -1 || !trend || !testPoints || *testPoints < 0)
        return std::nullopt;
    options.period = *period;
    options.trend = *trend;
    options.testPoints = static_cast<std::size_t>(*testPoints);
    options.threshold = toReal(arguments[places.threshold]).value_or(options.threshold);
    return options;
}

Value outliers(const RowArguments &arguments)
{
    auto series = seriesOf(arguments[0]);
    const auto ignored = toReal(arguments[2]);
    const double low = toReal(arguments[3]).value_or(10);
    const double high = toReal(arguments[4]).value_or(90);
    const auto fractions = quartersOf(arguments[1].text(), low, high);
    const bool isRange = low >= 2 && high <= 98 && low < high;
    if (!series || !fractions || !isRange)
        return {};
    if (ignored)
        std::ranges::replace(*series, *ignored, std::nan(""));
    return seriesValue(outlierScores(*series, fractions->first, fractions->second, grainOf(*series)));
}

// (series, period, trend, test points, threshold)
Value decomposed(const RowArguments &arguments)
{
    const auto series = seriesOf(arguments[0]);
    const auto options =
        optionsOf(arguments, {.period = 1, .trend = 2, .testPoints = 3, .threshold = 4}, Trend::Average);
    if (!series || !options)
        return {};
    const Decomposition parts = decompose(*series, *options);
    return Value::ofArray({seriesValue(parts.baseline), seriesValue(parts.seasonal), seriesValue(parts.trend),
                           seriesValue(parts.residual)});
}

// (series, threshold, period, trend, test points, method, threshold of periods)
Value anomalies(const RowArguments &arguments)
{
    const auto series = seriesOf(arguments[0]);
    const double threshold = toReal(arguments[1]).value_or(1.5);
    const auto options =
        optionsOf(arguments, {.period = 2, .trend = 3, .testPoints = 4, .threshold = 6}, Trend::Average);
    const auto fractions = quartersOf(arguments[5].text());
    if (!series || !options || !fractions)
        return {};
    const Decomposition parts = decompose(*series, *options);
    const std::vector<double> scores =
        outlierScores(parts.residual, fractions->first, fractions->second, grainOf(*series));
    Value::Array flags;
    flags.reserve(scores.size());
    for (const double score : scores)
        flags.push_back(Value::ofLong((score >= threshold ? 1 : 0) - (score <= -threshold ? 1 : 0)));
    return Value::ofArray(
        {Value::ofArray(std::move(flags)), seriesValue(scores), seriesValue(parts.baseline)});
}

// (series, points, period, trend, threshold): the last points are forecast from those before.
Value forecast(const RowArguments &arguments)
{
    const auto series = seriesOf(arguments[0]);
    const auto options =
        optionsOf(arguments, {.period = 2, .trend = 3, .testPoints = 1, .threshold = 4}, Trend::Line);
    if (!series || !options)
        return {};
    return seriesValue(decompose(*series, *options).baseline);
}

} // namespace

void addSeriesDecomposition(FunctionRegistry &registry)
{
    registry.add("series_outliers", {"series", "kind", "ignore_val", "min_percentile", "max_percentile"},
                 "How far each point lies beyond the bulk of its series; 1.5 and more is an outlier.",
                 dynamicRows({anyDynamic, anyText, anyReal, anyReal, anyReal}, 1, outliers));
    addWithOutputs(registry, "series_decompose",
                   {"series", "seasonality", "trend", "test_points", "seasonality_threshold"},
                   "A series taken apart into seasons, trend and rest.",
                   dynamicRows({anyDynamic, anyLong, anyText, anyLong, anyReal}, 1, decomposed),
                   {{.name = "series_decompose_{0}_baseline"},
                    {.name = "series_decompose_{0}_seasonal"},
                    {.name = "series_decompose_{0}_trend"},
                    {.name = "series_decompose_{0}_residual"}});
    addWithOutputs(
        registry, "series_decompose_anomalies",
        {"series", "threshold", "seasonality", "trend", "test_points", "ad_method", "seasonality_threshold"},
        "Which points of a series are unlike its seasons and trend: flags, scores and what was expected.",
        dynamicRows({anyDynamic, anyReal, anyLong, anyText, anyLong, anyText, anyReal}, 1, anomalies),
        {{.name = "series_decompose_anomalies_{0}_ad_flag"},
         {.name = "series_decompose_anomalies_{0}_ad_score"},
         {.name = "series_decompose_anomalies_{0}_baseline"}});
    registry.add("series_decompose_forecast",
                 {"series", "points", "seasonality", "trend", "seasonality_threshold"},
                 "What a series' seasons and trend say of its last points, which are not looked at.",
                 dynamicRows({anyDynamic, anyLong, anyLong, anyText, anyReal}, 2, forecast));
}

} // namespace signalbox::kql
