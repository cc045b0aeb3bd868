// binary_all_and(), binary_all_or() and binary_all_xor(): the bits of all values of a group.
#include <cstdint>
#include <string>
#include <vector>

#include "core/kql/functions/aggregate_tools.h"
#include "core/kql/functions/library.h"

namespace signalbox::kql {

namespace {

struct BitState
{
    std::int64_t bits = 0;
    bool seen = false;
};

template<typename Operation>
struct Bits
{
    using State = BitState;

    static void take(State &state, std::int64_t value)
    {
        state.bits = state.seen ? Operation()(state.bits, value) : value;
        state.seen = true;
    }

    static void add(std::vector<State> &states, std::span<const Column> arguments,
                    std::span<const std::uint32_t> group)
    {
        accumulate(states, arguments[0], group, wholesOf(arguments[0]),
                   [](State &state, std::int64_t value) { take(state, value); });
    }

    static void merge(State &into, const State &from)
    {
        if (from.seen)
            take(into, from.bits);
    }

    static std::vector<Column> finish(std::vector<State> &states)
    {
        std::vector<std::int64_t> results(states.size());
        for (std::size_t g = 0; g < states.size(); ++g)
            results[g] = states[g].bits;
        return {Column::ofWholes(Type::Long, std::move(results),
                                 nullsOf(states, [](const State &state) { return !state.seen; }))};
    }
};

template<typename Operation>
void addBits(FunctionRegistry &registry, const std::string &name, const std::string &operation)
{
    registry.add(
        AggregateFunction{.name = name,
                          .parameters = {"expr"},
                          .help = "The whole numbers of the group joined bit by bit with " + operation + ".",
                          .minimumArguments = 1,
                          .maximumArguments = 1,
                          .binder = [name](std::span<const Argument> arguments) -> Result<BoundAggregate> {
                              if (!arguments[0].unknown && !isInteger(arguments[0].type))
                                  return refuseArguments(name + "()", "a whole number", arguments);
                              return oneOutput("{0}", Type::Long, makerOf(Bits<Operation>{}));
                          }});
}

} // namespace

void addBitAggregates(FunctionRegistry &registry)
{
    addBits<std::bit_and<>>(registry, "binary_all_and", "and");
    addBits<std::bit_or<>>(registry, "binary_all_or", "or");
    addBits<std::bit_xor<>>(registry, "binary_all_xor", "exclusive or");
}

} // namespace signalbox::kql
