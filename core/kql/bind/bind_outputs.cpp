// Functions that give several columns, such as series_stats: each column is an element of the array that the
// function gives, and the call stands for the first of them where one value is wanted.
#include <fmt/format.h>

#include "core/kql/bind/binder.h"
#include "core/kql/bind/outputs.h"
#include "core/kql/values/column_builder.h"
#include "core/kql/values/conversions.h"

namespace signalbox::kql {

namespace {

Value elementAs(Type type, const Value &element)
{
    return type == Type::Dynamic ? element : castValue(element, type);
}

Kernel elementKernel(std::size_t index, Type type)
{
    return [index, type](std::span<const Column> arguments, std::size_t rows,
                         const EvalContext &) -> Result<Column> {
        const Column &arrays = arguments[0];
        const std::size_t stored = arrays.isConstant() && rows > 0 ? 1 : rows;
        ColumnBuilder builder(type, stored);
        for (std::size_t row = 0; row < stored; ++row) {
            const Value &array = arrays.values()[row];
            builder.appendValue(elementAs(type, array.element(static_cast<std::int64_t>(index))));
        }
        Column column = builder.finish();
        return stored == rows ? column : column.repeated(rows);
    };
}

// `pattern` with the names of the arguments that it mentions as {0}, {1}, …
std::string named(std::string pattern, std::span<const std::string> arguments)
{
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string place = fmt::format("{{{}}}", i);
        if (const std::size_t at = pattern.find(place); at != std::string::npos)
            pattern.replace(at, place.size(), arguments[i]);
    }
    return pattern;
}

} // namespace

BoundPtr firstOutput(BoundExpression call, std::span<const FunctionOutput> outputs)
{
    call.shared = true;
    const auto all = std::make_shared<const BoundExpression>(std::move(call));
    BoundOutputs columns;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const FunctionOutput &output = outputs[i];
        columns.names.push_back(output.name);
        if (all->isConstant()) {
            const Value &element = all->constant.element(static_cast<std::int64_t>(i));
            columns.values.push_back(constantExpression(output.type, elementAs(output.type, element)));
            continue;
        }
        columns.values.push_back(
            std::make_shared<const BoundExpression>(BoundExpression{.kind = BoundExpression::Kind::Call,
                                                                    .type = output.type,
                                                                    .evaluation = all->evaluation,
                                                                    .kernel = elementKernel(i, output.type),
                                                                    .arguments = {all}}));
    }
    BoundExpression first = *columns.values[0];
    first.outputs = std::make_shared<const BoundOutputs>(std::move(columns));
    return std::make_shared<const BoundExpression>(std::move(first));
}

BoundPtr Binder::withOutputNames(const BoundExpression &first, const Expression &call) const
{
    std::vector<std::string> arguments;
    arguments.reserve(call.children.size());
    for (const ExpressionPtr &child : call.children)
        arguments.push_back(defaultName(*child));
    BoundOutputs columns = *first.outputs;
    for (std::string &name : columns.names)
        name = named(std::move(name), arguments);
    BoundExpression renamed = first;
    renamed.outputs = std::make_shared<const BoundOutputs>(std::move(columns));
    return std::make_shared<const BoundExpression>(std::move(renamed));
}

Result<BoundPtr> Binder::outputAt(const BoundOutputs &outputs, const BoundExpression &index, Span span)
{
    const bool inside = index.isConstant() && index.constant.isWhole() && index.constant.whole() >= 0 &&
                        index.constant.whole() < static_cast<std::int64_t>(outputs.values.size());
    if (!inside)
        return fail(span, fmt::format("The function gives {} columns: write a number from 0 to {}.",
                                      outputs.values.size(), outputs.values.size() - 1));
    return outputs.values[static_cast<std::size_t>(index.constant.whole())];
}

Result<std::vector<NamedExpression>> Binder::outputColumns(const BoundOutputs &outputs,
                                                           const Assignment &assignment)
{
    // Names in brackets take the first columns; the rest is dropped.
    const bool given = !assignment.names.empty();
    if (given && assignment.names.size() > outputs.values.size())
        return fail(assignment.span, fmt::format("The function gives {} columns and not {}.",
                                                 outputs.values.size(), assignment.names.size()));
    std::vector<NamedExpression> columns;
    const std::size_t count = given ? assignment.names.size() : outputs.values.size();
    columns.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        columns.push_back({.name = given ? assignment.names[i].text : outputs.names[i],
                           .given = given,
                           .isOutput = true,
                           .value = outputs.values[i],
                           .span = assignment.span});
    return columns;
}

} // namespace signalbox::kql
