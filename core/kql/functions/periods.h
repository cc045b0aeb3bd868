// Periods of a series, found in its autocorrelation (Box and Jenkins, 1970). A period counts when the series
// is like itself after one period, after two and so on. Used by the functions over periods and by the
// decomposition. Pure functions.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace signalbox::kql {

struct FoundPeriod
{
    std::size_t length = 0;
    double score = 0; // from 0 to 1
};

inline constexpr std::size_t shortestPeriod = 4;

// The mean autocorrelation at the multiples of `length`, between 0 and 1. 0 for a period that is too short,
// that the series does not have at least two and a half times, whose neighbours are more alike, or that noise
// would show too.
// `correlation` is the autocorrelation of a series of as many points.
[[nodiscard]] double periodScore(std::span<const double> correlation, std::size_t length);

// The best periods between the two lengths, best first; of a period and its multiples only the one that adds
// something. A missing point (NaN) is as the mean of the series.
[[nodiscard]] std::vector<FoundPeriod> findPeriods(std::span<const double> series, double shortest,
                                                   double longest);

// The best period of the series without its straight line, if its score is at least `threshold`; else 0.
[[nodiscard]] std::size_t seasonOf(std::span<const double> series, double threshold);

// For each place of `count` the median of the points of `series` in the same phase of `period`.
[[nodiscard]] std::vector<double> phaseMedians(std::span<const double> series, std::size_t period,
                                               std::size_t count);

} // namespace signalbox::kql
