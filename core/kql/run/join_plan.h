// The plan of join and lookup: a hash table over the right side, probed by the left.
#pragma once

#include <cstdint>
#include <vector>

#include "core/kql/run/expression.h"
#include "core/kql/run/plan.h"

namespace signalbox::kql {

enum class JoinKind : std::uint8_t {
    InnerUnique, // inner after keeping one left row a key
    Inner,
    LeftOuter,
    RightOuter,
    FullOuter,
    LeftSemi,
    RightSemi,
    LeftAnti,
    RightAnti,
};

struct Join
{
    JoinKind kind = JoinKind::InnerUnique;
    PlanPtr left = {};
    PlanPtr right = {};
    std::vector<BoundPtr> leftKeys = {}; // over the left side
    std::vector<BoundPtr> rightKeys = {};
    std::vector<std::size_t> rightColumns = {}; // those that the result shows, behind all of the left
};

// Null keys match null keys, and NaN matches NaN.
[[nodiscard]] PlanPtr joinPlan(Join join, Schema schema);

// Column by column, `rows` of which ~0U stands for a row of nulls.
[[nodiscard]] Column gatherOrNull(const Column &column, const std::vector<std::uint32_t> &rows);

} // namespace signalbox::kql
