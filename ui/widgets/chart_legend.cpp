#include "ui/widgets/chart_legend.h"

#include <QPainter>
#include <QPixmap>
#include <QResizeEvent>
#include <QToolButton>
#include <algorithm>

#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int longestName = 28;

QIcon paler(const QIcon &icon, const QSize &size)
{
    QPixmap pixmap(size * 2);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setOpacity(0.5);
    icon.paint(&painter, pixmap.rect());
    return pixmap;
}

} // namespace

ChartLegend::ChartLegend(const Theme &theme, const QString &objectName, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_name(objectName)
{
    setObjectName(objectName + u"Legend"_s);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ChartLegend::setEntries(const std::vector<Entry> &entries)
{
    while (m_buttons.size() < entries.size()) {
        const std::size_t number = m_buttons.size();
        auto *button = new QToolButton(this);
        button->setObjectName(m_name + u"Legend"_s + QString::number(number));
        button->setProperty("legend", true);
        button->setCheckable(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setIconSize({12, 12});
        button->setFocusPolicy(Qt::StrongFocus);
        connect(button, &QToolButton::clicked, this, [this, number](bool on) { Q_EMIT toggled(number, on); });
        m_buttons.push_back(button);
    }
    m_shown = entries.size();
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        QToolButton *button = m_buttons[i];
        button->setVisible(i < m_shown);
        if (i >= m_shown)
            continue;
        const Entry &entry = entries[i];
        const QString text =
            entry.name.size() > longestName ? entry.name.left(longestName - 1) + u'…' : entry.name;
        button->setText(literalText(text));
        button->setChecked(entry.on);
        const QIcon dot = m_theme.icon(u"environment"_s, entry.on ? entry.role : Role::Border);
        button->setIcon(entry.pale ? paler(dot, button->iconSize()) : dot);
        button->setAccessibleName(tr("Line %1").arg(entry.name));
        button->setToolTip(tr("Show or hide %1").arg(entry.name));
    }
    updateGeometry();
    flow(width(), true);
}

int ChartLegend::flow(int width, bool place) const
{
    int x = 0;
    int y = 0;
    int rowHeight = 0;
    for (std::size_t i = 0; i < m_shown; ++i) {
        const QSize size = m_buttons[i]->sizeHint().expandedTo({24, 24});
        if (x > 0 && x + size.width() > width) {
            x = 0;
            y += rowHeight;
            rowHeight = 0;
        }
        if (place)
            m_buttons[i]->setGeometry(QRect(QPoint(x, y), size));
        x += size.width() + 2;
        rowHeight = std::max(rowHeight, size.height());
    }
    return y + rowHeight;
}

QSize ChartLegend::sizeHint() const
{
    return {0, heightForWidth(std::max(width(), 200))};
}

QSize ChartLegend::minimumSizeHint() const
{
    return {m_shown == 0 ? 0 : 80, m_shown == 0 ? 0 : 24};
}

int ChartLegend::heightForWidth(int width) const
{
    return flow(width, false);
}

void ChartLegend::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    flow(event->size().width(), true);
}

} // namespace signalbox::ui
