#include "ui/widgets/kql_gutter.h"

#include <QMouseEvent>
#include <QPainter>
#include <QTextBlock>

#include "ui/widgets/kql_editor.h"

namespace signalbox::ui {

namespace {

constexpr int barWidth = 3;
constexpr int gap = 8;

} // namespace

KqlGutter::KqlGutter(const Theme &theme, KqlEditor *editor)
    : QWidget(editor)
    , m_theme(theme)
    , m_editor(editor)
{
    setObjectName(QStringLiteral("kqlGutter"));
    setCursor(Qt::ArrowCursor);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void KqlGutter::setStatement(int first, int last)
{
    if (first == m_first && last == m_last)
        return;
    m_first = first;
    m_last = last;
    update();
}

int KqlGutter::neededWidth() const
{
    const auto digits = std::max<qsizetype>(2, QString::number(m_editor->blockCount()).size());
    return static_cast<int>(digits) * m_editor->fontMetrics().horizontalAdvance(u'9') + 2 * gap + barWidth;
}

void KqlGutter::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    painter.setFont(m_editor->font());
    const int current = m_editor->textCursor().blockNumber();
    for (QTextBlock block = m_editor->firstShownBlock(); block.isValid(); block = block.next()) {
        const QRectF area = m_editor->areaOf(block);
        if (area.top() > event->rect().bottom())
            break;
        const int number = block.blockNumber();
        const int top = qRound(area.top());
        const int height = qRound(area.bottom()) - top;
        painter.setPen(m_theme.color(number == current ? Role::Text : Role::MutedText));
        painter.drawText(0, top, width() - gap - barWidth, m_editor->fontMetrics().lineSpacing(),
                         Qt::AlignRight | Qt::AlignVCenter, QString::number(number + 1));
        if (number >= m_first && number <= m_last)
            painter.fillRect(width() - barWidth, top, barWidth, height, m_theme.color(Role::Accent));
    }
}

void KqlGutter::mousePressEvent(QMouseEvent *event)
{
    // The line beside the pointer is selected, as in other editors.
    QTextCursor cursor =
        m_editor->cursorForPosition(QPoint(0, event->pos().y() + y() - m_editor->viewport()->y()));
    cursor.movePosition(QTextCursor::StartOfBlock);
    cursor.movePosition(QTextCursor::NextBlock, QTextCursor::KeepAnchor);
    m_editor->setTextCursor(cursor);
    m_editor->setFocus(Qt::MouseFocusReason);
}

} // namespace signalbox::ui
