#include "ui/widgets/scroll_column.h"

#include <QBoxLayout>
#include <algorithm>

namespace signalbox::ui {

namespace {

// As high as its parts need at the width that it has; a layout alone would ask for what they would like, or
// for what they need at their narrowest.
class Column final : public QWidget
{
public:
    using QWidget::QWidget;

    [[nodiscard]] int heightForWidth(int width) const override
    {
        return layout()->totalMinimumHeightForWidth(width);
    }

    [[nodiscard]] QSize minimumSizeHint() const override
    {
        const QSize least = layout()->totalMinimumSize();
        if (!layout()->hasHeightForWidth() || parentWidget() == nullptr)
            return least;
        return {least.width(), heightForWidth(std::max(least.width(), parentWidget()->width()))};
    }
};

} // namespace

ScrollColumn::ScrollColumn(const QString &objectName, QWidget *parent)
    : QScrollArea(parent)
{
    setObjectName(objectName);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    auto *content = new Column;
    content->setProperty("scrolled", true);
    m_column = new QVBoxLayout(content);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(12);
    setWidget(content);
}

} // namespace signalbox::ui
