#include "ui/widgets/kql_editor.h"

#include <QScrollBar>
#include <QTextBlock>
#include <QTimer>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>

#include "core/kql/language/brackets.h"
#include "ui/widgets/code_editing.h"
#include "ui/widgets/kql_assistant.h"
#include "ui/widgets/kql_completion_popup.h"
#include "ui/widgets/kql_find_bar.h"
#include "ui/widgets/kql_gutter.h"
#include "ui/widgets/kql_highlighter.h"
#include "ui/widgets/kql_hint.h"
#include "ui/widgets/kql_text.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int checkRest = 250;            // milliseconds without a key until the text is checked
constexpr int longestMarked = 200'000;    // letters; in longer texts brackets and statements are not marked
constexpr int longestChecked = 2'000'000; // letters; longer texts are data rather than queries

} // namespace

KqlEditor::KqlEditor(const Theme &theme, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_theme(theme)
    , m_assistant(new KqlAssistant(this))
    , m_highlighter(new KqlHighlighter(theme, document()))
    , m_gutter(new KqlGutter(theme, this))
    , m_findBar(new KqlFindBar(theme, this))
    , m_popup(new KqlCompletionPopup(theme, this))
    , m_hint(new KqlHint(this))
    , m_checkTimer(new QTimer(this))
    , m_markTimer(new QTimer(this))
{
    setObjectName(u"kqlEditor"_s);
    setProperty("well", true);
    setAccessibleName(tr("Query"));
    setAccessibleDescription(
        tr("F5 runs the statement at the cursor. Ctrl+Space completes. Tab indents; press "
           "Escape and then Tab to leave the editor."));
    setPlaceholderText(tr("Type a query, or pick one from the list"));
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setMouseTracking(true);
    m_checkTimer->setSingleShot(true);
    m_checkTimer->setInterval(checkRest);
    m_markTimer->setSingleShot(true);
    m_markTimer->setInterval(0);
    applyTheme();

    connect(&theme, &Theme::changed, this, &KqlEditor::applyTheme);
    connect(m_checkTimer, &QTimer::timeout, this, [this] {
        if (document()->characterCount() <= longestChecked)
            m_assistant->check(toPlainText());
    });
    connect(m_markTimer, &QTimer::timeout, this, [this] {
        markStatement();
        showMarks();
    });
    connect(this, &QPlainTextEdit::textChanged, m_checkTimer, qOverload<>(&QTimer::start));
    connect(this, &QPlainTextEdit::textChanged, m_markTimer, qOverload<>(&QTimer::start));
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &KqlEditor::cursorMoved);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &KqlEditor::placeMargins);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &area, int moved) {
        if (moved != 0)
            m_gutter->scroll(0, moved);
        else
            m_gutter->update(0, area.y(), m_gutter->width(), area.height());
    });
    connect(m_findBar, &KqlFindBar::marksChanged, this, &KqlEditor::showMarks);
    connect(m_findBar, &KqlFindBar::resized, this, &KqlEditor::placeMargins);
    connect(m_findBar, &KqlFindBar::closed, this, [this] { setFocus(Qt::OtherFocusReason); });
    connect(m_popup, &KqlCompletionPopup::clicked, this, &KqlEditor::acceptCompletion);
    connect(m_assistant, &KqlAssistant::checked, this, [this](const std::vector<EditorMistake> &mistakes) {
        m_mistakes = mistakes;
        showMarks();
        Q_EMIT mistakesChanged();
    });
    connect(m_assistant, &KqlAssistant::completed, this, &KqlEditor::showCompletion);
    connect(m_assistant, &KqlAssistant::hinted, this, &KqlEditor::showHint);
    connect(m_assistant, &KqlAssistant::described, this, [this](const std::optional<kql::WordHelp> &help) {
        if (!help || !underMouse())
            return;
        const QString title = QString::fromStdString(help->title).toHtmlEscaped();
        const QString text = QString::fromStdString(help->help).toHtmlEscaped();
        QToolTip::showText(m_helpPlace,
                           u"<p><b>%1</b>%2%3</p>"_s.arg(title, text.isEmpty() ? QString() : u"<br>"_s, text),
                           viewport());
    });
    connect(m_assistant, &KqlAssistant::formatted, this, [this](const QString &before, const QString &after) {
        if (toPlainText() == before)
            replaceAllText(*this, after);
    });
    // The lists belong to the window, so that a small editor does not cut them off.
    for (QWidget *floating : {static_cast<QWidget *>(m_popup), static_cast<QWidget *>(m_hint)})
        connect(this, &QObject::destroyed, floating, &QObject::deleteLater);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &KqlEditor::closePopups);
}

KqlEditor::~KqlEditor() = default;

void KqlEditor::setCatalog(std::shared_ptr<const kql::Catalog> catalog)
{
    m_highlighter->setNames(catalog ? kql::knownNames(*catalog) : kql::KnownNames());
    m_assistant->setCatalog(std::move(catalog));
    m_checkTimer->start();
}

void KqlEditor::runStatement()
{
    const KqlText text(toPlainText());
    const kql::RunnableStatement found =
        kql::statementAt(text.utf8(), text.offsetOf(textCursor().position()));
    const int from = text.positionOf(found.span.begin);
    if (!found.text.empty())
        Q_EMIT runRequested(QString::fromStdString(found.text), from, text.positionOf(found.span.end) - from);
}

void KqlEditor::runAll()
{
    const QString text = toPlainText();
    if (!text.trimmed().isEmpty())
        Q_EMIT runRequested(text, 0, static_cast<int>(text.size()));
}

void KqlEditor::format()
{
    closePopups();
    m_assistant->format(toPlainText());
}

void KqlEditor::openFind(bool replace)
{
    closePopups();
    m_findBar->open(replace);
}

QRectF KqlEditor::areaOf(const QTextBlock &block) const
{
    return blockBoundingGeometry(block).translated(contentOffset());
}

void KqlEditor::applyTheme()
{
    QFont font = m_theme.codeFont();
    font.setPixelSize(std::clamp(font.pixelSize() + m_zoom, 8, 40));
    setFont(font);
    setTabStopDistance(indentWidth * fontMetrics().horizontalAdvance(u' '));
    placeMargins();
    showMarks();
}

void KqlEditor::zoom(int steps)
{
    m_zoom = std::clamp(m_zoom + steps, -5, 27);
    applyTheme();
}

// Three lines, also below the line that finds and replaces.
QSize KqlEditor::minimumSizeHint() const
{
    const int bar = m_findBar->isVisibleTo(this) ? m_findBar->sizeHint().height() : 0;
    return {160, 58 + bar};
}

void KqlEditor::placeMargins()
{
    updateGeometry();
    const int width = m_gutter->neededWidth();
    const int bar = m_findBar->isVisibleTo(this) ? m_findBar->sizeHint().height() : 0;
    setViewportMargins(width + 4, bar, 0, 0);
    const QRect inner = contentsRect();
    m_findBar->setGeometry(inner.left(), inner.top(), inner.width(), bar);
    m_gutter->setGeometry(inner.left(), inner.top() + bar, width, inner.height() - bar);
}

void KqlEditor::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    placeMargins();
    closePopups();
}

void KqlEditor::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        placeMargins();
}

void KqlEditor::wheelEvent(QWheelEvent *event)
{
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        QPlainTextEdit::wheelEvent(event);
        return;
    }
    if (event->angleDelta().y() != 0)
        zoom(event->angleDelta().y() > 0 ? 1 : -1);
    event->accept();
}

void KqlEditor::cursorMoved()
{
    m_markTimer->start();
    m_gutter->update();
    if (m_popup->isVisible() && textCursor().position() < m_completionBegin)
        m_popup->hide();
    if (m_hintWanted)
        requestHint();
}

void KqlEditor::markStatement()
{
    if (document()->characterCount() > longestMarked) {
        m_gutter->setStatement(0, -1);
        return;
    }
    const KqlText text(toPlainText());
    const kql::RunnableStatement found =
        kql::statementAt(text.utf8(), text.offsetOf(textCursor().position()));
    if (found.text.empty()) {
        m_gutter->setStatement(0, -1);
        return;
    }
    m_gutter->setStatement(document()->findBlock(text.positionOf(found.span.begin)).blockNumber(),
                           document()->findBlock(text.positionOf(found.span.end)).blockNumber());
}

// Mistakes, brackets and what was found, in one list, as Qt keeps one.
void KqlEditor::showMarks()
{
    QList<QTextEdit::ExtraSelection> marks = m_findBar->marks();
    const auto add = [this, &marks](int begin, int end) -> QTextCharFormat & {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(document());
        const int last = document()->characterCount() - 1;
        mark.cursor.setPosition(std::clamp(begin, 0, last));
        mark.cursor.setPosition(std::clamp(end, 0, last), QTextCursor::KeepAnchor);
        marks.append(mark);
        return marks.back().format;
    };
    for (const EditorMistake &mistake : m_mistakes) {
        QTextCharFormat &format = add(mistake.begin, mistake.end);
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(m_theme.color(Role::Danger));
    }
    if (document()->characterCount() <= longestMarked && hasFocus()) {
        const KqlText text(toPlainText());
        if (const auto pair = kql::bracketAt(text.utf8(), text.offsetOf(textCursor().position()))) {
            for (const kql::Span &bracket : {pair->open, pair->close}) {
                QTextCharFormat &format = add(text.positionOf(bracket.begin), text.positionOf(bracket.end));
                format.setBackground(m_theme.color(Role::Selection));
                if (!pair->matched)
                    format.setForeground(m_theme.color(Role::Danger));
            }
        }
    }
    setExtraSelections(marks);
}

const EditorMistake *KqlEditor::mistakeAt(int position) const
{
    const auto found = std::ranges::find_if(m_mistakes, [position](const EditorMistake &mistake) {
        return mistake.begin <= position && position <= mistake.end;
    });
    return found != m_mistakes.end() ? &*found : nullptr;
}

} // namespace signalbox::ui
