// count() and countif(): the rows of each group.
#include "core/kql/functions/aggregate_tools.h"
#include "core/kql/functions/library.h"

namespace signalbox::kql {

namespace {

struct CountRows
{
    using State = std::int64_t;

    static void add(std::vector<State> &states, std::span<const Column>, std::span<const std::uint32_t> group)
    {
        if (states.size() == 1) {
            states[0] += static_cast<std::int64_t>(group.size());
            return;
        }
        std::int64_t *counts = states.data();
        for (const std::uint32_t g : group)
            ++counts[g];
    }

    static void merge(State &into, State from) { into += from; }

    static std::vector<Column> finish(std::vector<State> &states)
    {
        return {Column::ofWholes(Type::Long, std::move(states))};
    }
};

struct CountTrue : CountRows
{
    static void add(std::vector<State> &states, std::span<const Column> arguments,
                    std::span<const std::uint32_t> group)
    {
        const Column predicate =
            arguments[0].type() == Type::Bool ? arguments[0] : castColumn(arguments[0], Type::Bool);
        accumulate(states, predicate, group, boolsOf(predicate),
                   [](State &count, std::uint8_t value) { count += value != 0 ? 1 : 0; });
    }
};

} // namespace

void addCounts(FunctionRegistry &registry)
{
    registry.add(
        AggregateFunction{.name = "count",
                          .parameters = {},
                          .help = "The number of rows of the group.",
                          .minimumArguments = 0,
                          .maximumArguments = 1,
                          .binder = [](std::span<const Argument> arguments) -> Result<BoundAggregate> {
                              return oneOutput(arguments.empty() ? "count_" : nameOf("count"), Type::Long,
                                               makerOf(CountRows{}));
                          }});
    registry.add(
        AggregateFunction{.name = "countif",
                          .parameters = {"predicate"},
                          .help = "The number of rows of the group for which the predicate is true.",
                          .minimumArguments = 1,
                          .maximumArguments = 1,
                          .binder = [](std::span<const Argument> arguments) -> Result<BoundAggregate> {
                              if (!arguments[0].unknown && arguments[0].type != Type::Bool &&
                                  arguments[0].type != Type::Dynamic)
                                  return refuseArguments("countif()", "a bool", arguments);
                              return oneOutput(nameOf("countif"), Type::Long, makerOf(CountTrue{}));
                          }});
    registry.addOldSpelling("cnt", "count");
}

} // namespace signalbox::kql
