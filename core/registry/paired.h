// The arithmetic of a comparison: what two classifiers said about the same rows, told in counts, so that
// thousands of resamples cost milliseconds. Internal to the room; pure functions, thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/registry/comparison.h"

namespace signalbox::registry {

// How often each outcome occurred; index = 4 * label + 2 * candidate's prediction + baseline's prediction.
using PairedCounts = std::array<std::int64_t, 8>;

// All spans have one 0 or 1 a row.
[[nodiscard]] PairedCounts countPairs(std::span<const int> labels, std::span<const int> candidate,
                                      std::span<const int> baseline);

// Rows that only the candidate, or only the baseline, gets right.
[[nodiscard]] std::int64_t fixedRows(const PairedCounts &counts);
[[nodiscard]] std::int64_t brokenRows(const PairedCounts &counts);

// Candidate's F1 less the baseline's; 0 stands for an F1 that is not defined.
[[nodiscard]] double f1Gain(const PairedCounts &counts);

// The 95 % percentile interval of f1Gain over resamples of the rows (Efron and Tibshirani, 1993, chapter 13).
// The same counts give the same interval on every machine.
[[nodiscard]] Interval bootstrapF1Gain(const PairedCounts &counts, std::size_t resamples = 1000);

} // namespace signalbox::registry
