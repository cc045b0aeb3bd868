#include "core/kql/functions/registry.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/kql/functions/library.h"

namespace signalbox::kql {

namespace {

Status checkCount(std::string_view name, std::size_t count, std::size_t least, std::size_t most)
{
    if (count >= least && (count <= most || most >= anyNumber))
        return {};
    const auto arguments = [](std::size_t number) {
        return fmt::format("{} argument{}", number, number == 1 ? "" : "s");
    };
    std::string takes = arguments(least);
    if (most != least)
        takes = most >= anyNumber ? "at least " + takes : fmt::format("{} to {}", least, arguments(most));
    return failure(ErrorCode::InvalidArgument, fmt::format("{} takes {}, not {}.", name, takes, count));
}

} // namespace

Result<BoundFunction> ScalarFunction::bind(std::span<const Argument> arguments) const
{
    SIGNALBOX_CHECK(checkCount(name, arguments.size(), minimumArguments, maximumArguments));
    SIGNALBOX_TRY(BoundFunction bound, binder(arguments));
    return bound;
}

Result<BoundAggregate> AggregateFunction::bind(std::span<const Argument> arguments) const
{
    SIGNALBOX_CHECK(checkCount(name, arguments.size(), minimumArguments, maximumArguments));
    SIGNALBOX_TRY(BoundAggregate bound, binder(arguments));
    return bound;
}

const FunctionRegistry &FunctionRegistry::standard()
{
    static const FunctionRegistry registry = [] {
        FunctionRegistry built;
        addScalarFunctions(built);
        addAggregates(built);
        return built;
    }();
    return registry;
}

const ScalarFunction *FunctionRegistry::findScalar(std::string_view name) const
{
    const auto found = m_scalars.find(name);
    return found != m_scalars.end() ? &found->second : nullptr;
}

const AggregateFunction *FunctionRegistry::findAggregate(std::string_view name) const
{
    const auto found = m_aggregates.find(name);
    return found != m_aggregates.end() ? &found->second : nullptr;
}

std::vector<std::string> FunctionRegistry::scalarNames() const
{
    std::vector<std::string> names;
    for (const auto &[name, function] : m_scalars) {
        if (!function.isOperator && function.replacement.empty())
            names.push_back(name);
    }
    return names;
}

std::vector<std::string> FunctionRegistry::aggregateNames() const
{
    std::vector<std::string> names;
    for (const auto &[name, function] : m_aggregates) {
        if (function.replacement.empty())
            names.push_back(name);
    }
    return names;
}

void FunctionRegistry::add(ScalarFunction function)
{
    std::string name = function.name;
    m_scalars.insert_or_assign(std::move(name), std::move(function));
}

void FunctionRegistry::add(std::string name, std::vector<std::string> parameters, std::string help,
                           std::vector<Overload> overloads, std::string columnName)
{
    std::size_t least = anyNumber;
    std::size_t most = 0;
    for (const Overload &overload : overloads) {
        least = std::min(least, overload.parameters.size());
        most = std::max(most, overload.repeatsLast ? anyNumber : overload.parameters.size());
    }
    FunctionBinder binder = binderOf(name, std::move(overloads));
    add(ScalarFunction{.name = std::move(name),
                       .parameters = std::move(parameters),
                       .help = std::move(help),
                       .minimumArguments = least,
                       .maximumArguments = most,
                       .binder = std::move(binder),
                       .columnName = std::move(columnName)});
}

void FunctionRegistry::addOperator(std::string name, std::string help, std::size_t operands,
                                   FunctionBinder binder)
{
    add(ScalarFunction{.name = std::move(name),
                       .parameters = {},
                       .help = std::move(help),
                       .minimumArguments = operands,
                       .maximumArguments = operands,
                       .binder = std::move(binder),
                       .isOperator = true});
}

void FunctionRegistry::add(AggregateFunction function)
{
    std::string name = function.name;
    m_aggregates.insert_or_assign(std::move(name), std::move(function));
}

void FunctionRegistry::addOldSpelling(const std::string &name, const std::string &replacement)
{
    addOtherName(name, replacement);
    if (const auto scalar = m_scalars.find(name); scalar != m_scalars.end())
        scalar->second.replacement = replacement;
    if (const auto aggregate = m_aggregates.find(name); aggregate != m_aggregates.end())
        aggregate->second.replacement = replacement;
}

void FunctionRegistry::addOtherName(const std::string &name, const std::string &same)
{
    if (const ScalarFunction *scalar = findScalar(same); scalar != nullptr) {
        ScalarFunction copy = *scalar;
        copy.name = name;
        add(std::move(copy));
    }
    if (const AggregateFunction *aggregate = findAggregate(same); aggregate != nullptr) {
        AggregateFunction copy = *aggregate;
        copy.name = name;
        add(std::move(copy));
    }
}

} // namespace signalbox::kql
