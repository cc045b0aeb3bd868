#include <algorithm>

#include <fmt/format.h>

#include "core/kql/bind/binder.h"
#include "core/kql/bind/unite.h"
#include "core/kql/run/rows_plans.h"

namespace signalbox::kql {

namespace {

// A table of find and what it is called.
struct Leg
{
    std::string name = {};
    PlanPtr rows = {};
};

// Names of columns that a condition uses, in their order.
void collectNames(const Expression &node, std::vector<std::string> &names)
{
    if (node.kind == ExpressionKind::Name)
        names.push_back(node.text);
    for (const ExpressionPtr &child : node.children)
        collectNames(*child, names);
}

// The column `name` of `schema`, or a null of the type that it has in another table; null if none has it.
BoundPtr columnOrNull(const std::string &name, const Schema &schema, std::span<const Leg> legs)
{
    if (const auto column = schema.find(name); column)
        return columnExpression(*column, schema.fields[*column]);
    for (const Leg &leg : legs) {
        const Schema &other = leg.rows->schema();
        if (const auto column = other.find(name); column)
            return constantExpression(other.fields[*column].type, Value());
    }
    return nullptr;
}

// The columns that find shows by itself: those that its condition names and those that all tables have.
std::vector<std::string> sharedColumns(std::span<const Leg> legs, const Expression &condition)
{
    std::vector<std::string> names;
    collectNames(condition, names);
    for (std::size_t i = 0; !legs.empty() && i < legs[0].rows->schema().fields.size(); ++i) {
        const Field &field = legs[0].rows->schema().fields[i];
        const bool everywhere = std::ranges::all_of(legs, [&field](const Leg &leg) {
            return std::ranges::count(leg.rows->schema().fields, field) != 0;
        });
        if (everywhere && std::ranges::count(names, field.name) == 0)
            names.push_back(field.name);
    }
    return names;
}

} // namespace

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
        sources.push_back(one.name.empty() ? fmt::format("search_arg{}", sources.size()) : one.name);
        plans.push_back(*std::move(plan));
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
    std::vector<Leg> legs;
    for (const NamedTable &one : found) {
        const std::string name = one.name.empty() ? fmt::format("union_arg{}", legs.size()) : one.name;
        if (one.plan->schema().open) {
            legs.push_back({.name = name, .rows = one.plan});
            continue;
        }
        const std::size_t before = m_diagnostics.size();
        auto bound =
            predicate(*body.predicate, {.row = &one.plan->schema(), .names = names, .textMeansHas = true});
        if (!bound)
            m_diagnostics.resize(before);
        else
            legs.push_back({.name = name, .rows = filterPlan(one.plan, *bound, false)});
    }
    const bool smart = body.project.empty() || body.away;
    std::vector<std::string> wanted =
        smart ? sharedColumns(legs, *body.predicate) : std::vector<std::string>();
    std::vector<std::string> unpacked = wanted; // not in the bag, as they have a column or were sent away
    for (const TypedName &column : body.project) {
        unpacked.push_back(column.name.text);
        if (body.away)
            std::erase(wanted, column.name.text);
        else
            wanted.push_back(column.name.text);
    }
    std::vector<PlanPtr> plans;
    std::vector<std::string> sources;
    for (const Leg &leg : legs) {
        sources.push_back(leg.name);
        const Schema &schema = leg.rows->schema();
        if (schema.open) {
            plans.push_back(leg.rows);
            continue;
        }
        std::vector<NamedExpression> columns;
        for (const std::string &name : wanted) {
            BoundPtr value = columnOrNull(name, schema, legs);
            if (value)
                columns.push_back({.name = name, .given = true, .value = std::move(value), .span = op.span});
        }
        const bool packs = smart || std::ranges::count(wanted, "pack(*)") != 0;
        if (packs)
            columns.push_back({.name = "pack_",
                               .given = true,
                               .value = packColumns(schema, true, unpacked),
                               .span = op.span});
        SIGNALBOX_TRY(PlanPtr plan, project(std::move(columns), leg.rows, "Column", 1));
        plans.push_back(std::move(plan));
    }
    if (plans.empty())
        return m_catalog.open()
                   ? memoryPlan({.fields = {}, .open = true}, false, {})
                   : Result<PlanPtr>(fail(op.span, "No table has the columns that are asked for."));
    return united(std::move(plans), std::move(sources), false, std::string(source));
}

} // namespace signalbox::kql
