#include "ui/widgets/code_editing.h"

#include <QTextBlock>
#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

struct Lines
{
    int first = 0;
    int last = 0;
};

// The lines of the selection; one whose start is the selection's end is not meant.
Lines selectedLines(const QPlainTextEdit &edit)
{
    const QTextCursor cursor = edit.textCursor();
    const QTextDocument *document = edit.document();
    const QTextBlock first = document->findBlock(cursor.selectionStart());
    QTextBlock last = document->findBlock(cursor.selectionEnd());
    if (last != first && last.position() == cursor.selectionEnd())
        last = last.previous();
    return {.first = first.blockNumber(), .last = last.blockNumber()};
}

int leadingBlanks(const QString &line)
{
    int count = 0;
    while (count < line.size() && (line.at(count) == u' ' || line.at(count) == u'\t'))
        ++count;
    return count;
}

template<typename Change>
void changeLines(QPlainTextEdit &edit, const Change &change)
{
    const Lines lines = selectedLines(edit);
    QTextCursor cursor(edit.document());
    cursor.beginEditBlock();
    for (int i = lines.first; i <= lines.last; ++i) {
        const QTextBlock block = edit.document()->findBlockByNumber(i);
        cursor.setPosition(block.position());
        change(cursor, block.text());
    }
    cursor.endEditBlock();
}

QChar partnerOf(QChar open)
{
    switch (open.unicode()) {
    case u'(':
        return u')';
    case u'[':
        return u']';
    case u'{':
        return u'}';
    case u'"':
    case u'\'':
        return open;
    default:
        return {};
    }
}

bool isQuote(QChar c)
{
    return c == u'"' || c == u'\'';
}

bool isWordLetter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}

QChar letterAt(const QPlainTextEdit &edit, int position)
{
    const QChar c = position >= 0 ? edit.document()->characterAt(position) : QChar();
    return c == QChar::ParagraphSeparator ? QChar(u'\n') : c;
}

} // namespace

void indentLines(QPlainTextEdit &edit)
{
    QTextCursor cursor = edit.textCursor();
    if (!cursor.hasSelection()) {
        cursor.insertText(QString(indentWidth - cursor.positionInBlock() % indentWidth, u' '));
        return;
    }
    changeLines(edit, [](QTextCursor &at, const QString &line) {
        if (!line.isEmpty())
            at.insertText(QString(indentWidth, u' '));
    });
}

void unindentLines(QPlainTextEdit &edit)
{
    changeLines(edit, [](QTextCursor &at, const QString &line) {
        const int blanks = line.startsWith(u'\t') ? 1 : std::min(leadingBlanks(line), indentWidth);
        at.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor, blanks);
        at.removeSelectedText();
    });
}

void breakLine(QPlainTextEdit &edit)
{
    QTextCursor cursor = edit.textCursor();
    cursor.beginEditBlock();
    cursor.removeSelectedText();
    const QString line = cursor.block().text();
    const QString before = line.left(cursor.positionInBlock());
    const QString indent = before.left(leadingBlanks(before));
    const QString code = before.trimmed();
    const QChar open = code.isEmpty() ? QChar() : code.back();
    const bool deeper = open == u'(' || open == u'[' || open == u'{';
    cursor.insertText(u'\n' + indent + (deeper ? QString(indentWidth, u' ') : QString()));
    if (deeper && letterAt(edit, cursor.position()) == partnerOf(open)) {
        const int stay = cursor.position();
        cursor.insertText(u'\n' + indent);
        cursor.setPosition(stay);
    }
    cursor.endEditBlock();
    edit.setTextCursor(cursor);
}

void toggleComment(QPlainTextEdit &edit)
{
    const Lines lines = selectedLines(edit);
    bool all = true;
    bool any = false;
    int indent = -1;
    for (int i = lines.first; i <= lines.last; ++i) {
        const QString line = edit.document()->findBlockByNumber(i).text();
        if (line.trimmed().isEmpty())
            continue;
        any = true;
        all = all && line.trimmed().startsWith(u"//"_s);
        indent = indent < 0 ? leadingBlanks(line) : std::min(indent, leadingBlanks(line));
    }
    if (!any)
        return;
    changeLines(edit, [all, indent](QTextCursor &at, const QString &line) {
        if (line.trimmed().isEmpty())
            return;
        at.movePosition(QTextCursor::NextCharacter, QTextCursor::MoveAnchor,
                        all ? leadingBlanks(line) : indent);
        if (!all) {
            at.insertText(u"// "_s);
            return;
        }
        const bool blank = line.mid(leadingBlanks(line)).startsWith(u"// "_s);
        at.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor, blank ? 3 : 2);
        at.removeSelectedText();
    });
}

bool typePair(QPlainTextEdit &edit, QChar typed, bool inText)
{
    QTextCursor cursor = edit.textCursor();
    const QChar next = letterAt(edit, cursor.selectionEnd());
    const QChar close = partnerOf(typed);
    const bool closes = typed == u')' || typed == u']' || typed == u'}' || isQuote(typed);
    if (closes && !cursor.hasSelection() && next == typed && (!isQuote(typed) || inText)) {
        cursor.movePosition(QTextCursor::NextCharacter);
        edit.setTextCursor(cursor);
        return true;
    }
    if (close.isNull())
        return false;
    if (cursor.hasSelection()) {
        const int begin = cursor.selectionStart();
        const QString inner = cursor.selectedText();
        cursor.insertText(typed + inner + close);
        cursor.setPosition(begin + 1);
        cursor.setPosition(begin + 1 + static_cast<int>(inner.size()), QTextCursor::KeepAnchor);
        edit.setTextCursor(cursor);
        return true;
    }
    if (inText || isWordLetter(next) ||
        (isQuote(typed) && isWordLetter(letterAt(edit, cursor.position() - 1))))
        return false;
    cursor.insertText(QString(typed) + close);
    cursor.movePosition(QTextCursor::PreviousCharacter);
    edit.setTextCursor(cursor);
    return true;
}

bool erasePair(QPlainTextEdit &edit)
{
    QTextCursor cursor = edit.textCursor();
    if (cursor.hasSelection() || cursor.position() == 0)
        return false;
    const QChar close = partnerOf(letterAt(edit, cursor.position() - 1));
    if (close.isNull() || letterAt(edit, cursor.position()) != close)
        return false;
    cursor.movePosition(QTextCursor::PreviousCharacter);
    cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor, 2);
    cursor.removeSelectedText();
    return true;
}

void moveLines(QPlainTextEdit &edit, bool up)
{
    const Lines lines = selectedLines(edit);
    const QTextDocument *document = edit.document();
    if (up ? lines.first == 0 : lines.last + 1 >= document->blockCount())
        return;
    // The neighbour goes to the other side, so the moved lines keep their selection.
    const QTextBlock neighbour = document->findBlockByNumber(up ? lines.first - 1 : lines.last + 1);
    const QString text = neighbour.text();
    const int anchor = edit.textCursor().anchor();
    const int position = edit.textCursor().position();
    QTextCursor cursor(neighbour);
    cursor.beginEditBlock();
    cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
    if (up) {
        cursor.deleteChar();
        cursor.setPosition(document->findBlockByNumber(lines.last - 1).position());
        cursor.movePosition(QTextCursor::EndOfBlock);
        cursor.insertText(u'\n' + text);
    } else {
        cursor.deletePreviousChar();
        cursor.setPosition(document->findBlockByNumber(lines.first).position());
        cursor.insertText(text + u'\n');
    }
    cursor.endEditBlock();
    const int shift = (static_cast<int>(text.size()) + 1) * (up ? -1 : 1);
    QTextCursor selection(edit.document());
    selection.setPosition(anchor + shift);
    selection.setPosition(position + shift, QTextCursor::KeepAnchor);
    edit.setTextCursor(selection);
}

void replaceAllText(QPlainTextEdit &edit, const QString &text)
{
    const QString before = edit.toPlainText();
    if (before == text)
        return;
    const int position = edit.textCursor().position();
    const auto letters =
        std::ranges::count_if(QStringView(before).left(position), [](QChar c) { return !c.isSpace(); });
    QTextCursor cursor(edit.document());
    cursor.beginEditBlock();
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
    cursor.endEditBlock();
    qsizetype at = 0;
    for (auto left = letters; at < text.size() && left > 0; ++at)
        left -= text.at(at).isSpace() ? 0 : 1;
    cursor.setPosition(static_cast<int>(at));
    edit.setTextCursor(cursor);
}

} // namespace signalbox::ui
