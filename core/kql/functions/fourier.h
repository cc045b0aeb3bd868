// The discrete Fourier transform of any length, and the autocorrelation that is computed by it. The functions
// series_fft and series_periods_detect use it. Pure functions.
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace signalbox::kql {

using Complexes = std::vector<std::complex<double>>;

// Sum over values[k] * exp(-2 pi i j k / n), in n log n steps: Cooley and Tukey (1965) for powers of two,
// Bluestein (1970) for other lengths.
[[nodiscard]] Complexes fourierTransform(Complexes values);
// The inverse of fourierTransform, divided by n.
[[nodiscard]] Complexes inverseFourierTransform(Complexes values);

// For each lag below `lags` how much a series is like itself that much later: the mean of the products of the
// deviations from the mean, divided by the variance. Every mean is over the pairs that there are. All zero
// for a series that does not vary.
[[nodiscard]] std::vector<double> autocorrelation(std::span<const double> series, std::size_t lags);

} // namespace signalbox::kql
