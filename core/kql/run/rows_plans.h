// Plans of the operators that compute, pick and order the rows of one table. The binder calls these after it
// has checked names and types.
#pragma once

#include <vector>

#include "core/kql/run/expression.h"
#include "core/kql/run/plan.h"

namespace signalbox::kql {

// Column i of the result is values[i]. With `whole` all rows are computed as one batch, as window functions
// need.
[[nodiscard]] PlanPtr computedPlan(PlanPtr input, Schema schema, std::vector<BoundPtr> values, bool whole);
[[nodiscard]] PlanPtr pickedPlan(PlanPtr input, const std::vector<std::size_t> &columns);
[[nodiscard]] PlanPtr renamedPlan(PlanPtr input, Schema schema);
// The same rows, whose order now has a meaning.
[[nodiscard]] PlanPtr serializedPlan(PlanPtr input);

// The last row first.
[[nodiscard]] PlanPtr reversedPlan(PlanPtr input);

[[nodiscard]] PlanPtr filterPlan(PlanPtr input, BoundPtr predicate, bool whole);
[[nodiscard]] PlanPtr takePlan(PlanPtr input, std::size_t rows);
[[nodiscard]] PlanPtr samplePlan(PlanPtr input, std::size_t rows);
[[nodiscard]] PlanPtr countPlan(PlanPtr input, std::string name);
[[nodiscard]] PlanPtr distinctPlan(PlanPtr input);
// No rows, but all of the input is computed.
[[nodiscard]] PlanPtr consumePlan(PlanPtr input);

struct OrderColumn
{
    BoundPtr value = {};
    bool descending = true;
    bool nullsFirst = false;
};

// All rows in order, or the first `limit` of them.
[[nodiscard]] PlanPtr sortPlan(PlanPtr input, std::vector<OrderColumn> keys,
                               std::optional<std::size_t> limit);

} // namespace signalbox::kql
