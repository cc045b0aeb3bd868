#include <algorithm>

#include <fmt/format.h>

#include "core/kql/bind/binder.h"
#include "core/kql/bind/names.h"
#include "core/kql/run/expand_plan.h"

namespace signalbox::kql {

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const ExpandOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    const Schema &source = input->schema();
    Expansion expansion{.schema = source, .inputColumns = source.fields.size()};
    const std::string_view bags = wordOf(op.parameters, "bagexpansion").empty()
                                      ? wordOf(op.parameters, "kind")
                                      : wordOf(op.parameters, "bagexpansion");
    expansion.bagsAsArrays = bags == "array";
    if (op.name == "mvexpand" || op.name == "mvapply")
        expansion.rowLimit = 128; // what the old spelling does
    if (body.limit) {
        SIGNALBOX_TRY(const std::int64_t limit, wholeConstant(*body.limit, names, "The limit"));
        expansion.rowLimit = static_cast<std::size_t>(std::max<std::int64_t>(limit, 0));
    }
    std::size_t number = 1;
    for (const ExpandColumn &column : body.columns) {
        const Expression &node = *column.column.value;
        SIGNALBOX_TRY(BoundPtr value,
                      scalar(node, {.row = &source, .names = names, .serialized = input->serialized()}));
        if (value->type != Type::Dynamic && !value->unknown)
            return fail(node.span, fmt::format("{} takes arrays and bags, and this is a {}.", op.name,
                                               typeName(value->type)));
        Type type = Type::Dynamic;
        if (!column.type.empty()) {
            SIGNALBOX_TRY(type, typeNamed(column.type, column.column.span));
        }
        std::string name = column.column.names.empty() ? defaultName(node) : column.column.names[0].text;
        if (name.empty())
            name = fmt::format("Column{}", number++);
        auto place = expansion.schema.find(name);
        if (!place) {
            place = expansion.schema.fields.size();
            expansion.schema.fields.push_back({.name = name});
        }
        expansion.schema.fields[*place] = {
            .name = name, .type = type, .unknown = value->unknown && type == Type::Dynamic};
        expansion.columns.push_back({.value = std::move(value), .type = type, .column = *place});
    }
    if (const std::string_view index = wordOf(op.parameters, "with_itemindex"); !index.empty()) {
        expansion.indexColumn = expansion.schema.fields.size();
        expansion.schema.fields.push_back({.name = uniqueName(expansion.schema, index), .type = Type::Long});
    }
    if (!body.body)
        return expandPlan(std::move(input), std::move(expansion));

    Application application;
    application.slot = std::make_shared<const SlotPlan>(expansion.schema, input->serialized());
    SIGNALBOX_TRY(application.body, pipeline(*body.body, application.slot, {.names = names}));
    const Schema &result = application.body->schema();
    Schema schema{.fields = {}, .open = source.open || result.open};
    const auto isExpanded = [&expansion](std::size_t column) {
        return std::ranges::any_of(expansion.columns,
                                   [column](const ExpandedColumn &one) { return one.column == column; });
    };
    std::vector<bool> used(result.fields.size(), false);
    for (std::size_t i = 0; i < source.fields.size(); ++i) {
        const auto own = result.find(source.fields[i].name);
        if (own) {
            used[*own] = true;
            application.outputs.push_back({.fromBody = true, .column = *own});
            schema.fields.push_back(result.fields[*own]);
        } else if (!isExpanded(i)) {
            application.outputs.push_back({.fromBody = false, .column = i});
            schema.fields.push_back(source.fields[i]);
        }
    }
    for (std::size_t i = 0; i < result.fields.size(); ++i) {
        if (used[i])
            continue;
        application.outputs.push_back({.fromBody = true, .column = i});
        schema.fields.push_back(result.fields[i]);
    }
    application.expansion = std::move(expansion);
    return applyPlan(std::move(input), schema, std::move(application));
}

} // namespace signalbox::kql
