// Draws the cells of a ResultTableView: a hairline under each row, null faint and slanted so that it is not
// taken for the word, the current cell framed while the table has the focus. Only ResultTableView uses this.
#pragma once

#include <QStyledItemDelegate>

#include "ui/widgets/theme.h"

namespace signalbox::ui {

class ResultTableModel;

class ResultDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int side = 8; // pixels of room at either side of a text

    ResultDelegate(const Theme &theme, const ResultTableModel *model, QObject *parent);
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
    const ResultTableModel *m_model;
};

} // namespace signalbox::ui
