#include <algorithm>

#include <fmt/format.h>

#include "core/kql/bind/binder.h"
#include "core/kql/bind/names.h"
#include "core/kql/run/rows_plans.h"
#include "core/kql/run/series_plan.h"
#include "core/kql/values/conversions.h"

namespace signalbox::kql {

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const MakeSeriesOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    const Schema &source = input->schema();
    const Context row{.row = &source, .names = names};
    SIGNALBOX_TRY(std::vector<NamedExpression> keys, columns(body.keys, row));
    Series series{.grouping = {}, .nonEmpty = wordOf(op.parameters, "kind") == "nonempty"};
    Aggregates aggregates{.input = &source, .keyNames = {}, .calls = {}, .outputs = {}};
    Schema schema;
    std::size_t number = 1;
    for (NamedExpression &key : keys) {
        if (key.name.empty())
            key.name = fmt::format("Column{}", number++);
        key.name = uniqueName(schema, key.name);
        aggregates.keyNames.push_back(key.name);
        schema.fields.push_back({.name = key.name, .type = key.value->type, .unknown = key.value->unknown});
        series.grouping.keys.push_back(key.value);
    }
    SIGNALBOX_TRY(series.axis, scalar(*body.axis.value, row));
    const Type axisType = series.axis->type;
    if (!series.axis->unknown && !isNumeric(axisType) && axisType != Type::DateTime &&
        axisType != Type::TimeSpan)
        return fail(body.axis.span,
                    fmt::format("The axis is a number or a time, not a {}.", typeName(axisType)));
    const auto onAxis = [&](const ExpressionPtr &node, Type type, std::string_view what) -> Result<Value> {
        SIGNALBOX_TRY(const BoundPtr bound, scalar(*node, {.names = names}));
        SIGNALBOX_TRY(Value value, constant(*node, names, what));
        if (value.isNull() || value.is(type))
            return value;
        if (!series.axis->unknown && (bound->type == Type::String || bound->type == Type::Bool))
            return fail(node->span, fmt::format("{} is a {}, and the axis needs a {}.", what,
                                                typeName(bound->type), typeName(type)));
        return castValue(value, type);
    };
    if (body.from) {
        SIGNALBOX_TRY(series.from, onAxis(body.from, axisType, "The start of make-series"));
    }
    if (body.to) {
        SIGNALBOX_TRY(series.to, onAxis(body.to, axisType, "The end of make-series"));
    }
    series.includeTo = body.inRange;
    if (!body.step)
        return fail(op.span, "make-series needs a step.");
    const Type stepType = axisType == Type::DateTime ? Type::TimeSpan : axisType;
    SIGNALBOX_TRY(series.step, onAxis(body.step, stepType, "The step of make-series"));

    const Schema keySchema = schema;
    const Context grouped{.row = &keySchema,
                          .names = names,
                          .aggregates = &aggregates,
                          .aggregateOffset = keys.size() + 1}; // behind the keys and the step
    for (const SeriesAggregate &entry : body.aggregates) {
        SIGNALBOX_TRY(std::vector<NamedExpression> found, aggregateColumns(entry.aggregate, grouped));
        Value fallback = Value::ofLong(0);
        if (entry.fallback) {
            SIGNALBOX_TRY(fallback, constant(*entry.fallback, names, "The default of make-series"));
        }
        for (NamedExpression &column : found) {
            const bool widens = column.value->type == Type::Real && !fallback.isNull();
            series.fallbacks.push_back(widens ? castValue(fallback, Type::Real) : fallback);
            series.values.push_back(std::move(column.value));
            std::string name = column.name.empty() ? fmt::format("Column{}", number++) : column.name;
            schema.fields.push_back({.name = uniqueName(schema, name), .type = Type::Dynamic});
        }
    }
    for (AggregateCall &call : aggregates.calls)
        series.grouping.aggregates.push_back(
            {.aggregate = std::move(call.bound), .arguments = std::move(call.arguments)});
    std::string axisName = body.axis.names.empty() ? defaultName(*body.axis.value) : body.axis.names[0].text;
    if (axisName.empty())
        axisName = fmt::format("Column{}", number);
    schema.fields.push_back({.name = uniqueName(schema, axisName), .type = Type::Dynamic});
    return seriesPlan(std::move(input), schema, std::move(series));
}

} // namespace signalbox::kql
