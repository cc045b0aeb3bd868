#include <QHelpEvent>
#include <QTextBlock>
#include <QToolTip>

#include "ui/widgets/kql_assistant.h"
#include "ui/widgets/kql_completion_popup.h"
#include "ui/widgets/kql_editor.h"
#include "ui/widgets/kql_hint.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

void KqlEditor::openCompletion()
{
    requestCompletion(Trigger::Asked);
}

void KqlEditor::requestCompletion(Trigger trigger)
{
    if (isReadOnly())
        return;
    m_completionAsked = trigger == Trigger::Asked;
    m_assistant->complete(toPlainText(), textCursor().position());
}

void KqlEditor::showCompletion(const EditorCompletion &completion)
{
    const bool current =
        completion.cursor == textCursor().position() && hasFocus() && !textCursor().hasSelection();
    const QString word = toPlainText().mid(completion.begin, completion.cursor - completion.begin);
    // A word that is complete already needs no list.
    const bool written = !completion.items.empty() && !m_completionAsked &&
                         QString::fromStdString(completion.items.front().insert).trimmed() == word;
    if (!current || completion.items.empty() || written) {
        m_popup->hide();
        return;
    }
    m_completionBegin = completion.begin;
    QTextCursor begin(document());
    begin.setPosition(completion.begin);
    QRect area = cursorRect(begin);
    area.moveTo(viewport()->mapToGlobal(area.topLeft()));
    m_popup->present(completion.items, area);
}

void KqlEditor::acceptCompletion()
{
    const kql::CompletionItem *chosen = m_popup->chosen();
    m_popup->hide();
    if (chosen == nullptr)
        return;
    QString text = QString::fromStdString(chosen->insert);
    // Counted in bytes of ASCII: brackets and blanks.
    auto back = static_cast<int>(chosen->caretFromEnd);
    const bool operation = chosen->kind == kql::CompletionKind::Operator;
    QTextCursor cursor = textCursor();
    const QChar next = document()->characterAt(cursor.position());
    const QChar before = m_completionBegin > 0 ? document()->characterAt(m_completionBegin - 1) : QChar();
    if (text.endsWith(u"()"_s) && next == u'(') {
        text.chop(2);
        back = 0;
    }
    if (text.endsWith(u' ') && next == u' ')
        text.chop(1);
    if (before == u'|')
        text.prepend(u' ');
    cursor.beginEditBlock();
    cursor.setPosition(m_completionBegin, QTextCursor::KeepAnchor);
    cursor.insertText(text);
    cursor.endEditBlock();
    cursor.movePosition(QTextCursor::PreviousCharacter, QTextCursor::MoveAnchor, back);
    setTextCursor(cursor);
    setFocus(Qt::OtherFocusReason);
    if (back > 0) {
        m_hintWanted = true;
        requestHint();
    }
    if (operation && text.endsWith(u' '))
        requestCompletion(Trigger::Typing);
}

void KqlEditor::closePopups()
{
    m_popup->hide();
    m_hint->hide();
    m_hintWanted = false;
    m_assistant->cancelCompletion();
    m_assistant->cancelHint();
}

void KqlEditor::requestHint()
{
    m_assistant->hint(toPlainText(), textCursor().position());
}

void KqlEditor::showHint(const std::optional<kql::SignatureHint> &hint)
{
    if (!hint || !m_hintWanted || !hasFocus()) {
        m_hint->hide();
        m_hintWanted = false;
        return;
    }
    QTextCursor place(document());
    place.setPosition(static_cast<int>(hint->open));
    QRect area = cursorRect(place);
    area.moveTop(cursorRect().top()); // a call of several lines is hinted at the line of the cursor
    area.moveTo(viewport()->mapToGlobal(area.topLeft()));
    m_hint->present(*hint, area);
}

bool KqlEditor::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        m_helpPlace = help->globalPos();
        showHelpAt(help->pos());
        return true;
    }
    return QPlainTextEdit::viewportEvent(event);
}

void KqlEditor::showHelpAt(const QPoint &position)
{
    const int at = cursorForPosition(position).position();
    QTextCursor cursor(document());
    cursor.setPosition(at);
    // Beside the text there is nothing to explain.
    if (!cursorRect(cursor).adjusted(-12, 0, 12, 0).contains(position)) {
        QToolTip::hideText();
        return;
    }
    if (const EditorMistake *mistake = mistakeAt(at); mistake != nullptr) {
        QToolTip::showText(m_helpPlace, u"<p>%1</p>"_s.arg(mistake->message.toHtmlEscaped()), viewport());
        return;
    }
    QToolTip::hideText();
    m_assistant->describe(toPlainText(), at);
}

} // namespace signalbox::ui
