// The columns of a data file with a tick for those that are learned from.
#pragma once

#include <QTreeWidget>

#include "ui/experiments/data_preview.h"

namespace signalbox::ui {

class ColumnList final : public QTreeWidget
{
    Q_OBJECT

public:
    explicit ColumnList(QWidget *parent = nullptr);

    // `ignored` names columns without a tick; columns that cannot be features have none either way.
    void setColumns(const DataPreview &preview, const QStringList &ignored);
    // The label is no feature: its row rests.
    void setLabel(const QString &label);
    [[nodiscard]] QStringList ignoredColumns() const;

private:
    void showRow(QTreeWidgetItem *item, bool usable, const QString &why);

    DataPreview m_preview;
    QString m_label;
};

} // namespace signalbox::ui
