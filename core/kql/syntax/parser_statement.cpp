#include <fmt/format.h>

#include "core/kql/syntax/parser_state.h"

namespace signalbox::kql {

std::vector<Statement> Parser::statements()
{
    std::vector<Statement> result;
    while (!atEnd()) {
        if (accept(";"))
            continue;
        if (is("}"))
            break;
        const std::size_t before = m_at;
        result.push_back(statement());
        recover();
        if (!atEnd() && !is(";") && !is("}"))
            fail("'|' or ';'");
        recover();
        if (m_at == before || isAny({")", "]", "|"}))
            next();
    }
    return result;
}

Statement Parser::statement()
{
    if (is("let"))
        return let();
    if (is("set") && isKind(TokenKind::Word, 1))
        return setting();
    if (is("declare"))
        return declare();
    if ((is("alias") && is("database", 1)) || (is("restrict") && is("access", 1)))
        return ignored();
    if (is(".")) {
        fail("a query (management commands are not supported here)");
        return {};
    }
    Statement result;
    const std::uint32_t begin = here();
    result.value = pipelineExpression();
    result.span = spanFrom(begin);
    return result;
}

Statement Parser::setting()
{
    Statement result{.kind = StatementKind::Set};
    const std::uint32_t begin = next().span.begin;
    result.name = name("the name of an option", true);
    if (accept("="))
        result.value = expression();
    result.span = spanFrom(begin);
    return result;
}

Statement Parser::ignored()
{
    Statement result{.kind = StatementKind::Ignored};
    const std::uint32_t begin = here();
    int depth = 0;
    while (!atEnd() && !(depth == 0 && is(";"))) {
        depth += isAny({"(", "[", "{"}) ? 1 : 0;
        depth -= isAny({")", "]", "}"}) ? 1 : 0;
        next();
    }
    result.span = spanFrom(begin);
    return result;
}

Statement Parser::declare()
{
    if (!is("query_parameters", 1))
        return ignored();
    Statement result{.kind = StatementKind::Declare};
    const std::uint32_t begin = next().span.begin;
    next();
    result.parameters = functionParameters();
    result.span = spanFrom(begin);
    return result;
}

Statement Parser::let()
{
    Statement result{.kind = StatementKind::Let};
    const std::uint32_t begin = next().span.begin;
    result.name = name("a name after 'let'");
    if (expect("=", "the name")) {
        if (atFunction())
            result.function = function();
        else
            result.value = pipelineExpression();
    }
    result.span = spanFrom(begin);
    return result;
}

bool Parser::atFunction() const
{
    std::size_t ahead = is("view") && is("(", 1) ? 1 : 0;
    if (!is("(", ahead))
        return false;
    int depth = 0;
    for (; !isKind(TokenKind::End, ahead); ++ahead) {
        depth += is("(", ahead) ? 1 : 0;
        depth -= is(")", ahead) ? 1 : 0;
        if (depth == 0)
            return is("{", ahead + 1);
    }
    return false;
}

FunctionPtr Parser::function()
{
    auto *declaration = new FunctionDeclaration;
    FunctionPtr owner(declaration);
    const std::uint32_t begin = here();
    declaration->view = accept("view");
    declaration->parameters = functionParameters();
    expect("{", "the parameters");
    if (++m_depth > 60) {
        complain(peek().span, "Functions are nested too deeply here. Declare them one after the other.");
        m_lost = true;
    }
    declaration->body = statements();
    --m_depth;
    expect("}", "the body of the function");
    declaration->span = spanFrom(begin);
    return owner;
}

std::vector<FunctionParameter> Parser::functionParameters()
{
    std::vector<FunctionParameter> result;
    expect("(", {});
    while (!atEnd() && !is(")")) {
        result.push_back(functionParameter());
        if (!accept(","))
            break;
    }
    expect(")", "the parameters");
    return result;
}

FunctionParameter Parser::functionParameter()
{
    FunctionParameter result{.name = name("the name of a parameter")};
    if (accept(":")) {
        if (is("(")) {
            result.isTable = true;
            if (is("*", 1) && is(")", 2)) {
                result.anyColumns = true;
                next();
                next();
                next();
            } else {
                result.columns = typedNames();
            }
        } else {
            result.type = typeWord();
        }
    }
    if (accept("="))
        result.fallback = expression();
    return result;
}

} // namespace signalbox::kql
