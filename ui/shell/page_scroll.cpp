#include "ui/shell/page_scroll.h"

#include <QEvent>
#include <QScrollBar>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

PageScroll::PageScroll(QWidget *page, QWidget *parent)
    : QScrollArea(parent)
{
    setObjectName(u"scroll-"_s + page->objectName());
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    page->setProperty("scrolled", true);
    setWidget(page);
    page->installEventFilter(this);
}

void PageScroll::resizeEvent(QResizeEvent *event)
{
    fit();
    QScrollArea::resizeEvent(event);
}

bool PageScroll::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        fit();
    return QScrollArea::eventFilter(watched, event);
}

void PageScroll::fit()
{
    const QSize least = widget()->minimumSizeHint();
    QSize room = maximumViewportSize();
    // One scroll bar must not cause the other.
    if (least.height() > room.height())
        room.rwidth() -= verticalScrollBar()->sizeHint().width();
    widget()->resize(room.expandedTo(least));
}

} // namespace signalbox::ui
