#include "core/kql/language/highlight.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/text.h"
#include "core/kql/functions/registry.h"
#include "core/kql/syntax/operator_name.h"
#include "core/kql/syntax/token.h"
#include "core/kql/syntax/words.h"

namespace signalbox::kql {

namespace {

std::string_view fenceOf(char mark)
{
    return mark == '`' ? "```" : "~~~";
}

// Words that mean something only behind the operators that take them.
bool isWordOf(std::string_view operation, std::string_view word)
{
    constexpr std::array<std::string_view, 4> ofSteps = {"from", "step", "default", "nonempty"};
    constexpr std::array<std::string_view, 6> ofScan = {"partition", "declare", "step",
                                                        "optional",  "output",  "all"};
    if (operation == "make-series" || operation == "range")
        return std::ranges::count(ofSteps, word) != 0;
    if (operation == "scan")
        return std::ranges::count(ofScan, word) != 0;
    return (operation == "sort" || operation == "order" || operation == "top") && word == "nulls";
}

class LineClassifier
{
public:
    LineClassifier(std::string_view line, LineState &state, const KnownNames &names)
        : m_line(line)
        , m_state(state)
        , m_names(names)
    {
    }

    std::vector<ClassSpan> run()
    {
        std::size_t begin = 0;
        if (m_state.fence != 0) {
            const std::size_t end = m_line.find(fenceOf(m_state.fence));
            begin = end == std::string_view::npos ? m_line.size() : end + 3;
            add({.begin = 0, .end = static_cast<std::uint32_t>(begin)}, TextClass::String);
            if (end == std::string_view::npos)
                return std::move(m_spans);
            m_state.fence = 0;
        }
        // The text of several lines that ends here is blanked, so that offsets stay those of the line.
        m_copy = std::string(begin, ' ') + std::string(m_line.substr(begin));
        m_line = m_copy;
        const Tokens read = tokenize(m_line);
        m_tokens = read.tokens;
        for (m_at = 0; m_at + 1 < m_tokens.size(); ++m_at)
            classifyToken();
        for (const Span &comment : read.comments)
            add(comment, TextClass::Comment);
        std::ranges::stable_sort(m_spans, {}, [](const ClassSpan &piece) { return piece.span.begin; });
        return std::move(m_spans);
    }

private:
    void add(Span span, TextClass kind)
    {
        if (span.begin < span.end)
            m_spans.push_back({.span = span, .kind = kind});
    }

    [[nodiscard]] std::string_view word(std::size_t at) const
    {
        return at < m_tokens.size() ? m_tokens[at].span.of(m_line) : std::string_view();
    }

    [[nodiscard]] std::string_view before() const { return m_at > 0 ? word(m_at - 1) : std::string_view(); }

    [[nodiscard]] std::string_view operation() const
    {
        return m_state.operation > 0 ? operatorWords()[m_state.operation - 1U].name : std::string_view();
    }

    void classifyToken()
    {
        const Token token = m_tokens[m_at];
        switch (token.kind) {
        case TokenKind::Word:
            classifyWord(token);
            break;
        case TokenKind::String:
            add(token.span, TextClass::String);
            noteFence(token.span.of(m_line));
            break;
        case TokenKind::Integer:
        case TokenKind::Real:
        case TokenKind::TimeSpan:
        case TokenKind::TypedLiteral:
            add(token.span, TextClass::Number);
            break;
        case TokenKind::Unknown:
            add(token.span, TextClass::Error);
            break;
        case TokenKind::Sign:
            add(token.span, TextClass::Punctuation);
            break;
        case TokenKind::End:
            break;
        }
        m_state.afterBar = word(m_at) == "|";
        if (word(m_at) == ";")
            m_state.operation = 0;
    }

    void noteFence(std::string_view text)
    {
        if (isObfuscated(text))
            text.remove_prefix(1);
        if (text.size() < 3 || !(text.starts_with("```") || text.starts_with("~~~")))
            return;
        if (text.size() < 6 || !text.ends_with(text.substr(0, 3)))
            m_state.fence = text.front();
    }

    // The operator whose name starts here; it may stand behind a bar or, some of them, first in a query.
    [[nodiscard]] std::optional<std::size_t> operatorHere(std::span<const Token> tokens) const
    {
        const OperatorWord *found = findOperatorWord(operatorName(m_line, tokens));
        if (found == nullptr)
            return {};
        const auto index = static_cast<std::size_t>(found - operatorWords().data());
        if (m_state.afterBar)
            return index;
        const std::string_view prior = before();
        const bool first = prior.empty() || prior == "(" || prior == "=" || prior == ";" || prior == "{";
        const TokenKind next = tokens.size() > 1 ? tokens[1].kind : TokenKind::End;
        const bool opens = next == TokenKind::Word || next == TokenKind::String ||
                           next == TokenKind::Integer || next == TokenKind::Real ||
                           next == TokenKind::TimeSpan || next == TokenKind::TypedLiteral ||
                           (isReserved(found->name) && next == TokenKind::Sign);
        return first && found->startsQuery && opens ? std::optional(index) : std::nullopt;
    }

    void classifyWord(const Token &token)
    {
        const std::string_view text = token.span.of(m_line);
        const std::span<const Token> rest = std::span(m_tokens).subspan(m_at);
        if (const auto index = operatorHere(rest)) {
            m_at += operatorNameLength(m_line, rest) - 1;
            add({.begin = token.span.begin, .end = m_tokens[m_at].span.end}, TextClass::Operator);
            m_state.operation = static_cast<std::uint8_t>(*index + 1);
            return;
        }
        if (const auto kind = kindOf(text))
            add(token.span, *kind);
    }

    [[nodiscard]] std::optional<TextClass> kindOf(std::string_view text) const
    {
        const bool called = word(m_at + 1) == "(";
        if (before() == ".")
            return {};
        if (typeFromName(text) && (before() == ":" || (m_at > 1 && word(m_at - 2) == "typeof")))
            return TextClass::Type;
        if (isTextOperator(text) || isListOperator(text) || text == "let" || text == "$left" ||
            text == "$right" || (isReserved(text) && !called))
            return TextClass::Keyword;
        if (called && !isParameter(text))
            return calledKind(text);
        if (operation() == "render" && before() == "render")
            return TextClass::Keyword;
        if (isParameter(text) || isWordOf(operation(), text))
            return TextClass::Keyword;
        if (m_names.tables.contains(text))
            return TextClass::Table;
        if (m_names.columns.contains(text))
            return TextClass::Column;
        return {};
    }

    [[nodiscard]] TextClass calledKind(std::string_view text) const
    {
        if (text == "typeof" || (isReserved(text) && text != "materialize" && text != "toscalar"))
            return TextClass::Keyword;
        const FunctionRegistry &functions = FunctionRegistry::standard();
        if (operation() == "evaluate" && before() == "evaluate")
            return TextClass::Plugin;
        return functions.findAggregate(text) != nullptr && functions.findScalar(text) == nullptr
                   ? TextClass::Aggregate
                   : TextClass::Function;
    }

    // kind=inner: the name and a word as its value.
    [[nodiscard]] bool isParameter(std::string_view text) const
    {
        if (m_state.operation == 0)
            return false;
        const auto known = split(operatorWords()[m_state.operation - 1U].parameters, ' ');
        if (word(m_at + 1) == "=")
            return std::ranges::count(known, text) != 0;
        return before() == "=" && m_at > 1 && word(m_at - 2) != "withsource" &&
               std::ranges::count(known, word(m_at - 2)) != 0;
    }

    std::string_view m_line;
    std::string m_copy;
    LineState &m_state;
    const KnownNames &m_names;
    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    std::vector<ClassSpan> m_spans;
};

} // namespace

KnownNames knownNames(const Catalog &catalog)
{
    KnownNames names;
    for (const std::string &name : catalog.names()) {
        names.tables.insert(name);
        if (const TablePtr table = catalog.find(name); table) {
            for (const Field &field : table->schema().fields)
                names.columns.insert(field.name);
        }
    }
    return names;
}

int LineState::toInt() const
{
    const int mark = fence == '`' ? 1 : fence == '~' ? 2 : 0;
    return mark | (afterBar ? 4 : 0) | (operation << 3);
}

LineState LineState::fromInt(int number)
{
    if (number < 0)
        return {};
    constexpr std::array<char, 4> marks = {0, '`', '~', 0};
    return {.fence = marks.at(static_cast<std::size_t>(number & 3)),
            .afterBar = (number & 4) != 0,
            .operation = static_cast<std::uint8_t>(number >> 3)};
}

std::vector<ClassSpan> classifyLine(std::string_view line, LineState &state, const KnownNames &names)
{
    return LineClassifier(line, state, names).run();
}

std::vector<ClassSpan> classify(std::string_view text, const KnownNames &names)
{
    std::vector<ClassSpan> all;
    LineState state;
    std::uint32_t begin = 0;
    for (const std::string_view line : split(text, '\n')) {
        for (ClassSpan piece : classifyLine(line, state, names)) {
            piece.span = {.begin = piece.span.begin + begin, .end = piece.span.end + begin};
            all.push_back(piece);
        }
        begin += static_cast<std::uint32_t>(line.size()) + 1;
    }
    return all;
}

} // namespace signalbox::kql
