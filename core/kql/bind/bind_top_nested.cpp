#include <algorithm>

#include <fmt/format.h>

#include "core/kql/bind/binder.h"
#include "core/kql/bind/names.h"
#include "core/kql/run/nested_plan.h"

namespace signalbox::kql {

Result<PlanPtr> Binder::bindOperator(const TabularOperator &, const TopNestedOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    const Schema &source = input->schema();
    std::vector<NestedLevel> levels;
    Schema schema;
    for (const TopNestedLevel &level : body.levels) {
        NestedLevel bound;
        if (level.rows) {
            SIGNALBOX_TRY(const std::int64_t rows, wholeConstant(*level.rows, names, "The number of rows"));
            bound.rows = static_cast<std::size_t>(std::max<std::int64_t>(rows, 0));
        }
        const Context row{.row = &source, .names = names};
        SIGNALBOX_TRY(BoundPtr of, scalar(*level.of.value, row));
        std::string name = level.of.names.empty() ? defaultName(*level.of.value) : level.of.names[0].text;
        if (name.empty())
            name = "Column1";
        if (level.others) {
            SIGNALBOX_TRY(bound.others, constant(*level.others, names, "The name of the others"));
        }
        Aggregates aggregates{.input = &source, .keyNames = {name}, .calls = {}, .outputs = {}};
        const Schema keySchema{.fields = {{.name = name, .type = of->type, .unknown = of->unknown}}};
        const Context grouped{
            .row = &keySchema, .names = names, .aggregates = &aggregates, .aggregateOffset = 1};
        SIGNALBOX_TRY(const std::vector<NamedExpression> by, aggregateColumns(level.by.key, grouped));
        schema.fields.push_back({.name = uniqueName(schema, name), .type = of->type, .unknown = of->unknown});
        const std::string byName = by[0].given ? by[0].name : "aggregated_" + name;
        schema.fields.push_back(
            {.name = uniqueName(schema, byName), .type = by[0].value->type, .unknown = by[0].value->unknown});
        bound.grouping.keys.push_back(std::move(of));
        for (AggregateCall &call : aggregates.calls)
            bound.grouping.aggregates.push_back(
                {.aggregate = std::move(call.bound), .arguments = std::move(call.arguments)});
        bound.by = by[0].value;
        bound.descending = level.by.descending.value_or(true);
        levels.push_back(std::move(bound));
    }
    return nestedPlan(std::move(input), schema, std::move(levels));
}

} // namespace signalbox::kql
