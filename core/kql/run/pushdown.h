// What a `where` asks of single columns, so that a table can leave out segments that hold no such row. Only
// an optimisation: the filter itself still runs over what the table gives. Pure functions, thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/kql/run/expression.h"

namespace signalbox::kql {

// Every wanted row has a value in this column (null and NaN are never wanted) inside the bounds of its type,
// and, if there are texts, one of them.
struct ColumnPredicate
{
    std::size_t column = 0;
    Type type = Type::Long;
    // Of Bool (0 and 1), Int, Long, DateTime and TimeSpan.
    std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
    std::int64_t largest = std::numeric_limits<std::int64_t>::max();
    // Of Real.
    double lowest = -std::numeric_limits<double>::infinity();
    double highest = std::numeric_limits<double>::infinity();
    std::vector<std::string> texts = {}; // of String
};

// Those that `condition` implies: of ==, <, <=, >, >=, between and in with constants, joined by `and`.
[[nodiscard]] std::vector<ColumnPredicate> predicatesOf(const BoundExpression &condition);

} // namespace signalbox::kql
