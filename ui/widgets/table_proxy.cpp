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

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

// Compares as people count: "v9" before "v10". QCollator can do that only where Qt has ICU.
int naturalCompare(const QString &left, const QString &right)
{
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < left.size() && j < right.size()) {
        if (!isDigit(left[i]) || !isDigit(right[j])) {
            if (left[i].toCaseFolded() != right[j].toCaseFolded())
                return left[i].toCaseFolded() < right[j].toCaseFolded() ? -1 : 1;
            ++i;
            ++j;
            continue;
        }
        while (i < left.size() && left[i] == u'0')
            ++i;
        while (j < right.size() && right[j] == u'0')
            ++j;
        const qsizetype fromLeft = i;
        const qsizetype fromRight = j;
        while (i < left.size() && isDigit(left[i]))
            ++i;
        while (j < right.size() && isDigit(right[j]))
            ++j;
        if (i - fromLeft != j - fromRight)
            return i - fromLeft < j - fromRight ? -1 : 1;
        const int order = left.mid(fromLeft, i - fromLeft).compare(right.mid(fromRight, j - fromRight));
        if (order != 0)
            return order;
    }
    const qsizetype rest = (left.size() - i) - (right.size() - j);
    return rest < 0 ? -1 : rest > 0 ? 1 : 0;
}

bool isMissing(const QVariant &value)
{
    return value.typeId() == QMetaType::Double && std::isnan(value.toDouble());
}

} // namespace

TableProxy::TableProxy(QObject *parent)
    : QSortFilterProxyModel(parent)
{
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
    return naturalCompare(a.toString(), b.toString()) < 0;
}

} // namespace signalbox::ui
