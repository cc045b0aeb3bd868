// A series as the sum of what repeats itself, of its trend and of a rest, and how far points lie beyond the
// bulk of a series. Forecasts and anomalies come from it. Missing points are NaN. Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace signalbox::kql {

enum class Trend : std::uint8_t { Average, Line, None };

struct DecompositionOptions
{
    std::int64_t period = -1; // -1 finds one, 0 means none
    Trend trend = Trend::Average;
    std::size_t testPoints = 0; // at the end, from which nothing is learned
    double threshold = 0.6;     // of the score of a period that is found
};

struct Decomposition
{
    std::vector<double> baseline; // seasonal + trend
    std::vector<double> seasonal;
    std::vector<double> trend;
    std::vector<double> residual; // series - baseline
};

// The classical additive decomposition (Persons, 1919) with medians of the phases for seasons. A straight
// line is taken off before the seasons are read, so that they hold no part of it.
[[nodiscard]] Decomposition decompose(std::span<const double> series, const DecompositionOptions &options);

// How far each point lies beyond the quantiles, in widths between the two: 0 between them, 1.5 and more for
// what Tukey (1977) calls outside, below 0 for small points. `grain` is the least width that counts.
[[nodiscard]] std::vector<double> outlierScores(std::span<const double> series, double lowFraction,
                                                double highFraction, double grain);

// The difference that is no more than noise of computing with numbers as large as those of `series`.
[[nodiscard]] double grainOf(std::span<const double> series);

} // namespace signalbox::kql
