#include <algorithm>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kql/bind/binder.h"
#include "core/kql/bind/outputs.h"
#include "core/kql/functions/regex.h"
#include "core/kql/syntax/words.h"

namespace signalbox::kql {

namespace {

constexpr std::size_t maximumConstantBytes = std::size_t{64} << 20U;

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
    // By twos, so that the tree of a chain is as flat as it can be.
    while (operands.size() > 1) {
        std::vector<BoundPtr> pairs;
        for (std::size_t i = 0; i + 1 < operands.size(); i += 2) {
            SIGNALBOX_TRY(BoundPtr pair, apply(node.text, {operands[i], operands[i + 1]}, node.nameSpan));
            pairs.push_back(std::move(pair));
        }
        if (operands.size() % 2 == 1)
            pairs.push_back(std::move(operands.back()));
        operands = std::move(pairs);
    }
    return operands[0];
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
        std::string sought(term);
        if (term.contains('*')) { // Lab*PC
            sought = context.caseSensitive ? "" : "(?i)";
            for (const std::string_view part : split(term, '*'))
                sought += (part.data() == term.data() ? "" : ".*") + quotedForRegex(part);
            sought = (opens ? "" : "\\b") + sought + (closes ? "" : "\\b");
            op = "matches regex";
        }
        Expression search{
            .kind = ExpressionKind::Operator, .span = node.span, .nameSpan = node.span, .text = op};
        search.children.push_back(ExpressionPtr(new Expression{
            .kind = ExpressionKind::Star, .span = node.span, .nameSpan = node.span, .text = "*"}));
        search.children.push_back(ExpressionPtr(new Expression{.kind = ExpressionKind::Literal,
                                                               .literal = LiteralKind::String,
                                                               .span = node.span,
                                                               .nameSpan = node.span,
                                                               .text = std::move(sought)}));
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
    bool allBool = true;
    for (const BoundPtr &argument : arguments) {
        allBool = allBool && argument->type == Type::Bool;
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
                                  .function = function.name,
                                  .conjunction = function.name == "and" && allBool,
                                  .arguments = std::move(arguments)};
    if (allConstant && evaluation <= Evaluation::PerQuery) {
        SeededRandom random(0);
        const EvalContext context{.now = m_now, .random = random};
        const Batch row({}, 1);
        auto column = evaluate(result, Rows(row), context);
        if (!column)
            return fail(span, column.error());
        if (column->bytes() > maximumConstantBytes)
            return fail(span, "This constant is larger than 64 MB.");
        const BoundPtr folded = constantExpression(result.type, column->value(0));
        return bound->outputs.empty() ? folded : firstOutput(*folded, bound->outputs);
    }
    if (!bound->outputs.empty())
        return firstOutput(std::move(result), bound->outputs);
    return std::make_shared<const BoundExpression>(std::move(result));
}

} // namespace signalbox::kql
