#include "ui/widgets/row_delegate.h"

#include <QAbstractItemView>
#include <QPainter>

#include "ui/widgets/value_table_model.h"

namespace signalbox::ui {

namespace {

constexpr int side = 8;

} // namespace

RowDelegate::RowDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QRect rect = option.rect;
    const bool selected = (option.state & QStyle::State_Selected) != 0;
    if (selected)
        painter->fillRect(rect, m_theme.color(Role::Selection));
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), m_theme.color(Role::Border));

    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (view && view->hasFocus() && index.column() == 0 && view->currentIndex().row() == index.row())
        painter->fillRect(QRect(rect.left(), rect.top() + 2, 3, rect.height() - 5),
                          m_theme.color(Role::Accent));

    const QVariant role = index.data(ValueTableModel::ColorRole);
    painter->setPen(m_theme.color(role.isValid() ? static_cast<Role>(role.toInt()) : Role::Text));
    painter->setFont(item.font);
    const QRect room = rect.adjusted(side, 0, -side, -1);
    const QString text = item.fontMetrics.elidedText(item.text, Qt::ElideRight, room.width());
    painter->drawText(room, static_cast<int>(item.displayAlignment) | Qt::TextSingleLine, text);
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    return {item.fontMetrics.horizontalAdvance(item.text) + 2 * side + 2, m_theme.rowHeight()};
}

} // namespace signalbox::ui
