#include <algorithm>

#include <fmt/format.h>

#include "core/kql/bind/binder.h"
#include "core/kql/bind/names.h"
#include "core/kql/run/range_plan.h"
#include "core/kql/run/rows_plans.h"
#include "core/kql/values/column_builder.h"
#include "core/kql/values/conversions.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

PlanPtr schemaPlan(const Schema &schema)
{
    TextList names;
    std::vector<std::int64_t> ordinals;
    TextList dataTypes;
    TextList columnTypes;
    for (const Field &field : schema.fields) {
        ordinals.push_back(static_cast<std::int64_t>(names.size()));
        names.push_back(field.name);
        dataTypes.push_back(systemTypeName(field.type));
        columnTypes.push_back(typeName(field.type));
    }
    const std::size_t rows = names.size();
    Schema result{.fields = {{.name = "ColumnName", .type = Type::String},
                             {.name = "ColumnOrdinal", .type = Type::Int},
                             {.name = "DataType", .type = Type::String},
                             {.name = "ColumnType", .type = Type::String}}};
    std::vector<Column> columns;
    columns.push_back(Column::ofTexts(Type::String, std::move(names)));
    columns.push_back(Column::ofWholes(Type::Int, std::move(ordinals)));
    columns.push_back(Column::ofTexts(Type::String, std::move(dataTypes)));
    columns.push_back(Column::ofTexts(Type::String, std::move(columnTypes)));
    return memoryPlan(std::move(result), true, {Batch(std::move(columns), rows)});
}

bool isLiteral(const Expression &node)
{
    if (node.kind == ExpressionKind::Operator && node.children.size() == 1)
        return isLiteral(*node.children[0]);
    return node.kind == ExpressionKind::Literal;
}

} // namespace

Result<Type> Binder::typeNamed(const std::string &name, Span span)
{
    const std::optional<Type> type = typeFromName(name);
    if (!type)
        return fail(span, fmt::format("'{}' is no type.", name));
    return *type;
}

Result<Schema> Binder::declaredColumns(std::span<const TypedName> columns)
{
    Schema schema;
    for (const TypedName &column : columns) {
        SIGNALBOX_TRY(const Type type, typeNamed(column.type, column.name.span));
        if (schema.find(column.name.text))
            return fail(column.name.span, fmt::format("There are two columns '{}'.", column.name.text));
        schema.fields.push_back({.name = column.name.text, .type = type});
    }
    return schema;
}

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const PlainOperator &body, PlanPtr input,
                                     ScopePtr &)
{
    if (op.name == "count")
        return countPlan(std::move(input), body.countName.text.empty() ? "Count" : body.countName.text);
    if (op.name == "getschema")
        return schemaPlan(input->schema());
    return consumePlan(std::move(input));
}

Result<PlanPtr> Binder::bindOperator(const TabularOperator &, const FilterOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    SIGNALBOX_TRY(BoundPtr condition,
                  predicate(*body.predicate,
                            {.row = &input->schema(), .names = names, .serialized = input->serialized()}));
    if (condition->unknown)
        return input;
    const bool whole = condition->evaluation == Evaluation::Serialized;
    if (!whole && m_uniqueJoin && m_uniqueJoin->plan() == input) {
        m_uniqueJoin->addFilter(condition);
        return m_uniqueJoin->plan();
    }
    return filterPlan(std::move(input), std::move(condition), whole);
}

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const RowsOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    SIGNALBOX_TRY(const std::int64_t rows, wholeConstant(*body.rows, names, "The number of rows"));
    const auto limit = static_cast<std::size_t>(std::max<std::int64_t>(rows, 0));
    if (op.name == "sample")
        return samplePlan(std::move(input), limit);
    if (op.name != "sample-distinct")
        return takePlan(std::move(input), limit);
    SIGNALBOX_TRY(BoundPtr value, scalar(*body.of, {.row = &input->schema(), .names = names}));
    SIGNALBOX_CHECK(notDynamic(value->type, value->unknown, "grouped", body.of->span));
    std::vector<NamedExpression> of;
    of.push_back({.name = defaultName(*body.of), .value = std::move(value), .span = body.of->span});
    SIGNALBOX_TRY(PlanPtr values, project(std::move(of), std::move(input), "Column", 1));
    return takePlan(distinctPlan(std::move(values)), limit);
}

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const SortOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    if (op.name == "project-reorder")
        return reorderColumns(body, input);
    std::optional<std::size_t> limit;
    if (body.rows) {
        SIGNALBOX_TRY(const std::int64_t rows, wholeConstant(*body.rows, names, "The number of rows"));
        limit = static_cast<std::size_t>(std::max<std::int64_t>(rows, 0));
    }
    std::vector<OrderColumn> keys;
    for (const OrderKey &key : body.keys) {
        SIGNALBOX_TRY(BoundPtr value, scalar(*key.key.value, {.row = &input->schema(), .names = names}));
        if (op.name != "top")
            SIGNALBOX_CHECK(notDynamic(value->type, value->unknown, "sorted", key.key.span));
        const bool descending = key.descending.value_or(true);
        keys.push_back({.value = std::move(value),
                        .descending = descending,
                        .nullsFirst = key.nullsFirst.value_or(!descending)});
    }
    return sortPlan(std::move(input), std::move(keys), limit);
}

Result<PlanPtr> Binder::bindOperator(const TabularOperator &, const AsOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    names = with(names, body.name.text, input);
    return input;
}

Result<PlanPtr> Binder::bindOperator(const TabularOperator &, const RenderOperator &body, PlanPtr input,
                                     ScopePtr &)
{
    Rendering rendering{.chart = body.chart.text, .properties = {}};
    for (const Parameter &property : body.properties) {
        Rendering::Property one{.name = property.name.text, .values = {}};
        for (const ExpressionPtr &value : property.values)
            one.values.push_back(value->text);
        rendering.properties.push_back(std::move(one));
    }
    m_rendering = std::move(rendering);
    return input;
}

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const RangeOperator &body, const PlanPtr &,
                                     ScopePtr &names)
{
    const Context context{.names = names};
    SIGNALBOX_TRY(const BoundPtr from, scalar(*body.from, context));
    SIGNALBOX_TRY(const BoundPtr to, scalar(*body.to, context));
    BoundPtr step = constantExpression(Type::Long, Value::ofLong(1));
    if (body.step) {
        SIGNALBOX_TRY(step, scalar(*body.step, context));
    }
    Type type = from->type;
    if (isNumeric(type)) {
        for (const BoundPtr &other : {to, step}) {
            if (other->type == Type::Real || (type == Type::Int && other->type == Type::Long))
                type = other->type;
        }
    }
    const Schema schema{.fields = {{.name = body.column.text, .type = type}}};
    if (from->unknown || to->unknown || step->unknown)
        return memoryPlan({.fields = {{.name = body.column.text, .type = type, .unknown = true}}}, true, {});
    if (!from->isConstant() || !to->isConstant() || !step->isConstant())
        return fail(op.span, "The ends and the step of range must be known before the query runs.");
    if (from->constant.isNull() || to->constant.isNull() || step->constant.isNull())
        return memoryPlan(schema, true, {});
    Range range{.type = type};
    if (type == Type::Real) {
        range.realFirst = toReal(from->constant).value_or(0.0);
        range.realStep = toReal(step->constant).value_or(0.0);
        if (range.realStep == 0.0)
            return fail(body.step ? body.step->span : op.span, "The step of range must not be 0.");
        range.rows = rangeRows(range.realFirst, toReal(to->constant).value_or(0.0), range.realStep);
    } else if (isWhole(type)) {
        const bool isTime = type == Type::DateTime || type == Type::TimeSpan;
        if (to->type != type && !(isInteger(to->type) && isInteger(type)))
            return fail(body.to->span,
                        fmt::format("Both ends of range need the same type, and these are {} and {}.",
                                    typeName(type), typeName(to->type)));
        if (isTime ? step->type != Type::TimeSpan : !isInteger(step->type))
            return fail(body.step ? body.step->span : op.span,
                        isTime ? "The step between times is a timespan, such as 1h."
                               : "The step is a whole number.");
        range.first = from->constant.whole();
        range.step = step->constant.whole();
        if (range.step == 0)
            return fail(body.step ? body.step->span : op.span, "The step of range must not be 0.");
        range.rows = rangeRows(range.first, to->constant.whole(), range.step);
    } else {
        return fail(body.from->span, fmt::format("range counts numbers or times, not {}.", typeName(type)));
    }
    if (range.rows > maximumRangeRows)
        return fail(op.span, "This range has more than 10,000,000,000 rows. Choose a larger step.");
    return rangePlan(schema, range);
}

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const DataTableOperator &body,
                                     const PlanPtr &, ScopePtr &names)
{
    SIGNALBOX_TRY(const Schema schema, declaredColumns(body.columns));
    const std::size_t width = schema.fields.size();
    if (width == 0 ? !body.values.empty() : body.values.size() % width != 0)
        return fail(op.span,
                    fmt::format("{} values do not fill rows of {} columns.", body.values.size(), width));
    std::vector<ColumnBuilder> builders;
    builders.reserve(width);
    for (const Field &field : schema.fields)
        builders.emplace_back(field.type, body.values.size() / width);
    for (std::size_t i = 0; i < body.values.size(); ++i) {
        const Expression &node = *body.values[i];
        const Type type = schema.fields[i % width].type;
        if (node.kind == ExpressionKind::Literal && node.literal == LiteralKind::Null) {
            if (type == Type::String)
                return fail(node.span, "A string is never null. Write \"\".");
            builders[i % width].appendNull();
            continue;
        }
        if (!isLiteral(node))
            return fail(node.span, "A datatable holds literals only.");
        SIGNALBOX_TRY(const BoundPtr bound, scalar(node, {.names = names}));
        const bool asIs = bound->type == type || type == Type::Dynamic;
        builders[i % width].appendValue(asIs ? bound->constant : castValue(bound->constant, type));
    }
    std::vector<Column> columns;
    columns.reserve(width);
    for (ColumnBuilder &builder : builders)
        columns.push_back(builder.finish());
    const std::size_t rows = width == 0 ? 0 : body.values.size() / width;
    return memoryPlan(schema, false, {Batch(std::move(columns), rows)});
}

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const ForeignOperator &, const PlanPtr &,
                                     ScopePtr &)
{
    if (m_catalog.open())
        return memoryPlan({.fields = {}, .open = true}, false, {});
    return fail(op.nameSpan, fmt::format("'{}' is not supported here.", op.name));
}

} // namespace signalbox::kql
