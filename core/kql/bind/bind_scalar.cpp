#include <algorithm>

#include <fmt/format.h>

#include "core/kql/bind/binder.h"
#include "core/kql/bind/dynamic_literal.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

Type typeOfLiteral(LiteralKind kind)
{
    switch (kind) {
    case LiteralKind::Bool:
        return Type::Bool;
    case LiteralKind::Int:
        return Type::Int;
    case LiteralKind::Long:
        return Type::Long;
    case LiteralKind::Real:
        return Type::Real;
    case LiteralKind::Decimal:
        return Type::Decimal;
    case LiteralKind::String:
        return Type::String;
    case LiteralKind::DateTime:
        return Type::DateTime;
    case LiteralKind::TimeSpan:
        return Type::TimeSpan;
    case LiteralKind::Guid:
        return Type::Guid;
    case LiteralKind::Dynamic:
    case LiteralKind::Null:
        break;
    }
    return Type::Dynamic;
}

} // namespace

Result<BoundPtr> Binder::scalar(const Expression &node, const Context &context)
{
    SIGNALBOX_CHECK(step(node.span));
    const Nested nested(m_depth);
    if (nested.tooDeep())
        return fail(node.span, "This is nested too deeply, with its let statements put in.");
    switch (node.kind) {
    case ExpressionKind::Bad:
        return fail(node.span, "This cannot be read.");
    case ExpressionKind::Literal:
        return literal(node);
    case ExpressionKind::Name:
        return nameValue(node, context);
    case ExpressionKind::Star:
        return fail(node.span, "'*' cannot stand here.");
    case ExpressionKind::Member:
        return member(node, context);
    case ExpressionKind::MemberCall:
        return fail(node.nameSpan, fmt::format("'{}' cannot be called on a value.", node.text));
    case ExpressionKind::Index: {
        SIGNALBOX_TRY(std::vector<BoundPtr> operands, arguments(node, 0, context));
        if (operands[0]->outputs)
            return outputAt(*operands[0]->outputs, *operands[1], node.span);
        return apply("[]", std::move(operands), node.span);
    }
    case ExpressionKind::Call:
        return call(node, context);
    case ExpressionKind::Operator:
        return operation(node, context);
    case ExpressionKind::Named:
        return scalar(*node.children[0], context);
    case ExpressionKind::TypeOf:
        return constantExpression(Type::String, Value::ofString(node.text));
    case ExpressionKind::Table:
        break;
    }
    return fail(node.span, "This is a table where a value is needed. Put it into toscalar(…).");
}

Result<BoundPtr> Binder::literal(const Expression &node)
{
    const Type type = typeOfLiteral(node.literal);
    if (node.literal == LiteralKind::String)
        return constantExpression(type, Value::ofString(node.text));
    if (node.literal == LiteralKind::Null)
        return fail(node.span, "A bare null has no type. Write long(null), dynamic(null) or the like.");
    if (node.literal == LiteralKind::DateTime && (node.text.empty() || node.text == "now"))
        return constantExpression(type, Value::of(DateTime{m_now.time_since_epoch().count()}));
    auto value = typedLiteral(typeName(type), node.text);
    if (!value)
        return fail(node.span, value.error());
    return constantExpression(type, *std::move(value));
}

Result<BoundPtr> Binder::nameValue(const Expression &node, const Context &context)
{
    if (context.row != nullptr) {
        if (const auto column = context.row->find(node.text); column)
            return columnExpression(*column, context.row->fields[*column]);
    }
    if (const Scope *found = findName(context.names, node.text); found != nullptr) {
        if (const auto *value = std::get_if<BoundPtr>(&found->meaning))
            return *value;
        const auto *let = std::get_if<LetName>(&found->meaning);
        if (let != nullptr && let->statement->value && !isTable(*let->statement->value, found->outer))
            return scalar(*let->statement->value, {.names = found->outer});
        if (let != nullptr && let->statement->function && let->statement->function->parameters.empty())
            return scalarFunctionCall(node, *found, context);
        return fail(node.span,
                    fmt::format("'{}' is a {} where a value is needed.", node.text,
                                let != nullptr && let->statement->function ? "function" : "table"));
    }
    if (context.row != nullptr && context.row->open)
        return std::make_shared<const BoundExpression>(BoundExpression{.unknown = true});
    std::vector<std::string> candidates;
    if (context.row != nullptr) {
        for (const Field &field : context.row->fields)
            candidates.push_back(field.name);
    }
    for (const Scope *scope = context.names.get(); scope != nullptr; scope = scope->outer.get())
        candidates.push_back(scope->name);
    if (context.aggregates != nullptr && context.aggregates->input->find(node.text))
        return fail(node.span,
                    fmt::format("'{0}' must be inside an aggregate such as take_any({0}), or after 'by'.",
                                node.text));
    return unknownName(context.row != nullptr ? "column" : "name", {.text = node.text, .span = node.span},
                       std::move(candidates));
}

Result<BoundPtr> Binder::member(const Expression &node, const Context &context)
{
    const Expression &base = *node.children[0];
    if (base.kind == ExpressionKind::Name) {
        for (const Qualifier &qualifier : context.qualifiers) {
            if (qualifier.name != base.text)
                continue;
            const auto column = qualifier.schema->find(node.text);
            if (column)
                return columnExpression(qualifier.offset + *column, qualifier.schema->fields[*column]);
            if (qualifier.schema->open)
                return std::make_shared<const BoundExpression>(BoundExpression{.unknown = true});
            std::vector<std::string> candidates;
            candidates.reserve(qualifier.schema->fields.size());
            for (const Field &field : qualifier.schema->fields)
                candidates.push_back(field.name);
            return unknownName("column", {.text = node.text, .span = node.nameSpan}, std::move(candidates));
        }
    }
    SIGNALBOX_TRY(BoundPtr bag, scalar(base, context));
    return apply(".", {std::move(bag), constantExpression(Type::String, Value::ofString(node.text))},
                 node.span);
}

Result<std::vector<BoundPtr>> Binder::arguments(const Expression &node, std::size_t first,
                                                const Context &context)
{
    std::vector<BoundPtr> bound;
    for (std::size_t i = first; i < node.children.size(); ++i) {
        SIGNALBOX_TRY(BoundPtr argument, scalar(*node.children[i], context));
        bound.push_back(std::move(argument));
    }
    return bound;
}

Result<Value> Binder::constant(const Expression &node, const ScopePtr &names, std::string_view what)
{
    SIGNALBOX_TRY(const BoundPtr bound, scalar(node, {.names = names}));
    if (bound->unknown)
        return Value();
    if (!bound->isConstant())
        return fail(node.span, fmt::format("{} must be known before the query runs.", what));
    return bound->constant;
}

Result<std::int64_t> Binder::wholeConstant(const Expression &node, const ScopePtr &names,
                                           std::string_view what)
{
    SIGNALBOX_TRY(const Value value, constant(node, names, what));
    if (value.isNull() && m_execution == nullptr)
        return 0;
    if (!value.is(Type::Long) && !value.is(Type::Int))
        return fail(node.span, fmt::format("{} must be a whole number.", what));
    return value.whole();
}

std::string Binder::defaultName(const Expression &node) const
{
    switch (node.kind) {
    case ExpressionKind::Name:
    case ExpressionKind::Named:
        return node.text;
    case ExpressionKind::Member: {
        const std::string base = defaultName(*node.children[0]);
        return base.empty() || base.starts_with('$') ? node.text : base + "_" + node.text;
    }
    case ExpressionKind::Index: {
        const std::string base = defaultName(*node.children[0]);
        const Expression &index = *node.children[1];
        if (base.empty() || index.kind != ExpressionKind::Literal)
            return {};
        return base + "_" + index.text;
    }
    case ExpressionKind::Call: {
        const ScalarFunction *function =
            m_functions.findScalar(node.text == "bin_auto" ? "bin" : std::string_view(node.text));
        if (function == nullptr || function->columnName.empty() || node.children.empty())
            return {};
        std::string name = function->columnName;
        if (const std::size_t at = name.find("{0}"); at != std::string::npos) {
            const std::string argument = defaultName(*node.children[0]);
            if (argument.empty())
                return {};
            name.replace(at, 3, argument);
        }
        return name;
    }
    default:
        return {};
    }
}

} // namespace signalbox::kql
