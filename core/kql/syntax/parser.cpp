#include "core/kql/syntax/parser.h"

#include <algorithm>

#include "core/kql/syntax/parser_state.h"

namespace signalbox::kql {

ParsedQuery parseQuery(std::string_view text)
{
    ParsedQuery result;
    result.tokens = tokenize(text);
    std::vector<Diagnostic> diagnostics = result.tokens.diagnostics;
    result.statements = Parser(text, result.tokens.tokens, diagnostics).statements();
    std::ranges::stable_sort(diagnostics, {}, [](const Diagnostic &d) { return d.span.begin; });
    result.diagnostics = std::move(diagnostics);
    return result;
}

std::vector<Span> queryBlocks(std::string_view text)
{
    const Tokens tokens = tokenize(text);
    std::vector<Span> blocks;
    int depth = 0;
    for (std::size_t i = 0; i + 1 < tokens.tokens.size(); ++i) {
        const Token &token = tokens.tokens[i];
        const std::string_view word = token.span.of(text);
        bool starts = blocks.empty();
        if (!starts && depth <= 0) {
            const Span gap{.begin = blocks.back().end, .end = token.span.begin};
            // A blank line is a second line end with nothing but blanks before it.
            int lineEnds = 0;
            for (const char c : gap.of(text)) {
                if (c == '\n')
                    ++lineEnds;
                else if (c != ' ' && c != '\t' && c != '\r')
                    lineEnds = 0;
                starts = starts || lineEnds >= 2;
            }
            starts = starts && !text.substr(0, gap.begin).ends_with(';') && word != "|";
        }
        if (starts) {
            depth = 0;
            blocks.push_back(token.span);
        }
        blocks.back().end = token.span.end;
        if (token.kind == TokenKind::Sign) {
            depth += word == "(" || word == "[" || word == "{" ? 1 : 0;
            depth -= word == ")" || word == "]" || word == "}" ? 1 : 0;
        }
    }
    return blocks;
}

} // namespace signalbox::kql
