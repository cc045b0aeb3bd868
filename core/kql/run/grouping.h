// Grouping and aggregation: the plan of summarize and of what is made of it (make-series, top-nested, pivot).
#pragma once

#include <vector>

#include "core/kql/functions/aggregate_function.h"
#include "core/kql/run/expression.h"
#include "core/kql/run/plan.h"

namespace signalbox::kql {

struct AggregateStep
{
    BoundAggregate aggregate = {};
    std::vector<BoundPtr> arguments = {}; // over the input
};

struct Grouping
{
    std::vector<BoundPtr> keys = {}; // over the input
    std::vector<AggregateStep> aggregates = {};
    bool oneGroup = false; // a row also for no input, as summarize without `by` has
};

// The groups of `input` in the order in which they are first met: key columns, then the outputs of the
// aggregates.
[[nodiscard]] Result<Batch> grouped(const Plan &input, const Grouping &grouping, Execution &execution);

[[nodiscard]] PlanPtr groupPlan(PlanPtr input, Schema schema, Grouping grouping);

} // namespace signalbox::kql
