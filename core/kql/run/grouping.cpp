#include "core/kql/run/grouping.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/base/pieces.h"
#include "core/kql/run/key_index.h"
#include "core/kql/values/column_builder.h"

namespace signalbox::kql {

namespace {

// What one worker has seen.
class GroupState
{
public:
    GroupState(const Grouping &grouping, const Execution &execution)
        : m_grouping(grouping)
        , m_execution(execution)
    {
        for (const BoundPtr &key : grouping.keys)
            m_keys.emplace_back(key->type);
        for (const AggregateStep &step : grouping.aggregates)
            m_aggregators.push_back(step.aggregate.make());
        if (grouping.keys.empty())
            m_groups = 1;
    }

    Status add(const Batch &batch, const EvalContext &context)
    {
        const Rows rows(batch);
        SIGNALBOX_TRY(const std::vector<Column> keys, evaluateNow(m_grouping.keys, rows, context));
        const std::vector<std::uint32_t> group = number(keys, batch.rows());
        for (std::size_t i = 0; i < m_aggregators.size(); ++i) {
            SIGNALBOX_CHECK(m_execution.proceed());
            SIGNALBOX_TRY(const std::vector<Column> arguments,
                          evaluateNow(m_grouping.aggregates[i].arguments, rows, context));
            SIGNALBOX_CHECK(m_aggregators[i]->add(arguments, group, m_groups, context));
        }
        m_rows += batch.rows();
        return {};
    }

    Status merge(GroupState &other)
    {
        std::vector<Column> keys;
        keys.reserve(other.m_keys.size());
        for (ColumnBuilder &builder : other.m_keys)
            keys.push_back(builder.finish());
        const std::vector<std::uint32_t> map = number(keys, other.m_groups);
        for (std::size_t i = 0; i < m_aggregators.size(); ++i) {
            SIGNALBOX_CHECK(m_execution.proceed());
            SIGNALBOX_CHECK(m_aggregators[i]->merge(*other.m_aggregators[i], map, m_groups));
        }
        m_rows += other.m_rows;
        return {};
    }

    Result<Batch> finish()
    {
        const std::size_t groups = m_rows == 0 && !m_grouping.oneGroup ? 0 : m_groups;
        std::vector<Column> columns;
        columns.reserve(m_keys.size());
        for (ColumnBuilder &builder : m_keys)
            columns.push_back(builder.finish());
        for (const std::unique_ptr<Aggregator> &aggregator : m_aggregators) {
            SIGNALBOX_CHECK(m_execution.proceed());
            SIGNALBOX_TRY(std::vector<Column> outputs, aggregator->finish(groups));
            std::ranges::move(outputs, std::back_inserter(columns));
        }
        return Batch(std::move(columns), groups);
    }

    [[nodiscard]] std::size_t bytes() const
    {
        std::size_t sum = m_index.bytes();
        for (const std::unique_ptr<Aggregator> &aggregator : m_aggregators)
            sum += aggregator->bytes();
        return sum;
    }

private:
    // Once stopped, some of the numbers may be of groups that are not there.
    std::vector<std::uint32_t> number(std::span<const Column> keys, std::size_t rows)
    {
        if (m_grouping.keys.empty())
            return std::vector<std::uint32_t>(rows, 0U);
        const StopToken &stop = m_execution.options().stop;
        std::vector<std::uint32_t> group = m_index.add(keys, rows, stop);
        forEachIndex(rows, stop, [&](std::size_t row) {
            if (group[row] < m_groups)
                return;
            ++m_groups; // numbers are given in order, so this is the first row of the next group
            for (std::size_t i = 0; i < keys.size(); ++i)
                m_keys[i].appendFrom(keys[i], row);
        });
        return group;
    }

    const Grouping &m_grouping;
    const Execution &m_execution;
    KeyIndex m_index;
    std::vector<ColumnBuilder> m_keys;
    std::vector<std::unique_ptr<Aggregator>> m_aggregators;
    std::size_t m_groups = 0;
    std::size_t m_rows = 0;
};

// On this thread, one batch after another.
Status forEachBatchInOrder(const BatchSource &source, Execution &execution, const BatchVisitor &visit)
{
    SeededRandom random(execution.nextSeed());
    const EvalContext context = execution.context(random);
    for (std::size_t index = 0; index < source.size(); ++index) {
        SIGNALBOX_CHECK(execution.proceed());
        SIGNALBOX_TRY(const Batch batch, source.batch(index, context));
        SIGNALBOX_CHECK(visit(0, index, batch, context));
    }
    return {};
}

} // namespace

Result<Batch> grouped(const Plan &input, const Grouping &grouping, Execution &execution)
{
    SIGNALBOX_TRY(const BatchSourcePtr source, input.open(execution));
    const bool inOrder =
        input.serialized() && std::ranges::any_of(grouping.aggregates, [](const AggregateStep &step) {
            return step.aggregate.ordered;
        });
    std::vector<GroupState> states;
    const std::size_t workers = inOrder ? 1 : workersFor(*source, execution);
    states.reserve(workers);
    for (std::size_t i = 0; i < workers; ++i)
        states.emplace_back(grouping, execution);
    const BatchVisitor add = [&](std::size_t worker, std::size_t, const Batch &batch,
                                 const EvalContext &context) -> Status {
        SIGNALBOX_CHECK(states[worker].add(batch, context));
        return execution.allow(states[worker].bytes() * workers);
    };
    SIGNALBOX_CHECK(inOrder ? forEachBatchInOrder(*source, execution, add)
                            : forEachBatch(*source, execution, add));
    for (std::size_t i = 1; i < states.size(); ++i)
        SIGNALBOX_CHECK(states[0].merge(states[i]));
    return states[0].finish();
}

PlanPtr groupPlan(PlanPtr input, Schema schema, Grouping grouping)
{
    return wholePlan(
        std::move(schema), false,
        [input = std::move(input), grouping = std::move(grouping)](Execution &execution) -> Result<Batches> {
            SIGNALBOX_TRY(Batch groups, grouped(*input, grouping, execution));
            return Batches{std::move(groups)};
        });
}

} // namespace signalbox::kql
