#include "ui/widgets/result_delegate.h"

#include <QAbstractItemView>
#include <QPainter>

#include "ui/widgets/result_table_model.h"

namespace signalbox::ui {

ResultDelegate::ResultDelegate(const Theme &theme, const ResultTableModel *model, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_model(model)
{
}

void ResultDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    const QRect rect = option.rect;
    if ((option.state & QStyle::State_Selected) != 0)
        painter->fillRect(rect, m_theme.color(Role::Selection));
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), m_theme.color(Role::Border));

    const bool null = m_model->cell(index.row(), index.column()).isNull();
    QFont font = option.font;
    font.setItalic(null);
    painter->setFont(font);
    painter->setPen(m_theme.color(null ? Role::MutedText : Role::Text));
    const QRect room = rect.adjusted(side, 0, -side, -1);
    const QString text = QFontMetrics(font).elidedText(m_model->cellText(index.row(), index.column()),
                                                       Qt::ElideRight, room.width());
    const bool right = standsRight(m_model->field(index.column()).type);
    painter->drawText(room,
                      static_cast<int>(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft)) |
                          Qt::TextSingleLine,
                      text);

    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (view && view->hasFocus() && view->currentIndex() == index) {
        painter->setPen(QPen(m_theme.color(Role::Accent), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(rect.adjusted(1, 1, -1, -2));
    }
}

QSize ResultDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {option.fontMetrics.horizontalAdvance(m_model->cellText(index.row(), index.column())) + 2 * side +
                2,
            m_theme.rowHeight()};
}

} // namespace signalbox::ui
