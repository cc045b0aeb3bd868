#include "ui/widgets/value_table_model.h"

#include <QFont>
#include <QHash>
#include <QSet>
#include <algorithm>
#include <utility>

namespace signalbox::ui {

ValueTableModel::ValueTableModel(std::vector<Column> columns, QObject *parent)
    : QAbstractTableModel(parent)
    , m_columns(std::move(columns))
{
}

void ValueTableModel::setColumns(std::vector<Column> columns)
{
    beginResetModel();
    m_columns = std::move(columns);
    m_rows.clear();
    endResetModel();
}

void ValueTableModel::setRows(std::vector<Row> rows)
{
    if (rows == m_rows)
        return;
    QSet<QString> ids;
    for (const Row &row : rows)
        ids.insert(row.id);
    // Rows that cannot be told apart cannot be followed from one snapshot to the next.
    if (ids.size() != static_cast<qsizetype>(rows.size())) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    removeVanished(rows);
    insertNew(rows);
    reorder(rows);
    replaceCells(std::move(rows));
}

void ValueTableModel::removeVanished(const std::vector<Row> &next)
{
    QSet<QString> kept;
    for (const Row &row : next)
        kept.insert(row.id);
    int end = static_cast<int>(m_rows.size());
    while (end > 0) {
        if (kept.contains(m_rows[static_cast<std::size_t>(end - 1)].id)) {
            --end;
            continue;
        }
        int begin = end - 1;
        while (begin > 0 && !kept.contains(m_rows[static_cast<std::size_t>(begin - 1)].id))
            --begin;
        beginRemoveRows({}, begin, end - 1);
        m_rows.erase(m_rows.begin() + begin, m_rows.begin() + end);
        endRemoveRows();
        end = begin;
    }
}

void ValueTableModel::insertNew(const std::vector<Row> &next)
{
    QSet<QString> known;
    for (const Row &row : m_rows)
        known.insert(row.id);
    const int count = static_cast<int>(next.size());
    for (int begin = 0; begin < count;) {
        if (known.contains(next[static_cast<std::size_t>(begin)].id)) {
            ++begin;
            continue;
        }
        int end = begin + 1;
        while (end < count && !known.contains(next[static_cast<std::size_t>(end)].id))
            ++end;
        const int at = std::min(begin, static_cast<int>(m_rows.size()));
        beginInsertRows({}, at, at + end - begin - 1);
        m_rows.insert(m_rows.begin() + at, next.begin() + begin, next.begin() + end);
        endInsertRows();
        begin = end;
    }
}

void ValueTableModel::reorder(const std::vector<Row> &next)
{
    const bool same = std::ranges::equal(m_rows, next, {}, &Row::id, &Row::id);
    if (same)
        return;
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    QHash<QString, int> place;
    for (int i = 0; i < static_cast<int>(next.size()); ++i)
        place.insert(next[static_cast<std::size_t>(i)].id, i);
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    after.reserve(before.size());
    for (const QModelIndex &old : before)
        after.append(index(place.value(m_rows[static_cast<std::size_t>(old.row())].id), old.column()));
    std::ranges::sort(m_rows, {}, [&place](const Row &row) { return place.value(row.id); });
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void ValueTableModel::replaceCells(std::vector<Row> next)
{
    const int lastColumn = static_cast<int>(m_columns.size()) - 1;
    const int count = static_cast<int>(next.size());
    for (int begin = 0; begin < count;) {
        const auto differs = [this, &next](int row) {
            return m_rows[static_cast<std::size_t>(row)] != next[static_cast<std::size_t>(row)];
        };
        if (!differs(begin)) {
            ++begin;
            continue;
        }
        int end = begin;
        for (; end < count && differs(end); ++end)
            m_rows[static_cast<std::size_t>(end)] = std::move(next[static_cast<std::size_t>(end)]);
        Q_EMIT dataChanged(index(begin, 0), index(end - 1, lastColumn));
        begin = end;
    }
}

std::optional<int> ValueTableModel::rowOf(const QString &id) const
{
    const auto found = std::ranges::find(m_rows, id, &Row::id);
    if (found == m_rows.end())
        return std::nullopt;
    return static_cast<int>(found - m_rows.begin());
}

int ValueTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ValueTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant ValueTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row &row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == RowIdRole)
        return row.id;
    const auto column = static_cast<std::size_t>(index.column());
    if (column >= row.cells.size())
        return {};
    const Cell &cell = row.cells[column];
    switch (role) {
    case Qt::DisplayRole:
        return cell.text;
    case Qt::ToolTipRole:
        return cell.toolTip.isEmpty() ? QVariant() : QVariant(cell.toolTip);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter) |
                                   (m_columns[column].numeric ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::FontRole: {
        if (!cell.bold && !(row.strong && column == 0))
            return {};
        QFont font;
        font.setWeight(QFont::DemiBold);
        return font;
    }
    case SortKeyRole:
        return cell.sortKey.isValid() ? cell.sortKey : QVariant(cell.text);
    case ColorRole:
        return static_cast<int>(cell.role);
    default:
        return {};
    }
}

QVariant ValueTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const auto column = static_cast<std::size_t>(section);
    if (orientation != Qt::Horizontal || column >= m_columns.size())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return m_columns[column].title;
    case Qt::ToolTipRole:
        return m_columns[column].toolTip.isEmpty() ? QVariant() : QVariant(m_columns[column].toolTip);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter) |
                                   (m_columns[column].numeric ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

} // namespace signalbox::ui
