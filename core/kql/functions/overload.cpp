#include "core/kql/functions/overload.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace signalbox::kql {

namespace {

constexpr int impossible = std::numeric_limits<int>::max();

int costOf(const Argument &argument, const ParameterKind &parameter)
{
    if (argument.unknown || !parameter.type)
        return argument.unknown ? 0 : 1;
    const Type from = argument.type;
    const Type to = *parameter.type;
    if (from == to)
        return 0;
    if (parameter.coerces)
        return 1;
    if (from == Type::Int && to == Type::Long)
        return 1;
    if (isInteger(from) && to == Type::Real)
        return 3;
    if (isNumeric(from) && to == Type::Decimal)
        return 5;
    if (from == Type::Dynamic && (to == Type::String || to == Type::Bool))
        return 4;
    return impossible;
}

const ParameterKind &parameterAt(const Overload &overload, std::size_t index)
{
    return overload.parameters[std::min(index, overload.parameters.size() - 1)];
}

bool takesCount(const Overload &overload, std::size_t count)
{
    return overload.repeatsLast ? count + 1 > overload.parameters.size()
                                : count == overload.parameters.size();
}

int costOf(const Overload &overload, std::span<const Argument> arguments)
{
    if (!takesCount(overload, arguments.size()))
        return impossible;
    int total = 0;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const int cost = costOf(arguments[i], parameterAt(overload, i));
        if (cost == impossible)
            return impossible;
        total += cost;
    }
    return total;
}

std::string listed(const Overload &overload)
{
    std::string text;
    for (const ParameterKind &parameter : overload.parameters) {
        text += text.empty() ? "" : ", ";
        text += parameter.type && !parameter.coerces ? typeName(*parameter.type) : "any type";
    }
    return fmt::format("({}{})", text, overload.repeatsLast ? ", …" : "");
}

std::string listed(std::span<const Overload> overloads)
{
    std::string text;
    for (std::size_t i = 0; i < overloads.size() && i < 4; ++i)
        text += (i == 0 ? "" : " or ") + listed(overloads[i]);
    return text;
}

// Converts arguments before `kernel` sees them; a type of none stays as it is.
Kernel converting(Kernel kernel, std::vector<std::optional<Type>> types)
{
    return [kernel = std::move(kernel), types = std::move(types)](
               std::span<const Column> arguments, std::size_t rows, const EvalContext &context) {
        std::vector<Column> converted(arguments.begin(), arguments.end());
        for (std::size_t i = 0; i < converted.size(); ++i) {
            if (types[i])
                converted[i] = castColumn(converted[i], *types[i]);
        }
        return kernel(converted, rows, context);
    };
}

} // namespace

std::unexpected<Error> refuseArguments(std::string_view function, std::string_view takes,
                                       std::span<const Argument> arguments)
{
    std::string given;
    for (const Argument &argument : arguments)
        given += fmt::format("{}{}", given.empty() ? "" : ", ", typeName(argument.type));
    return failure(ErrorCode::InvalidArgument, fmt::format("{} takes {}, not ({}).", function, takes, given));
}

Result<BoundFunction> bindOverload(std::string_view function, std::span<const Overload> overloads,
                                   std::span<const Argument> arguments)
{
    const Overload *best = nullptr;
    int lowest = impossible;
    for (const Overload &overload : overloads) {
        const int cost = costOf(overload, arguments);
        if (cost < lowest) {
            lowest = cost;
            best = &overload;
        }
    }
    if (best == nullptr)
        return refuseArguments(function, listed(overloads), arguments);
    std::vector<std::optional<Type>> conversions(arguments.size());
    bool converts = false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const ParameterKind &parameter = parameterAt(*best, i);
        if (parameter.type && *parameter.type != arguments[i].type) {
            conversions[i] = parameter.type;
            converts = true;
        }
    }
    return BoundFunction{.result = best->result,
                         .kernel =
                             converts ? converting(best->kernel, std::move(conversions)) : best->kernel};
}

FunctionBinder binderOf(std::string function, std::vector<Overload> overloads)
{
    return [function = std::move(function), overloads = std::move(overloads)](
               std::span<const Argument> arguments) { return bindOverload(function, overloads, arguments); };
}

} // namespace signalbox::kql
