#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kql/syntax/parser_state.h"

namespace signalbox::kql {

namespace {

LiteralKind kindOfType(std::string_view type)
{
    constexpr std::array<std::pair<std::string_view, LiteralKind>, 11> kinds = {{
        {"bool", LiteralKind::Bool},
        {"boolean", LiteralKind::Bool},
        {"int", LiteralKind::Int},
        {"long", LiteralKind::Long},
        {"real", LiteralKind::Real},
        {"double", LiteralKind::Real},
        {"decimal", LiteralKind::Decimal},
        {"datetime", LiteralKind::DateTime},
        {"date", LiteralKind::DateTime},
        {"timespan", LiteralKind::TimeSpan},
        {"time", LiteralKind::TimeSpan},
    }};
    for (const auto &[name, kind] : kinds) {
        if (name == type)
            return kind;
    }
    return type == "dynamic" ? LiteralKind::Dynamic : LiteralKind::Guid;
}

bool fitsLong(std::string_view digits)
{
    const bool hex = digits.starts_with("0x") || digits.starts_with("0X");
    if (hex)
        digits.remove_prefix(2);
    std::int64_t value = 0;
    return std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10).ec ==
           std::errc();
}

} // namespace

ExpressionPtr Parser::literal()
{
    const Token token = next();
    auto *node = new Expression{.kind = ExpressionKind::Literal,
                                .span = token.span,
                                .nameSpan = token.span,
                                .text = std::string(token.span.of(m_text))};
    switch (token.kind) {
    case TokenKind::Integer:
        node->literal = LiteralKind::Long;
        if (!fitsLong(node->text))
            complain(token.span,
                     fmt::format("{} is too large for a long. Write real({}).", node->text, node->text));
        break;
    case TokenKind::Real:
        node->literal = LiteralKind::Real;
        break;
    case TokenKind::TimeSpan:
        node->literal = LiteralKind::TimeSpan;
        break;
    default:
        node->literal = LiteralKind::Bool;
        break;
    }
    return ExpressionPtr(node);
}

ExpressionPtr Parser::stringLiteral()
{
    auto *node = new Expression{
        .kind = ExpressionKind::Literal, .literal = LiteralKind::String, .span = peek().span, .nameSpan = {}};
    while (isKind(TokenKind::String))
        node->text += decodeString(next().span.of(m_text));
    node->span = spanFrom(node->span.begin);
    node->nameSpan = node->span;
    return ExpressionPtr(node);
}

ExpressionPtr Parser::typedLiteral()
{
    const Token token = next();
    const std::string_view text = token.span.of(m_text);
    const std::size_t open = text.find('(');
    return ExpressionPtr(
        new Expression{.kind = ExpressionKind::Literal,
                       .literal = kindOfType(trimmed(text.substr(0, open))),
                       .span = token.span,
                       .nameSpan = token.span,
                       .text = std::string(trimmed(text.substr(open + 1, text.size() - open - 2)))});
}

ExpressionPtr Parser::typeOf()
{
    const Token begin = next();
    next();
    auto *node = new Expression{.kind = ExpressionKind::TypeOf, .span = begin.span, .nameSpan = peek().span};
    ExpressionPtr owner(node);
    const std::uint32_t inside = here();
    while (!atEnd() && !is(")"))
        next();
    node->text = std::string(trimmed(spanFrom(inside).of(m_text)));
    if (node->text.empty())
        fail("a type such as long or string");
    expect(")", "the type");
    node->span = spanFrom(begin.span.begin);
    return owner;
}

} // namespace signalbox::kql
