// Calls one function of the registry as a query would: with constants, and with columns of several rows whose
// answers must agree with the constants'. Arguments and answers are written as "type:text", such as "long:5"
// or "real:null".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/kql/functions/registry.h"
#include "core/kql/values/dynamic_json.h"
#include "core/kql/values/text_to_value.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql::test {

struct Typed
{
    Type type = Type::Dynamic;
    Value value;
};

inline Typed typed(std::string_view text)
{
    const std::size_t colon = text.find(':');
    const Type type = typeFromName(text.substr(0, colon)).value_or(Type::Dynamic);
    const std::string_view content = text.substr(colon + 1);
    if (content == "null" && type != Type::String)
        return {.type = type, .value = Value()};
    return {.type = type, .value = valueFromText(content, type)};
}

inline std::string shown(Type type, const Value &value)
{
    if (type == Type::Dynamic)
        return "dynamic:" + toJsonText(value);
    return std::string(typeName(type)) + ":" + (value.isNull() ? "null" : toText(value));
}

inline Column columnOf(const Typed &argument, std::size_t rows)
{
    return Column::constant(argument.type, argument.value, rows).expanded();
}

// The answer as "type:text", or the error's message. Reports "differs" when constants and columns disagree.
inline std::string call(const std::string &name, const std::vector<std::string> &texts)
{
    const ScalarFunction *function = FunctionRegistry::standard().findScalar(name);
    if (function == nullptr)
        return "no function " + name;
    std::vector<Typed> arguments;
    for (const std::string &text : texts)
        arguments.push_back(typed(text));
    std::vector<Argument> known;
    std::vector<Argument> unknown;
    for (const Typed &argument : arguments) {
        known.push_back({.type = argument.type, .constant = &argument.value});
        unknown.push_back({.type = argument.type});
    }
    SeededRandom random(1);
    const EvalContext context{.now = TimePoint(Ticks(17'000'000'000'000'000)), .random = random};
    const auto bound = function->bind(known);
    if (!bound)
        return bound.error().message;
    std::vector<Column> columns;
    for (const Typed &argument : arguments)
        columns.push_back(Column::constant(argument.type, argument.value, 3));
    const auto once = bound->kernel(columns, 3, context);
    if (!once)
        return once.error().message;
    const std::string answer = shown(bound->result, once->value(0));
    const auto flexible = function->bind(unknown);
    if (!flexible)
        return answer;
    for (const std::size_t rows : {std::size_t{1}, std::size_t{5}}) {
        for (std::size_t i = 0; i < columns.size(); ++i)
            columns[i] = columnOf(arguments[i], rows);
        const auto each = flexible->kernel(columns, rows, context);
        if (!each)
            return "differs: " + each.error().message;
        for (std::size_t row = 0; row < rows; ++row) {
            if (const std::string other = shown(flexible->result, each->value(row)); other != answer)
                return "differs: " + answer + " and " + other;
        }
    }
    return answer;
}

} // namespace signalbox::kql::test
