#include <algorithm>

#include <fmt/format.h>

#include "core/kql/bind/binder.h"
#include "core/kql/bind/names.h"
#include "core/kql/run/grouping.h"
#include "core/kql/run/rows_plans.h"

namespace signalbox::kql {

namespace {

// The name of a cast and the like around the call of an aggregate whose column is `aggregate`:
// toint(avg(x)) is avg_x. "" if `node` is anything else.
std::string nameAround(const Expression &node, const std::string &aggregate,
                       const FunctionRegistry &functions)
{
    if (node.kind != ExpressionKind::Call || node.children.empty())
        return {};
    const Expression &inner = *node.children[0];
    const ScalarFunction *function = functions.findScalar(node.text);
    if (function == nullptr || function->columnName != "{0}" || inner.kind != ExpressionKind::Call)
        return {};
    return functions.findAggregate(inner.text) != nullptr ? aggregate
                                                          : nameAround(inner, aggregate, functions);
}

} // namespace

// The columns that one entry of summarize gives: several for arg_max, percentiles and their like.
Result<std::vector<NamedExpression>> Binder::aggregateColumns(const Assignment &assignment,
                                                              const Context &context)
{
    Aggregates &aggregates = *context.aggregates;
    const std::size_t before = aggregates.calls.size();
    SIGNALBOX_TRY(BoundPtr value, scalar(*assignment.value, context));
    const Expression &node = *assignment.value;
    const bool direct = node.kind == ExpressionKind::Call && aggregates.calls.size() == before + 1 &&
                        value->kind == BoundExpression::Kind::Column &&
                        value->column == context.aggregateOffset + aggregates.calls.back().firstOutput;
    std::vector<NamedExpression> result;
    if (!direct) {
        std::string name = assignment.names.empty() ? defaultName(node) : assignment.names[0].text;
        if (name.empty() && aggregates.calls.size() == before + 1)
            name = nameAround(node, aggregates.outputs.fields[aggregates.calls.back().firstOutput].name,
                              m_functions);
        result.push_back({.name = std::move(name),
                          .given = !assignment.names.empty(),
                          .value = value,
                          .span = assignment.span});
        return result;
    }
    const AggregateCall &call = aggregates.calls.back();
    for (std::size_t i = 0; i < call.bound.outputs.size(); ++i) {
        const std::size_t output = call.firstOutput + i;
        const Field &field = aggregates.outputs.fields[output];
        NamedExpression column{.name = field.name,
                               .value = columnExpression(context.aggregateOffset + output, field),
                               .span = assignment.span};
        if (i < assignment.names.size()) {
            column.name = assignment.names[i].text;
            column.given = true;
        } else if (!assignment.names.empty() && assignment.names.size() == 1 &&
                   call.bound.outputs.size() > 1 && node.text.starts_with("percentile")) {
            column.name = fmt::format("{}_{}", assignment.names[0].text, field.name);
        }
        result.push_back(std::move(column));
    }
    return result;
}

Result<PlanPtr> Binder::groupBy(std::vector<NamedExpression> keys, Aggregates aggregates, PlanPtr input,
                                bool hasBy)
{
    Schema schema;
    Grouping grouping{.keys = {}, .aggregates = {}, .oneGroup = !hasBy};
    for (NamedExpression &key : keys) {
        schema.fields.push_back({.name = key.name, .type = key.value->type, .unknown = key.value->unknown});
        grouping.keys.push_back(std::move(key.value));
    }
    for (Field &field : aggregates.outputs.fields)
        schema.fields.push_back(std::move(field));
    for (AggregateCall &call : aggregates.calls)
        grouping.aggregates.push_back(
            {.aggregate = std::move(call.bound), .arguments = std::move(call.arguments)});
    return groupPlan(std::move(input), std::move(schema), std::move(grouping));
}

Result<PlanPtr> Binder::bindOperator(const TabularOperator &, const SummarizeOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    const Schema &schema = input->schema();
    const Context row{.row = &schema, .names = names, .serialized = input->serialized()};
    SIGNALBOX_TRY(std::vector<NamedExpression> keys, columns(body.keys, row));
    Aggregates aggregates{.input = &schema, .keyNames = {}, .calls = {}, .outputs = {}};
    Schema keySchema;
    std::size_t number = 1;
    for (NamedExpression &key : keys) {
        SIGNALBOX_CHECK(notDynamic(key.value->type, key.value->unknown, "grouped", key.span));
        if (key.name.empty())
            key.name = fmt::format("Column{}", number++);
        key.name = uniqueName(keySchema, key.name);
        keySchema.fields.push_back(
            {.name = key.name, .type = key.value->type, .unknown = key.value->unknown});
        aggregates.keyNames.push_back(key.name);
    }
    std::vector<NamedExpression> results;
    results.reserve(keys.size() + body.aggregates.size());
    for (std::size_t i = 0; i < keys.size(); ++i)
        results.push_back({.name = keys[i].name,
                           .given = true,
                           .value = columnExpression(i, keySchema.fields[i]),
                           .span = keys[i].span});
    const Context grouped{
        .row = &keySchema, .names = names, .aggregates = &aggregates, .aggregateOffset = keys.size()};
    for (const Assignment &assignment : body.aggregates) {
        SIGNALBOX_TRY(std::vector<NamedExpression> columns, aggregateColumns(assignment, grouped));
        std::ranges::move(columns, std::back_inserter(results));
    }
    const bool open = aggregates.outputs.open;
    SIGNALBOX_TRY(PlanPtr groups,
                  groupBy(std::move(keys), std::move(aggregates), std::move(input), body.hasBy));
    SIGNALBOX_TRY(PlanPtr plan, project(std::move(results), std::move(groups), "Column", number));
    if (!open)
        return plan;
    Schema openSchema = plan->schema();
    openSchema.open = true;
    return renamedPlan(std::move(plan), std::move(openSchema));
}

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const TopHittersOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    SIGNALBOX_TRY(const std::int64_t rows, wholeConstant(*body.rows, names, "The number of rows"));
    const Context row{.row = &input->schema(), .names = names};
    SIGNALBOX_TRY(BoundPtr of, scalar(*body.of, row));
    std::string name = defaultName(*body.of);
    if (name.empty())
        name = "Column1";
    Aggregates aggregates{.input = &input->schema(), .keyNames = {}, .calls = {}, .outputs = {}};
    const Schema keySchema{.fields = {{.name = name, .type = of->type, .unknown = of->unknown}}};
    const Context grouped{.row = &keySchema, .names = names, .aggregates = &aggregates, .aggregateOffset = 1};
    Expression call{.kind = ExpressionKind::Call, .span = op.span, .nameSpan = op.nameSpan, .text = "count"};
    const AggregateFunction *function = m_functions.findAggregate(body.by ? "sum" : "count");
    if (function == nullptr)
        return fail(op.nameSpan, "top-hitters is not supported here.");
    SIGNALBOX_TRY(const BoundPtr count, aggregateCall(call, *m_functions.findAggregate("count"), grouped));
    BoundPtr weight = count;
    std::string weightName = "approximate_count_" + name;
    if (body.by) {
        SIGNALBOX_TRY(BoundPtr amount, scalar(*body.by, row));
        auto bound =
            function->bind(std::vector<Argument>{{.type = amount->type, .unknown = amount->unknown}});
        if (!bound)
            return fail(body.by->span, bound.error());
        const std::size_t output = aggregates.outputs.fields.size();
        aggregates.outputs.fields.push_back({.name = "sum", .type = bound->outputs[0].type});
        aggregates.calls.push_back(
            {.bound = *std::move(bound), .arguments = {std::move(amount)}, .firstOutput = output});
        weight = columnExpression(1 + output, aggregates.outputs.fields[output]);
        const std::string by = defaultName(*body.by);
        weightName = "approximate_sum_" + by;
    }
    std::vector<NamedExpression> keys;
    keys.push_back({.name = name, .given = true, .value = std::move(of), .span = body.of->span});
    SIGNALBOX_TRY(PlanPtr groups, groupBy(std::move(keys), std::move(aggregates), std::move(input), true));
    std::vector<OrderColumn> order;
    order.push_back({.value = weight, .descending = true, .nullsFirst = false});
    // Among equals the real engine mostly shows those that it met last.
    PlanPtr sorted = sortPlan(reversedPlan(std::move(groups)), std::move(order),
                              static_cast<std::size_t>(std::max<std::int64_t>(rows, 0)));
    std::vector<NamedExpression> results;
    results.push_back({.name = name, .given = true, .value = columnExpression(0, keySchema.fields[0])});
    results.push_back({.name = weightName, .given = true, .value = weight});
    return project(std::move(results), std::move(sorted), "Column", 1);
}

} // namespace signalbox::kql
