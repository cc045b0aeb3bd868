// min() and max() with their conditional forms. Nulls do not count, a NaN among reals is the answer, and a
// group without values gives null.
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "core/kql/functions/aggregate_tools.h"
#include "core/kql/functions/library.h"
#include "core/kql/values/decimal.h"

namespace signalbox::kql {

namespace {

template<bool Largest, typename T>
constexpr bool isBeyond(const T &value, const T &best)
{
    return Largest ? best < value : value < best;
}

template<bool Largest>
struct ExtremeWhole
{
    struct State
    {
        std::int64_t value =
            Largest ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
        bool seen = false;

        void take(std::int64_t other)
        {
            value = isBeyond<Largest>(other, value) ? other : value;
            seen = true;
        }
    };

    Type type = Type::Long;

    void add(std::vector<State> &states, std::span<const Column> arguments,
             std::span<const std::uint32_t> group) const
    {
        const Column &column = arguments[0];
        if (type == Type::Bool)
            accumulate(states, column, group, boolsOf(column),
                       [](State &state, std::uint8_t value) { state.take(value); });
        else
            accumulate(states, column, group, wholesOf(column),
                       [](State &state, std::int64_t value) { state.take(value); });
    }

    static void merge(State &into, const State &from)
    {
        if (from.seen)
            into.take(from.value);
    }

    [[nodiscard]] std::vector<Column> finish(std::vector<State> &states) const
    {
        Nulls nulls = nullsOf(states, [](const State &state) { return !state.seen; });
        if (type == Type::Bool) {
            std::vector<std::uint8_t> results(states.size());
            for (std::size_t g = 0; g < states.size(); ++g)
                results[g] = states[g].seen && states[g].value != 0 ? 1 : 0;
            return {Column::ofBools(std::move(results), std::move(nulls))};
        }
        std::vector<std::int64_t> results(states.size());
        for (std::size_t g = 0; g < states.size(); ++g)
            results[g] = states[g].value;
        return {Column::ofWholes(type, std::move(results), std::move(nulls))};
    }
};

template<bool Largest>
struct ExtremeReal
{
    struct State
    {
        double value =
            Largest ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
        bool seen = false;

        void take(double other)
        {
            // Nothing is beyond a NaN, so that it stays once it has come.
            value = isBeyond<Largest>(other, value) || std::isnan(other) ? other : value;
            seen = true;
        }
    };

    static void add(std::vector<State> &states, std::span<const Column> arguments,
                    std::span<const std::uint32_t> group)
    {
        accumulate(states, arguments[0], group, realsOf(arguments[0]),
                   [](State &state, double value) { state.take(value); });
    }

    static void merge(State &into, const State &from)
    {
        if (from.seen)
            into.take(from.value);
    }

    static std::vector<Column> finish(std::vector<State> &states)
    {
        std::vector<double> results(states.size());
        for (std::size_t g = 0; g < states.size(); ++g)
            results[g] = states[g].value;
        return {Column::ofReals(std::move(results),
                                nullsOf(states, [](const State &state) { return !state.seen; }))};
    }
};

template<bool Largest>
struct ExtremeText
{
    struct State
    {
        std::string value = {};
        bool seen = false;
    };

    Type type = Type::String;

    void take(State &state, std::string_view other) const
    {
        bool beyond = !state.seen;
        if (!beyond && type == Type::Decimal)
            beyond = Largest ? orderDecimals(state.value, other) < 0 : orderDecimals(other, state.value) < 0;
        else if (!beyond)
            beyond = isBeyond<Largest>(other, std::string_view(state.value));
        if (beyond)
            state.value.assign(other);
        state.seen = true;
    }

    void add(std::vector<State> &states, std::span<const Column> arguments,
             std::span<const std::uint32_t> group) const
    {
        accumulate(states, arguments[0], group, textsOf(arguments[0]),
                   [this](State &state, std::string_view value) { take(state, value); });
    }

    void merge(State &into, State &&from) const
    {
        if (from.seen)
            take(into, from.value);
    }

    [[nodiscard]] std::vector<Column> finish(std::vector<State> &states) const
    {
        Nulls nulls;
        if (type != Type::String)
            nulls = nullsOf(states, [](const State &state) { return !state.seen; });
        TextList results;
        for (const State &state : states)
            results.push_back(state.value);
        return {Column::ofTexts(type, std::move(results), std::move(nulls))};
    }
};

template<bool Largest>
struct ExtremeValue
{
    using State = Value;

    static void take(State &state, const Value &other)
    {
        if (state.isNull() || (Largest ? order(state, other) < 0 : order(other, state) < 0))
            state = other;
    }

    static void add(std::vector<State> &states, std::span<const Column> arguments,
                    std::span<const std::uint32_t> group)
    {
        accumulate(states, arguments[0], group, valuesOf(arguments[0]),
                   [](State &state, const Value &value) { take(state, value); });
    }

    static void merge(State &into, const State &from)
    {
        if (!from.isNull())
            take(into, from);
    }

    static std::vector<Column> finish(std::vector<State> &states)
    {
        return {Column::ofValues(std::move(states))};
    }
};

template<bool Largest>
AggregateBinder extremeBinder(std::string_view prefix)
{
    return [name = nameOf(prefix)](std::span<const Argument> arguments) -> Result<BoundAggregate> {
        if (arguments[0].unknown)
            return unknownOutput(name);
        const Type type = arguments[0].type;
        if (type == Type::Bool || isWhole(type))
            return oneOutput(name, type, makerOf(ExtremeWhole<Largest>{.type = type}));
        if (type == Type::Real)
            return oneOutput(name, type, makerOf(ExtremeReal<Largest>{}));
        if (isText(type))
            return oneOutput(name, type, makerOf(ExtremeText<Largest>{.type = type}));
        return oneOutput(name, type, makerOf(ExtremeValue<Largest>{}));
    };
}

template<bool Largest>
void addExtreme(FunctionRegistry &registry, const std::string &name, const std::string &what)
{
    addWithCondition(
        registry,
        {.name = name,
         .parameters = {"expr"},
         .help = "The " + what + " value of the group; nulls do not count.",
         .minimumArguments = 1,
         .maximumArguments = 1},
        name, extremeBinder<Largest>,
        {.name = name + "if",
         .prefix = name + "if",
         .help = "The " + what + " value over the rows of the group for which the predicate is true."});
}

} // namespace

void addExtremes(FunctionRegistry &registry)
{
    addExtreme<false>(registry, "min", "smallest");
    addExtreme<true>(registry, "max", "largest");
}

} // namespace signalbox::kql
