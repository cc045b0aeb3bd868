// A join of kind innerunique together with the filters that follow it. Which of several left rows with one
// key stays is open, but the real engine asks a filter over the left side's columns before it chooses, so
// that a row which passes is found if there is one. Used by the binder.
#pragma once

#include <vector>

#include "core/kql/run/join_plan.h"

namespace signalbox::kql {

class UniqueJoin
{
public:
    UniqueJoin(Join join, Schema schema);

    // The join and its filters.
    [[nodiscard]] const PlanPtr &plan() const { return m_plan; }
    // Whether `condition` asks only for columns of the left side, the same for equal rows.
    [[nodiscard]] bool canFilterFirst(const BoundExpression &condition) const;
    // Adds a filter over the columns of the join.
    void addFilter(const BoundPtr &condition);

private:
    Join m_join;
    Schema m_schema;
    std::vector<BoundPtr> m_filters = {};
    PlanPtr m_plan;
};

} // namespace signalbox::kql
