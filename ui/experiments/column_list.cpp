#include "ui/experiments/column_list.h"

#include <QHeaderView>

#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

using learn::ColumnType;

namespace {

enum Part { NamePart, TypePart, MissingPart, FirstPart };

QString typeWord(ColumnType type)
{
    switch (type) {
    case ColumnType::Integer:
        return ColumnList::tr("whole");
    case ColumnType::Real:
        return ColumnList::tr("real");
    case ColumnType::Text:
        break;
    }
    return ColumnList::tr("text");
}

} // namespace

ColumnList::ColumnList(QWidget *parent)
    : QTreeWidget(parent)
{
    setColumnCount(4);
    setHeaderLabels({tr("Column"), tr("Type"), tr("Missing"), tr("First values")});
    setProperty("card", true);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setSelectionMode(QAbstractItemView::SingleSelection);
    header()->setStretchLastSection(true);
    header()->setSectionsMovable(false);
}

void ColumnList::setColumns(const DataPreview &preview, const QStringList &ignored)
{
    m_preview = preview;
    clear();
    for (const PreviewColumn &column : m_preview.columns) {
        auto *item = new QTreeWidgetItem(this, {column.name, typeWord(column.type),
                                                column.missing == 0 ? emDash() : countText(column.missing),
                                                column.first.join(u", "_s)});
        item->setCheckState(NamePart, ignored.contains(column.name) || !DataPreview::canBeFeature(column)
                                          ? Qt::Unchecked
                                          : Qt::Checked);
        item->setToolTip(FirstPart, column.first.join(u", "_s));
    }
    setLabel(m_label);
    for (const int part : {NamePart, TypePart, MissingPart})
        resizeColumnToContents(part);
    if (topLevelItemCount() > 0)
        setCurrentItem(topLevelItem(0));
}

void ColumnList::setLabel(const QString &label)
{
    m_label = label;
    for (int i = 0; i < topLevelItemCount(); ++i) {
        const PreviewColumn &column = m_preview.columns[static_cast<std::size_t>(i)];
        QTreeWidgetItem *item = topLevelItem(i);
        if (column.name == label)
            showRow(item, false, tr("This is what the model predicts."));
        else if (column.type == ColumnType::Text)
            showRow(item, false, tr("Text cannot be learned from; this column is left out."));
        else if (column.missing > 0)
            showRow(item, false, tr("Some rows have no value; this column is left out."));
        else
            showRow(item, true, {});
    }
}

void ColumnList::showRow(QTreeWidgetItem *item, bool usable, const QString &why)
{
    item->setFlags(usable ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable
                          : Qt::ItemIsSelectable);
    item->setToolTip(NamePart, why);
}

QStringList ColumnList::ignoredColumns() const
{
    QStringList ignored;
    for (int i = 0; i < topLevelItemCount(); ++i) {
        const QTreeWidgetItem *item = topLevelItem(i);
        if (item->text(NamePart) != m_label && item->checkState(NamePart) == Qt::Unchecked)
            ignored.append(item->text(NamePart));
    }
    return ignored;
}

} // namespace signalbox::ui
