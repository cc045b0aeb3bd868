// The plan of make-series: an array of each aggregate over equal steps of an axis, one row a group.
#pragma once

#include <optional>
#include <vector>

#include "core/kql/run/grouping.h"

namespace signalbox::kql {

struct Series
{
    Grouping grouping = {};            // keys and aggregates over the input
    std::vector<BoundPtr> values = {}; // of each array, over keys, step and aggregates of a group
    std::vector<Value> fallbacks = {}; // of each array, for steps without rows
    BoundPtr axis = {};                // over the input: a number or a time
    std::optional<Value> from = {};    // of the axis' type; else from the data
    std::optional<Value> to = {};
    Value step = {};        // of the axis' type, a timespan for datetimes
    bool includeTo = false; // the old `in range`
    bool nonEmpty = false;  // kind=nonempty: one row of fallbacks if there is no input
};

// Keys, arrays of the values, then the axis.
[[nodiscard]] PlanPtr seriesPlan(PlanPtr input, const Schema &schema, Series series);

} // namespace signalbox::kql
