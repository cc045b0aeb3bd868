#include "core/kql/bind/unique_join.h"

#include <algorithm>
#include <utility>

#include "core/kql/run/rows_plans.h"

namespace signalbox::kql {

namespace {

bool readsOnly(const BoundExpression &expression, std::size_t columns)
{
    if (expression.kind == BoundExpression::Kind::Column)
        return expression.column < columns;
    return std::ranges::all_of(expression.arguments,
                               [columns](const BoundPtr &part) { return readsOnly(*part, columns); });
}

void addParts(const BoundPtr &condition, std::vector<BoundPtr> &parts)
{
    if (!condition->conjunction) {
        parts.push_back(condition);
        return;
    }
    for (const BoundPtr &part : condition->arguments)
        addParts(part, parts);
}

} // namespace

UniqueJoin::UniqueJoin(Join join, Schema schema)
    : m_join(std::move(join))
    , m_schema(std::move(schema))
    , m_plan(joinPlan(m_join, m_schema))
{
}

bool UniqueJoin::canFilterFirst(const BoundExpression &condition) const
{
    const bool steady =
        condition.evaluation == Evaluation::Pure || condition.evaluation == Evaluation::PerQuery;
    return steady && condition.type == Type::Bool && !condition.unknown &&
           readsOnly(condition, m_join.left->schema().fields.size());
}

void UniqueJoin::addFilter(const BoundPtr &condition)
{
    std::vector<BoundPtr> parts;
    addParts(condition, parts);
    for (const BoundPtr &part : parts) {
        if (canFilterFirst(*part))
            m_join.left = filterPlan(m_join.left, part, false);
    }
    m_filters.push_back(condition);
    m_plan = joinPlan(m_join, m_schema);
    for (const BoundPtr &filter : m_filters)
        m_plan = filterPlan(m_plan, filter, false);
}

} // namespace signalbox::kql
