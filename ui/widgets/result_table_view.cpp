#include "ui/widgets/result_table_view.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QSplitter>
#include <array>
#include <utility>

#include "core/kql/results/cell_text.h"
#include "ui/widgets/async.h"
#include "ui/widgets/format.h"
#include "ui/widgets/result_detail.h"
#include "ui/widgets/result_export.h"
#include "ui/widgets/result_filter_bar.h"
#include "ui/widgets/result_grid.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr std::array copyFormats = {kql::TextFormat::Tsv, kql::TextFormat::Csv, kql::TextFormat::Markdown,
                                    kql::TextFormat::Json, kql::TextFormat::Datatable};
constexpr std::array exportFormats = {kql::TextFormat::Csv, kql::TextFormat::Tsv, kql::TextFormat::Json,
                                      kql::TextFormat::JsonLines, kql::TextFormat::Markdown};

} // namespace

class ResultTableView::Parts
{
public:
    ResultFilterBar *bar = nullptr;
    ResultGrid *grid = nullptr;
    ResultDetail *detail = nullptr;
    ResultExport *writer = nullptr;
    Latest ordering;
    QString mistake; // of a filter
};

ResultTableView::ResultTableView(const Theme &theme, const QString &objectName, QWidget *parent)
    : QWidget(parent)
    , m_parts(std::make_unique<Parts>())
{
    setObjectName(objectName);
    Parts &p = *m_parts;
    p.bar = new ResultFilterBar(theme, objectName, this);
    auto *split = new QSplitter(Qt::Horizontal, this);
    split->setObjectName(objectName + u"Split"_s);
    p.grid = new ResultGrid(theme, objectName, split);
    p.detail = new ResultDetail(theme, objectName, p.grid->rowsModel(), split);
    p.detail->hide();
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 1);
    split->setChildrenCollapsible(false);
    p.writer = new ResultExport(objectName, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(p.bar);
    layout->addWidget(split, 1);
    layout->addWidget(p.writer);

    connect(p.bar, &ResultFilterBar::viewChanged, this, &ResultTableView::refresh);
    connect(p.bar, &ResultFilterBar::downPressed, this,
            [this] { m_parts->grid->setFocus(Qt::TabFocusReason); });
    connect(p.grid, &ResultGrid::orderChanged, this, &ResultTableView::refresh);
    connect(p.grid, &ResultGrid::currentCellChanged, p.detail, &ResultDetail::setCell);
    connect(p.grid, &ResultGrid::copyPressed, this, [this] { copy(kql::TextFormat::Tsv); });
    connect(p.grid, &ResultGrid::detailPressed, this, [this] { showDetail(true); });
    connect(p.grid, &ResultGrid::menuAsked, this, &ResultTableView::popupMenu);
    connect(p.detail, &ResultDetail::closeRequested, this, [this] { showDetail(false); });
    connect(p.writer, &ResultExport::copied, this, &ResultTableView::copied);
    connect(p.writer, &ResultExport::written, this, &ResultTableView::exported);
}

ResultTableView::~ResultTableView() = default;

void ResultTableView::setDialogs(Dialogs *dialogs)
{
    m_parts->writer->setDialogs(dialogs);
}

void ResultTableView::setSearchShown(bool shown)
{
    m_parts->bar->setVisible(shown);
}

void ResultTableView::setTable(kql::SharedResult table)
{
    Parts &p = *m_parts;
    p.ordering.cancel();
    p.mistake.clear();
    p.bar->setSchema(table ? table->schema : kql::Schema());
    p.grid->setTable(std::move(table));
    showStatus();
}

const kql::SharedResult &ResultTableView::table() const
{
    return m_parts->grid->rowsModel()->table();
}

std::size_t ResultTableView::shownRows() const
{
    return static_cast<std::size_t>(m_parts->grid->rowsModel()->rowCount());
}

void ResultTableView::setSearch(const QString &text)
{
    m_parts->bar->setSearch(text);
}

void ResultTableView::setColumnFilter(std::size_t column, const QString &text)
{
    m_parts->bar->setColumnFilter(column, text);
}

void ResultTableView::setOrder(std::optional<std::size_t> column, bool descending)
{
    m_parts->grid->setOrder(
        column ? std::optional(kql::ColumnOrder{.column = *column, .descending = descending}) : std::nullopt);
}

void ResultTableView::refresh()
{
    Parts &p = *m_parts;
    if (!table())
        return;
    kql::RowView view = p.bar->view();
    view.order = p.grid->order();
    std::vector<std::size_t> filtered;
    filtered.reserve(view.filters.size());
    for (const kql::ColumnFilter &filter : view.filters)
        filtered.push_back(filter.column);
    p.grid->rowsModel()->setFilteredColumns(std::move(filtered));
    if (view == kql::RowView()) {
        p.ordering.cancel();
        p.mistake.clear();
        p.grid->setRows(nullptr);
        showStatus();
        return;
    }
    runOnPool(
        this, p.ordering,
        [table = table(), view = std::move(view)](StopToken stop) {
            return kql::shownRows(*table, view, stop);
        },
        [this](Result<std::vector<std::uint32_t>> rows) {
            m_parts->mistake = rows ? QString() : errorText(rows.error());
            // A filter that is not finished yet leaves what is shown.
            if (rows)
                m_parts->grid->setRows(std::make_shared<const std::vector<std::uint32_t>>(std::move(*rows)));
            showStatus();
        });
}

void ResultTableView::showStatus()
{
    Parts &p = *m_parts;
    if (!table()) {
        p.bar->setStatus({}, Role::MutedText);
        return;
    }
    const auto all = static_cast<qint64>(table()->rows);
    const auto shown = static_cast<qint64>(shownRows());
    if (!p.mistake.isEmpty())
        p.bar->setStatus(p.mistake, Role::Warning);
    else if (shown == all)
        p.bar->setStatus(all == 1 ? tr("1 row") : tr("%1 rows").arg(countText(all)), Role::MutedText);
    else
        p.bar->setStatus(tr("%1 of %2 rows").arg(countText(shown), countText(all)), Role::MutedText);
    Q_EMIT shownRowsChanged(shown, all);
}

void ResultTableView::copy(kql::TextFormat format)
{
    Parts &p = *m_parts;
    if (!table())
        return;
    const QModelIndex current = p.grid->currentIndex();
    // One cell is copied as itself, to be pasted into a line.
    if (format == kql::TextFormat::Tsv && p.grid->oneCellChosen() && current.isValid()) {
        const kql::CellPlace cell = p.grid->rowsModel()->cell(current.row(), current.column());
        QGuiApplication::clipboard()->setText(toQt(kql::cellText(cell)));
        Q_EMIT copied();
        return;
    }
    p.writer->copy(format, table(), p.grid->chosen());
}

void ResultTableView::exportAs(kql::TextFormat format)
{
    m_parts->writer->ask(format, table(), m_parts->grid->rowsModel()->rows());
}

void ResultTableView::showDetail(bool shown)
{
    Parts &p = *m_parts;
    p.detail->setVisible(shown);
    if (!shown) {
        p.grid->setFocus(Qt::OtherFocusReason);
        return;
    }
    p.detail->setCell(-1, -1);
    p.detail->setCell(p.grid->currentIndex().row(), p.grid->currentIndex().column());
}

void ResultTableView::askFor(std::optional<std::size_t> column)
{
    m_parts->bar->show();
    m_parts->bar->askFor(column);
}

bool ResultTableView::detailShown() const
{
    return m_parts->detail->isVisibleTo(this);
}

void ResultTableView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Find))
        askFor(std::nullopt);
    else if (event->key() == Qt::Key_Escape && detailShown())
        showDetail(false);
    else
        QWidget::keyPressEvent(event);
}

void ResultTableView::popupMenu(const QPoint &where, int column, bool header)
{
    Parts &p = *m_parts;
    if (!table())
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(objectName() + u"Menu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto number = static_cast<std::size_t>(std::max(column, 0));
    const QModelIndex current = p.grid->currentIndex();
    if (column >= 0 && !header && current.isValid()) {
        const kql::Field field = p.grid->rowsModel()->field(column);
        const kql::Value value = p.grid->rowsModel()->cell(current.row(), column).value();
        menu->addAction(tr("Copy"), QKeySequence::Copy, this, [this] { copy(kql::TextFormat::Tsv); });
        QMenu *copyAs = menu->addMenu(tr("Copy as"));
        for (const kql::TextFormat format : copyFormats)
            copyAs->addAction(formatName(format), this, [this, format] { copy(format); });
        menu->addSeparator();
        menu->addAction(tr("Filter to this value"), this, [this, field, value] {
            Q_EMIT filterRequested(toQt(kql::equalsCondition(field.name, field.type, value)));
        });
        menu->addAction(tr("Exclude this value"), this, [this, field, value] {
            Q_EMIT filterRequested(toQt(kql::differsCondition(field.name, field.type, value)));
        });
        menu->addSeparator();
        menu->addAction(tr("Show detail"), QKeySequence(Qt::Key_Return), this, [this] { showDetail(true); });
    }
    if (column >= 0) {
        menu->addAction(tr("Sort ascending"), this, [this, number] { setOrder(number); });
        menu->addAction(tr("Sort descending"), this, [this, number] { setOrder(number, true); });
        if (p.grid->order())
            menu->addAction(tr("Order of the query"), this, [this] { setOrder(std::nullopt); });
        menu->addAction(tr("Search this column…"), this, [this, number] { askFor(number); });
        menu->addAction(tr("Statistics of this column"), this, [this, column] {
            showDetail(true);
            m_parts->detail->setCell(m_parts->grid->currentIndex().row(), column);
            m_parts->detail->setPage(ResultDetail::ColumnPage);
        });
        menu->addAction(tr("Copy the column's name"), this, [this, column] {
            QGuiApplication::clipboard()->setText(toQt(m_parts->grid->rowsModel()->field(column).name));
        });
    }
    if (p.writer->possible()) {
        QMenu *exportMenu = menu->addMenu(tr("Export"));
        for (const kql::TextFormat format : exportFormats)
            exportMenu->addAction(tr("As %1…").arg(formatName(format)), this,
                                  [this, format] { exportAs(format); });
    }
    menu->popup(where);
}

} // namespace signalbox::ui
