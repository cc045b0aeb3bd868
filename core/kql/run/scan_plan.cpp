#include "core/kql/run/scan_plan.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/kql/run/key_index.h"
#include "core/kql/values/column_builder.h"

namespace signalbox::kql {

namespace {

// The sequence that has come to a step: the row and the variables of each step on its way.
struct StepState
{
    struct Match
    {
        std::vector<Value> row = {};
        std::vector<Value> variables = {};
    };

    bool active = false;
    std::vector<Match> matches = {}; // one a step
    std::int64_t matchId = 0;
};

// The matching of Kusto's reference: a row is held against the steps from the last to the first. A sequence
// at the step before moves up, and takes the place of what stood there; else the one that stands at the step
// goes on. The first step begins a sequence with every match.
class Machine
{
public:
    Machine(const Scan &scan, const Schema &input, const EvalContext &context)
        : m_scan(scan)
        , m_input(input)
        , m_context(context)
        , m_states(scan.steps.size(), nothing())
    {
    }

    struct Output
    {
        std::vector<Value> variables;
        std::int64_t matchId = 0;
    };

    // The rows that the match of `row` gives, one a step that it matched.
    Result<std::vector<Output>> step(const std::vector<Value> &row)
    {
        std::vector<Output> outputs;
        for (std::size_t k = m_scan.steps.size(); k-- > 0;) {
            if (k > 0 && m_states[k - 1].active) {
                SIGNALBOX_TRY(const bool matches, condition(k, row, m_states[k - 1]));
                if (matches) {
                    m_states[k] = std::exchange(m_states[k - 1], nothing());
                    SIGNALBOX_CHECK(assign(k, row, m_states[k].matches[k - 1].variables));
                    add(k, outputs);
                    continue;
                }
            }
            if (k > 0 && !m_states[k].active)
                continue;
            SIGNALBOX_TRY(const bool matches, condition(k, row, m_states[k]));
            if (!matches)
                continue;
            const bool begins = k == 0 && !m_states[0].active;
            SIGNALBOX_CHECK(assign(k, row, m_scan.firstValues));
            if (begins)
                m_states[0].matchId = m_nextMatch++;
            add(k, outputs);
        }
        std::ranges::reverse(outputs);
        return outputs;
    }

private:
    [[nodiscard]] StepState nothing() const
    {
        const StepState::Match none{.row = std::vector<Value>(m_scan.inputColumns),
                                    .variables = m_scan.firstValues};
        return {.matches = std::vector<StepState::Match>(m_scan.steps.size(), none)};
    }

    Batch scene(const std::vector<Value> &row, const StepState &state) const
    {
        std::vector<Column> columns;
        const auto append = [&](const std::vector<Value> &values, const std::vector<Value> &variables) {
            for (std::size_t i = 0; i < m_scan.inputColumns; ++i)
                columns.push_back(Column::constant(m_input.fields[i].type, values[i], 1));
            for (std::size_t i = 0; i < m_scan.variables.size(); ++i)
                columns.push_back(Column::constant(m_scan.variables[i].type, variables[i], 1));
        };
        append(row, m_scan.firstValues);
        for (const StepState::Match &match : state.matches)
            append(match.row, match.variables);
        return {std::move(columns), 1};
    }

    Result<bool> condition(std::size_t k, const std::vector<Value> &row, const StepState &state) const
    {
        const Batch batch = scene(row, state);
        SIGNALBOX_TRY(const Column column, evaluate(*m_scan.steps[k].condition, Rows(batch), m_context));
        return !column.isNull(0) && column.value(0).boolean();
    }

    // `variables` holds what those have that the step does not assign.
    Status assign(std::size_t k, const std::vector<Value> &row, std::vector<Value> variables)
    {
        StepState &state = m_states[k];
        const Batch batch = scene(row, state);
        const Rows rows(batch);
        for (const ScanAssignment &assignment : m_scan.steps[k].assignments) {
            SIGNALBOX_TRY(const Column column, evaluate(*assignment.value, rows, m_context));
            variables[assignment.variable] = column.value(0);
        }
        state.matches[k] = {.row = row, .variables = std::move(variables)};
        state.active = true;
        return {};
    }

    void add(std::size_t k, std::vector<Output> &outputs) const
    {
        if (m_scan.steps[k].output)
            outputs.push_back(
                {.variables = m_states[k].matches[k].variables, .matchId = m_states[k].matchId});
    }

    const Scan &m_scan;
    const Schema &m_input;
    const EvalContext &m_context;
    std::vector<StepState> m_states;
    std::int64_t m_nextMatch = 0;
};

Result<Batches> scanned(const Plan &input, const Scan &scan, Execution &execution)
{
    SIGNALBOX_TRY(const Batch all, collectOne(input, execution));
    SeededRandom random(execution.nextSeed());
    const EvalContext context = execution.context(random);
    const Rows rows(all);
    KeyIndex partitions;
    SIGNALBOX_TRY(const std::vector<Column> keys, evaluate(scan.partitionBy, rows, context));
    const std::vector<std::uint32_t> partition = partitions.add(keys, all.rows(), context.stop);
    SIGNALBOX_CHECK(execution.proceed());
    std::vector<std::optional<Machine>> machines(std::max<std::size_t>(1, partitions.size()));
    std::vector<std::uint32_t> sources;
    std::vector<ColumnBuilder> builders;
    builders.reserve(scan.variables.size());
    for (const Field &variable : scan.variables)
        builders.emplace_back(variable.type);
    ColumnBuilder matchIds(Type::Long);
    for (std::size_t row = 0; row < all.rows(); ++row) {
        if (row % 256 == 0)
            SIGNALBOX_CHECK(execution.proceed());
        std::vector<Value> values;
        values.reserve(scan.inputColumns);
        for (std::size_t i = 0; i < scan.inputColumns; ++i)
            values.push_back(rows.column(i).value(row));
        std::optional<Machine> &machine = machines[partition[row]];
        if (!machine)
            machine.emplace(scan, input.schema(), context);
        SIGNALBOX_TRY(const std::vector<Machine::Output> outputs, machine->step(values));
        for (const Machine::Output &output : outputs) {
            sources.push_back(static_cast<std::uint32_t>(row));
            for (std::size_t i = 0; i < builders.size(); ++i)
                builders[i].appendValue(output.variables[i]);
            matchIds.append(output.matchId);
        }
    }
    std::vector<Column> columns;
    columns.reserve(scan.inputColumns + builders.size() + 1);
    for (std::size_t i = 0; i < scan.inputColumns; ++i)
        columns.push_back(rows.column(i).gather(sources));
    for (ColumnBuilder &builder : builders)
        columns.push_back(builder.finish());
    if (scan.matchId)
        columns.push_back(matchIds.finish());
    return Batches{Batch(std::move(columns), sources.size())};
}

} // namespace

PlanPtr scanPlan(PlanPtr input, Schema schema, Scan scan)
{
    return wholePlan(std::move(schema), true,
                     [input = std::move(input), scan = std::move(scan)](Execution &execution) {
                         return scanned(*input, scan, execution);
                     });
}

} // namespace signalbox::kql
