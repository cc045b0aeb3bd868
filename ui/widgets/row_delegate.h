// Draws the cells of a DataTable: role colours, one hairline under each row, the selected row as one band
// and, while the table has the focus, a mark at the current row. Only DataTable uses this.
#pragma once

#include <QStyledItemDelegate>

#include "ui/widgets/theme.h"

namespace signalbox::ui {

class RowDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    RowDelegate(const Theme &theme, QObject *parent);
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

} // namespace signalbox::ui
