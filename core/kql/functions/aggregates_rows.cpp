// The aggregates that pick one row a group: arg_max(), arg_min(), take_any() and their old spellings. A batch
// is searched for the winning row of each group first; only then are the other columns of those rows read.
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/kql/functions/aggregate_tools.h"
#include "core/kql/functions/kept_rows.h"
#include "core/kql/functions/library.h"

namespace signalbox::kql {

namespace {

// How much a group knows of its winner. A row with a key beats one without.
enum class Found : std::uint8_t { Nothing, RowWithoutKey, RowWithKey };

// Key says which row wins: it has State, which holds the best key, `read` of a stored entry of the column and
// `beats`. Among equal keys the first stays.
template<typename T>
struct KeyState
{
    T key = {};
    Found found = Found::Nothing;
};

template<bool Largest>
struct WholeKey
{
    using State = KeyState<std::int64_t>;
    static auto reader(const Column &column) { return wholesOf(column); }
    static bool beats(std::int64_t value, std::int64_t best) { return Largest ? value > best : value < best; }
};

template<bool Largest>
struct BoolKey
{
    using State = KeyState<std::uint8_t>;
    static auto reader(const Column &column) { return boolsOf(column); }
    static bool beats(std::uint8_t value, std::uint8_t best) { return Largest ? value > best : value < best; }
};

template<bool Largest>
struct RealKey
{
    using State = KeyState<double>;
    static auto reader(const Column &column) { return realsOf(column); }
    // A NaN beats every number, as it is the answer of min and max.
    static bool beats(double value, double best)
    {
        return Largest ? value > best || (std::isnan(value) && !std::isnan(best))
                       : value < best || (std::isnan(value) && !std::isnan(best));
    }
};

template<bool Largest>
struct TextKey
{
    using State = KeyState<std::string>;
    static auto reader(const Column &column) { return textsOf(column); }
    static bool beats(std::string_view value, std::string_view best)
    {
        return Largest ? value > best : value < best;
    }
};

// Decimals and dynamics.
template<bool Largest>
struct ValueKey
{
    using State = KeyState<Value>;
    static auto reader(const Column &column)
    {
        return [&column](std::size_t stored) { return column.value(stored); };
    }
    static bool beats(const Value &value, const Value &best)
    {
        return Largest ? order(best, value) < 0 : order(value, best) < 0;
    }
};

// take_any: the first row that is met, or the first that has a value.
struct AnyKey
{
    using State = KeyState<std::uint8_t>;
    static auto reader(const Column &)
    {
        return [](std::size_t) { return std::uint8_t{0}; };
    }
    static bool beats(std::uint8_t, std::uint8_t) { return false; }
};

struct AnyTextKey : AnyKey
{
    static auto reader(const Column &column)
    {
        return [text = textsOf(column)](std::size_t stored) {
            return static_cast<std::uint8_t>(text(stored).empty() ? 0 : 1);
        };
    }
    static bool beats(std::uint8_t value, std::uint8_t best) { return value > best; }
};

template<typename Key>
class RowAggregator final : public Aggregator
{
public:
    // Argument 0 is the key, which is kept too. Where null keys count as any other, `keyless` is set.
    RowAggregator(const std::vector<Type> &types, bool keyless)
        : m_keyless(keyless)
    {
        for (const Type type : types)
            m_columns.emplace_back(type);
    }

    Status add(std::span<const Column> arguments, std::span<const std::uint32_t> group, std::size_t groups,
               const EvalContext &) override
    {
        resize(groups);
        search(arguments[0], group);
        m_rows.clear();
        for (const std::uint32_t g : m_touched) {
            m_rows.push_back(m_winner[g]);
            m_winner[g] = none;
        }
        for (std::size_t i = 0; i < m_columns.size(); ++i)
            m_columns[i].set(m_touched, m_rows, arguments[i]);
        m_touched.clear();
        return {};
    }

    Status merge(Aggregator &other, std::span<const std::uint32_t> map, std::size_t groups) override
    {
        resize(groups);
        auto &from = static_cast<RowAggregator &>(other);
        for (std::size_t g = 0; g < from.m_states.size(); ++g) {
            State &theirs = from.m_states[g];
            State &ours = m_states[map[g]];
            if (theirs.found == Found::Nothing || theirs.found < ours.found)
                continue;
            if (theirs.found == ours.found &&
                (ours.found == Found::RowWithoutKey || !Key::beats(theirs.key, ours.key)))
                continue;
            ours = std::move(theirs);
            for (std::size_t i = 0; i < m_columns.size(); ++i)
                m_columns[i].take(map[g], from.m_columns[i], g);
        }
        return {};
    }

    Result<std::vector<Column>> finish(std::size_t groups) override
    {
        resize(groups);
        std::vector<Column> columns;
        columns.reserve(m_columns.size());
        for (KeptColumn &column : m_columns)
            columns.push_back(column.finish());
        return columns;
    }

    [[nodiscard]] std::size_t bytes() const override
    {
        std::size_t sum = m_states.size() * (sizeof(State) + sizeof(std::uint32_t));
        for (const KeptColumn &column : m_columns)
            sum += column.bytes();
        return sum;
    }

private:
    using State = typename Key::State;

    static constexpr std::uint32_t none = ~0U;

    void resize(std::size_t groups)
    {
        m_states.resize(groups);
        m_winner.resize(groups, none);
        for (KeptColumn &column : m_columns)
            column.resize(groups);
    }

    void wins(std::uint32_t g, std::size_t row)
    {
        if (m_winner[g] == none)
            m_touched.push_back(g);
        m_winner[g] = static_cast<std::uint32_t>(row);
    }

    void search(const Column &column, std::span<const std::uint32_t> group)
    {
        const auto read = Key::reader(column);
        if (column.hasNulls() && !m_keyless)
            findRowsWithoutKey(column, group);
        State *states = m_states.data();
        const auto consider = [&](std::size_t row, std::size_t stored) {
            const std::uint32_t g = group[row];
            State &state = states[g];
            auto &&value = read(stored);
            if (state.found == Found::RowWithKey && !Key::beats(value, state.key))
                return;
            state.key = value;
            state.found = Found::RowWithKey;
            wins(g, row);
        };
        if (!m_keyless) {
            forEachFilled(column, group.size(), consider);
        } else {
            for (std::size_t row = 0; row < group.size(); ++row)
                consider(row, column.stored(row));
        }
    }

    void findRowsWithoutKey(const Column &column, std::span<const std::uint32_t> group)
    {
        for (std::size_t row = 0; row < group.size(); ++row) {
            State &state = m_states[group[row]];
            if (state.found != Found::Nothing || !column.isNull(row))
                continue;
            state.found = Found::RowWithoutKey;
            wins(group[row], row);
        }
    }

    bool m_keyless;
    std::vector<KeptColumn> m_columns = {};
    std::vector<State> m_states = {};
    std::vector<std::uint32_t> m_winner = {};  // of the batch at hand: its row for each group
    std::vector<std::uint32_t> m_touched = {}; // groups with a winner in the batch at hand
    std::vector<std::uint32_t> m_rows = {};
};

template<typename Key>
AggregatorMaker rowMaker(std::vector<Type> types, bool keyless = false)
{
    return
        [types = std::move(types), keyless] { return std::make_unique<RowAggregator<Key>>(types, keyless); };
}

template<bool Largest>
AggregatorMaker extremeRowMaker(std::vector<Type> types)
{
    const Type type = types[0];
    if (isWhole(type))
        return rowMaker<WholeKey<Largest>>(std::move(types));
    if (type == Type::Bool)
        return rowMaker<BoolKey<Largest>>(std::move(types));
    if (type == Type::Real)
        return rowMaker<RealKey<Largest>>(std::move(types));
    if (type == Type::String || type == Type::Guid)
        return rowMaker<TextKey<Largest>>(std::move(types));
    return rowMaker<ValueKey<Largest>>(std::move(types));
}

AggregatorMaker anyRowMaker(std::vector<Type> types)
{
    if (types.size() > 1)
        return rowMaker<AnyKey>(std::move(types), true);
    if (types[0] == Type::String)
        return rowMaker<AnyTextKey>(std::move(types));
    return rowMaker<AnyKey>(std::move(types));
}

bool anyUnknown(std::span<const Argument> arguments)
{
    for (const Argument &argument : arguments) {
        if (argument.unknown)
            return true;
    }
    return false;
}

// How the output of argument i is named, and how where that is an expression without a name.
using OutputNames = std::pair<std::string, std::string> (*)(std::size_t i);
using RowMaker = AggregatorMaker (*)(std::vector<Type>);

AggregateBinder rowBinder(OutputNames names, RowMaker maker)
{
    return [names, maker](std::span<const Argument> arguments) -> Result<BoundAggregate> {
        BoundAggregate bound;
        std::vector<Type> types;
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            auto [name, fallback] = names(i);
            types.push_back(arguments[i].type);
            bound.outputs.push_back({.name = std::move(name),
                                     .type = arguments[i].type,
                                     .unknown = arguments[i].unknown,
                                     .fallback = std::move(fallback)});
        }
        if (!anyUnknown(arguments))
            bound.make = maker(std::move(types));
        return bound;
    };
}

std::string argumentName(std::size_t i)
{
    return fmt::format("{{{}}}", i);
}

template<bool Largest>
std::pair<std::string, std::string> extremeNames(std::size_t i)
{
    const std::string prefix = Largest ? "max" : "min";
    return {argumentName(i), i == 0 ? prefix + "_" : fmt::format("{}_{{0}}_arg{}", prefix, i)};
}

template<bool Largest>
std::pair<std::string, std::string> oldExtremeNames(std::size_t i)
{
    const std::string prefix = Largest ? "max" : "min";
    return {i == 0 ? prefix + "_{0}" : fmt::format("{}_{{0}}_{{{}}}", prefix, i), {}};
}

std::pair<std::string, std::string> anyNames(std::size_t i)
{
    return {argumentName(i), fmt::format("any_arg{}", i)};
}

std::pair<std::string, std::string> oldAnyNames(std::size_t i)
{
    return {"any_" + argumentName(i), {}};
}

template<bool Largest>
void addExtremeRow(FunctionRegistry &registry, const std::string &what)
{
    const std::string prefix = Largest ? "max" : "min";
    AggregateFunction function{.name = "arg_" + prefix,
                               .parameters = {Largest ? "maximized" : "minimized", "returned"},
                               .help = "The row of the group in which the first argument is " + what +
                                       ": that value and the other arguments, or * for all columns.",
                               .minimumArguments = 1,
                               .maximumArguments = manyColumns,
                               .binder = rowBinder(extremeNames<Largest>, extremeRowMaker<Largest>),
                               .takesStar = true};
    registry.add(function);
    function.name = "arg" + prefix;
    function.replacement = "arg_" + prefix;
    function.binder = rowBinder(oldExtremeNames<Largest>, extremeRowMaker<Largest>);
    registry.add(std::move(function));
}

} // namespace

void addRowChoices(FunctionRegistry &registry)
{
    addExtremeRow<false>(registry, "smallest");
    addExtremeRow<true>(registry, "largest");
    AggregateFunction any{.name = "take_any",
                          .parameters = {"expr"},
                          .help = "One row of the group, any: the arguments, or * for all columns.",
                          .minimumArguments = 1,
                          .maximumArguments = manyColumns,
                          .binder = rowBinder(anyNames, anyRowMaker),
                          .takesStar = true};
    registry.add(any);
    any.name = "any";
    any.binder = rowBinder(oldAnyNames, anyRowMaker);
    any.replacement = "take_any";
    registry.add(std::move(any));
    AggregateFunction anyIf{.name = "take_anyif",
                            .parameters = {"expr", "predicate"},
                            .help = "One value of the group, any, for which the predicate is true.",
                            .minimumArguments = 2,
                            .maximumArguments = 2,
                            .binder = conditional("take_anyif()", rowBinder(anyNames, anyRowMaker), 1)};
    registry.add(anyIf);
    const OutputNames named = [](std::size_t) { return std::pair(std::string("anyif_{0}"), std::string()); };
    anyIf.name = "anyif";
    anyIf.binder = conditional("anyif()", rowBinder(named, anyRowMaker), 1);
    anyIf.replacement = "take_anyif";
    registry.add(std::move(anyIf));
}

} // namespace signalbox::kql
