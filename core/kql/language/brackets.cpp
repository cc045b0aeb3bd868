#include "core/kql/language/brackets.h"

#include <cstddef>
#include <vector>

namespace signalbox::kql {

namespace {

bool fit(std::string_view open, std::string_view close)
{
    return (open == "(" && close == ")") || (open == "[" && close == "]") || (open == "{" && close == "}");
}

// dynamic([1, 2]) is one token, but its outer brackets are brackets to whoever reads.
void appendBrackets(std::string_view text, const Token &token, std::vector<Span> &brackets)
{
    const std::string_view word = token.span.of(text);
    if (token.kind == TokenKind::Sign && (opensBracket(word) || closesBracket(word)))
        brackets.push_back(token.span);
    if (token.kind != TokenKind::TypedLiteral || !word.ends_with(')'))
        return;
    const auto open = token.span.begin + static_cast<std::uint32_t>(word.find('('));
    brackets.push_back({.begin = open, .end = open + 1});
    brackets.push_back({.begin = token.span.end - 1, .end = token.span.end});
}

} // namespace

bool opensBracket(std::string_view sign)
{
    return sign == "(" || sign == "[" || sign == "{";
}

bool closesBracket(std::string_view sign)
{
    return sign == ")" || sign == "]" || sign == "}";
}

std::optional<BracketPair> bracketAt(std::string_view text, std::size_t offset)
{
    std::vector<Span> brackets;
    for (const Token &token : tokenize(text).tokens)
        appendBrackets(text, token, brackets);
    // The bracket behind the offset is preferred to the one before it.
    std::optional<std::size_t> chosen;
    for (std::size_t i = 0; i < brackets.size(); ++i) {
        if (brackets[i].begin == offset || (brackets[i].end == offset && !chosen))
            chosen = i;
    }
    if (!chosen)
        return {};
    const Span here = brackets[*chosen];
    std::vector<Span> open;
    for (const Span &bracket : brackets) {
        if (opensBracket(bracket.of(text))) {
            open.push_back(bracket);
            continue;
        }
        const bool matched = !open.empty() && fit(open.back().of(text), bracket.of(text));
        if (matched && (open.back() == here || bracket == here))
            return BracketPair{.open = open.back(), .close = bracket, .matched = true};
        if (bracket == here)
            break;
        if (matched)
            open.pop_back();
    }
    return BracketPair{.open = here, .close = here, .matched = false};
}

} // namespace signalbox::kql
