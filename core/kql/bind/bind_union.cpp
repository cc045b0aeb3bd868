#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/kql/bind/binder.h"
#include "core/kql/bind/names.h"
#include "core/kql/run/rows_plans.h"
#include "core/kql/run/union_plan.h"

namespace signalbox::kql {

namespace {

using ColumnKey = std::pair<std::string, Type>;

// The columns of all legs, in the order in which they are met, and what each is called in the result; a name
// with two types becomes name_type for each.
struct OuterColumns
{
    Schema schema;
    std::map<ColumnKey, std::string> names;
};

OuterColumns outerColumns(std::span<const PlanPtr> plans)
{
    std::map<std::string, std::set<Type>> types;
    for (const PlanPtr &plan : plans) {
        for (const Field &field : plan->schema().fields) {
            if (!field.unknown)
                types[field.name].insert(field.type);
        }
    }
    const auto divided = [&types](const Field &field) {
        return types[field.name].size() > 1 && !field.unknown;
    };
    Schema taken; // names that columns keep
    for (const PlanPtr &plan : plans) {
        for (const Field &field : plan->schema().fields) {
            if (!divided(field) && !taken.find(field.name))
                taken.fields.push_back(field);
        }
    }
    OuterColumns result;
    for (const PlanPtr &plan : plans) {
        result.schema.open = result.schema.open || plan->schema().open;
        for (const Field &field : plan->schema().fields) {
            std::string &name = result.names[{field.name, field.type}];
            if (!name.empty())
                continue;
            Field column = field;
            if (divided(field)) {
                column.name = uniqueName(taken, fmt::format("{}_{}", field.name, typeName(field.type)));
                taken.fields.push_back(column);
            }
            name = column.name;
            if (!result.schema.find(name))
                result.schema.fields.push_back(std::move(column));
        }
    }
    return result;
}

Schema innerSchema(std::span<const PlanPtr> plans)
{
    Schema schema;
    for (const Field &field : plans.front()->schema().fields) {
        const bool everywhere = std::ranges::all_of(plans, [&field](const PlanPtr &plan) {
            return std::ranges::count(plan->schema().fields, field) != 0;
        });
        if (everywhere)
            schema.fields.push_back(field);
    }
    return schema;
}

std::vector<std::optional<std::size_t>> columnsOf(const Schema &leg, const OuterColumns &result)
{
    std::vector<std::optional<std::size_t>> columns;
    for (const Field &field : result.schema.fields) {
        std::optional<std::size_t> found;
        for (std::size_t i = 0; i < leg.fields.size() && !found; ++i) {
            const auto name = result.names.find({leg.fields[i].name, leg.fields[i].type});
            if (name != result.names.end() && name->second == field.name)
                found = i;
        }
        columns.push_back(found);
    }
    return columns;
}

PlanPtr united(std::vector<PlanPtr> plans, std::vector<std::string> sources, bool inner,
               const std::string &withSource)
{
    OuterColumns columns = outerColumns(plans);
    if (inner)
        columns.schema = innerSchema(plans);
    std::vector<UnionLeg> legs;
    for (std::size_t i = 0; i < plans.size(); ++i)
        legs.push_back(
            {.plan = plans[i], .source = sources[i], .columns = columnsOf(plans[i]->schema(), columns)});
    Schema schema = std::move(columns.schema);
    if (!withSource.empty()) {
        const auto same = schema.find(withSource);
        if (same)
            schema.fields[*same].name = uniqueName(schema, withSource);
        schema.fields.insert(schema.fields.begin(), {.name = withSource, .type = Type::String});
    }
    return unionPlan(std::move(legs), std::move(schema), !withSource.empty());
}

// Names of columns that a condition uses, in their order.
void collectNames(const Expression &node, std::vector<std::string> &names)
{
    if (node.kind == ExpressionKind::Name)
        names.push_back(node.text);
    for (const ExpressionPtr &child : node.children)
        collectNames(*child, names);
}

} // namespace

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const UnionOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    const bool fuzzy = wordOf(op.parameters, "isfuzzy") == "true";
    std::string_view withSource = wordOf(op.parameters, "withsource");
    if (withSource.empty())
        withSource = wordOf(op.parameters, "with_source");
    SIGNALBOX_TRY(const std::vector<NamedTable> found, tables(body.tables, fuzzy, {.names = names}));
    std::vector<PlanPtr> plans;
    std::vector<std::string> sources;
    const auto add = [&](const std::string &name, PlanPtr plan) {
        sources.push_back(name.empty() ? fmt::format("union_arg{}", sources.size()) : name);
        plans.push_back(std::move(plan));
    };
    if (input)
        add({}, std::move(input));
    for (const NamedTable &one : found)
        add(one.name, one.plan);
    if (plans.empty())
        return fail(op.span, "None of the tables exists.");
    return united(std::move(plans), std::move(sources), wordOf(op.parameters, "kind") == "inner",
                  std::string(withSource));
}

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const SearchOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    const bool sensitive = wordOf(op.parameters, "kind") == "case_sensitive";
    const auto condition = [&](PlanPtr plan) -> Result<PlanPtr> {
        if (plan->schema().open)
            return plan;
        SIGNALBOX_TRY(BoundPtr bound, predicate(*body.predicate, {.row = &plan->schema(),
                                                                  .names = names,
                                                                  .textMeansHas = true,
                                                                  .caseSensitive = sensitive}));
        return filterPlan(std::move(plan), std::move(bound), false);
    };
    if (input) {
        SIGNALBOX_TRY(PlanPtr plan, condition(std::move(input)));
        return united({std::move(plan)}, {"search_arg0"}, false, "$table");
    }
    std::vector<NamedTable> found;
    if (body.tables.empty()) {
        SIGNALBOX_TRY(found, everyTable({.names = names}));
    } else {
        SIGNALBOX_TRY(found, tables(body.tables, false, {.names = names}));
    }
    std::vector<PlanPtr> plans;
    std::vector<std::string> sources;
    for (NamedTable &one : found) {
        const std::size_t before = m_diagnostics.size();
        auto plan = condition(std::move(one.plan));
        if (!plan) {
            m_diagnostics.resize(before); // a table without the columns that are asked for has no such rows
            continue;
        }
        plans.push_back(*std::move(plan));
        sources.push_back(one.name);
    }
    if (plans.empty())
        return m_catalog.open()
                   ? memoryPlan({.fields = {}, .open = true}, false, {})
                   : Result<PlanPtr>(fail(op.span, "No table has the columns that are asked for."));
    return united(std::move(plans), std::move(sources), false, "$table");
}

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const FindOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    std::vector<NamedTable> found;
    if (input) {
        found.push_back({.name = "union_arg0", .plan = std::move(input)});
    } else if (body.tables.empty()) {
        SIGNALBOX_TRY(found, everyTable({.names = names}));
    } else {
        SIGNALBOX_TRY(found, tables(body.tables, false, {.names = names}));
    }
    std::string_view source = wordOf(op.parameters, "withsource");
    if (source.empty())
        source = "source_";
    std::vector<std::string> wanted;
    for (const TypedName &column : body.project)
        wanted.push_back(column.name.text);
    if (wanted.empty() || body.away) {
        wanted.clear();
        collectNames(*body.predicate, wanted);
        wanted.emplace_back("pack_");
    }
    std::vector<PlanPtr> plans;
    std::vector<std::string> sources;
    for (const NamedTable &one : found) {
        if (one.plan->schema().open) {
            plans.push_back(one.plan);
            sources.push_back(one.name);
            continue;
        }
        const std::size_t before = m_diagnostics.size();
        const Context context{.row = &one.plan->schema(), .names = names, .textMeansHas = true};
        auto bound = predicate(*body.predicate, context);
        if (!bound) {
            m_diagnostics.resize(before);
            continue;
        }
        const PlanPtr rows = filterPlan(one.plan, *bound, false);
        std::vector<NamedExpression> columns;
        const Expression pack{
            .kind = ExpressionKind::Call, .span = op.span, .nameSpan = op.span, .text = "pack_all"};
        for (const std::string &name : wanted) {
            if (name == "pack_" || name == "pack(*)") {
                SIGNALBOX_TRY(BoundPtr packed, packAll(pack, context));
                columns.push_back(
                    {.name = "pack_", .given = true, .value = std::move(packed), .span = op.span});
            } else if (const auto column = context.row->find(name); column) {
                columns.push_back({.name = name,
                                   .given = true,
                                   .value = columnExpression(*column, context.row->fields[*column]),
                                   .span = op.span});
            }
        }
        SIGNALBOX_TRY(PlanPtr plan, project(std::move(columns), rows, "Column", 1));
        plans.push_back(std::move(plan));
        sources.push_back(one.name);
    }
    if (plans.empty())
        return m_catalog.open()
                   ? memoryPlan({.fields = {}, .open = true}, false, {})
                   : Result<PlanPtr>(fail(op.span, "No table has the columns that are asked for."));
    return united(std::move(plans), std::move(sources), false, std::string(source));
}

} // namespace signalbox::kql
