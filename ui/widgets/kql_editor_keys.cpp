#include <QKeyEvent>
#include <QTextBlock>

#include "ui/widgets/code_editing.h"
#include "ui/widgets/kql_assistant.h"
#include "ui/widgets/kql_completion_popup.h"
#include "ui/widgets/kql_editor.h"
#include "ui/widgets/kql_find_bar.h"
#include "ui/widgets/kql_highlighter.h"
#include "ui/widgets/kql_hint.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr Qt::KeyboardModifiers controlShift = Qt::ControlModifier | Qt::ShiftModifier;

Qt::KeyboardModifiers modifiersOf(const QKeyEvent &event)
{
    return event.modifiers() & (Qt::ControlModifier | Qt::ShiftModifier | Qt::AltModifier | Qt::MetaModifier);
}

bool isEnter(const QKeyEvent &event)
{
    return event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
}

} // namespace

// Keys that the window may know too, but mean the text while one edits. Running is left to the window.
bool KqlEditor::isOwnShortcut(const QKeyEvent &event)
{
    const Qt::KeyboardModifiers modifiers = modifiersOf(event);
    if (modifiers == Qt::ControlModifier)
        return event.key() == Qt::Key_F || event.key() == Qt::Key_H || event.key() == Qt::Key_Slash ||
               event.key() == Qt::Key_Space || event.key() == Qt::Key_0;
    if (modifiers == controlShift)
        return event.key() == Qt::Key_F;
    return event.key() == Qt::Key_F3;
}

bool KqlEditor::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (isOwnShortcut(*key) ||
            (key->key() == Qt::Key_Escape &&
             (m_popup->isVisible() || m_hint->isVisible() || m_findBar->isVisible()))) {
            event->accept();
            return true;
        }
    }
    return QPlainTextEdit::event(event);
}

void KqlEditor::keyPressEvent(QKeyEvent *event)
{
    if (popupKey(*event) || commandKey(*event)) {
        event->accept();
        return;
    }
    // Escape alone is the window's; it also frees the Tab key.
    if (event->key() == Qt::Key_Escape) {
        m_tabLeaves = true;
        event->ignore();
        return;
    }
    const bool modifier = event->key() == Qt::Key_Shift || event->key() == Qt::Key_Control ||
                          event->key() == Qt::Key_Alt || event->key() == Qt::Key_Meta;
    m_tabLeaves = m_tabLeaves && modifier;
    if (editingKey(*event))
        event->accept();
    else
        QPlainTextEdit::keyPressEvent(event);
    typed(*event);
}

bool KqlEditor::popupKey(const QKeyEvent &event)
{
    if (event.key() == Qt::Key_Escape && modifiersOf(event) == Qt::NoModifier) {
        if (m_popup->isVisible() || m_hint->isVisible()) {
            closePopups();
            return true;
        }
        if (m_findBar->isVisible()) {
            m_findBar->close();
            return true;
        }
        return false;
    }
    if (!m_popup->isVisible() || modifiersOf(event) != Qt::NoModifier)
        return false;
    if (m_popup->navigate(event))
        return true;
    const bool word = textCursor().position() > m_completionBegin;
    // Enter ends the line unless something was typed or chosen.
    if (event.key() == Qt::Key_Tab ||
        (isEnter(event) && (word || m_popup->navigated() || m_completionAsked))) {
        acceptCompletion();
        return true;
    }
    return false;
}

bool KqlEditor::commandKey(const QKeyEvent &event)
{
    const Qt::KeyboardModifiers modifiers = modifiersOf(event);
    const int key = event.key();
    if ((key == Qt::Key_F5 && modifiers == Qt::NoModifier) ||
        (isEnter(event) && modifiers == Qt::ControlModifier))
        runStatement();
    else if (key == Qt::Key_F5 && modifiers == Qt::ShiftModifier)
        runAll();
    else if ((key == Qt::Key_F && modifiers == Qt::ControlModifier) ||
             (key == Qt::Key_F3 && !m_findBar->isVisible()))
        openFind(false); // with the selection, or what was looked for last
    else if (key == Qt::Key_H && modifiers == Qt::ControlModifier)
        openFind(true);
    else if (key == Qt::Key_F && modifiers == controlShift)
        format();
    else if (key == Qt::Key_F3)
        m_findBar->findNext(modifiers.testFlag(Qt::ShiftModifier));
    else if (key == Qt::Key_Space && modifiers == Qt::ControlModifier)
        openCompletion();
    else if (key == Qt::Key_0 && modifiers == Qt::ControlModifier)
        zoom(-m_zoom);
    else
        return false;
    return true;
}

// Asked before the key itself is seen, also for the fields of the find bar, which are children.
bool KqlEditor::focusNextPrevChild(bool next)
{
    if (hasFocus() && (!m_tabLeaves || m_popup->isVisible()))
        return false;
    setTabChangesFocus(true);
    const bool moved = QPlainTextEdit::focusNextPrevChild(next);
    setTabChangesFocus(false);
    return moved;
}

bool KqlEditor::editingKey(const QKeyEvent &event)
{
    const Qt::KeyboardModifiers modifiers = modifiersOf(event);
    if (isReadOnly())
        return false;
    if (event.key() == Qt::Key_Backtab || (event.key() == Qt::Key_Tab && modifiers == Qt::ShiftModifier))
        unindentLines(*this);
    else if (event.key() == Qt::Key_Tab && modifiers == Qt::NoModifier)
        indentLines(*this);
    else if (isEnter(event) && modifiers == Qt::NoModifier)
        breakLine(*this);
    else if (event.key() == Qt::Key_Slash && modifiers == Qt::ControlModifier)
        toggleComment(*this);
    else if ((event.key() == Qt::Key_Up || event.key() == Qt::Key_Down) && modifiers == Qt::AltModifier)
        moveLines(*this, event.key() == Qt::Key_Up);
    else if (event.key() == Qt::Key_Backspace && modifiers == Qt::NoModifier)
        return erasePair(*this);
    else if (event.text().size() == 1 && !modifiers.testFlag(Qt::ControlModifier))
        return typePair(*this, event.text().front(), inText());
    else
        return false;
    return true;
}

// What typing leads to: the list opens behind a letter, a bar and a point, and follows the word.
void KqlEditor::typed(const QKeyEvent &event)
{
    const QChar letter = event.text().size() == 1 ? event.text().front() : QChar();
    const bool moves = event.text().isEmpty() && event.key() != Qt::Key_Shift &&
                       event.key() != Qt::Key_Control && event.key() != Qt::Key_Alt;
    if (letter == u'(' || letter == u',') {
        m_hintWanted = true;
        requestHint();
    }
    if (letter.isLetter() || letter == u'_' || letter == u'|' || letter == u'.') {
        requestCompletion(Trigger::Typing);
        return;
    }
    if (!m_popup->isVisible())
        return;
    const QString before = textCursor().block().text().left(textCursor().positionInBlock()).trimmed();
    if (letter.isDigit() || event.key() == Qt::Key_Backspace || letter == u'-' ||
        (letter == u' ' && before.endsWith(u'|'))) {
        requestCompletion(m_completionAsked ? Trigger::Asked : Trigger::Typing);
    } else if (!letter.isNull() || moves) {
        m_popup->hide();
        m_assistant->cancelCompletion();
    }
}

void KqlEditor::mousePressEvent(QMouseEvent *event)
{
    closePopups();
    m_tabLeaves = false;
    QPlainTextEdit::mousePressEvent(event);
}

void KqlEditor::focusInEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusInEvent(event);
    // Whoever comes by with the Tab key goes on with it, until something is typed.
    m_tabLeaves = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    showMarks();
}

void KqlEditor::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    closePopups();
    showMarks();
}

bool KqlEditor::inText() const
{
    const QTextBlock block = textCursor().block();
    return isInsideText(block.text(), block.previous().isValid() ? block.previous().userState() : -1,
                        textCursor().positionInBlock());
}

} // namespace signalbox::ui
