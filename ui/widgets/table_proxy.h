// Sorts the rows of a DataTable by their sort keys, with what has no value last, and filters them by words.
// Only DataTable uses this.
#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

namespace signalbox::ui {

class TableProxy final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit TableProxy(QObject *parent);
    void setWords(const QStringList &words);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QStringList m_words;
};

} // namespace signalbox::ui
