#include "core/kql/run/table_plan.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace signalbox::kql {

namespace {

class TablePlan final : public Plan
{
public:
    TablePlan(TablePtr table, std::vector<ColumnPredicate> predicates)
        : Plan(table->schema(), false)
        , m_table(std::move(table))
        , m_predicates(std::move(predicates))
    {
    }

    [[nodiscard]] Result<BatchSourcePtr> open(Execution &execution) const override
    {
        ScanRequest request{.columns = std::vector<std::size_t>(schema().fields.size()),
                            .times = times(),
                            .predicates = m_predicates,
                            .log = execution.scanLog()};
        std::iota(request.columns.begin(), request.columns.end(), std::size_t{0});
        return m_table->read(request, execution.options().stop);
    }

    [[nodiscard]] PlanPtr narrowed(std::span<const ColumnPredicate> predicates) const override
    {
        std::vector<ColumnPredicate> all = m_predicates;
        all.insert(all.end(), predicates.begin(), predicates.end());
        return std::make_shared<const TablePlan>(m_table, std::move(all));
    }

private:
    [[nodiscard]] telemetry::TimeRange times() const
    {
        telemetry::TimeRange range;
        const auto first = std::ranges::find(schema().fields, Type::DateTime, &Field::type);
        const auto column = static_cast<std::size_t>(first - schema().fields.begin());
        for (const ColumnPredicate &predicate : m_predicates) {
            if (predicate.column != column)
                continue;
            range.from = std::max(range.from, TimePoint(Ticks(predicate.smallest)));
            if (predicate.largest < range.to.time_since_epoch().count())
                range.to = TimePoint(Ticks(predicate.largest + 1)); // the range is half-open
        }
        return range;
    }

    TablePtr m_table;
    std::vector<ColumnPredicate> m_predicates;
};

} // namespace

PlanPtr tablePlan(TablePtr table)
{
    return std::make_shared<const TablePlan>(std::move(table), std::vector<ColumnPredicate>());
}

} // namespace signalbox::kql
