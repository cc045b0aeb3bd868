#include "ui/widgets/data_table.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QSettings>
#include <algorithm>

#include "core/base/file.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/format.h"
#include "ui/widgets/row_delegate.h"
#include "ui/widgets/table_proxy.h"
#include "ui/widgets/table_text.h"
#include "ui/widgets/value_table_model.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int narrowest = 44;
constexpr int widestAtFirst = 280;

} // namespace

DataTable::DataTable(const Theme &theme, const QString &objectName, const QString &accessibleName,
                     QWidget *parent)
    : QTableView(parent)
    , m_theme(theme)
    , m_proxy(new TableProxy(this))
{
    setObjectName(objectName);
    setAccessibleName(accessibleName);
    setItemDelegate(new RowDelegate(theme, this));
    setModel(m_proxy);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(narrowest);
    horizontalHeader()->setResizeContentsPrecision(60);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setFocusPolicy(Qt::NoFocus);
    // Until a column is clicked, rows stand as the model has them.
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    setSortingEnabled(true);

    useDensity();
    connect(&theme, &Theme::changed, this, &DataTable::useDensity);
    connect(this, &QTableView::doubleClicked, this, [this] { Q_EMIT idActivated(currentId()); });
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &now) {
        Q_EMIT currentIdChanged(now.data(ValueTableModel::RowIdRole).toString());
        viewport()->update();
    });
    connect(horizontalHeader(), &QHeaderView::sortIndicatorChanged, this, &DataTable::makeRoomForIndicator);
    const auto rowsChanged = [this] {
        sizeColumnsOnce();
        if (m_fitRows > 0 || m_fitColumns)
            updateGeometry();
    };
    // A horizontal scroll bar takes room that the rows need.
    connect(horizontalScrollBar(), &QScrollBar::rangeChanged, this, rowsChanged);
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, rowsChanged);
    connect(m_proxy, &QAbstractItemModel::rowsRemoved, this, rowsChanged);
    connect(m_proxy, &QAbstractItemModel::modelReset, this, rowsChanged);
    connect(m_proxy, &QAbstractItemModel::dataChanged, this, [this] {
        if (m_fitColumns)
            updateGeometry();
    });
}

void DataTable::setRowsModel(ValueTableModel *model)
{
    m_rows = model;
    m_proxy->setSourceModel(model);
    if (m_stretchColumn >= 0)
        setStretchColumn(m_stretchColumn);
    sizeColumnsOnce();
}

void DataTable::setUsualWidths(std::vector<int> widths)
{
    m_usualWidths = std::move(widths);
}

void DataTable::sizeColumnsOnce()
{
    if (m_widthsKnown || m_proxy->rowCount() == 0)
        return;
    m_widthsKnown = true;
    if (!m_usualWidths.empty()) {
        for (std::size_t column = 0; column < m_usualWidths.size(); ++column)
            setColumnWidth(static_cast<int>(column), m_usualWidths[column]);
        return;
    }
    // Room for the sort indicator is given to a column when it is sorted by, not to all of them.
    horizontalHeader()->setSortIndicatorShown(false);
    resizeColumnsToContents();
    horizontalHeader()->setSortIndicatorShown(isSortingEnabled());
    for (int column = 0; column < m_proxy->columnCount(); ++column)
        setColumnWidth(column, std::clamp(columnWidth(column), narrowest, widestAtFirst));
    if (m_stretchColumn >= 0)
        setStretchColumn(m_stretchColumn);
}

void DataTable::makeRoomForIndicator(int column)
{
    const int needed = horizontalHeader()->sectionSizeHint(column);
    if (column >= 0 && column != m_stretchColumn && columnWidth(column) < needed)
        setColumnWidth(column, needed);
}

QString DataTable::currentId() const
{
    const QModelIndex current = currentIndex();
    return current.isValid() && selectionModel()->isRowSelected(current.row())
               ? current.data(ValueTableModel::RowIdRole).toString()
               : QString();
}

QStringList DataTable::selectedIds() const
{
    QStringList ids;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        ids.append(index.data(ValueTableModel::RowIdRole).toString());
    return ids;
}

bool DataTable::selectId(const QString &id)
{
    const auto row = m_rows ? m_rows->rowOf(id) : std::nullopt;
    if (!row)
        return false;
    const QModelIndex index = m_proxy->mapFromSource(m_rows->index(*row, 0));
    if (!index.isValid())
        return false;
    setCurrentIndex(index);
    selectRow(index.row());
    scrollTo(index);
    return true;
}

void DataTable::setMultiSelect(bool on)
{
    setSelectionMode(on ? QAbstractItemView::ExtendedSelection : QAbstractItemView::SingleSelection);
}

void DataTable::setFilterText(const QString &text)
{
    m_proxy->setWords(text.split(u' ', Qt::SkipEmptyParts));
}

int DataTable::shownRows() const
{
    return m_proxy->rowCount();
}

void DataTable::setStretchColumn(int column)
{
    m_stretchColumn = column;
    if (column >= m_proxy->columnCount())
        return;
    horizontalHeader()->setStretchLastSection(false);
    horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
}

void DataTable::setFitRows(int rows)
{
    m_fitRows = rows;
    setSizePolicy(QSizePolicy::Expanding, rows > 0 ? QSizePolicy::Fixed : QSizePolicy::Expanding);
    updateGeometry();
}

QString DataTable::text(TableFormat format) const
{
    if (!m_rows)
        return {};
    QStringList titles;
    for (const Column &column : m_rows->columns())
        titles.append(column.title);
    QModelIndexList chosen = selectionModel()->selectedRows();
    std::ranges::sort(chosen, {}, &QModelIndex::row);
    if (chosen.isEmpty()) {
        for (int row = 0; row < m_proxy->rowCount(); ++row)
            chosen.append(m_proxy->index(row, 0));
    }
    std::vector<QStringList> rows;
    for (const QModelIndex &first : chosen) {
        QStringList cells;
        for (int column = 0; column < m_proxy->columnCount(); ++column) {
            const QModelIndex index = first.siblingAtColumn(column);
            const QVariant key = index.data(ValueTableModel::SortKeyRole);
            const bool plain = format != TableFormat::Markdown && key.typeId() != QMetaType::QString &&
                               m_rows->columns()[static_cast<std::size_t>(column)].numeric;
            cells.append(plain ? key.toString() : index.data().toString());
        }
        rows.push_back(std::move(cells));
    }
    return tableText(format, titles, rows);
}

void DataTable::copy(TableFormat format) const
{
    QGuiApplication::clipboard()->setText(text(format));
}

void DataTable::saveAs()
{
    m_dialogs->saveFile(
        this,
        {.title = tr("Save table"), .suggestion = objectName() + u".csv"_s, .filter = tr("CSV (*.csv)")},
        [this](const QString &path) {
            const Status written = writeFile(toPath(fromQt(path)), fromQt(text(TableFormat::Csv)));
            if (!written)
                m_dialogs->tell(this, tr("The table was not saved"), errorText(written.error()));
        });
}

void DataTable::useDensity()
{
    verticalHeader()->setMinimumSectionSize(m_theme.rowHeight());
    verticalHeader()->setDefaultSectionSize(m_theme.rowHeight());
    if (m_fitRows > 0)
        updateGeometry();
    viewport()->update();
}

QSize DataTable::sizeHint() const
{
    const int width = m_fitColumns ? neededWidth() : 320;
    if (m_fitRows == 0)
        return {width, 160};
    const int rows = std::clamp(m_proxy->rowCount(), 1, m_fitRows);
    const int bar = horizontalScrollBar()->maximum() > 0 ? horizontalScrollBar()->sizeHint().height() : 0;
    return {width, horizontalHeader()->sizeHint().height() + rows * m_theme.rowHeight() + bar + 2};
}

QSize DataTable::minimumSizeHint() const
{
    const int width = m_fitColumns ? neededWidth() : 120;
    return {width, m_fitRows > 0 ? sizeHint().height() : 80};
}

void DataTable::setFitColumns(bool on)
{
    m_fitColumns = on;
    updateGeometry();
}

int DataTable::neededWidth() const
{
    int width = 2 * frameWidth();
    for (int column = 0; column < m_proxy->columnCount(); ++column)
        width +=
            std::max({narrowest, sizeHintForColumn(column), horizontalHeader()->sectionSizeHint(column)});
    return width;
}

void DataTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copy(TableFormat::Tsv);
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && !currentId().isEmpty()) {
        Q_EMIT idActivated(currentId());
    } else {
        QTableView::keyPressEvent(event);
        return;
    }
    event->accept();
}

void DataTable::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (!actions().isEmpty()) {
        menu->addActions(actions());
        menu->addSeparator();
    }
    menu->addAction(tr("Copy"), this, [this] { copy(TableFormat::Tsv); });
    menu->addAction(tr("Copy as CSV"), this, [this] { copy(TableFormat::Csv); });
    menu->addAction(tr("Copy as Markdown"), this, [this] { copy(TableFormat::Markdown); });
    if (m_dialogs)
        menu->addAction(tr("Save as CSV…"), this, &DataTable::saveAs);
    menu->popup(event->globalPos());
}

void DataTable::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    const bool byKeyboard = event->reason() == Qt::TabFocusReason ||
                            event->reason() == Qt::BacktabFocusReason ||
                            event->reason() == Qt::ShortcutFocusReason;
    if (byKeyboard && currentId().isEmpty() && m_proxy->rowCount() > 0)
        selectRow(0);
    viewport()->update();
}

void DataTable::save(QSettings &settings) const
{
    QVariantList widths;
    for (int column = 0; column < m_proxy->columnCount(); ++column)
        widths.append(columnWidth(column));
    const QString key = u"tables/"_s + objectName();
    settings.setValue(key + u"/widths"_s, widths);
    settings.setValue(key + u"/sortColumn"_s, horizontalHeader()->sortIndicatorSection());
    settings.setValue(key + u"/descending"_s,
                      horizontalHeader()->sortIndicatorOrder() == Qt::DescendingOrder);
}

void DataTable::restore(const QSettings &settings)
{
    const QString key = u"tables/"_s + objectName();
    const QVariantList widths = settings.value(key + u"/widths"_s).toList();
    // Other columns than last time: the old widths say nothing.
    if (widths.isEmpty() || widths.size() != m_proxy->columnCount())
        return;
    for (int column = 0; column < m_proxy->columnCount(); ++column)
        setColumnWidth(column, std::clamp(widths[column].toInt(), narrowest, 4000));
    m_widthsKnown = true;
    const int sortColumn = settings.value(key + u"/sortColumn"_s, -1).toInt();
    if (sortColumn >= 0 && sortColumn < m_proxy->columnCount()) {
        sortByColumn(sortColumn, settings.value(key + u"/descending"_s).toBool() ? Qt::DescendingOrder
                                                                                 : Qt::AscendingOrder);
    }
}

void saveTables(const QWidget &root, QSettings &settings)
{
    for (const DataTable *table : root.findChildren<DataTable *>()) {
        if (!table->objectName().isEmpty() && table->widthsKnown())
            table->save(settings);
    }
}

void restoreTables(QWidget &root, const QSettings &settings)
{
    for (DataTable *table : root.findChildren<DataTable *>())
        table->restore(settings);
}

} // namespace signalbox::ui
