#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/kql/bind/binder.h"
#include "core/kql/bind/names.h"
#include "core/kql/bind/unite.h"
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

} // namespace

PlanPtr united(std::vector<PlanPtr> plans, std::vector<std::string> sources, bool inner,
               const std::string &withSource)
{
    OuterColumns columns = outerColumns(plans);
    if (inner)
        columns.schema = innerSchema(plans);
    std::vector<UnionLeg> legs;
    legs.reserve(plans.size());
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

} // namespace signalbox::kql
