// The plans of mv-expand and mv-apply: rows made of the elements of arrays and bags.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/kql/run/expression.h"
#include "core/kql/run/plan.h"

namespace signalbox::kql {

struct ExpandedColumn
{
    BoundPtr value = {};       // over the input, a dynamic
    Type type = Type::Dynamic; // of the elements
    std::size_t column = 0;    // of the result
};

struct Expansion
{
    std::vector<ExpandedColumn> columns = {};
    bool bagsAsArrays = false;                   // bagexpansion=array: [key, value] instead of {key: value}
    std::optional<std::size_t> indexColumn = {}; // of the result, for with_itemindex
    std::size_t rowLimit = ~std::size_t{0};      // for each row of the input
    Schema schema = {};                          // the input's columns, changed and followed by new ones
    std::size_t inputColumns = 0;
};

[[nodiscard]] PlanPtr expandPlan(PlanPtr input, Expansion expansion);

// mv-apply: `body` runs over the elements of each row, which it finds in `slot`. The result has the columns
// of `kept` of the input and then those of `taken` of the body.
struct Application
{
    Expansion expansion = {};
    std::shared_ptr<const SlotPlan> slot = {};
    PlanPtr body = {};
    struct Output
    {
        bool fromBody = false;
        std::size_t column = 0;
    };
    std::vector<Output> outputs = {};
};

[[nodiscard]] PlanPtr applyPlan(PlanPtr input, const Schema &schema, Application application);

} // namespace signalbox::kql
