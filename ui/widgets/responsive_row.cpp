#include "ui/widgets/responsive_row.h"

#include <QBoxLayout>
#include <QResizeEvent>
#include <algorithm>

namespace signalbox::ui {

ResponsiveRow::ResponsiveRow(int breakpoint, QWidget *parent)
    : QWidget(parent)
    , m_breakpoint(breakpoint)
    , m_layout(new QBoxLayout(QBoxLayout::LeftToRight, this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(12);
}

void ResponsiveRow::addWidget(QWidget *widget, int stretch)
{
    m_layout->addWidget(widget, stretch);
}

void ResponsiveRow::setSpacing(int pixels)
{
    m_layout->setSpacing(pixels);
}

bool ResponsiveRow::isWide() const
{
    return m_layout->direction() == QBoxLayout::LeftToRight;
}

QSize ResponsiveRow::minimumSizeHint() const
{
    int width = 0;
    for (int i = 0; i < m_layout->count(); ++i)
        width = std::max(width, m_layout->itemAt(i)->minimumSize().width());
    return {width, m_layout->totalMinimumSize().height()};
}

void ResponsiveRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const auto direction =
        event->size().width() >= m_breakpoint ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom;
    if (direction == m_layout->direction())
        return;
    m_layout->setDirection(direction);
    updateGeometry();
}

} // namespace signalbox::ui
