#include <algorithm>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kql/bind/binder.h"
#include "core/kql/functions/choice.h"

namespace signalbox::kql {

namespace {

Kernel packAllKernel(std::vector<std::string> names, bool withoutNulls)
{
    return [names = std::move(names), withoutNulls](std::span<const Column> columns, std::size_t rows,
                                                    const EvalContext &) -> Result<Column> {
        std::vector<Value> bags;
        bags.reserve(rows);
        for (std::size_t row = 0; row < rows; ++row) {
            Value::Bag bag;
            for (std::size_t i = 0; i < columns.size(); ++i) {
                Value value = columns[i].value(row);
                if (withoutNulls && (value.isNull() || (value.is(Type::String) && value.text().empty())))
                    continue;
                bag.emplace_back(names[i], std::move(value));
            }
            bags.push_back(Value::ofBag(std::move(bag)));
        }
        return Column::ofValues(std::move(bags));
    };
}

// The text of a constant that names a column, "" if it is none.
std::string constantText(const BoundPtr &bound)
{
    return bound->isConstant() && bound->constant.is(Type::String) ? bound->constant.text() : std::string();
}

} // namespace

Result<BoundPtr> Binder::call(const Expression &node, const Context &context)
{
    if (const Scope *found = findName(context.names, node.text); found != nullptr) {
        const auto *let = std::get_if<LetName>(&found->meaning);
        if (let != nullptr && let->statement->function)
            return scalarFunctionCall(node, *found, context);
    }
    if (node.text == "not" && context.textMeansHas && node.children.size() == 1) {
        SIGNALBOX_TRY(BoundPtr term, predicate(*node.children[0], context));
        return apply("not", {std::move(term)}, node.span);
    }
    SIGNALBOX_TRY(const std::optional<BoundPtr> special, specialCall(node, context));
    if (special)
        return *special;
    const AggregateFunction *aggregate = m_functions.findAggregate(node.text);
    if (aggregate != nullptr && context.aggregates != nullptr)
        return aggregateCall(node, *aggregate, context);
    const ScalarFunction *function = m_functions.findScalar(node.text);
    if (function == nullptr || function->isOperator) {
        if (aggregate != nullptr)
            return fail(node.nameSpan, fmt::format("{}() is an aggregate: use it in summarize.", node.text));
        if (FunctionRegistry::isKnownElsewhere(node.text)) {
            if (!m_catalog.open())
                return fail(node.nameSpan, fmt::format("{}() is not supported here.", node.text));
            SIGNALBOX_TRY(const std::vector<BoundPtr> checked, arguments(node, 0, context));
            return std::make_shared<const BoundExpression>(BoundExpression{.unknown = true});
        }
        std::vector<std::string> candidates = m_functions.scalarNames();
        if (context.aggregates != nullptr)
            std::ranges::move(m_functions.aggregateNames(), std::back_inserter(candidates));
        return unknownName("function", {.text = node.text, .span = node.nameSpan}, std::move(candidates));
    }
    if (function->evaluation == Evaluation::Serialized && !context.serialized)
        return fail(
            node.nameSpan,
            fmt::format("{}() needs rows in a fixed order. Put sort or serialize before it.", node.text));
    Context inner = context;
    inner.textMeansHas = false;
    SIGNALBOX_TRY(std::vector<BoundPtr> bound, arguments(node, 0, inner));
    SIGNALBOX_TRY(BoundPtr value, apply(*function, std::move(bound), node.span));
    return value->outputs ? withOutputNames(*value, node) : value;
}

Result<BoundPtr> Binder::aggregateCall(const Expression &node, const AggregateFunction &function,
                                       const Context &context)
{
    Aggregates &aggregates = *context.aggregates;
    const Context inner{.row = aggregates.input, .names = context.names, .serialized = context.serialized};
    AggregateCall entry;
    std::vector<std::string> names;
    for (const ExpressionPtr &child : node.children) {
        if (child->kind != ExpressionKind::Star) {
            SIGNALBOX_TRY(BoundPtr argument, scalar(*child, inner));
            entry.arguments.push_back(std::move(argument));
            names.push_back(defaultName(*child));
            continue;
        }
        if (function.name == "count")
            continue;
        if (!function.takesStar)
            return fail(child->span, fmt::format("{}() does not take '*'.", node.text));
        aggregates.outputs.open = aggregates.outputs.open || aggregates.input->open;
        for (std::size_t i = 0; i < aggregates.input->fields.size(); ++i) {
            const std::string &name = aggregates.input->fields[i].name;
            if (std::ranges::count(names, name) != 0 || std::ranges::count(aggregates.keyNames, name) != 0)
                continue;
            entry.arguments.push_back(columnExpression(i, aggregates.input->fields[i]));
            names.push_back(name);
        }
    }
    std::vector<Argument> described;
    described.reserve(entry.arguments.size());
    for (const BoundPtr &argument : entry.arguments)
        described.push_back({.type = argument->type,
                             .constant = argument->isConstant() ? &argument->constant : nullptr,
                             .unknown = argument->unknown});
    auto bound = function.bind(described);
    if (!bound)
        return fail(node.span, bound.error());
    entry.bound = *std::move(bound);
    entry.firstOutput = aggregates.outputs.fields.size();
    const auto filled = [&names](std::string name) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            const std::string place = fmt::format("{{{}}}", i);
            if (const std::size_t at = name.find(place); at != std::string::npos)
                name.replace(at, place.size(), names[i]);
        }
        return name;
    };
    for (const AggregateOutput &output : entry.bound.outputs) {
        std::string name = filled(output.name);
        if (name.empty())
            name = filled(output.fallback);
        aggregates.outputs.fields.push_back(
            {.name = std::move(name), .type = output.type, .unknown = output.unknown});
    }
    const std::size_t first = entry.firstOutput;
    aggregates.calls.push_back(std::move(entry));
    return columnExpression(context.aggregateOffset + first, aggregates.outputs.fields[first]);
}

Result<std::optional<BoundPtr>> Binder::specialCall(const Expression &node, const Context &context)
{
    const auto some = [](Result<BoundPtr> bound) -> Result<std::optional<BoundPtr>> {
        if (!bound)
            return std::unexpected(std::move(bound).error());
        return std::optional<BoundPtr>(*std::move(bound));
    };
    if (node.text == "toscalar")
        return some(toScalar(node, context));
    if (node.text == "column_ifexists" || node.text == "columnifexists")
        return some(columnIfExists(node, context));
    if (node.text == "pack_all")
        return some(packAll(node, context));
    if (node.text == "bin_auto")
        return some(binAuto(node, context));
    const bool hasStar = std::ranges::any_of(
        node.children, [](const ExpressionPtr &child) { return child->kind == ExpressionKind::Star; });
    if (node.text == "bag_pack_columns" || (node.text == "pack_array" && hasStar))
        return some(packGiven(node, context));
    if (node.text == "column_names_of" && node.children.size() == 1) {
        SIGNALBOX_TRY(const PlanPtr plan, table(*node.children[0], context));
        Value::Array names;
        for (const Field &field : plan->schema().fields)
            names.push_back(Value::ofString(field.name));
        return std::optional(constantExpression(Type::Dynamic, Value::ofArray(std::move(names))));
    }
    return std::optional<BoundPtr>();
}

Result<BoundPtr> Binder::toScalar(const Expression &node, const Context &context)
{
    if (node.children.empty())
        return fail(node.span, "toscalar() takes a table.");
    const Expression &inside = *node.children.back();
    const auto place = std::pair(&node, context.names);
    if (const auto found = m_scalars.find(place); found != m_scalars.end())
        return found->second;
    if (!isTable(inside, context.names))
        return scalar(inside, {.names = context.names});
    SIGNALBOX_TRY(const PlanPtr plan, table(inside, context));
    const Schema &schema = plan->schema();
    if (schema.fields.empty() && !schema.open)
        return fail(node.span, "toscalar() needs a table with a column.");
    const Type type = schema.fields.empty() ? Type::Dynamic : schema.fields[0].type;
    if (m_execution == nullptr || schema.fields.empty())
        return std::make_shared<const BoundExpression>(BoundExpression{.type = type, .unknown = true});
    SIGNALBOX_TRY(const Batch rows, collectOne(*plan, *m_execution));
    Value value = rows.rows() == 0 ? Value() : rows.column(0).value(0);
    if (value.isNull() && type == Type::String)
        value = Value::ofString({});
    return m_scalars[place] = constantExpression(type, std::move(value));
}

Result<BoundPtr> Binder::columnIfExists(const Expression &node, const Context &context)
{
    if (node.children.size() != 2)
        return fail(node.span, "column_ifexists() takes the name of a column and a value.");
    SIGNALBOX_TRY(const BoundPtr name, scalar(*node.children[0], context));
    const std::string column = constantText(name);
    const Schema *row =
        context.aggregates != nullptr && context.row->find(column) == std::nullopt ? nullptr : context.row;
    if (row != nullptr) {
        if (const auto found = row->find(column); found)
            return columnExpression(*found, row->fields[*found]);
        if (row->open)
            return std::make_shared<const BoundExpression>(BoundExpression{.unknown = true});
    }
    return scalar(*node.children[1], context);
}

Result<BoundPtr> Binder::binAuto(const Expression &node, const Context &context)
{
    const auto setting = [&context](std::string_view name) -> BoundPtr {
        const Scope *found = findName(context.names, name);
        const auto *value = found != nullptr ? std::get_if<BoundPtr>(&found->meaning) : nullptr;
        return value != nullptr ? *value : nullptr;
    };
    if (node.children.size() != 1)
        return fail(node.span, "bin_auto() takes one value.");
    const BoundPtr size = setting("query_bin_auto_size");
    if (!size)
        return fail(node.span, "bin_auto() needs its size: set query_bin_auto_size = 1h; before the query.");
    SIGNALBOX_TRY(BoundPtr value, scalar(*node.children[0], context));
    if (BoundPtr at = setting("query_bin_auto_at"))
        return apply("bin_at", {std::move(value), size, std::move(at)}, node.span);
    return apply("bin", {std::move(value), size}, node.span);
}

Result<BoundPtr> Binder::packAll(const Expression &node, const Context &context)
{
    if (context.row == nullptr)
        return fail(node.span, "pack_all() packs the columns of a row, and there is none here.");
    bool withoutNulls = false;
    if (!node.children.empty()) {
        SIGNALBOX_TRY(const Value flag,
                      constant(*node.children[0], context.names, "The argument of pack_all()"));
        withoutNulls = flag.boolean();
    }
    return packColumns(*context.row, withoutNulls, {});
}

Result<BoundPtr> Binder::packGiven(const Expression &node, const Context &context)
{
    const bool withKeys = node.text == "bag_pack_columns";
    std::vector<BoundPtr> values;
    const auto add = [&](std::string name, BoundPtr value) {
        if (withKeys)
            values.push_back(constantExpression(Type::String, Value::ofString(std::move(name))));
        values.push_back(std::move(value));
    };
    for (const ExpressionPtr &child : node.children) {
        if (child->kind == ExpressionKind::Star && context.row != nullptr) {
            if (context.row->open)
                return std::make_shared<const BoundExpression>(BoundExpression{.unknown = true});
            for (std::size_t i = 0; i < context.row->fields.size(); ++i)
                add(context.row->fields[i].name, columnExpression(i, context.row->fields[i]));
            continue;
        }
        SIGNALBOX_TRY(BoundPtr value, scalar(*child, context));
        if (withKeys && defaultName(*child).empty())
            return fail(child->span, "bag_pack_columns() takes columns. Use bag_pack() for other values.");
        add(defaultName(*child), std::move(value));
    }
    return apply(withKeys ? "bag_pack" : "pack_array", std::move(values), node.span);
}

BoundPtr Binder::packColumns(const Schema &row, bool withoutNulls, std::span<const std::string> without) const
{
    BoundExpression packed{.kind = BoundExpression::Kind::Call, .type = Type::Dynamic, .unknown = row.open};
    std::vector<std::string> names;
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
        if (std::ranges::count(without, row.fields[i].name) != 0)
            continue;
        names.push_back(row.fields[i].name);
        packed.arguments.push_back(columnExpression(i, row.fields[i]));
        packed.unknown = packed.unknown || row.fields[i].unknown;
    }
    packed.kernel = packAllKernel(std::move(names), withoutNulls);
    return std::make_shared<const BoundExpression>(std::move(packed));
}

Result<ScopePtr> Binder::enter(const FunctionDeclaration &function, const ScopePtr &defined,
                               std::span<const ExpressionPtr> arguments, Span span, const Context &context,
                               const PlanPtr &firstTable)
{
    ScopePtr names = defined;
    const std::vector<FunctionParameter> &parameters = function.parameters;
    std::vector<const Expression *> given(parameters.size(), nullptr);
    std::size_t next = firstTable ? 1 : 0;
    for (const ExpressionPtr &argument : arguments) {
        std::size_t place = next++;
        const Expression *value = argument.get();
        if (argument->kind == ExpressionKind::Named) {
            place = static_cast<std::size_t>(
                std::ranges::find(
                    parameters, argument->text,
                    [](const FunctionParameter &p) -> const std::string & { return p.name.text; }) -
                parameters.begin());
            value = argument->children[0].get();
        }
        if (place >= parameters.size())
            return fail(argument->span, fmt::format("The function takes {} arguments.", parameters.size()));
        given[place] = value;
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const FunctionParameter &parameter = parameters[i];
        if (i == 0 && firstTable) {
            names = with(names, parameter.name.text, firstTable);
            continue;
        }
        const Expression *value = given[i] != nullptr ? given[i] : parameter.fallback.get();
        if (value == nullptr)
            return fail(span, fmt::format("The argument '{}' is missing.", parameter.name.text));
        if (parameter.isTable) {
            SIGNALBOX_TRY(PlanPtr plan, table(*value, context));
            for (const TypedName &column : parameter.columns) {
                if (!plan->schema().open && !plan->schema().find(column.name.text) && column.name.text != "*")
                    return fail(value->span,
                                fmt::format("The table has no column '{}', which the function needs.",
                                            column.name.text));
            }
            names = with(names, parameter.name.text, std::move(plan));
            continue;
        }
        const bool isFallback = given[i] == nullptr;
        SIGNALBOX_TRY(BoundPtr bound, scalar(*value, isFallback ? Context{.names = defined} : context));
        if (!parameter.type.empty()) {
            SIGNALBOX_TRY(const Type type, typeNamed(parameter.type, parameter.name.span));
            const bool fits = bound->type == type || bound->unknown || type == Type::Dynamic;
            const bool converts = (isNumeric(bound->type) && isNumeric(type)) || bound->type == Type::Dynamic;
            if (!fits && !converts)
                return fail(value->span,
                            fmt::format("The argument '{}' is a {}, not a {}.", parameter.name.text,
                                        typeName(type), typeName(bound->type)));
            if (!fits) {
                SIGNALBOX_TRY(bound, apply(fmt::format("to{}", typeName(type)), {bound}, value->span));
            }
        }
        names = with(names, parameter.name.text, std::move(bound));
    }
    return names;
}

const Expression *Binder::enterBody(const FunctionDeclaration &function, ScopePtr &names) const
{
    const Expression *result = nullptr;
    for (const Statement &statement : function.body) {
        if (statement.kind == StatementKind::Let)
            names = with(names, statement.name.text, LetName{&statement});
        else if (statement.kind == StatementKind::Query)
            result = statement.value.get();
    }
    return result;
}

Result<BoundPtr> Binder::scalarFunctionCall(const Expression &node, const Scope &function,
                                            const Context &context)
{
    const FunctionDeclaration &declaration = *std::get<LetName>(function.meaning).statement->function;
    SIGNALBOX_TRY(ScopePtr names,
                  enter(declaration, function.outer, node.children, node.span, context, nullptr));
    const Expression *body = enterBody(declaration, names);
    if (body == nullptr)
        return fail(declaration.span, "The function has no result.");
    if (isTable(*body, names))
        return fail(
            node.nameSpan,
            fmt::format("{}() gives a table where a value is needed. Put it into toscalar(…).", node.text));
    Context inner{.row = context.row, .names = std::move(names), .serialized = context.serialized};
    // The body sees its parameters only; a schema without columns keeps the caller's from it.
    static const Schema nothing;
    inner.row = context.row != nullptr && context.row->open ? context.row : &nothing;
    return scalar(*body, inner);
}

} // namespace signalbox::kql
