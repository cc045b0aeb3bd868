#include "ui/widgets/table_proxy.h"

#include <cmath>

#include "ui/widgets/value_table_model.h"

namespace signalbox::ui {

namespace {

bool isNumber(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
    case QMetaType::Double:
        return true;
    default:
        return false;
    }
}

bool isMissing(const QVariant &value)
{
    return value.typeId() == QMetaType::Double && std::isnan(value.toDouble());
}

} // namespace

TableProxy::TableProxy(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    m_collator.setNumericMode(true);
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
    setSortRole(ValueTableModel::SortKeyRole);
}

void TableProxy::setWords(const QStringList &words)
{
    if (words == m_words)
        return;
    m_words = words;
    invalidateFilter();
}

bool TableProxy::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const auto occurs = [&](const QString &word) {
        for (int column = 0; column < sourceModel()->columnCount(parent); ++column) {
            if (sourceModel()
                    ->index(row, column, parent)
                    .data()
                    .toString()
                    .contains(word, Qt::CaseInsensitive))
                return true;
        }
        return false;
    };
    return std::ranges::all_of(m_words, occurs);
}

bool TableProxy::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const QVariant a = left.data(sortRole());
    const QVariant b = right.data(sortRole());
    const bool numberA = isNumber(a) && !isMissing(a);
    const bool numberB = isNumber(b) && !isMissing(b);
    if (numberA && numberB)
        return a.toDouble() < b.toDouble();
    // Text such as "—" among numbers stays below them in either order.
    if (numberA != numberB && (isNumber(a) || isNumber(b)))
        return numberA == (sortOrder() == Qt::AscendingOrder);
    return m_collator.compare(a.toString(), b.toString()) < 0;
}

} // namespace signalbox::ui
