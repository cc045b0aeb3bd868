#include "ui/widgets/result_table_model.h"

#include <algorithm>
#include <utility>

#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

ResultTableModel::ResultTableModel(QIcon filterMark, QObject *parent)
    : QAbstractTableModel(parent)
    , m_filterMark(std::move(filterMark))
{
}

void ResultTableModel::setTable(kql::SharedResult table)
{
    beginResetModel();
    m_table = std::move(table);
    m_rows = nullptr;
    m_filtered.clear();
    m_order.reset();
    m_formats.clear();
    m_cells.reset();
    if (m_table) {
        m_cells.emplace(*m_table);
        for (std::size_t column = 0; column < m_table->schema.fields.size(); ++column)
            m_formats.emplace_back(*m_cells, column);
    }
    endResetModel();
}

void ResultTableModel::setRows(Rows rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

std::uint32_t ResultTableModel::resultRow(int row) const
{
    const auto shown = static_cast<std::uint32_t>(row);
    return m_rows ? (*m_rows)[shown] : shown;
}

const kql::Field &ResultTableModel::field(int column) const
{
    return m_table->schema.fields[static_cast<std::size_t>(column)];
}

kql::CellPlace ResultTableModel::cell(int row, int column) const
{
    return m_cells->at(resultRow(row), static_cast<std::size_t>(column));
}

QString ResultTableModel::cellText(int row, int column) const
{
    return format(column).text(cell(row, column));
}

const ResultFormat &ResultTableModel::format(int column) const
{
    return m_formats[static_cast<std::size_t>(column)];
}

void ResultTableModel::setFilteredColumns(std::vector<std::size_t> columns)
{
    m_filtered = std::move(columns);
    if (columnCount() > 0)
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

void ResultTableModel::setOrder(std::optional<kql::ColumnOrder> order)
{
    m_order = order;
    if (columnCount() > 0)
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

int ResultTableModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid() || !m_cells)
        return 0;
    return static_cast<int>(m_rows ? m_rows->size() : m_cells->rows());
}

int ResultTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_cells ? 0 : static_cast<int>(m_cells->columnCount());
}

QVariant ResultTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return cellText(index.row(), index.column());
    case Qt::AccessibleTextRole: {
        const QString text = cellText(index.row(), index.column());
        return text.isEmpty() ? tr("empty") : text;
    }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(
            Qt::AlignVCenter | (standsRight(field(index.column()).type) ? Qt::AlignRight : Qt::AlignLeft)));
    case Qt::ToolTipRole: {
        const QString whole = wholeText(cell(index.row(), index.column()).value());
        constexpr qsizetype most = 1200;
        return whole.isEmpty() ? QVariant()
                               : QVariant(whole.left(most).toHtmlEscaped().prepend(
                                     u"<pre style='white-space: pre-wrap'>"_s));
    }
    default:
        return {};
    }
}

QVariant ResultTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const kql::Field &one = field(section);
    const bool filtered =
        std::ranges::find(m_filtered, static_cast<std::size_t>(section)) != m_filtered.end();
    const bool ordered = m_order && m_order->column == static_cast<std::size_t>(section);
    switch (role) {
    case Qt::DisplayRole:
        if (!ordered)
            return toQt(one.name);
        return toQt(one.name) + (m_order->descending ? u" ↓"_s : u" ↑"_s);
    case Qt::AccessibleTextRole: {
        const QString name = tr("%1, %2").arg(toQt(one.name), typeWords(one.type));
        return filtered ? tr("%1, filtered").arg(name) : name;
    }
    case Qt::DecorationRole:
        return filtered ? QVariant(m_filterMark) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (standsRight(one.type) ? Qt::AlignRight : Qt::AlignLeft)));
    default:
        return {};
    }
}

} // namespace signalbox::ui
