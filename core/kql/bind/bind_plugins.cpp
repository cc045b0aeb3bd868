#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/kql/bind/binder.h"
#include "core/kql/bind/names.h"
#include "core/kql/functions/overload.h"
#include "core/kql/run/plugin_plans.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

PlanPtr unknownRows()
{
    return memoryPlan({.fields = {}, .open = true}, false, {});
}

// The columns that `evaluate f(…) : (…)` declares, whatever the plugin gave: cast where the type is another,
// null where there is none.
PlanPtr asDeclared(PlanPtr input, const Schema &declared)
{
    if (input->schema().open)
        return memoryPlan(declared, false, {});
    std::vector<std::optional<std::size_t>> sources;
    sources.reserve(declared.fields.size());
    for (const Field &field : declared.fields)
        sources.push_back(input->schema().find(field.name));
    return mapPlan(std::move(input), declared, false,
                   [declared, sources](const Batch &batch, const EvalContext &) -> Result<Batch> {
                       std::vector<Column> columns;
                       for (std::size_t i = 0; i < sources.size(); ++i) {
                           const Type type = declared.fields[i].type;
                           columns.push_back(sources[i] ? castColumn(batch.column(*sources[i]), type)
                                                        : Column::null(type, batch.rows()));
                       }
                       return Batch(std::move(columns), batch.rows());
                   });
}

// The type of a column that shows all of these values: the one they share, real for mixed numbers, else
// dynamic.
Type sharedType(const std::set<Type> &types)
{
    if (types.empty())
        return Type::Dynamic;
    if (types.size() == 1)
        return *types.begin();
    const bool numbers = std::ranges::all_of(
        types, [](Type type) { return type == Type::Int || type == Type::Long || type == Type::Real; });
    if (!numbers)
        return Type::Dynamic;
    return types.contains(Type::Real) ? Type::Real : Type::Long;
}

} // namespace

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const EvaluateOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    if (op.name == "evaluate") {
        const Schema source = input ? input->schema() : Schema();
        auto result = plugin(body, std::move(input), names);
        if (!result || !body.schema)
            return result;
        std::span<const TypedName> columns = *body.schema;
        const bool withSource = !columns.empty() && columns[0].name.text == "*";
        SIGNALBOX_TRY(Schema declared, declaredColumns(columns.subspan(withSource ? 1 : 0)));
        if (withSource) {
            Schema all{.fields = {}, .open = source.open};
            std::ranges::copy_if(source.fields, std::back_inserter(all.fields), [&](const Field &field) {
                return (*result)->schema().find(field.name) && !declared.find(field.name);
            });
            std::ranges::move(declared.fields, std::back_inserter(all.fields));
            declared = std::move(all);
        }
        return asDeclared(*std::move(result), declared);
    }
    const Expression &call = *body.call;
    const Scope *found = findName(names, call.text);
    const auto *let = found != nullptr ? std::get_if<LetName>(&found->meaning) : nullptr;
    if (let == nullptr || !let->statement->function) {
        if (m_catalog.open())
            return unknownRows();
        return fail(call.nameSpan, fmt::format("There is no function '{}' in this query.", call.text));
    }
    const FunctionDeclaration &function = *let->statement->function;
    const Context context{.row = &input->schema(), .names = names};
    SIGNALBOX_TRY(ScopePtr inner, enter(function, found->outer, call.children, call.span, context, input));
    const Expression *result = enterBody(function, inner);
    if (result == nullptr)
        return fail(function.span, "The function has no result.");
    return table(*result, {.names = std::move(inner)});
}

Result<PlanPtr> Binder::plugin(const EvaluateOperator &body, PlanPtr input, const ScopePtr &names)
{
    const Expression &call = *body.call;
    const bool open = input && input->schema().open;
    if (input && call.text == "pivot")
        return open ? unknownRows() : pivot(call, std::move(input), names);
    if (input && call.text == "bag_unpack")
        return open ? unknownRows() : bagUnpack(call, std::move(input), names);
    if (input && call.text == "narrow")
        return open ? unknownRows() : narrow(std::move(input));
    static const std::array<std::string, 3> known = {"bag_unpack", "narrow", "pivot"};
    if (m_catalog.open() || FunctionRegistry::isKnownElsewhere(call.text)) {
        if (m_catalog.open())
            return unknownRows();
        return fail(call.nameSpan, fmt::format("The plugin {}() is not supported here.", call.text));
    }
    return unknownName("plugin", {.text = call.text, .span = call.nameSpan},
                       std::vector<std::string>(known.begin(), known.end()));
}

Result<PlanPtr> Binder::narrow(PlanPtr input)
{
    return narrowPlan(std::move(input));
}

Result<PlanPtr> Binder::bagUnpack(const Expression &call, PlanPtr input, const ScopePtr &names)
{
    if (call.children.empty())
        return fail(call.span, "bag_unpack() takes a column of bags.");
    SIGNALBOX_TRY(const std::vector<std::size_t> found, matchingColumns(*call.children[0], input->schema()));
    const std::size_t bagColumn = found[0];
    if (input->schema().fields[bagColumn].type != Type::Dynamic)
        return fail(call.children[0]->span, "bag_unpack() takes a column of type dynamic.");
    std::string prefix;
    std::string conflict = "error";
    std::set<std::string> ignored;
    for (std::size_t i = 1; i < call.children.size(); ++i) {
        const Expression &node = *call.children[i];
        SIGNALBOX_TRY(const Value value, constant(node, names, "This argument"));
        const std::string name = node.kind == ExpressionKind::Named ? node.text : std::string();
        if (value.isArray()) {
            for (const Value &key : value.array())
                ignored.insert(key.text());
        } else if (name == "columnsConflict" || (name.empty() && i == 2)) {
            conflict = value.text();
        } else {
            prefix = value.text();
        }
    }
    if (m_execution == nullptr)
        return unknownRows();
    const PlanPtr shared = sharedPlan(std::move(input));
    SIGNALBOX_TRY(const Batch rows, collectOne(*shared, *m_execution));
    std::map<std::string, std::set<Type>> properties;
    const Column bags = rows.column(bagColumn);
    for (std::size_t row = 0; row < bags.size(); ++row) {
        const Value bag = bags.value(row);
        for (const auto &[key, value] : bag.bag()) {
            std::set<Type> &types = properties[key];
            if (!value.isNull())
                types.insert(value.type().value_or(Type::Dynamic));
        }
    }
    Unpacking unpacking{.bag = bagColumn, .kept = {}, .properties = {}, .schema = {}};
    for (std::size_t i = 0; i < shared->schema().fields.size(); ++i) {
        if (i == bagColumn)
            continue;
        unpacking.kept.push_back(i);
        unpacking.schema.fields.push_back(shared->schema().fields[i]);
    }
    for (const auto &[key, types] : properties) {
        if (ignored.contains(key))
            continue;
        const std::string name = prefix + key;
        const auto present = unpacking.schema.find(name);
        if (present && conflict == "error")
            return fail(call.span,
                        fmt::format("The bags have a property '{}', and there is such a column.", name));
        if (present && conflict == "keep_source")
            continue;
        const std::size_t column = present.value_or(unpacking.schema.fields.size());
        if (!present)
            unpacking.schema.fields.push_back({.name = name});
        unpacking.schema.fields[column] = {.name = name, .type = sharedType(types)};
        unpacking.properties.push_back({.key = key, .column = column});
    }
    return unpackPlan(shared, std::move(unpacking));
}

Result<PlanPtr> Binder::pivot(const Expression &call, PlanPtr input, const ScopePtr &names)
{
    if (call.children.empty())
        return fail(call.span, "pivot() takes a column.");
    const Schema &schema = input->schema();
    SIGNALBOX_TRY(const std::vector<std::size_t> found, matchingColumns(*call.children[0], schema));
    const std::size_t pivotColumn = found[0];
    Aggregates aggregates{.input = &schema, .keyNames = {}, .calls = {}, .outputs = {}};
    const Schema noKeys;
    const Context grouped{.row = &noKeys, .names = names, .aggregates = &aggregates};
    const bool hasAggregate = call.children.size() > 1 && call.children[1]->kind == ExpressionKind::Call;
    const Expression count{
        .kind = ExpressionKind::Call, .span = call.span, .nameSpan = call.nameSpan, .text = "count"};
    SIGNALBOX_TRY(const BoundPtr value, scalar(hasAggregate ? *call.children[1] : count, grouped));
    if (aggregates.calls.size() != 1 || value->kind != BoundExpression::Kind::Column)
        return fail(call.span, "The second argument of pivot() is an aggregate such as count().");
    std::set<std::size_t> used = {pivotColumn};
    std::vector<std::size_t> keyColumns;
    for (std::size_t i = hasAggregate ? 2 : 1; i < call.children.size(); ++i) {
        SIGNALBOX_TRY(const std::vector<std::size_t> key, matchingColumns(*call.children[i], schema));
        keyColumns.push_back(key[0]);
    }
    if (keyColumns.empty()) {
        for (const BoundPtr &argument : aggregates.calls[0].arguments) {
            if (argument->kind == BoundExpression::Kind::Column)
                used.insert(argument->column);
        }
        for (std::size_t i = 0; i < schema.fields.size(); ++i) {
            if (!used.contains(i))
                keyColumns.push_back(i);
        }
    }
    if (m_execution == nullptr)
        return unknownRows();
    Pivot pivot{.column = pivotColumn, .keys = keyColumns};
    pivot.aggregate = {.aggregate = std::move(aggregates.calls[0].bound),
                       .arguments = std::move(aggregates.calls[0].arguments)};
    for (const std::size_t key : keyColumns)
        pivot.schema.fields.push_back(schema.fields[key]);
    const Type type = pivot.aggregate.aggregate.outputs[0].type;
    const PlanPtr shared = sharedPlan(std::move(input));
    SIGNALBOX_TRY(const Batch rows, collectOne(*shared, *m_execution));
    const Column values = rows.column(pivotColumn);
    std::set<std::string> texts;
    for (std::size_t row = 0; row < values.size(); ++row)
        texts.insert(toText(values.value(row)));
    constexpr std::size_t mostColumns = 10'000;
    if (texts.size() > mostColumns)
        return fail(call.span,
                    fmt::format("pivot() would make {} columns of '{}', and may make 10,000. Put the values "
                                "into fewer groups.",
                                texts.size(), schema.fields[pivotColumn].name));
    for (const std::string &text : texts) {
        pivot.values.push_back(text);
        pivot.schema.fields.push_back({.name = uniqueName(pivot.schema, text), .type = type});
    }
    return pivotPlan(shared, std::move(pivot));
}

} // namespace signalbox::kql
