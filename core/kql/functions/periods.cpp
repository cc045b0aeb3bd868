#include "core/kql/functions/periods.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/kql/functions/fourier.h"
#include "core/kql/functions/line_fit.h"
#include "core/kql/functions/series.h"

namespace signalbox::kql {

namespace {

constexpr double worthMentioning = 0.05; // how much more than its divisor a multiple must give
constexpr double chance =
    1.96; // of an autocorrelation in noise, times the root of the length (Bartlett, 1946)

std::vector<double> correlationOf(std::span<const double> series)
{
    std::vector<double> filled(series.begin(), series.end());
    const std::vector<double> known = present(series);
    const double mean = known.empty() ? 0 : meanOf(known);
    std::ranges::replace_if(filled, [](double value) { return std::isnan(value); }, mean);
    return autocorrelation(filled, filled.size());
}

bool isMultiple(std::size_t length, std::size_t of)
{
    const std::size_t rest = length % of;
    return length > of && (rest <= 1 || of - rest <= 1);
}

} // namespace

double periodScore(std::span<const double> correlation, std::size_t length)
{
    const std::size_t count = correlation.size();
    if (length < shortestPeriod || 2 * length > count || length + 1 >= count)
        return 0;
    if (correlation[length] < correlation[length - 1] || correlation[length] < correlation[length + 1])
        return 0;
    double total = 0;
    std::size_t multiples = 0;
    // What few points support does not count.
    for (std::size_t lag = length; lag < count && 2 * (count - lag) >= length; lag += length) {
        total += correlation[lag];
        ++multiples;
    }
    const double score = total / static_cast<double>(multiples);
    if (multiples < 2 || score < chance / std::sqrt(static_cast<double>(count)))
        return 0;
    return std::min(score, 1.0);
}

std::vector<FoundPeriod> findPeriods(std::span<const double> series, double shortest, double longest)
{
    const std::vector<double> correlation = correlationOf(series);
    std::vector<FoundPeriod> found;
    for (std::size_t length = shortestPeriod; 2 * length <= series.size(); ++length) {
        const auto asReal = static_cast<double>(length);
        if (asReal < shortest || asReal > longest)
            continue;
        const double score = periodScore(correlation, length);
        const bool isKnown = std::ranges::any_of(found, [&](const FoundPeriod &known) {
            return isMultiple(length, known.length) && score < known.score + worthMentioning;
        });
        if (score > 0 && !isKnown)
            found.push_back({.length = length, .score = score});
    }
    std::ranges::stable_sort(found, std::greater<>(), &FoundPeriod::score);
    return found;
}

std::size_t seasonOf(std::span<const double> series, double threshold)
{
    std::vector<double> level(series.begin(), series.end());
    if (const auto line = fitLine(series)) {
        for (std::size_t i = 0; i < level.size(); ++i)
            level[i] -= line->at(i);
    }
    const auto found = findPeriods(level, 0, static_cast<double>(series.size()));
    return !found.empty() && found.front().score >= threshold ? found.front().length : 0;
}

std::vector<double> phaseMedians(std::span<const double> series, std::size_t period, std::size_t count)
{
    std::vector<double> medians;
    medians.reserve(period);
    for (std::size_t phase = 0; phase < period; ++phase) {
        std::vector<double> points;
        for (std::size_t i = phase; i < series.size(); i += period) {
            if (!std::isnan(series[i]))
                points.push_back(series[i]);
        }
        const double median = medianOf(std::move(points));
        medians.push_back(std::isnan(median) ? 0 : median);
    }
    std::vector<double> repeated(count);
    for (std::size_t i = 0; i < count; ++i)
        repeated[i] = medians[i % period];
    return repeated;
}

} // namespace signalbox::kql
