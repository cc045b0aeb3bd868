// The grid of a result: a table view over a ResultTableModel with widths from the rows in sight, an order by
// clicks on its header, and a choice of cells that can be copied. Only ResultTableView uses this.
#pragma once

#include <QTableView>
#include <optional>

#include "core/kql/results/row_view.h"
#include "core/kql/results/table_text.h"
#include "ui/widgets/async.h"
#include "ui/widgets/result_table_model.h"
#include "ui/widgets/theme.h"

namespace signalbox::ui {

class ResultGrid final : public QTableView
{
    Q_OBJECT

public:
    ResultGrid(const Theme &theme, const QString &objectName, QWidget *parent);

    [[nodiscard]] ResultTableModel *rowsModel() const { return m_model; }
    void setTable(kql::SharedResult table);
    // Keeps the current cell where it is shown still.
    void setRows(const ResultTableModel::Rows &rows);

    [[nodiscard]] std::optional<kql::ColumnOrder> order() const { return m_order; }
    void setOrder(std::optional<kql::ColumnOrder> order);

    // What is selected, as rows and columns of the result; all shown cells where nothing is.
    [[nodiscard]] kql::TextOptions chosen() const;
    [[nodiscard]] bool oneCellChosen() const;

Q_SIGNALS:
    void orderChanged();
    void currentCellChanged(int row, int column);
    void copyPressed();
    void detailPressed();
    void menuAsked(const QPoint &where, int column, bool header);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void focusInEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void useDensity();
    void sizeColumns();
    void spreadColumns();
    void headerClicked(int column);
    void showStatistics(const QPoint &where, int column);

    const Theme &m_theme;
    ResultTableModel *m_model;
    std::optional<kql::ColumnOrder> m_order;
    std::vector<int> m_natural; // widths that the columns need
    bool m_sizing = false;
    bool m_sizedByHand = false;
    Latest m_statistics;
};

} // namespace signalbox::ui
