// A table over plain rows of cells, the model behind every DataTable. setRows() turns the old rows into the
// new ones by row id: only what differs is announced, so selection and scroll position survive a refresh. GUI
// thread only.
#pragma once

#include <QAbstractTableModel>
#include <QVariant>
#include <optional>
#include <vector>

#include "ui/widgets/theme.h"

namespace signalbox::ui {

struct Column
{
    QString title = {};
    bool numeric = false; // right-aligned
    QString toolTip = {};

    friend bool operator==(const Column &, const Column &) = default;
};

struct Cell
{
    QString text = {};
    QVariant sortKey = {}; // number or text to sort by; `text` if it is not set
    Role role = Role::Text;
    bool bold = false;
    QString toolTip = {};

    friend bool operator==(const Cell &, const Cell &) = default;
};

struct Row
{
    QString id = {}; // unique in the table and stable from one refresh to the next
    std::vector<Cell> cells = {};
    bool strong = false; // first column bold, as for the row a page is about

    friend bool operator==(const Row &, const Row &) = default;
};

class ValueTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum DataRole { SortKeyRole = Qt::UserRole + 1, RowIdRole, ColorRole };

    explicit ValueTableModel(std::vector<Column> columns, QObject *parent = nullptr);

    void setRows(std::vector<Row> rows);
    void setColumns(std::vector<Column> columns); // forgets the rows
    [[nodiscard]] const std::vector<Column> &columns() const { return m_columns; }
    [[nodiscard]] const std::vector<Row> &rows() const { return m_rows; }
    [[nodiscard]] std::optional<int> rowOf(const QString &id) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void removeVanished(const std::vector<Row> &next);
    void insertNew(const std::vector<Row> &next);
    void reorder(const std::vector<Row> &next);
    void replaceCells(std::vector<Row> next);

    std::vector<Column> m_columns;
    std::vector<Row> m_rows;
};

} // namespace signalbox::ui
