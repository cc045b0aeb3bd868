#include "core/kql/language/cursor_scan.h"

#include <algorithm>
#include <array>

#include "core/kql/language/brackets.h"
#include "core/kql/syntax/literals.h"
#include "core/kql/syntax/operator_name.h"
#include "core/kql/syntax/parser.h"
#include "core/kql/syntax/words.h"

namespace signalbox::kql {

namespace {

using Kind = CursorFrame::Kind;

// The beginning of the block that the cursor is in; the cursor itself if a blank line is before it.
std::size_t blockBegin(std::string_view before)
{
    const std::vector<Span> blocks = queryBlocks(before);
    if (blocks.empty())
        return 0;
    const std::string_view gap = before.substr(blocks.back().end);
    if (before.substr(0, blocks.back().end).ends_with(';') || std::ranges::count(gap, '\n') < 2)
        return blocks.back().begin;
    // Comments are no blank lines.
    bool blank = true;
    bool separated = false;
    std::size_t lines = 0;
    for (const char c : gap) {
        if (c == '\n') {
            separated = separated || (lines > 0 && blank);
            ++lines;
            blank = true;
        } else if (c != ' ' && c != '\t' && c != '\r') {
            blank = false;
        }
    }
    return separated ? before.size() : blocks.back().begin;
}

class FrameReader
{
public:
    explicit FrameReader(CursorScan &scan)
        : m_scan(scan)
    {
        m_scan.frames = {CursorFrame{}};
    }

    void run()
    {
        for (m_at = 0; m_at < m_scan.tokens.size(); ++m_at) {
            const std::string_view word = m_scan.token(m_at);
            if (m_scan.tokens[m_at].kind != TokenKind::Sign)
                continue;
            if (opensBracket(word))
                open(word);
            else if (closesBracket(word))
                close();
            else if (word == "|")
                bar();
            else if (word == ";")
                endStatement();
            else if (word == ",")
                ++top().commas;
            else if (word == "=" && top().kind == Kind::Statements && m_at == top().statement + 2 &&
                     m_scan.token(top().statement) == "let")
                top().start = m_at + 1;
        }
    }

private:
    [[nodiscard]] CursorFrame &top() { return m_scan.frames.back(); }

    [[nodiscard]] std::string_view back(std::size_t count) const
    {
        return m_at >= count ? m_scan.token(m_at - count) : std::string_view();
    }

    void bar()
    {
        top().bars.push_back(m_at);
        top().commas = 0;
    }

    void endStatement()
    {
        CursorFrame &frame = top();
        if (frame.kind != Kind::Statements)
            return;
        const std::string_view first = m_scan.token(frame.statement);
        const bool named =
            std::ranges::any_of(frame.bars, [this](std::size_t at) { return m_scan.token(at + 1) == "as"; });
        if (first == "let" || first == "set" || first == "declare" || named)
            frame.definitions.push_back(
                {.begin = m_scan.tokens[frame.statement].span.begin, .end = m_scan.tokens[m_at].span.end});
        frame.bars.clear();
        frame.commas = 0;
        frame.statement = m_at + 1;
        frame.start = m_at + 1;
    }

    void open(std::string_view bracket)
    {
        CursorFrame frame{.kind = Kind::Group, .start = m_at + 1, .statement = m_at + 1};
        if (bracket == "[") {
            frame.kind = Kind::Values;
        } else if (bracket == "{") {
            frame.kind = Kind::Statements;
            frame.parameters = m_closed;
        } else {
            frame.kind = roundKind();
            if (frame.kind == Kind::Call || frame.kind == Kind::Tables)
                frame.name = back(1);
        }
        m_scan.frames.push_back(std::move(frame));
    }

    void close()
    {
        if (m_scan.frames.size() == 1)
            return;
        const std::size_t opened = top().start - 1;
        m_closed = {.begin = m_scan.tokens[opened].span.begin, .end = m_scan.tokens[m_at].span.end};
        m_scan.frames.pop_back();
    }

    // The kind of the round bracket at the present token.
    [[nodiscard]] Kind roundKind()
    {
        const CursorFrame &outer = m_scan.frames[m_scan.pipelineFrame()];
        const auto [operation, first] = m_scan.operationOf(outer);
        const bool direct = &outer == &m_scan.frames.back(); // not inside further brackets
        const std::string_view prior = back(1);
        if (prior == "typeof")
            return Kind::TypeOf;
        if (prior == "with" && operation == "render")
            return Kind::Properties;
        if (prior == "datatable" || prior == "externaldata" || prior == "query_parameters" || prior == ":" ||
            (prior == "as" && operation == "parse-kv"))
            return Kind::Columns;
        if (direct && isBody(operation, first, prior))
            return Kind::Body;
        if (direct && holdsTable(operation, first, prior))
            return Kind::Tables;
        if (prior == "materialize" || prior == "toscalar" || prior == "totable" || prior == "view")
            return Kind::Tables;
        const bool word = m_at > 0 && m_scan.tokens[m_at - 1].kind == TokenKind::Word;
        return word && !isReserved(prior) && !isListOperator(prior) ? Kind::Call : Kind::Group;
    }

    [[nodiscard]] bool isBody(std::string_view operation, std::size_t first, std::string_view prior) const
    {
        if (operation == "mv-apply" || operation == "mvapply")
            return prior == "on";
        if (operation == "facet")
            return prior == "with";
        if (operation == "partition")
            return m_at > first + 1;
        return operation == "fork";
    }

    [[nodiscard]] bool holdsTable(std::string_view operation, std::size_t first, std::string_view prior) const
    {
        if (operation == "union")
            return m_at == first || prior == "," || back(2) == "=";
        if (operation != "join" && operation != "lookup")
            return false;
        for (std::size_t i = first; i < m_at; ++i) {
            if (m_scan.token(i) == "on")
                return false;
        }
        return m_at == first || back(2) == "=";
    }

    CursorScan &m_scan;
    std::size_t m_at = 0;
    Span m_closed = {}; // the brackets that were closed last
};

// Parts that end at the cursor and take no names: comments, texts, datetime(…
bool endsInText(std::string_view before, const Tokens &read)
{
    const auto end = static_cast<std::uint32_t>(before.size());
    if (!read.comments.empty() && read.comments.back().end == end)
        return true;
    if (read.tokens.size() < 2)
        return false;
    const Token &last = read.tokens[read.tokens.size() - 2];
    if (last.kind == TokenKind::String)
        return std::ranges::any_of(
                   read.diagnostics,
                   [&last](const Diagnostic &found) { return found.span.begin == last.span.begin; }) &&
               last.span.end == end;
    return last.span.end == end && (last.kind == TokenKind::Integer || last.kind == TokenKind::Real ||
                                    last.kind == TokenKind::TimeSpan);
}

// Takes the word that ends at the cursor out of the tokens; behind a bar, project-aw is one word.
void takeWord(CursorScan &scan)
{
    const auto touches = [&scan] {
        return !scan.tokens.empty() && scan.tokens.back().span.end == scan.word.begin;
    };
    const auto take = [&scan] {
        scan.word.begin = scan.tokens.back().span.begin;
        scan.tokens.pop_back();
    };
    if (touches() && scan.tokens.back().kind == TokenKind::Word)
        take();
    while (touches() && scan.previous() == "-" && scan.previous(2) == "|" && scan.tokens.size() > 1 &&
           scan.tokens[scan.tokens.size() - 2].kind == TokenKind::Word &&
           scan.tokens[scan.tokens.size() - 2].span.end == scan.tokens.back().span.begin) {
        take();
        take();
    }
}

} // namespace

std::size_t CursorScan::pipelineFrame() const
{
    for (std::size_t i = frames.size(); i-- > 1;) {
        if (frames[i].isPipeline())
            return i;
    }
    return 0;
}

CursorScan::Operation CursorScan::operationOf(const CursorFrame &frame) const
{
    const bool piped = !frame.bars.empty();
    const std::size_t at = piped ? frame.bars.back() + 1 : frame.start;
    if (at >= tokens.size())
        return {.name = {}, .first = at};
    const std::span<const Token> rest = std::span(tokens).subspan(at);
    const std::string_view name = operatorName(before, rest);
    const OperatorWord *found = findOperatorWord(name);
    const bool starts = piped || frame.kind == CursorFrame::Kind::Body ||
                        (found != nullptr && found->startsQuery && token(at + 1) != "(");
    if (found == nullptr || !starts)
        return {.name = {}, .first = at};
    return {.name = name, .first = at + operatorNameLength(before, rest)};
}

CursorScan scanTo(std::string_view text, std::size_t offset)
{
    CursorScan scan;
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    scan.begin = blockBegin(before);
    scan.before = std::string(before.substr(scan.begin));
    const Tokens read = tokenize(scan.before);
    scan.tokens = read.tokens;
    scan.tokens.pop_back();
    const auto end = static_cast<std::uint32_t>(scan.before.size());
    scan.word = {.begin = end, .end = end};
    scan.inText = endsInText(scan.before, read);
    takeWord(scan);
    FrameReader(scan).run();
    const CursorFrame &inner = scan.frames.back();
    if (inner.kind == CursorFrame::Kind::Call && isLiteralType(inner.name) && inner.name != "bool")
        scan.inText = true;
    return scan;
}

} // namespace signalbox::kql
