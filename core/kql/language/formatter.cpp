#include "core/kql/language/formatter.h"

#include <algorithm>
#include <vector>

#include "core/base/text.h"
#include "core/kql/language/format_layout.h"
#include "core/kql/language/format_pieces.h"
#include "core/kql/syntax/parser.h"

namespace signalbox::kql {

namespace {

std::vector<std::string_view> wordsOf(std::string_view text, const Tokens &tokens)
{
    std::vector<std::string_view> words;
    words.reserve(tokens.tokens.size() + tokens.comments.size());
    for (const Token &token : tokens.tokens)
        words.push_back(token.span.of(text));
    for (const Span &comment : tokens.comments)
        words.push_back(trimmed(comment.of(text)));
    return words;
}

// The layout is not trusted: whatever would not read as before stays as it was.
std::string formatBlock(std::string_view text)
{
    const ParsedQuery before = parseQuery(text);
    if (!before.ok())
        return std::string(text);
    std::vector<Piece> pieces = readPieces(text, before.tokens);
    setSpaces(pieces);
    std::string result = layOut(pieces);
    const ParsedQuery after = parseQuery(result);
    const bool same = after.ok() && after.statements.size() == before.statements.size() &&
                      wordsOf(text, before.tokens) == wordsOf(result, after.tokens) &&
                      queryBlocks(result).size() <= 1;
    return same ? result : std::string(text);
}

// What stands between two blocks: comments, and at most one blank line in a row.
void appendGap(std::string &out, std::string_view gap, bool first, bool last)
{
    const std::vector<std::string_view> lines = split(gap, '\n');
    bool blank = first;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string_view line = trimmed(lines[i]);
        if (i == 0 && !first) { // the rest of the line on which a block ends
            out += line.empty() ? std::string() : ' ' + std::string(line);
        } else if (line.empty()) {
            if (!blank && i + 1 < lines.size())
                out += '\n';
            blank = true;
            continue;
        } else {
            out += line;
        }
        blank = false;
        if (i + 1 < lines.size())
            out += '\n';
    }
    if (last) {
        while (out.ends_with('\n'))
            out.pop_back();
        if (gap.ends_with('\n') && !out.empty())
            out += '\n';
    }
}

} // namespace

std::string formatQuery(std::string_view text)
{
    std::string out;
    std::uint32_t at = 0;
    for (const Span &block : queryBlocks(text)) {
        appendGap(out, text.substr(at, block.begin - at), at == 0, false);
        out += formatBlock(block.of(text));
        at = block.end;
    }
    appendGap(out, text.substr(at), at == 0, true);
    return out;
}

} // namespace signalbox::kql
