#include <utility>

#include "core/kql/syntax/parser_state.h"

namespace signalbox::kql {

OperatorBody Parser::joinTables()
{
    JoinOperator op{.right = postfix(), .on = {}};
    if (accept("on"))
        op.on = expressions();
    return op;
}

OperatorBody Parser::unionTables()
{
    UnionOperator op;
    do
        op.tables.push_back(postfix(Wildcards::Yes));
    while (accept(","));
    return op;
}

std::vector<ExpressionPtr> Parser::tableList()
{
    std::vector<ExpressionPtr> tables;
    if (!is("in") || !is("(", 1))
        return tables;
    next();
    next();
    do
        tables.push_back(postfix(Wildcards::Yes));
    while (accept(","));
    expect(")", "the tables");
    return tables;
}

OperatorBody Parser::search()
{
    SearchOperator op{.tables = tableList(), .predicate = {}};
    const bool before = std::exchange(m_colonIsHas, true);
    op.predicate = expression();
    m_colonIsHas = before;
    return op;
}

OperatorBody Parser::find()
{
    FindOperator op{.tables = tableList(), .predicate = {}, .project = {}};
    accept("where");
    const bool before = std::exchange(m_colonIsHas, true);
    op.predicate = expression();
    m_colonIsHas = before;
    if (!is("project"))
        return op;
    const Name kind = operatorName();
    if (kind.text == "project-smart")
        return op;
    op.away = kind.text == "project-away";
    do {
        if (is("pack") && is("(", 1)) {
            const std::uint32_t begin = next().span.begin;
            next();
            expect("*", "pack(");
            expect(")", "*");
            op.project.push_back({.name = {.text = "pack(*)", .span = spanFrom(begin)}, .type = {}});
        } else if (op.away) {
            op.project.push_back({.name = wildcardName(), .type = {}});
        } else {
            op.project.push_back(typedName());
        }
    } while (accept(","));
    return op;
}

OperatorBody Parser::range()
{
    RangeOperator op{.column = name("the name of the column"), .from = {}, .to = {}, .step = {}};
    if (expect("from", "the column"))
        op.from = expression();
    if (expect("to", "the first value"))
        op.to = expression();
    if (accept("step"))
        op.step = expression();
    return op;
}

OperatorBody Parser::dataTable()
{
    DataTableOperator op{.columns = typedNames(), .values = {}};
    if (accept("with"))
        properties();
    if (!expect("[", "the columns"))
        return op;
    while (!atEnd() && !is("]")) {
        if (is("null")) {
            const Token token = next();
            op.values.push_back(ExpressionPtr(new Expression{.kind = ExpressionKind::Literal,
                                                             .literal = LiteralKind::Null,
                                                             .span = token.span,
                                                             .nameSpan = token.span}));
        } else if (is("-") && word(1) == "9223372036854775808") {
            // Minus is an operator, and without it the number is no long.
            const std::uint32_t begin = next().span.begin;
            next();
            op.values.push_back(ExpressionPtr(new Expression{.kind = ExpressionKind::Literal,
                                                             .literal = LiteralKind::Long,
                                                             .span = spanFrom(begin),
                                                             .nameSpan = spanFrom(begin),
                                                             .text = "-9223372036854775808"}));
        } else {
            op.values.push_back(unary());
        }
        if (!accept(","))
            break;
    }
    if (!accept("]"))
        fail("',' or ']' after a value (a datatable holds literals only)");
    return op;
}

OperatorBody Parser::externalData()
{
    ExternalDataOperator op{.columns = typedNames(), .sources = {}, .properties = {}};
    if (!expect("[", "the columns"))
        return op;
    while (!atEnd() && !is("]")) {
        op.sources.push_back(expression());
        if (!accept(","))
            break;
    }
    expect("]", "the files");
    if (accept("with"))
        op.properties = properties();
    return op;
}

} // namespace signalbox::kql
