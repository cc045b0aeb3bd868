#include "ui/widgets/kql_highlighter.h"

#include <QTextCharFormat>
#include <QTextDocument>

#include "ui/widgets/kql_text.h"

namespace signalbox::ui {

namespace {

// Letters of a line and of all lines; what is longer is data and no code to read, and would hold up who
// pastes it.
constexpr int longestColoured = 10'000;
constexpr int mostColoured = 300'000;

std::optional<Role> roleOf(kql::TextClass kind)
{
    switch (kind) {
    case kql::TextClass::Operator:
    case kql::TextClass::Keyword:
    case kql::TextClass::Type:
        return Role::SyntaxKeyword;
    case kql::TextClass::Function:
    case kql::TextClass::Aggregate:
    case kql::TextClass::Plugin:
        return Role::SyntaxFunction;
    case kql::TextClass::String:
        return Role::SyntaxString;
    case kql::TextClass::Number:
        return Role::SyntaxNumber;
    case kql::TextClass::Comment:
        return Role::SyntaxComment;
    case kql::TextClass::Table:
        return Role::SyntaxTable;
    case kql::TextClass::Error:
        return Role::Danger;
    case kql::TextClass::Punctuation:
    case kql::TextClass::Column:
        break;
    }
    return {};
}

} // namespace

KqlHighlighter::KqlHighlighter(const Theme &theme, QTextDocument *document)
    : QSyntaxHighlighter(document)
    , m_theme(theme)
{
    connect(&theme, &Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

void KqlHighlighter::setNames(kql::KnownNames names)
{
    m_names = std::move(names);
    rehighlight();
}

void KqlHighlighter::highlightBlock(const QString &line)
{
    kql::LineState state = kql::LineState::fromInt(previousBlockState());
    if (line.size() > longestColoured || document()->characterCount() > mostColoured) {
        setCurrentBlockState(state.toInt());
        return;
    }
    const KqlText text(line);
    for (const kql::ClassSpan &piece : kql::classifyLine(text.utf8(), state, m_names)) {
        const auto role = roleOf(piece.kind);
        if (!role)
            continue;
        const int begin = text.positionOf(piece.span.begin);
        setFormat(begin, text.positionOf(piece.span.end) - begin, m_theme.color(*role));
    }
    setCurrentBlockState(state.toInt());
}

bool isInsideText(const QString &line, int state, int column)
{
    static const kql::KnownNames noNames;
    kql::LineState lineState = kql::LineState::fromInt(state);
    const KqlText text(line);
    const std::size_t at = text.offsetOf(column);
    for (const kql::ClassSpan &piece : kql::classifyLine(text.utf8(), lineState, noNames)) {
        if (piece.span.begin >= at)
            continue;
        if (piece.kind == kql::TextClass::Comment && piece.span.end >= at)
            return true;
        if (piece.kind != kql::TextClass::String || piece.span.end < at)
            continue;
        // Behind the last quote one is outside again, unless it is not closed.
        const std::string_view word = piece.span.of(text.utf8());
        const bool closed = word.size() > 1 && (word.ends_with('"') || word.ends_with('\'') ||
                                                word.ends_with("```") || word.ends_with("~~~"));
        if (piece.span.end > at || !closed)
            return true;
    }
    return false;
}

} // namespace signalbox::ui
