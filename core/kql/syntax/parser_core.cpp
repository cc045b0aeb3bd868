#include <algorithm>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kql/syntax/operator_name.h"
#include "core/kql/syntax/parser_state.h"
#include "core/kql/syntax/words.h"

namespace signalbox::kql {

const Token &Parser::peek(std::size_t ahead) const
{
    return m_lost ? m_tokens.back() : m_tokens[std::min(m_at + ahead, m_tokens.size() - 1)];
}

bool Parser::is(std::string_view text, std::size_t ahead) const
{
    const Token &token = peek(ahead);
    return (token.kind == TokenKind::Word || token.kind == TokenKind::Sign) && token.span.of(m_text) == text;
}

bool Parser::isAny(std::initializer_list<std::string_view> texts, std::size_t ahead) const
{
    return std::ranges::any_of(texts, [&](std::string_view text) { return is(text, ahead); });
}

bool Parser::touchesNext(std::size_t ahead) const
{
    return peek(ahead).span.end == peek(ahead + 1).span.begin;
}

Token Parser::next()
{
    const Token token = peek();
    if (token.kind != TokenKind::End) {
        ++m_at;
        m_lastEnd = token.span.end;
    }
    return token;
}

bool Parser::accept(std::string_view text)
{
    if (!is(text))
        return false;
    next();
    return true;
}

bool Parser::expect(std::string_view text, std::string_view after)
{
    if (accept(text))
        return true;
    fail(after.empty() ? fmt::format("'{}'", text) : fmt::format("'{}' after {}", text, after));
    return false;
}

Span Parser::spanFrom(std::uint32_t begin) const
{
    return {.begin = begin, .end = std::max(begin, m_lastEnd)};
}

void Parser::complain(Span span, std::string message, std::string suggestion)
{
    m_diagnostics.push_back(
        {.span = span, .message = std::move(message), .suggestion = std::move(suggestion)});
}

void Parser::fail(std::string_view expected)
{
    if (m_lost)
        return;
    const Token &token = peek();
    if (token.kind == TokenKind::End)
        complain(token.span, fmt::format("Expected {}, but the query ends here.", expected));
    else if (token.kind != TokenKind::Unknown) // the lexer has already said what is wrong with those
        complain(token.span, fmt::format("Expected {}, but found '{}'.", expected, word()));
    m_lost = true;
}

void Parser::recover()
{
    if (!m_lost)
        return;
    m_lost = false;
    int depth = 0;
    while (!atEnd()) {
        if (depth == 0 && isAny({"|", ";", ")", "]", "}"}))
            return;
        if (isAny({"(", "[", "{"}))
            ++depth;
        else if (isAny({")", "]", "}"}))
            --depth;
        next();
    }
}

void Parser::skipToEnd()
{
    int depth = 0;
    while (!atEnd() && !(depth == 0 && isAny({"|", ";", ")", "}"}))) {
        depth += isAny({"(", "[", "{"}) ? 1 : 0;
        depth -= isAny({")", "]", "}"}) ? 1 : 0;
        next();
    }
}

std::size_t Parser::nameLength(std::size_t ahead) const
{
    if (isKind(TokenKind::Word, ahead))
        return !isReserved(word(ahead)) && !word(ahead).starts_with('!') ? 1 : 0;
    return is("[", ahead) && isKind(TokenKind::String, ahead + 1) && is("]", ahead + 2) ? 3 : 0;
}

bool Parser::isName(std::size_t ahead) const
{
    return nameLength(ahead) != 0;
}

Name Parser::name(std::string_view what, bool anyWord)
{
    const std::uint32_t begin = here();
    if (is("[") && isName()) {
        next();
        std::string text = decodeString(next().span.of(m_text));
        next();
        return {.text = std::move(text), .span = spanFrom(begin)};
    }
    if (isName() || (anyWord && isKind(TokenKind::Word))) {
        const Token token = next();
        return {.text = std::string(token.span.of(m_text)), .span = token.span};
    }
    if (isKind(TokenKind::Word)) {
        complain(peek().span,
                 fmt::format("'{0}' is a word of the language. Write ['{0}'] to use it as a name.", word()),
                 fmt::format("['{}']", word()));
        m_lost = true;
    }
    fail(what);
    return {.text = {}, .span = peek().span};
}

Name Parser::wildcardName()
{
    if (is("["))
        return name("a column");
    const std::uint32_t begin = here();
    std::string text;
    while (isKind(TokenKind::Word) || is("*") || isKind(TokenKind::Integer)) {
        const bool joined = touchesNext(0);
        text += next().span.of(m_text);
        if (!joined)
            break;
    }
    if (text.empty())
        fail("a name, which may hold *");
    return {.text = std::move(text), .span = spanFrom(begin)};
}

std::string Parser::typeWord()
{
    if (!isKind(TokenKind::Word))
        fail("a type such as long or string");
    return std::string(next().span.of(m_text));
}

TypedName Parser::typedName()
{
    TypedName result{.name = name("a name"), .type = {}};
    if (accept(":"))
        result.type = typeWord();
    return result;
}

std::vector<TypedName> Parser::typedNames()
{
    std::vector<TypedName> names;
    expect("(", {});
    while (!atEnd() && !is(")")) {
        if (accept("*"))
            names.push_back({.name = {.text = "*", .span = spanFrom(m_lastEnd - 1)}, .type = {}});
        else
            names.push_back(typedName());
        if (!accept(","))
            break;
    }
    expect(")", "the columns");
    return names;
}

Parameter Parser::parameter(bool list)
{
    Parameter result;
    const std::uint32_t begin = here();
    result.name.text = std::string(next().span.of(m_text));
    while (is(".") && isKind(TokenKind::Word, 1)) {
        next();
        result.name.text += fmt::format(".{}", next().span.of(m_text));
    }
    result.name.span = spanFrom(begin);
    if (!expect("=", result.name.text))
        return result;
    do {
        // join kind=inner (…): the parenthesis opens the table, while a property of render may be a call.
        if (isKind(TokenKind::Word) && (!list || !is("(", 1))) {
            Expression node{.kind = ExpressionKind::Name, .span = peek().span, .nameSpan = peek().span};
            node.text = std::string(next().span.of(m_text));
            result.values.push_back(ExpressionPtr(new Expression(std::move(node))));
        } else {
            result.values.push_back(unary());
        }
    } while (list && is(",") && isKind(TokenKind::Word, 1) && !is("=", 2) && accept(","));
    return result;
}

std::vector<Parameter> Parser::parameters(std::string_view allowed)
{
    const std::vector<std::string_view> known = split(allowed, ' ');
    const auto starts = [&](std::size_t ahead) {
        return isKind(TokenKind::Word, ahead) &&
               ((is("hint", ahead) && is(".", ahead + 1)) ||
                (is("=", ahead + 1) && std::ranges::count(known, word(ahead)) != 0));
    };
    std::vector<Parameter> result;
    while (starts(0)) {
        result.push_back(parameter(false));
        if (is(",") && starts(1))
            next();
    }
    return result;
}

std::vector<Parameter> Parser::properties()
{
    std::vector<Parameter> result;
    expect("(", {});
    while (isKind(TokenKind::Word)) {
        result.push_back(parameter(true));
        if (!accept(","))
            break;
    }
    expect(")", "the properties");
    return result;
}

Name Parser::operatorName()
{
    const std::uint32_t begin = here();
    for (std::size_t left = std::max<std::size_t>(1, operatorNameLength(m_text, m_tokens.subspan(m_at)));
         left > 0; --left)
        next();
    const Span span = spanFrom(begin);
    return {.text = std::string(span.of(m_text)), .span = span};
}

} // namespace signalbox::kql
