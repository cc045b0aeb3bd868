#include "core/registry/paired.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

namespace signalbox::registry {

namespace {

constexpr std::uint64_t bootstrapSeed = 1993;
constexpr int probabilityBits = 53;

double f1(std::int64_t truePositives, std::int64_t falsePositives, std::int64_t falseNegatives)
{
    const std::int64_t denominator = 2 * truePositives + falsePositives + falseNegatives;
    return denominator == 0 ? 0.0
                            : 2.0 * static_cast<double>(truePositives) / static_cast<double>(denominator);
}

// Successes of `trials` fair coins.
std::int64_t fairSuccesses(std::mt19937_64 &engine, std::int64_t trials)
{
    std::int64_t successes = 0;
    for (; trials >= 64; trials -= 64)
        successes += std::popcount(engine());
    if (trials > 0)
        successes += std::popcount(engine() >> (64 - trials));
    return successes;
}

// An exact binomial draw that is the same with every standard library. Each trial succeeds if a uniform
// binary fraction is below `probability`; comparing bit by bit, half of the undecided trials are decided at
// each bit, so that a draw costs about trials / 32 numbers.
std::int64_t binomial(std::mt19937_64 &engine, std::int64_t trials, double probability)
{
    if (probability >= 1)
        return trials;
    auto bits = static_cast<std::uint64_t>(std::ldexp(probability, probabilityBits));
    std::int64_t successes = 0;
    for (int bit = probabilityBits - 1; bit >= 0 && trials > 0; --bit) {
        const std::int64_t ones = fairSuccesses(engine, trials);
        if ((bits >> bit & 1U) != 0) {
            successes += trials - ones; // a 0 where the probability has a 1 is below it
            trials = ones;
        } else {
            trials -= ones; // a 1 where the probability has a 0 is above it
        }
    }
    return successes;
}

// As many rows as `counts` has, drawn with replacement: a multinomial draw as a chain of binomial ones.
PairedCounts resample(std::mt19937_64 &engine, const PairedCounts &counts)
{
    std::int64_t rows = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    std::int64_t draws = rows;
    PairedCounts drawn{};
    for (std::size_t i = 0; i < counts.size() && rows > 0; ++i) {
        drawn[i] = binomial(engine, draws, static_cast<double>(counts[i]) / static_cast<double>(rows));
        draws -= drawn[i];
        rows -= counts[i];
    }
    return drawn;
}

// Linear between order statistics, as numpy.percentile.
double quantile(const std::vector<double> &sorted, double share)
{
    const double position = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], position - std::floor(position));
}

} // namespace

PairedCounts countPairs(std::span<const int> labels, std::span<const int> candidate,
                        std::span<const int> baseline)
{
    PairedCounts counts{};
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const int cell = 4 * labels[i] + 2 * candidate[i] + baseline[i];
        ++counts[static_cast<std::size_t>(cell)];
    }
    return counts;
}

std::int64_t fixedRows(const PairedCounts &counts)
{
    return counts[1] + counts[6];
}

std::int64_t brokenRows(const PairedCounts &counts)
{
    return counts[2] + counts[5];
}

double f1Gain(const PairedCounts &counts)
{
    return f1(counts[6] + counts[7], counts[2] + counts[3], counts[4] + counts[5]) -
           f1(counts[5] + counts[7], counts[1] + counts[3], counts[4] + counts[6]);
}

Interval bootstrapF1Gain(const PairedCounts &counts, std::size_t resamples)
{
    std::mt19937_64 engine(bootstrapSeed);
    std::vector<double> gains(resamples);
    std::ranges::generate(gains, [&] { return f1Gain(resample(engine, counts)); });
    std::ranges::sort(gains);
    return {.low = quantile(gains, 0.025), .high = quantile(gains, 0.975)};
}

} // namespace signalbox::registry
