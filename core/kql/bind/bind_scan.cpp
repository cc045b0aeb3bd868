#include <algorithm>

#include <fmt/format.h>

#include "core/kql/bind/binder.h"
#include "core/kql/bind/names.h"
#include "core/kql/run/rows_plans.h"
#include "core/kql/run/scan_plan.h"
#include "core/kql/values/conversions.h"

namespace signalbox::kql {

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const ScanOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    if (!body.orderBy.empty()) {
        std::vector<OrderColumn> keys;
        for (const OrderKey &key : body.orderBy) {
            SIGNALBOX_TRY(BoundPtr value, scalar(*key.key.value, {.row = &input->schema(), .names = names}));
            const bool descending = key.descending.value_or(true);
            keys.push_back({.value = std::move(value),
                            .descending = descending,
                            .nullsFirst = key.nullsFirst.value_or(!descending)});
        }
        input = sortPlan(std::move(input), std::move(keys), std::nullopt);
    }
    if (!input->serialized())
        return fail(op.nameSpan, "scan needs rows in a fixed order. Put sort or serialize before it.");
    Scan scan{.inputColumns = input->schema().fields.size()};
    for (const ExpressionPtr &key : body.partitionBy) {
        SIGNALBOX_TRY(BoundPtr value, scalar(*key, {.row = &input->schema(), .names = names}));
        scan.partitionBy.push_back(std::move(value));
    }
    // What a step's state shows, and what its expressions see of the present row.
    Schema row = input->schema();
    for (const FunctionParameter &variable : body.declared) {
        SIGNALBOX_TRY(const Type type, typeNamed(variable.type, variable.name.span));
        Value first = type == Type::String ? Value::ofString({}) : Value();
        if (variable.fallback) {
            SIGNALBOX_TRY(const Value given,
                          constant(*variable.fallback, names, "The first value of a variable"));
            first = given.is(type) || type == Type::Dynamic ? given : castValue(given, type);
        }
        const Field field{.name = variable.name.text, .type = type};
        if (row.find(field.name))
            return fail(variable.name.span, fmt::format("There is a column '{}' already.", field.name));
        scan.variables.push_back(field);
        scan.firstValues.push_back(std::move(first));
        row.fields.push_back(field);
    }
    Context context{.row = &row, .names = names};
    for (std::size_t i = 0; i < body.steps.size(); ++i)
        context.qualifiers.push_back(
            {.name = body.steps[i].name.text, .schema = &row, .offset = row.fields.size() * (i + 1)});
    for (std::size_t i = 0; i < body.steps.size(); ++i) {
        const ScanStep &step = body.steps[i];
        ScanStepPlan plan{.condition = {}, .assignments = {}, .output = step.output != "none"};
        SIGNALBOX_TRY(plan.condition, predicate(*step.condition, context));
        for (const Assignment &assignment : step.assignments) {
            const std::string name = assignment.names.empty() ? std::string() : assignment.names[0].text;
            const auto variable = std::ranges::find(scan.variables, name, &Field::name);
            if (variable == scan.variables.end())
                return fail(assignment.span, fmt::format("'{}' is not declared.", name));
            SIGNALBOX_TRY(BoundPtr value, scalar(*assignment.value, context));
            if (value->type != variable->type && !value->unknown) {
                SIGNALBOX_TRY(value,
                              apply(fmt::format("to{}", typeName(variable->type)), {value}, assignment.span));
            }
            plan.assignments.push_back(
                {.variable = static_cast<std::size_t>(variable - scan.variables.begin()),
                 .value = std::move(value)});
        }
        scan.steps.push_back(std::move(plan));
    }
    Schema schema = row;
    if (const std::string_view matchId = wordOf(op.parameters, "with_match_id"); !matchId.empty()) {
        scan.matchId = true;
        schema.fields.push_back({.name = uniqueName(schema, matchId), .type = Type::Long});
    }
    return scanPlan(std::move(input), std::move(schema), std::move(scan));
}

} // namespace signalbox::kql
