// The rows of `range x from … to … step …`, made batch by batch when they are asked for, so that a range may
// be longer than memory as long as something behind it makes it short.
#pragma once

#include <cstdint>

#include "core/kql/run/plan.h"

namespace signalbox::kql {

struct Range
{
    Type type = Type::Long; // Real or a type that isWhole()
    std::int64_t first = 0;
    std::int64_t step = 1;
    double realFirst = 0; // these two of a range of reals
    double realStep = 1;
    std::uint64_t rows = 0;
};

inline constexpr std::uint64_t maximumRangeRows = 10'000'000'000;

// How many values there are from `first` to `last`, both included; `step` is not 0.
[[nodiscard]] std::uint64_t rangeRows(std::int64_t first, std::int64_t last, std::int64_t step);
// More than maximumRangeRows where there is no end.
[[nodiscard]] std::uint64_t rangeRows(double first, double last, double step);

[[nodiscard]] PlanPtr rangePlan(Schema schema, const Range &range);

} // namespace signalbox::kql
