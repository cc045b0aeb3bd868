// The plans of evaluate's plugins that Signalbox has: bag_unpack, pivot and narrow. Their columns depend on
// the rows; the binder has looked at those.
#pragma once

#include <string>
#include <vector>

#include "core/kql/run/grouping.h"

namespace signalbox::kql {

struct Unpacking
{
    struct Property
    {
        std::string key = {};
        std::size_t column = 0; // of the result
    };

    std::size_t bag = 0;                // column of the input
    std::vector<std::size_t> kept = {}; // columns of the input that the result starts with
    std::vector<Property> properties = {};
    Schema schema = {};
};

[[nodiscard]] PlanPtr unpackPlan(PlanPtr input, Unpacking unpacking);

struct Pivot
{
    std::size_t column = 0; // whose values become columns
    std::vector<std::size_t> keys = {};
    AggregateStep aggregate = {};
    std::vector<std::string> values = {}; // as text, in the order of the columns behind the keys
    Schema schema = {};
};

[[nodiscard]] PlanPtr pivotPlan(PlanPtr input, Pivot pivot);

// Row, Column, Value: one row for each cell.
[[nodiscard]] PlanPtr narrowPlan(PlanPtr input);

} // namespace signalbox::kql
