// sum() and avg() with their conditional forms. Nulls do not count; the sum of nothing is 0 and the average
// of nothing is NaN (null where the type has none), as in the real engine.
#include <cstdint>
#include <string>

#include "core/kql/functions/aggregate_tools.h"
#include "core/kql/functions/library.h"
#include "core/kql/values/decimal.h"

namespace signalbox::kql {

namespace {

struct SumWholes
{
    using State = std::uint64_t; // wraps as long does

    Type type = Type::Long;

    static void add(std::vector<State> &states, std::span<const Column> arguments,
                    std::span<const std::uint32_t> group)
    {
        accumulate(states, arguments[0], group, wholesOf(arguments[0]),
                   [](State &sum, std::int64_t value) { sum += static_cast<std::uint64_t>(value); });
    }

    static void merge(State &into, State from) { into += from; }

    [[nodiscard]] std::vector<Column> finish(std::vector<State> &states) const
    {
        return {Column::ofWholes(type, std::vector<std::int64_t>(states.begin(), states.end()))};
    }
};

struct SumReals
{
    using State = double;

    static void add(std::vector<State> &states, std::span<const Column> arguments,
                    std::span<const std::uint32_t> group)
    {
        const Column numbers = asReals(arguments[0]);
        accumulate(states, numbers, group, realsOf(numbers), [](State &sum, double value) { sum += value; });
    }

    static void merge(State &into, State from) { into += from; }

    static std::vector<Column> finish(std::vector<State> &states)
    {
        return {Column::ofReals(std::move(states))};
    }
};

struct DecimalSum
{
    std::string sum = "0";
    std::int64_t count = 0;
};

struct SumDecimals
{
    using State = DecimalSum;

    bool average = false;

    static void add(std::vector<State> &states, std::span<const Column> arguments,
                    std::span<const std::uint32_t> group)
    {
        accumulate(states, arguments[0], group, textsOf(arguments[0]),
                   [](State &state, std::string_view value) {
                       if (auto sum = computeDecimals('+', state.sum, value))
                           state.sum = *std::move(sum);
                       ++state.count;
                   });
    }

    static void merge(State &into, State &&from)
    {
        if (auto sum = computeDecimals('+', into.sum, from.sum))
            into.sum = *std::move(sum);
        into.count += from.count;
    }

    [[nodiscard]] std::vector<Column> finish(std::vector<State> &states) const
    {
        TextList results;
        for (State &state : states) {
            if (average && state.count > 0)
                state.sum = computeDecimals('/', state.sum, decimalFromInteger(state.count)).value_or("0");
            results.push_back(state.sum);
        }
        Nulls nulls = nullsOf(states, [this](const State &state) { return average && state.count == 0; });
        return {Column::ofTexts(Type::Decimal, std::move(results), std::move(nulls))};
    }
};

// Of longs the sum wraps as sum() does, which the real engine's average shows too.
struct AverageLongs
{
    struct State
    {
        std::uint64_t sum = 0;
        std::int64_t count = 0;
    };

    static void add(std::vector<State> &states, std::span<const Column> arguments,
                    std::span<const std::uint32_t> group)
    {
        accumulate(states, arguments[0], group, wholesOf(arguments[0]), [](State &state, std::int64_t value) {
            state.sum += static_cast<std::uint64_t>(value);
            ++state.count;
        });
    }

    static void merge(State &into, const State &from)
    {
        into.sum += from.sum;
        into.count += from.count;
    }

    static std::vector<Column> finish(std::vector<State> &states)
    {
        std::vector<double> results(states.size());
        for (std::size_t g = 0; g < states.size(); ++g)
            results[g] = static_cast<double>(static_cast<std::int64_t>(states[g].sum)) /
                         static_cast<double>(states[g].count);
        return {Column::ofReals(std::move(results))};
    }
};

// Of times; a few hundred would overflow 64 bits, so their upper and lower 32 bits are summed apart.
struct AverageTimes
{
    struct State
    {
        std::int64_t upper = 0;
        std::int64_t lower = 0;
        std::int64_t count = 0;

        [[nodiscard]] std::int64_t mean() const
        {
            if (count == 0)
                return 0;
            std::int64_t quotient = upper / count;
            std::int64_t rest = upper % count;
            if (rest < 0) {
                rest += count;
                --quotient;
            }
            const auto low = (static_cast<std::uint64_t>(rest) << 32U) + static_cast<std::uint64_t>(lower);
            return static_cast<std::int64_t>((static_cast<std::uint64_t>(quotient) << 32U) +
                                             low / static_cast<std::uint64_t>(count));
        }
    };

    Type type = Type::DateTime;

    static void add(std::vector<State> &states, std::span<const Column> arguments,
                    std::span<const std::uint32_t> group)
    {
        accumulate(states, arguments[0], group, wholesOf(arguments[0]), [](State &state, std::int64_t value) {
            state.upper += value >> 32;
            state.lower += value & 0xffff'ffffLL;
            ++state.count;
        });
    }

    static void merge(State &into, const State &from)
    {
        into.upper += from.upper;
        into.lower += from.lower;
        into.count += from.count;
    }

    [[nodiscard]] std::vector<Column> finish(std::vector<State> &states) const
    {
        std::vector<std::int64_t> results(states.size());
        for (std::size_t g = 0; g < states.size(); ++g)
            results[g] = states[g].mean();
        return {Column::ofWholes(type, std::move(results),
                                 nullsOf(states, [](const State &state) { return state.count == 0; }))};
    }
};

struct AverageReals
{
    struct State
    {
        double sum = 0;
        std::int64_t count = 0;
    };

    static void add(std::vector<State> &states, std::span<const Column> arguments,
                    std::span<const std::uint32_t> group)
    {
        const Column numbers = asReals(arguments[0]);
        accumulate(states, numbers, group, realsOf(numbers), [](State &state, double value) {
            state.sum += value;
            ++state.count;
        });
    }

    static void merge(State &into, const State &from)
    {
        into.sum += from.sum;
        into.count += from.count;
    }

    static std::vector<Column> finish(std::vector<State> &states)
    {
        std::vector<double> results(states.size());
        for (std::size_t g = 0; g < states.size(); ++g)
            results[g] = states[g].sum / static_cast<double>(states[g].count);
        return {Column::ofReals(std::move(results))};
    }
};

AggregateBinder sumBinder(std::string_view prefix)
{
    return [name = nameOf(prefix)](std::span<const Argument> arguments) -> Result<BoundAggregate> {
        if (arguments[0].unknown)
            return unknownOutput(name);
        switch (arguments[0].type) {
        case Type::Int:
        case Type::Long:
            return oneOutput(name, Type::Long, makerOf(SumWholes{}));
        case Type::TimeSpan:
            return oneOutput(name, Type::TimeSpan, makerOf(SumWholes{.type = Type::TimeSpan}));
        case Type::Real:
        case Type::Dynamic:
            return oneOutput(name, Type::Real, makerOf(SumReals{}));
        case Type::Decimal:
            return oneOutput(name, Type::Decimal, makerOf(SumDecimals{}));
        default:
            return refuseArguments("sum()", "a number or a timespan", arguments);
        }
    };
}

AggregateBinder averageBinder(std::string_view prefix)
{
    return [name = nameOf(prefix)](std::span<const Argument> arguments) -> Result<BoundAggregate> {
        if (arguments[0].unknown)
            return unknownOutput(name);
        const Type type = arguments[0].type;
        switch (type) {
        case Type::Int:
        case Type::Long:
            return oneOutput(name, Type::Real, makerOf(AverageLongs{}));
        case Type::DateTime:
        case Type::TimeSpan:
            return oneOutput(name, type, makerOf(AverageTimes{.type = type}));
        case Type::Real:
        case Type::Dynamic:
            return oneOutput(name, Type::Real, makerOf(AverageReals{}));
        case Type::Decimal:
            return oneOutput(name, type, makerOf(SumDecimals{.average = true}));
        default:
            return refuseArguments("avg()", "a number, a timespan or a datetime", arguments);
        }
    };
}

} // namespace

void addSums(FunctionRegistry &registry)
{
    addWithCondition(registry,
                     {.name = "sum",
                      .parameters = {"expr"},
                      .help = "The sum of the numbers or timespans of the group.",
                      .minimumArguments = 1,
                      .maximumArguments = 1},
                     "sum", sumBinder,
                     {.name = "sumif",
                      .prefix = "sumif",
                      .help = "The sum over the rows of the group for which the predicate is true."});
    addWithCondition(registry,
                     {.name = "avg",
                      .parameters = {"expr"},
                      .help = "The average of the values of the group; nulls do not count.",
                      .minimumArguments = 1,
                      .maximumArguments = 1},
                     "avg", averageBinder,
                     {.name = "avgif",
                      .prefix = "avgif",
                      .help = "The average over the rows of the group for which the predicate is true."});
}

} // namespace signalbox::kql
