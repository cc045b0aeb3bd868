#include <algorithm>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kql/bind/binder.h"
#include "core/kql/bind/dynamic_literal.h"
#include "core/kql/syntax/words.h"
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

std::string_view presentSpelling(std::string_view op)
{
    if (op == "containscs")
        return "contains_cs";
    if (op == "notcontains")
        return "!contains";
    if (op == "notcontainscs")
        return "!contains_cs";
    return op;
}

} // namespace

std::unexpected<Error> Binder::fail(Span span, std::string message, std::string suggestion)
{
    m_diagnostics.push_back(
        {.span = span, .message = std::move(message), .suggestion = std::move(suggestion)});
    return std::unexpected(toError(m_text, {m_diagnostics.back()}));
}

std::unexpected<Error> Binder::fail(Span span, const Error &error)
{
    if (error.code != ErrorCode::InvalidArgument)
        return std::unexpected(error);
    return fail(span, error.message);
}

std::unexpected<Error> Binder::unknownName(std::string_view what, const Name &name,
                                           std::vector<std::string> candidates)
{
    const std::string near(nearest(name.text, candidates));
    if (near.empty())
        return fail(name.span, fmt::format("There is no {} '{}' here.", what, name.text));
    return fail(name.span, fmt::format("There is no {} '{}' here. Did you mean '{}'?", what, name.text, near),
                near);
}

Result<BoundPtr> Binder::scalar(const Expression &node, const Context &context)
{
    if (++m_depth > 2000)
        return fail(node.span, "This is nested too deeply. Divide it by let.");
    struct Leave
    {
        int &depth;
        ~Leave() { --depth; }
    } const leave{m_depth};
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
            for (const Field &field : qualifier.schema->fields)
                candidates.push_back(field.name);
            return unknownName("column", {.text = node.text, .span = node.nameSpan}, std::move(candidates));
        }
    }
    SIGNALBOX_TRY(BoundPtr bag, scalar(base, context));
    return apply(".", {std::move(bag), constantExpression(Type::String, Value::ofString(node.text))},
                 node.span);
}

Result<BoundPtr> Binder::operation(const Expression &node, const Context &context)
{
    if (isListOperator(node.text))
        return listOperation(node, context);
    if (node.children[0]->kind == ExpressionKind::Star)
        return starOperation(node, context);
    const bool chain = node.text == "and" || node.text == "or";
    Context inner = context;
    inner.textMeansHas = context.textMeansHas && chain;
    std::vector<BoundPtr> operands;
    for (const ExpressionPtr &child : node.children) {
        if (inner.textMeansHas) {
            SIGNALBOX_TRY(BoundPtr term, predicate(*child, inner));
            operands.push_back(std::move(term));
        } else {
            SIGNALBOX_TRY(BoundPtr operand, scalar(*child, inner));
            operands.push_back(std::move(operand));
        }
    }
    if (operands.size() <= 2)
        return apply(presentSpelling(node.text), std::move(operands), node.nameSpan);
    BoundPtr result = operands[0];
    for (std::size_t i = 1; i < operands.size(); ++i) {
        SIGNALBOX_TRY(result, apply(node.text, {result, operands[i]}, node.nameSpan));
    }
    return result;
}

Result<BoundPtr> Binder::listOperation(const Expression &node, const Context &context)
{
    Context inner = context;
    inner.textMeansHas = false;
    std::vector<BoundPtr> operands;
    const bool star = node.children[0]->kind == ExpressionKind::Star;
    for (std::size_t i = star ? 1 : 0; i < node.children.size(); ++i) {
        const Expression &child = *node.children[i];
        if (i > 0 && isTable(child, context.names)) {
            SIGNALBOX_TRY(const PlanPtr plan, table(child, inner));
            if (plan->schema().fields.empty() && !plan->schema().open)
                return fail(child.span, "This table has no column.");
            Value::Array items;
            if (m_execution != nullptr) {
                SIGNALBOX_TRY(const Batch rows, collectOne(*plan, *m_execution));
                const Column column = rows.column(0);
                for (std::size_t row = 0; row < column.size(); ++row)
                    items.push_back(column.value(row));
                operands.push_back(constantExpression(Type::Dynamic, Value::ofArray(std::move(items))));
            } else {
                operands.push_back(std::make_shared<const BoundExpression>(BoundExpression{.unknown = true}));
            }
        } else {
            SIGNALBOX_TRY(BoundPtr operand, scalar(child, inner));
            operands.push_back(std::move(operand));
        }
    }
    if (!star)
        return apply(node.text, std::move(operands), node.nameSpan);
    return starOperation(node, context);
}

Result<BoundPtr> Binder::starOperation(const Expression &node, const Context &context)
{
    if (context.row == nullptr)
        return fail(node.span, "'*' means all columns, and there are none here.");
    Context inner = context;
    inner.textMeansHas = false;
    SIGNALBOX_TRY(const std::vector<BoundPtr> right, arguments(node, 1, inner));
    const bool asText = isTextOperator(node.text) || right[0]->type == Type::String;
    BoundPtr any;
    const std::size_t before = m_diagnostics.size();
    for (std::size_t i = 0; i < context.row->fields.size(); ++i) {
        BoundPtr column = columnExpression(i, context.row->fields[i]);
        if (asText && column->type != Type::String) {
            SIGNALBOX_TRY(column, apply("tostring", {column}, node.span));
        }
        std::vector<BoundPtr> operands = {column};
        operands.insert(operands.end(), right.begin(), right.end());
        auto one = apply(presentSpelling(node.text), std::move(operands), node.nameSpan);
        if (!one) {
            m_diagnostics.resize(before); // a column of another type just does not match
            continue;
        }
        if (!any) {
            any = *one;
        } else {
            // No column has it, where the operator denies.
            SIGNALBOX_TRY(any, apply(node.text.starts_with('!') ? "and" : "or", {any, *one}, node.nameSpan));
        }
    }
    return any ? any : constantExpression(Type::Bool, Value::ofBool(false));
}

Result<BoundPtr> Binder::predicate(const Expression &node, const Context &context)
{
    BoundPtr result;
    if (context.textMeansHas && node.kind == ExpressionKind::Literal) {
        // A bare term of search: any column has it; with stars it starts or ends one.
        std::string_view term = node.text;
        const bool opens = term.starts_with('*');
        const bool closes = term.ends_with('*') && term.size() > 1;
        term = term.substr(opens ? 1 : 0, term.size() - (opens ? 1 : 0) - (closes ? 1 : 0));
        std::string op = opens && closes ? "contains" : opens ? "hassuffix" : closes ? "hasprefix" : "has";
        if (context.caseSensitive)
            op += "_cs";
        if (term.empty())
            return constantExpression(Type::Bool, Value::ofBool(true));
        Expression search{
            .kind = ExpressionKind::Operator, .span = node.span, .nameSpan = node.span, .text = op};
        search.children.push_back(ExpressionPtr(new Expression{
            .kind = ExpressionKind::Star, .span = node.span, .nameSpan = node.span, .text = "*"}));
        search.children.push_back(ExpressionPtr(new Expression{.kind = ExpressionKind::Literal,
                                                               .literal = LiteralKind::String,
                                                               .span = node.span,
                                                               .nameSpan = node.span,
                                                               .text = std::string(term)}));
        SIGNALBOX_TRY(result, starOperation(search, context));
    } else if (context.textMeansHas && node.kind == ExpressionKind::Star) {
        return constantExpression(Type::Bool, Value::ofBool(true));
    } else {
        SIGNALBOX_TRY(result, scalar(node, context));
    }
    if (result->type != Type::Bool && !result->unknown)
        return fail(node.span,
                    fmt::format("A condition is a bool, and this is a {}.", typeName(result->type)));
    return result;
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

Result<BoundPtr> Binder::apply(std::string_view function, std::vector<BoundPtr> arguments, Span span)
{
    const ScalarFunction *found = m_functions.findScalar(function);
    if (found == nullptr)
        return fail(span, fmt::format("'{}' is not supported here.", function));
    return apply(*found, std::move(arguments), span);
}

Result<BoundPtr> Binder::apply(const ScalarFunction &function, std::vector<BoundPtr> arguments, Span span)
{
    std::vector<Argument> described;
    Evaluation evaluation = function.evaluation;
    bool allConstant = true;
    for (const BoundPtr &argument : arguments) {
        described.push_back({.type = argument->type,
                             .constant = argument->isConstant() ? &argument->constant : nullptr,
                             .unknown = argument->unknown});
        evaluation = std::max(evaluation, argument->evaluation);
        allConstant = allConstant && argument->isConstant();
    }
    auto bound = function.bind(described);
    if (!bound)
        return fail(span, bound.error());
    if (bound->unknown)
        return std::make_shared<const BoundExpression>(
            BoundExpression{.type = bound->result, .unknown = true, .evaluation = evaluation});
    auto result = BoundExpression{.kind = BoundExpression::Kind::Call,
                                  .type = bound->result,
                                  .evaluation = evaluation,
                                  .kernel = std::move(bound->kernel),
                                  .arguments = std::move(arguments)};
    if (allConstant && evaluation <= Evaluation::PerQuery) {
        SeededRandom random(0);
        const EvalContext context{.now = m_now, .random = random};
        const Batch row({}, 1);
        auto column = evaluate(result, Rows(row), context);
        if (!column)
            return fail(span, column.error());
        return constantExpression(result.type, column->value(0));
    }
    return std::make_shared<const BoundExpression>(std::move(result));
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
        return node.text;
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
        const ScalarFunction *function = m_functions.findScalar(node.text);
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
