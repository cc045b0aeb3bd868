// The plan of top-nested: the top values of one column, within each of them the top values of the next, and
// so on.
#pragma once

#include <optional>
#include <vector>

#include "core/kql/run/grouping.h"

namespace signalbox::kql {

struct NestedLevel
{
    std::optional<std::size_t> rows = {}; // all if none
    Grouping grouping = {};               // one key
    BoundPtr by = {};                     // over the key and the aggregates
    bool descending = true;
    std::optional<Value> others = {}; // the key of a row for all that are not among the top
};

// Two columns a level: the key and what it is ordered by.
[[nodiscard]] PlanPtr nestedPlan(PlanPtr input, const Schema &schema, std::vector<NestedLevel> levels);

} // namespace signalbox::kql
