// Divides rows into those to learn from and those held out to judge with. Pure and thread-safe; the same seed
// gives the same split on every machine.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace signalbox::learn {

struct Split
{
    std::vector<std::int64_t> trainRows; // ascending, disjoint from testRows
    std::vector<std::int64_t> testRows;  // ascending
};

// Stratified: both parts have the share of each class that `labels` (0 or 1, one a row) has, to the row.
// InvalidArgument unless 0 < testFraction < 1; FailedPrecondition if a class has fewer than two rows.
[[nodiscard]] Result<Split> stratifiedSplit(std::span<const int> labels, double testFraction,
                                            std::uint64_t seed);

} // namespace signalbox::learn
