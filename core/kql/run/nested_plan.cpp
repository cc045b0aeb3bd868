#include "core/kql/run/nested_plan.h"

#include <algorithm>
#include <utility>

#include "core/kql/run/key_index.h"
#include "core/kql/run/row_order.h"
#include "core/kql/values/column_builder.h"

namespace signalbox::kql {

namespace {

class Nesting
{
public:
    Nesting(const Schema &input, const Schema &result, std::span<const NestedLevel> levels,
            Execution &execution)
        : m_input(input)
        , m_levels(levels)
        , m_execution(execution)
        , m_random(execution.nextSeed())
    {
        for (const Field &field : result.fields)
            m_builders.emplace_back(field.type);
    }

    // Adds the rows of `level` and deeper for these rows of the input; `path` holds the values of the outer
    // levels.
    Status add(std::size_t level, const Batch &rows, std::vector<Value> path)
    {
        if (level == m_levels.size()) {
            for (std::size_t i = 0; i < m_builders.size(); ++i)
                m_builders[i].appendValue(path[i]);
            return {};
        }
        SIGNALBOX_CHECK(m_execution.proceed());
        const NestedLevel &nested = m_levels[level];
        const EvalContext context = m_execution.context(m_random);
        SIGNALBOX_TRY(const Batch groups,
                      grouped(*memoryPlan(m_input, false, {rows}), nested.grouping, m_execution));
        SIGNALBOX_TRY(const Column by, evaluate(*nested.by, Rows(groups), context));
        const std::vector<SortColumn> order = {
            {.column = by, .descending = nested.descending, .nullsFirst = !nested.descending}};
        const std::vector<std::uint32_t> sorted = sortedRows(order, groups.rows(), context.stop);
        const std::size_t kept = std::min(nested.rows.value_or(sorted.size()), sorted.size());
        SIGNALBOX_TRY(const std::vector<Column> keys, evaluate(nested.grouping.keys, Rows(rows), context));
        KeyIndex index;
        const std::vector<Column> groupKeys = {groups.column(0)};
        (void)index.add(groupKeys, groups.rows(), context.stop);
        SIGNALBOX_CHECK(m_execution.proceed()); // else find() meets keys that were not added
        const std::vector<std::uint32_t> number = index.find(keys, rows.rows());
        SIGNALBOX_CHECK(m_execution.proceed());
        std::vector<std::vector<std::uint32_t>> members(groups.rows());
        for (std::size_t row = 0; row < number.size(); ++row)
            members[number[row]].push_back(static_cast<std::uint32_t>(row));
        std::vector<std::uint32_t> rest;
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            if (i % 1024 == 1023)
                SIGNALBOX_CHECK(m_execution.proceed());
            std::vector<std::uint32_t> &group = members[sorted[i]];
            if (i >= kept) {
                rest.insert(rest.end(), group.begin(), group.end());
                continue;
            }
            std::vector<Value> longer = path;
            longer.push_back(groupKeys[0].value(sorted[i]));
            longer.push_back(by.value(sorted[i]));
            SIGNALBOX_CHECK(add(level + 1, rows.select(std::move(group)), std::move(longer)));
        }
        if (nested.others && !rest.empty())
            return addOthers(level, rows.select(std::move(rest)), std::move(path), context);
        return {};
    }

    [[nodiscard]] Batch finish()
    {
        const std::size_t rows = m_builders.front().size();
        std::vector<Column> columns;
        columns.reserve(m_builders.size());
        for (ColumnBuilder &builder : m_builders)
            columns.push_back(builder.finish());
        return {std::move(columns), rows};
    }

private:
    Status addOthers(std::size_t level, const Batch &rows, std::vector<Value> path,
                     const EvalContext &context)
    {
        const NestedLevel &nested = m_levels[level];
        Grouping whole = nested.grouping;
        whole.keys = {constantExpression(m_builders[2 * level].type(), *nested.others)};
        SIGNALBOX_TRY(const Batch groups, grouped(*memoryPlan(m_input, false, {rows}), whole, m_execution));
        SIGNALBOX_TRY(const Column by, evaluate(*nested.by, Rows(groups), context));
        path.push_back(*nested.others);
        path.push_back(by.value(0));
        const bool deeper = level + 1 < m_levels.size();
        if (deeper && m_levels[level + 1].others)
            return addOthers(level + 1, rows, std::move(path), context);
        path.resize(m_builders.size());
        for (std::size_t i = 0; i < m_builders.size(); ++i)
            m_builders[i].appendValue(path[i]);
        return {};
    }

    const Schema &m_input;
    std::span<const NestedLevel> m_levels;
    Execution &m_execution;
    SeededRandom m_random;
    std::vector<ColumnBuilder> m_builders;
};

} // namespace

PlanPtr nestedPlan(PlanPtr input, const Schema &schema, std::vector<NestedLevel> levels)
{
    return wholePlan(schema, false,
                     [input = std::move(input), levels = std::move(levels),
                      schema](Execution &execution) -> Result<Batches> {
                         SIGNALBOX_TRY(const Batch all, collectOne(*input, execution));
                         Nesting nesting(input->schema(), schema, levels, execution);
                         SIGNALBOX_CHECK(nesting.add(0, all, {}));
                         return Batches{nesting.finish()};
                     });
}

} // namespace signalbox::kql
