// The values at given ranks of many whole numbers without sorting them all: percentiles are made of it. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace signalbox::kql {

// The values that would stand at `ranks` (0 = smallest, all below the number of values, in any order) if
// `values` were sorted. Reorders `values`. Takes two passes over them and little memory, whatever their
// order: a histogram finds where a rank lies, and only that bucket is sorted.
[[nodiscard]] std::vector<std::int64_t> valuesAtRanks(std::vector<std::int64_t> &values,
                                                      std::span<const std::size_t> ranks);

// A whole number for each real, in the same order; realOf() leads back. Not for NaN.
[[nodiscard]] std::int64_t orderedKey(double value);
[[nodiscard]] double realOfKey(std::int64_t key);

} // namespace signalbox::kql
