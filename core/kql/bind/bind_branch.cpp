#include <fmt/format.h>

#include "core/kql/bind/binder.h"
#include "core/kql/run/branch_plan.h"
#include "core/kql/run/rows_plans.h"

namespace signalbox::kql {

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const BranchOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    if (op.name == "partition") {
        SIGNALBOX_TRY(const std::vector<std::size_t> key, matchingColumns(*body.keys[0], input->schema()));
        if (key.empty())
            return memoryPlan({.fields = {}, .open = true}, false, {});
        const Field &field = input->schema().fields[key[0]];
        SIGNALBOX_CHECK(notDynamic(field.type, field.unknown, "grouped", body.keys[0]->span));
        const auto slot = std::make_shared<const SlotPlan>(input->schema(), input->serialized());
        SIGNALBOX_TRY(PlanPtr result, pipeline(*body.branches[0].body, slot, {.names = names}));
        return partitionPlan(std::move(input), key[0], slot, std::move(result));
    }
    const PlanPtr shared = sharedPlan(input);
    std::vector<BoundTable> tables;
    if (op.name == "facet") {
        for (const ExpressionPtr &key : body.keys) {
            SIGNALBOX_TRY(BoundPtr value, scalar(*key, {.row = &shared->schema(), .names = names}));
            SIGNALBOX_CHECK(notDynamic(value->type, value->unknown, "grouped", key->span));
            Aggregates aggregates{.input = &shared->schema(), .keyNames = {}, .calls = {}, .outputs = {}};
            const std::string name = defaultName(*key);
            const Schema keySchema{
                .fields = {{.name = name, .type = value->type, .unknown = value->unknown}}};
            const Context grouped{
                .row = &keySchema, .names = names, .aggregates = &aggregates, .aggregateOffset = 1};
            const Expression count{
                .kind = ExpressionKind::Call, .span = op.span, .nameSpan = op.nameSpan, .text = "count"};
            const AggregateFunction *function = m_functions.findAggregate("count");
            if (function == nullptr)
                return fail(op.nameSpan, "facet is not supported here.");
            SIGNALBOX_TRY(const BoundPtr counted, aggregateCall(count, *function, grouped));
            aggregates.outputs.fields[counted->column - 1].name = "count_" + name;
            std::vector<NamedExpression> keys;
            keys.push_back({.name = name, .given = true, .value = std::move(value), .span = key->span});
            SIGNALBOX_TRY(PlanPtr plan, groupBy(std::move(keys), std::move(aggregates), shared, true));
            tables.push_back({.name = name, .plan = std::move(plan), .rendering = {}});
        }
    }
    for (const BranchOperator::Branch &branch : body.branches) {
        SIGNALBOX_TRY(PlanPtr plan, pipeline(*branch.body, shared, {.names = names}));
        tables.push_back({.name = branch.name.text, .plan = std::move(plan), .rendering = {}});
    }
    PlanPtr first = tables.front().plan;
    m_extraTables = std::move(tables);
    return first;
}

} // namespace signalbox::kql
