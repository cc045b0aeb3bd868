// The plan of union: the batches of several tables, one table after the other, in common columns.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/kql/run/plan.h"

namespace signalbox::kql {

struct UnionLeg
{
    PlanPtr plan = {};
    std::string source = {}; // what withsource shows
    std::vector<std::optional<std::size_t>> columns =
        {}; // of the plan for each of the result; none gives nulls
};

// With `withSource` the first column of the schema is the legs' `source`.
[[nodiscard]] PlanPtr unionPlan(std::vector<UnionLeg> legs, Schema schema, bool withSource);

} // namespace signalbox::kql
