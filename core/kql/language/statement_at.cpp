#include "core/kql/language/statement_at.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <vector>

#include "core/kql/syntax/parser.h"

namespace signalbox::kql {

namespace {

// The block that holds `offset`, or else the one that ends before it; the first if there is none before it.
Span blockAt(const std::vector<Span> &blocks, std::size_t offset)
{
    Span chosen = blocks.front();
    for (const Span &block : blocks) {
        if (block.begin <= offset)
            chosen = block;
    }
    return chosen;
}

void blank(std::string &text, Span span)
{
    for (std::size_t at = span.begin; at < span.end; ++at) {
        if (text[at] != '\n')
            text[at] = ' ';
    }
}

// Statements up to the ';' behind them: after a mistake a statement's own span may end too early.
std::vector<Span> wholeSpans(std::string_view text, const ParsedQuery &parsed)
{
    const std::span<const Token> tokens(parsed.tokens.tokens.data(), parsed.tokens.tokens.size() - 1);
    std::vector<Span> spans;
    spans.reserve(parsed.statements.size());
    for (std::size_t i = 0; i < parsed.statements.size(); ++i) {
        Span span = parsed.statements[i].span;
        const std::size_t limit =
            i + 1 < parsed.statements.size() ? parsed.statements[i + 1].span.begin : text.size();
        auto token = std::ranges::upper_bound(tokens, limit, {}, [](const Token &t) { return t.span.end; });
        while (token != tokens.begin() && std::prev(token)->span.of(text) == ";")
            --token;
        if (token != tokens.begin())
            span.end = std::max(span.end, std::prev(token)->span.end);
        spans.push_back(span);
    }
    return spans;
}

} // namespace

RunnableStatement statementAt(std::string_view text, std::size_t offset)
{
    const std::vector<Span> blocks = queryBlocks(text);
    if (blocks.empty())
        return {};
    const Span block = blockAt(blocks, offset);
    const std::string_view body = block.of(text);
    const std::size_t at = offset - std::min<std::size_t>(offset, block.begin);
    const ParsedQuery parsed = parseQuery(body);
    const std::vector<Span> whole = wholeSpans(body, parsed);
    const auto isQuery = [&parsed](std::size_t i) {
        return parsed.statements[i].kind == StatementKind::Query;
    };

    // The first query that reaches to the cursor or beyond, else the last one.
    std::size_t chosen = whole.size();
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if (isQuery(i) && (chosen == whole.size() || whole[chosen].end < at))
            chosen = i;
    }
    if (chosen == whole.size())
        return {.span = block, .query = block, .text = std::string(body)};
    const std::uint32_t end = whole[chosen].end;
    std::string runnable(body.substr(0, end));
    std::uint32_t begin = whole[chosen].begin;
    for (std::size_t i = 0; i < chosen; ++i) {
        if (isQuery(i))
            blank(runnable, {.begin = whole[i].begin, .end = whole[i + 1].begin});
        else
            begin = std::min(begin, whole[i].begin);
    }
    runnable.erase(0, begin);
    return {.span = {.begin = block.begin + begin, .end = block.begin + end},
            .query = {.begin = block.begin + whole[chosen].begin, .end = block.begin + end},
            .text = std::move(runnable)};
}

} // namespace signalbox::kql
