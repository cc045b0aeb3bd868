// What aggregates are written with: loops that add a column to the states of groups, an aggregator made of
// one plain state a group, and the parts of binders that many share. Only the aggregates use it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/kql/functions/aggregate_function.h"
#include "core/kql/functions/registry.h"

namespace signalbox::kql {

using AggregateBinder = std::function<Result<BoundAggregate>(std::span<const Argument>)>;
using AggregatorMaker = std::function<std::unique_ptr<Aggregator>()>;

// Calls visit(row, stored entry) for every row that is not null.
template<typename Visit>
void forEachFilled(const Column &column, std::size_t rows, const Visit &visit)
{
    const std::span<const std::uint8_t> nulls = column.nulls();
    if (column.isConstant()) {
        if (!nulls.empty() && nulls[0] != 0)
            return;
        for (std::size_t row = 0; row < rows; ++row)
            visit(row, std::size_t{0});
    } else if (nulls.empty()) {
        for (std::size_t row = 0; row < rows; ++row)
            visit(row, row);
    } else {
        for (std::size_t row = 0; row < rows; ++row) {
            if (nulls[row] == 0)
                visit(row, row);
        }
    }
}

// Calls update(state of the row's group, read(stored entry)) for every row that is not null. One group has
// its own loop, so that its state stays in a register.
template<typename State, typename Read, typename Update>
void accumulate(std::vector<State> &states, const Column &column, std::span<const std::uint32_t> group,
                const Read &read, const Update &update)
{
    if (states.size() == 1) {
        State state = std::move(states[0]);
        forEachFilled(column, group.size(),
                      [&](std::size_t, std::size_t stored) { update(state, read(stored)); });
        states[0] = std::move(state);
    } else {
        State *all = states.data();
        forEachFilled(column, group.size(),
                      [&](std::size_t row, std::size_t stored) { update(all[group[row]], read(stored)); });
    }
}

// What a column stores, as accumulate() reads it; the column must outlive the reader.
[[nodiscard]] inline auto wholesOf(const Column &column)
{
    return [values = column.wholes().data()](std::size_t stored) { return values[stored]; };
}
[[nodiscard]] inline auto realsOf(const Column &column)
{
    return [values = column.reals().data()](std::size_t stored) { return values[stored]; };
}
[[nodiscard]] inline auto boolsOf(const Column &column)
{
    return [values = column.bools().data()](std::size_t stored) { return values[stored]; };
}
[[nodiscard]] inline auto textsOf(const Column &column)
{
    return [texts = column.texts().dictionary.get(),
            codes = column.texts().codes->data()](std::size_t stored) { return (*texts)[codes[stored]]; };
}
[[nodiscard]] inline auto valuesOf(const Column &column)
{
    return [values = column.values().data()](std::size_t stored) -> const Value & { return values[stored]; };
}

// Any column of numbers, times or dynamics as reals; times by their ticks.
[[nodiscard]] Column asReals(const Column &column);

// An aggregator with one State a group. Policy has:
//     State                                           made by default for a new group
//     void add(std::vector<State> &, std::span<const Column>, std::span<const std::uint32_t> group)
//     void merge(State &into, State &&from)
//     std::vector<Column> finish(std::vector<State> &)
template<typename Policy>
class StateAggregator final : public Aggregator
{
public:
    explicit StateAggregator(Policy policy)
        : m_policy(std::move(policy))
    {
    }

    Status add(std::span<const Column> arguments, std::span<const std::uint32_t> group, std::size_t groups,
               const EvalContext &) override
    {
        if (m_states.size() < groups)
            m_states.resize(groups);
        m_policy.add(m_states, arguments, group);
        return {};
    }

    Status merge(Aggregator &other, std::span<const std::uint32_t> map, std::size_t groups) override
    {
        if (m_states.size() < groups)
            m_states.resize(groups);
        auto &from = static_cast<StateAggregator &>(other).m_states;
        for (std::size_t g = 0; g < from.size(); ++g)
            m_policy.merge(m_states[map[g]], std::move(from[g]));
        return {};
    }

    Result<std::vector<Column>> finish(std::size_t groups) override
    {
        m_states.resize(groups);
        return m_policy.finish(m_states);
    }

    [[nodiscard]] std::size_t bytes() const override { return m_states.capacity() * sizeof(State); }

private:
    using State = typename Policy::State;

    Policy m_policy;
    std::vector<State> m_states = {};
};

template<typename Policy>
[[nodiscard]] AggregatorMaker makerOf(Policy policy)
{
    return [policy = std::move(policy)] { return std::make_unique<StateAggregator<Policy>>(policy); };
}

// A null where `isEmpty` says so of a state.
template<typename State, typename IsEmpty>
[[nodiscard]] Nulls nullsOf(const std::vector<State> &states, const IsEmpty &isEmpty)
{
    std::vector<std::uint8_t> nulls(states.size());
    bool any = false;
    for (std::size_t g = 0; g < states.size(); ++g) {
        nulls[g] = isEmpty(states[g]) ? 1 : 0;
        any = any || nulls[g] != 0;
    }
    return any ? std::make_shared<const std::vector<std::uint8_t>>(std::move(nulls)) : Nulls();
}

// "sum_{0}" of the prefix "sum".
[[nodiscard]] std::string nameOf(std::string_view prefix, std::size_t argument = 0);

[[nodiscard]] BoundAggregate oneOutput(std::string name, Type type, AggregatorMaker make);
// The answer where an argument's type is not known yet.
[[nodiscard]] BoundAggregate unknownOutput(std::string name);

// `inner` for the rows whose argument `place` is true, which `inner` does not see: sumif and its like.
[[nodiscard]] AggregateBinder conditional(std::string function, AggregateBinder inner, std::size_t place);

// Adds `function` and, as `name`, the same for rows that fulfil a predicate, which is argument `place`.
// `binderFor` gives the binder for a name of the output.
struct ConditionalForm
{
    std::string name;
    std::string prefix; // of the output's name
    std::string help;
    std::size_t place = 1;
};
void addWithCondition(FunctionRegistry &registry, AggregateFunction function, std::string_view prefix,
                      const std::function<AggregateBinder(std::string_view prefix)> &binderFor,
                      const ConditionalForm &form);

// The whole number that argument `place` is, or `fallback` where there is none. Fails for a number that is
// not constant.
[[nodiscard]] Result<std::int64_t> wholeArgument(std::string_view function, std::string_view parameter,
                                                 std::span<const Argument> arguments, std::size_t place,
                                                 std::int64_t fallback);

} // namespace signalbox::kql
