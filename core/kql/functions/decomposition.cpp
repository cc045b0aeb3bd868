#include "core/kql/functions/decomposition.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/kql/functions/line_fit.h"
#include "core/kql/functions/periods.h"
#include "core/kql/functions/series.h"

namespace signalbox::kql {

namespace {

std::vector<double> minus(std::span<const double> left, std::span<const double> right)
{
    std::vector<double> result(left.size());
    for (std::size_t i = 0; i < left.size(); ++i)
        result[i] = left[i] - right[i];
    return result;
}

std::vector<double> lineThrough(std::span<const double> learned, std::size_t count)
{
    std::vector<double> line(count, 0.0);
    if (const auto fit = fitLine(learned)) {
        for (std::size_t i = 0; i < count; ++i)
            line[i] = fit->at(i);
    }
    return line;
}

} // namespace

Decomposition decompose(std::span<const double> series, const DecompositionOptions &options)
{
    const std::size_t count = series.size();
    const std::span<const double> learned = series.first(count - std::min(options.testPoints, count));
    Decomposition result;
    result.seasonal.assign(count, 0.0);
    result.trend.assign(count, 0.0);
    const std::size_t period =
        options.period < 0 ? seasonOf(learned, options.threshold) : static_cast<std::size_t>(options.period);
    if (period > 0 && !learned.empty()) {
        std::vector<double> level(learned.begin(), learned.end());
        if (options.trend == Trend::Line)
            level = minus(level, lineThrough(learned, learned.size()));
        result.seasonal = phaseMedians(level, std::min(period, count), count);
    }
    const std::vector<double> rest = minus(learned, result.seasonal);
    if (options.trend == Trend::Line) {
        result.trend = lineThrough(rest, count);
    } else if (options.trend == Trend::Average) {
        const std::vector<double> known = present(rest);
        result.trend.assign(count, known.empty() ? 0.0 : meanOf(known));
    }
    result.baseline.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        result.baseline[i] = result.seasonal[i] + result.trend[i];
    result.residual = minus(series, result.baseline);
    return result;
}

std::vector<double> outlierScores(std::span<const double> series, double lowFraction, double highFraction,
                                  double grain)
{
    std::vector<double> sorted = present(series);
    std::ranges::sort(sorted);
    const double low = quantileOf(sorted, lowFraction);
    const double high = quantileOf(sorted, highFraction);
    const double width = std::max(high - low, grain);
    std::vector<double> scores(series.size(), 0.0);
    for (std::size_t i = 0; i < series.size(); ++i) {
        if (series[i] > high)
            scores[i] = (series[i] - high) / width;
        else if (series[i] < low)
            scores[i] = (series[i] - low) / width;
    }
    return scores;
}

double grainOf(std::span<const double> series)
{
    double largest = 1e-290;
    for (const double value : series) {
        if (std::isfinite(value))
            largest = std::max(largest, std::abs(value));
    }
    return 1e-9 * largest;
}

} // namespace signalbox::kql
