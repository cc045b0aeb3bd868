#include "core/kql/functions/aggregate_tools.h"

#include <fmt/format.h>

#include "core/kql/functions/overload.h"
#include "core/kql/values/conversions.h"

namespace signalbox::kql {

namespace {

// Hands on the rows whose argument `place` is true.
class ConditionalAggregator final : public Aggregator
{
public:
    ConditionalAggregator(std::unique_ptr<Aggregator> inner, std::size_t place)
        : m_inner(std::move(inner))
        , m_place(place)
    {
    }

    Status add(std::span<const Column> arguments, std::span<const std::uint32_t> group, std::size_t groups,
               const EvalContext &context) override
    {
        const Column condition = arguments[m_place].type() == Type::Bool
                                     ? arguments[m_place]
                                     : castColumn(arguments[m_place], Type::Bool);
        const std::vector<std::uint32_t> rows = fulfilling(condition, group.size());
        std::vector<Column> columns;
        columns.reserve(arguments.size() - 1);
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            if (i != m_place)
                columns.push_back(rows.size() == group.size() ? arguments[i] : arguments[i].gather(rows));
        }
        if (rows.size() == group.size())
            return m_inner->add(columns, group, groups, context);
        std::vector<std::uint32_t> kept(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i)
            kept[i] = group[rows[i]];
        return m_inner->add(columns, kept, groups, context);
    }

    Status merge(Aggregator &other, std::span<const std::uint32_t> map, std::size_t groups) override
    {
        return m_inner->merge(*static_cast<ConditionalAggregator &>(other).m_inner, map, groups);
    }

    Result<std::vector<Column>> finish(std::size_t groups) override { return m_inner->finish(groups); }
    [[nodiscard]] std::size_t bytes() const override { return m_inner->bytes(); }

private:
    static std::vector<std::uint32_t> fulfilling(const Column &condition, std::size_t rows)
    {
        // Without a branch: whether a row fulfils the condition is hard to foresee.
        std::vector<std::uint32_t> selected(rows);
        std::size_t count = 0;
        const std::uint8_t *values = condition.bools().data();
        forEachFilled(condition, rows, [&](std::size_t row, std::size_t stored) {
            selected[count] = static_cast<std::uint32_t>(row);
            count += values[stored] != 0 ? 1U : 0U;
        });
        selected.resize(count);
        return selected;
    }

    std::unique_ptr<Aggregator> m_inner;
    std::size_t m_place;
};

} // namespace

Column asReals(const Column &column)
{
    if (column.type() == Type::Real)
        return column;
    if (!isWhole(column.type()))
        return castColumn(column, Type::Real);
    const std::span<const std::int64_t> wholes = column.wholes();
    const Column reals =
        Column::ofReals(std::vector<double>(wholes.begin(), wholes.end()), column.sharedNulls());
    return column.isConstant() ? reals.repeated(column.size()) : reals;
}

std::string nameOf(std::string_view prefix, std::size_t argument)
{
    return fmt::format("{}_{{{}}}", prefix, argument);
}

BoundAggregate oneOutput(std::string name, Type type, AggregatorMaker make)
{
    BoundAggregate bound;
    bound.outputs.push_back({.name = std::move(name), .type = type});
    bound.make = std::move(make);
    return bound;
}

BoundAggregate unknownOutput(std::string name)
{
    BoundAggregate bound;
    bound.outputs.push_back({.name = std::move(name), .type = Type::Dynamic, .unknown = true});
    return bound;
}

AggregateBinder conditional(std::string function, AggregateBinder inner, std::size_t place)
{
    return [function = std::move(function), inner = std::move(inner),
            place](std::span<const Argument> arguments) -> Result<BoundAggregate> {
        const Argument &condition = arguments[place];
        if (!condition.unknown && condition.type != Type::Bool && condition.type != Type::Dynamic)
            return refuseArguments(function, fmt::format("a bool as argument {}", place + 1), arguments);
        std::vector<Argument> others(arguments.begin(), arguments.end());
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(place));
        SIGNALBOX_TRY(BoundAggregate bound, inner(others));
        if (bound.make) {
            bound.make = [make = std::move(bound.make), place]() -> std::unique_ptr<Aggregator> {
                return std::make_unique<ConditionalAggregator>(make(), place);
            };
        }
        return bound;
    };
}

void addWithCondition(FunctionRegistry &registry, AggregateFunction function, std::string_view prefix,
                      const std::function<AggregateBinder(std::string_view prefix)> &binderFor,
                      const ConditionalForm &form)
{
    AggregateFunction conditionalOne = function;
    conditionalOne.name = form.name;
    conditionalOne.help = form.help;
    conditionalOne.parameters.insert(
        conditionalOne.parameters.begin() + static_cast<std::ptrdiff_t>(form.place), "predicate");
    ++conditionalOne.minimumArguments;
    ++conditionalOne.maximumArguments;
    conditionalOne.binder = conditional(form.name, binderFor(form.prefix), form.place);
    function.binder = binderFor(prefix);
    registry.add(std::move(function));
    registry.add(std::move(conditionalOne));
}

Result<std::int64_t> wholeArgument(std::string_view function, std::string_view parameter,
                                   std::span<const Argument> arguments, std::size_t place,
                                   std::int64_t fallback)
{
    if (place >= arguments.size() || arguments[place].unknown)
        return fallback;
    const Value *constant = arguments[place].constant;
    const std::optional<double> number = constant != nullptr ? toReal(*constant) : std::nullopt;
    const std::optional<std::int64_t> whole = number ? realToLong(*number) : std::nullopt;
    if (!whole)
        return failure(
            ErrorCode::InvalidArgument,
            fmt::format("{}() takes a number that does not depend on the rows as {}.", function, parameter));
    return *whole;
}

} // namespace signalbox::kql
