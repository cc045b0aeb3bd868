#include "core/kql/functions/fourier.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <numeric>
#include <utility>

namespace signalbox::kql {

namespace {

std::complex<double> onCircle(double turns)
{
    return std::polar(1.0, -2 * std::numbers::pi * turns);
}

void transformPowerOfTwo(Complexes &values)
{
    const std::size_t size = values.size();
    for (std::size_t i = 1, reversed = 0; i < size; ++i) {
        std::size_t bit = size / 2;
        for (; (reversed & bit) != 0; bit /= 2)
            reversed ^= bit;
        reversed ^= bit;
        if (i < reversed)
            std::swap(values[i], values[reversed]);
    }
    for (std::size_t length = 2; length <= size; length *= 2) {
        const std::size_t half = length / 2;
        Complexes factors(half);
        for (std::size_t k = 0; k < half; ++k)
            factors[k] = onCircle(static_cast<double>(k) / static_cast<double>(length));
        for (std::size_t start = 0; start < size; start += length) {
            for (std::size_t k = 0; k < half; ++k) {
                const std::complex<double> even = values[start + k];
                const std::complex<double> odd = values[start + k + half] * factors[k];
                values[start + k] = even + odd;
                values[start + k + half] = even - odd;
            }
        }
    }
}

// Any length as a convolution of a length that is a power of two.
Complexes transformAnyLength(const Complexes &values)
{
    const std::size_t size = values.size();
    const std::size_t padded = std::bit_ceil(2 * size - 1);
    Complexes chirp(size);
    for (std::size_t k = 0; k < size; ++k) {
        // k² modulo 2n keeps the angle exact.
        const auto square = static_cast<std::uint64_t>(k) * k % (2 * size);
        chirp[k] = onCircle(static_cast<double>(square) / static_cast<double>(2 * size));
    }
    Complexes weighted(padded);
    Complexes filter(padded);
    for (std::size_t k = 0; k < size; ++k) {
        weighted[k] = values[k] * chirp[k];
        filter[k] = std::conj(chirp[k]);
        filter[(padded - k) % padded] = filter[k];
    }
    transformPowerOfTwo(weighted);
    transformPowerOfTwo(filter);
    for (std::size_t k = 0; k < padded; ++k)
        weighted[k] *= filter[k];
    weighted = inverseFourierTransform(std::move(weighted));
    weighted.resize(size);
    for (std::size_t k = 0; k < size; ++k)
        weighted[k] *= chirp[k];
    return weighted;
}

} // namespace

Complexes fourierTransform(Complexes values)
{
    if (values.size() < 2)
        return values;
    if (!std::has_single_bit(values.size()))
        return transformAnyLength(values);
    transformPowerOfTwo(values);
    return values;
}

Complexes inverseFourierTransform(Complexes values)
{
    const auto size = static_cast<double>(values.size());
    for (auto &value : values)
        value = std::conj(value);
    values = fourierTransform(std::move(values));
    for (auto &value : values)
        value = std::conj(value) / size;
    return values;
}

std::vector<double> autocorrelation(std::span<const double> series, std::size_t lags)
{
    std::vector<double> result(lags, 0.0);
    if (series.empty())
        return result;
    const auto count = static_cast<double>(series.size());
    const double mean = std::accumulate(series.begin(), series.end(), 0.0) / count;
    Complexes deviations(std::bit_ceil(2 * series.size()));
    double variance = 0;
    double largest = 0;
    for (std::size_t i = 0; i < series.size(); ++i) {
        deviations[i] = series[i] - mean;
        variance += (series[i] - mean) * (series[i] - mean) / count;
        largest = std::max(largest, std::abs(series[i]));
    }
    if (!(std::sqrt(variance) > 1e-12 * largest))
        return result;
    deviations = fourierTransform(std::move(deviations));
    for (auto &value : deviations)
        value = std::norm(value);
    deviations = inverseFourierTransform(std::move(deviations));
    for (std::size_t lag = 0; lag < std::min(lags, series.size()); ++lag)
        result[lag] = deviations[lag].real() / (count - static_cast<double>(lag)) / variance;
    return result;
}

} // namespace signalbox::kql
