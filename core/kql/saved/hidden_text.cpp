#include "core/kql/saved/hidden_text.h"

#include <algorithm>
#include <vector>

#include "core/kql/syntax/token.h"

namespace signalbox::kql {

namespace {

// Also of what a comment holds: a line that is put aside keeps its secret.
std::vector<Span> hiddenSpans(std::string_view query)
{
    std::vector<Span> spans;
    const Tokens tokens = tokenize(query);
    for (const Token &token : tokens.tokens) {
        if (token.kind == TokenKind::String && isObfuscated(token.span.of(query)))
            spans.push_back(token.span);
    }
    for (const Span &comment : tokens.comments) {
        constexpr std::uint32_t slashes = 2;
        const std::uint32_t begin = comment.begin + slashes;
        for (const Span &inner :
             hiddenSpans(Span{.begin = begin, .end = std::max(begin, comment.end)}.of(query)))
            spans.push_back({.begin = begin + inner.begin, .end = begin + inner.end});
    }
    std::ranges::sort(spans, {}, &Span::begin);
    return spans;
}

} // namespace

bool hasHiddenText(std::string_view query)
{
    return !hiddenSpans(query).empty();
}

std::string withoutHiddenText(std::string_view query)
{
    std::string masked;
    std::size_t at = 0;
    for (const Span &span : hiddenSpans(query)) {
        masked += query.substr(at, span.begin - at);
        masked += "h\"***\"";
        at = span.end;
    }
    masked += query.substr(at);
    return masked;
}

} // namespace signalbox::kql
