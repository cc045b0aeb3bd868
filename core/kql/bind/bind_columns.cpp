#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/kql/bind/binder.h"
#include "core/kql/bind/names.h"
#include "core/kql/bind/wildcard.h"
#include "core/kql/run/rows_plans.h"

namespace signalbox::kql {

namespace {

bool isSerializedCall(std::span<const NamedExpression> columns)
{
    return std::ranges::any_of(columns, [](const NamedExpression &column) {
        return column.value->evaluation == Evaluation::Serialized;
    });
}

std::vector<BoundPtr> valuesOf(std::span<const NamedExpression> columns)
{
    std::vector<BoundPtr> values;
    for (const NamedExpression &column : columns)
        values.push_back(column.value);
    return values;
}

Field fieldOf(std::string name, const BoundPtr &value)
{
    return {.name = std::move(name), .type = value->type, .unknown = value->unknown};
}

} // namespace

Result<std::vector<NamedExpression>> Binder::columns(std::span<const Assignment> assignments,
                                                     const Context &context)
{
    std::vector<NamedExpression> result;
    for (const Assignment &assignment : assignments) {
        SIGNALBOX_TRY(BoundPtr value, scalar(*assignment.value, context));
        if (value->outputs && assignment.names.size() != 1) {
            SIGNALBOX_TRY(const std::vector<NamedExpression> several,
                          outputColumns(*value->outputs, assignment));
            result.insert(result.end(), several.begin(), several.end());
        } else if (assignment.names.size() == 1) {
            result.push_back(
                {.name = assignment.names[0].text, .given = true, .value = value, .span = assignment.span});
        } else if (assignment.names.empty()) {
            // A column that a call picks by its name keeps it.
            const bool picked = assignment.value->kind == ExpressionKind::Call &&
                                assignment.value->text.starts_with("column") && context.row != nullptr &&
                                value->kind == BoundExpression::Kind::Column;
            std::string name =
                picked ? context.row->fields[value->column].name : defaultName(*assignment.value);
            result.push_back({.name = std::move(name), .value = value, .span = assignment.span});
        } else {
            // (a, b) = f(…) takes the elements of the array that f gives.
            for (std::size_t i = 0; i < assignment.names.size(); ++i) {
                SIGNALBOX_TRY(BoundPtr element,
                              apply("[]",
                                    {value, constantExpression(Type::Long,
                                                               Value::ofLong(static_cast<std::int64_t>(i)))},
                                    assignment.span));
                result.push_back({.name = assignment.names[i].text,
                                  .given = true,
                                  .value = element,
                                  .span = assignment.span});
            }
        }
    }
    return result;
}

Result<PlanPtr> Binder::project(std::vector<NamedExpression> columns, PlanPtr input, std::string_view unnamed,
                                std::size_t firstNumber)
{
    Schema schema;
    std::set<std::string> given;
    for (const NamedExpression &column : columns) {
        if (column.given && !given.insert(column.name).second)
            return fail(column.span, fmt::format("There are two columns '{}'.", column.name));
    }
    std::size_t number = firstNumber;
    for (const NamedExpression &column : columns) {
        std::string name = column.name;
        if (name.empty())
            name = fmt::format("{}{}", unnamed, number);
        if (unnamed == "print_" || column.name.empty())
            ++number;
        if (!column.given) {
            name = uniqueName(schema, name);
            while (given.contains(name)) {
                Schema taken = schema;
                taken.fields.push_back({.name = name, .type = Type::Dynamic});
                name = uniqueName(taken, column.name.empty() ? name : column.name);
            }
        }
        schema.fields.push_back(fieldOf(name, column.value));
    }
    const bool whole = isSerializedCall(columns);
    return computedPlan(std::move(input), std::move(schema), valuesOf(columns), whole);
}

Result<PlanPtr> Binder::extend(std::vector<NamedExpression> columns, PlanPtr input, bool serialized)
{
    Schema schema = input->schema();
    std::vector<BoundPtr> values;
    values.reserve(schema.fields.size());
    for (std::size_t i = 0; i < schema.fields.size(); ++i)
        values.push_back(columnExpression(i, schema.fields[i]));
    std::size_t number = 1;
    std::set<std::string> given;
    for (const NamedExpression &column : columns) {
        if (column.given && !given.insert(column.name).second)
            return fail(column.span, fmt::format("There are two columns '{}'.", column.name));
        std::string name = column.name.empty() ? fmt::format("Column{}", number++) : column.name;
        const auto present = schema.find(name);
        // extend todynamic(x) replaces x, whose name it takes; one of several columns is always new.
        const bool replaces = present && !column.name.empty() && (column.given || !column.isOutput);
        if (replaces) {
            schema.fields[*present] = fieldOf(name, column.value);
            values[*present] = column.value;
            continue;
        }
        schema.fields.push_back(fieldOf(uniqueName(schema, name), column.value));
        values.push_back(column.value);
    }
    const bool whole = isSerializedCall(columns);
    PlanPtr plan = computedPlan(std::move(input), std::move(schema), std::move(values), whole);
    return serialized ? serializedPlan(std::move(plan)) : plan;
}

Result<std::vector<std::size_t>> Binder::matchingColumns(const Expression &pattern, const Schema &schema)
{
    std::vector<std::size_t> matches;
    if (pattern.kind != ExpressionKind::Name)
        return fail(pattern.span, "Expected the name of a column.");
    const bool wild = !pattern.quoted && pattern.text.contains('*');
    for (std::size_t i = 0; i < schema.fields.size(); ++i) {
        const std::string &name = schema.fields[i].name;
        if (wild ? matchesWildcard(pattern.text, name) : name == pattern.text)
            matches.push_back(i);
    }
    if (matches.empty() && !wild && !schema.open) {
        std::vector<std::string> candidates;
        candidates.reserve(schema.fields.size());
        for (const Field &field : schema.fields)
            candidates.push_back(field.name);
        return unknownName("column", {.text = pattern.text, .span = pattern.span}, std::move(candidates));
    }
    return matches;
}

Result<PlanPtr> Binder::pickColumns(const TabularOperator &op, const ColumnsOperator &body, PlanPtr input)
{
    const Schema &schema = input->schema();
    std::vector<bool> named(schema.fields.size(), false);
    for (const Assignment &column : body.columns) {
        SIGNALBOX_TRY(const std::vector<std::size_t> matches, matchingColumns(*column.value, schema));
        for (const std::size_t match : matches)
            named[match] = true;
    }
    const bool keep = op.name == "project-keep";
    std::vector<std::size_t> picked;
    for (std::size_t i = 0; i < named.size(); ++i) {
        if (named[i] == keep)
            picked.push_back(i);
    }
    return pickedPlan(std::move(input), picked);
}

Result<PlanPtr> Binder::renameColumns(const ColumnsOperator &body, const PlanPtr &input)
{
    Schema schema = input->schema();
    std::vector<std::size_t> all(schema.fields.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = i;
    for (const Assignment &column : body.columns) {
        if (column.names.size() != 1)
            return fail(column.span, "Expected new = old.");
        SIGNALBOX_TRY(const std::vector<std::size_t> matches,
                      matchingColumns(*column.value, input->schema()));
        if (!matches.empty()) {
            schema.fields[matches[0]].name = column.names[0].text;
        } else {
            schema.fields.push_back({.name = column.names[0].text, .type = Type::Dynamic, .unknown = true});
        }
    }
    for (std::size_t i = 0; i < schema.fields.size(); ++i) {
        if (schema.find(schema.fields[i].name) != i)
            return fail(body.columns[0].span,
                        fmt::format("There are two columns '{}'.", schema.fields[i].name));
    }
    return renamedPlan(input, std::move(schema));
}

Result<PlanPtr> Binder::reorderColumns(const SortOperator &body, const PlanPtr &input)
{
    const Schema &schema = input->schema();
    std::vector<std::size_t> order;
    for (const OrderKey &key : body.keys) {
        SIGNALBOX_TRY(std::vector<std::size_t> matches, matchingColumns(*key.key.value, schema));
        const auto nameOf = [&schema](std::size_t i) -> const std::string & { return schema.fields[i].name; };
        if (key.granny) {
            std::ranges::stable_sort(matches, comesBeforeByNumbers, nameOf);
        } else if (key.descending) {
            std::ranges::sort(matches, {}, nameOf);
        }
        if (key.descending.value_or(false))
            std::ranges::reverse(matches);
        for (const std::size_t match : matches) {
            if (std::ranges::count(order, match) == 0)
                order.push_back(match);
        }
    }
    for (std::size_t i = 0; i < schema.fields.size(); ++i) {
        if (std::ranges::count(order, i) == 0)
            order.push_back(i);
    }
    return pickedPlan(input, order);
}

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const ColumnsOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    if (op.name == "project-away" || op.name == "project-keep")
        return pickColumns(op, body, std::move(input));
    if (op.name == "project-rename")
        return renameColumns(body, input);
    if (op.name == "print") {
        SIGNALBOX_TRY(std::vector<NamedExpression> values, columns(body.columns, {.names = names}));
        for (NamedExpression &value : values) {
            if (!value.given && !value.isOutput)
                value.name.clear();
        }
        return project(std::move(values), memoryPlan({}, false, {Batch({}, 1)}), "print_", 0);
    }
    const Context context{.row = &input->schema(), .names = names, .serialized = input->serialized()};
    if (op.name == "project-by-names") {
        std::vector<std::size_t> picked;
        for (const Assignment &column : body.columns) {
            SIGNALBOX_TRY(const Value patterns, constant(*column.value, names, "The name of a column"));
            const Value::Array single = {patterns};
            for (const Value &pattern : patterns.isArray() ? patterns.array() : single) {
                for (std::size_t i = 0; i < context.row->fields.size(); ++i) {
                    if (matchesWildcard(pattern.text(), context.row->fields[i].name) &&
                        std::ranges::count(picked, i) == 0)
                        picked.push_back(i);
                }
            }
        }
        return pickedPlan(std::move(input), picked);
    }
    if (op.name == "distinct") {
        const bool all = body.columns.size() == 1 && body.columns[0].value->kind == ExpressionKind::Star;
        if (!all) {
            SIGNALBOX_TRY(std::vector<NamedExpression> values, columns(body.columns, context));
            SIGNALBOX_TRY(input, project(std::move(values), std::move(input), "Column", 1));
        }
        for (const Field &field : input->schema().fields)
            SIGNALBOX_CHECK(notDynamic(field.type, field.unknown, "grouped", body.columns[0].span));
        return distinctPlan(std::move(input));
    }
    if (op.name == "serialize") {
        Context ordered = context;
        ordered.serialized = true;
        SIGNALBOX_TRY(std::vector<NamedExpression> values, columns(body.columns, ordered));
        return extend(std::move(values), std::move(input), true);
    }
    SIGNALBOX_TRY(std::vector<NamedExpression> values, columns(body.columns, context));
    if (op.name == "extend")
        return extend(std::move(values), std::move(input), false);
    return project(std::move(values), std::move(input), "Column", 1);
}

} // namespace signalbox::kql
