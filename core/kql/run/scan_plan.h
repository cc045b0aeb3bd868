// The plan of scan: a state machine that runs over rows in their order and finds sequences of them.
#pragma once

#include <string>
#include <vector>

#include "core/kql/run/expression.h"
#include "core/kql/run/plan.h"

namespace signalbox::kql {

struct ScanAssignment
{
    std::size_t variable = 0; // of the declared ones
    BoundPtr value = {};
};

// Expressions see a row of: the input's columns, the declared variables with their first values, then for
// each step the input's columns and the variables as they were when the step last matched.
struct ScanStepPlan
{
    BoundPtr condition = {};
    std::vector<ScanAssignment> assignments = {};
    bool output = true; // whether a match of the step gives a row
};

struct Scan
{
    std::size_t inputColumns = 0;
    std::vector<Field> variables = {};
    std::vector<Value> firstValues = {};
    std::vector<ScanStepPlan> steps = {};
    std::vector<BoundPtr> partitionBy = {}; // over the input; a new partition starts anew
    bool matchId = false;                   // the last column numbers the sequences
};

[[nodiscard]] PlanPtr scanPlan(PlanPtr input, Schema schema, Scan scan);

} // namespace signalbox::kql
