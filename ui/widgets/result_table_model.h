// A query's result as Qt's item views want it: nothing is copied, a cell becomes text when it is painted. Its
// rows can be shown in another order or only some of them, by row numbers that were computed elsewhere. GUI
// thread only.
#pragma once

#include <QAbstractTableModel>
#include <QIcon>
#include <memory>
#include <optional>
#include <vector>

#include "core/kql/results/cell_access.h"
#include "core/kql/results/row_view.h"
#include "ui/widgets/result_format.h"

namespace signalbox::ui {

class ResultTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    using Rows = std::shared_ptr<const std::vector<std::uint32_t>>;

    // `filterMark` stands in the header of columns by which rows are left out.
    explicit ResultTableModel(QIcon filterMark, QObject *parent = nullptr);

    // Null shows nothing. All rows are shown in their own order.
    void setTable(kql::SharedResult table);
    [[nodiscard]] const kql::SharedResult &table() const { return m_table; }
    // Which rows are shown; null for all in their own order.
    void setRows(Rows rows);
    [[nodiscard]] const Rows &rows() const { return m_rows; }
    // The number of a shown row in the result.
    [[nodiscard]] std::uint32_t resultRow(int row) const;

    [[nodiscard]] const kql::Field &field(int column) const;
    [[nodiscard]] kql::CellPlace cell(int row, int column) const;
    [[nodiscard]] QString cellText(int row, int column) const;
    [[nodiscard]] const ResultFormat &format(int column) const;

    void setFilteredColumns(std::vector<std::size_t> columns);
    // Marks the column by which rows are ordered.
    void setOrder(std::optional<kql::ColumnOrder> order);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QIcon m_filterMark;
    kql::SharedResult m_table;
    std::optional<kql::CellAccess> m_cells;
    std::vector<ResultFormat> m_formats;
    std::vector<std::size_t> m_filtered;
    std::optional<kql::ColumnOrder> m_order;
    Rows m_rows;
};

} // namespace signalbox::ui
