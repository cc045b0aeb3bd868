#include "ui/widgets/result_grid.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QToolTip>
#include <algorithm>
#include <numeric>

#include "ui/widgets/column_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/result_delegate.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int narrowest = 44;
constexpr int widestAtFirst = 360;
constexpr int rowsMeasured = 60;
constexpr int roomOfMark = 18;

} // namespace

ResultGrid::ResultGrid(const Theme &theme, const QString &objectName, QWidget *parent)
    : QTableView(parent)
    , m_theme(theme)
    , m_model(new ResultTableModel(theme.icon(u"filter"_s, Role::Accent), this))
{
    setObjectName(objectName + u"Grid"_s);
    setAccessibleName(tr("Rows of the result"));
    setModel(m_model);
    setItemDelegate(new ResultDelegate(theme, m_model, this));
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(QAbstractItemView::SelectItems);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    QHeaderView *header = horizontalHeader();
    header->setHighlightSections(false);
    header->setMinimumSectionSize(narrowest);
    header->setSectionsClickable(true);
    header->setSectionsMovable(true);
    header->setFocusPolicy(Qt::NoFocus);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->viewport()->installEventFilter(this);
    // A click orders; the view would choose the column too and lose the current cell.
    disconnect(header, &QHeaderView::sectionPressed, this, nullptr);
    disconnect(header, &QHeaderView::sectionEntered, this, nullptr);

    useDensity();
    connect(&theme, &Theme::changed, this, &ResultGrid::useDensity);
    connect(header, &QHeaderView::sectionClicked, this, &ResultGrid::headerClicked);
    connect(header, &QHeaderView::sectionResized, this, [this] { m_sizedByHand |= !m_sizing; });
    connect(header, &QWidget::customContextMenuRequested, this, [this, header](const QPoint &where) {
        if (const int column = header->logicalIndexAt(where); column >= 0)
            Q_EMIT menuAsked(header->viewport()->mapToGlobal(where), column, true);
    });
    connect(this, &QTableView::doubleClicked, this, &ResultGrid::detailPressed);
}

void ResultGrid::setTable(kql::SharedResult table)
{
    const bool same = table && m_model->table() && table->schema == m_model->table()->schema;
    m_statistics.cancel();
    m_order.reset();
    m_model->setTable(std::move(table));
    scrollToTop();
    // A query that is run again keeps what the reader set.
    if (same && m_sizedByHand)
        return;
    m_sizedByHand = false;
    sizeColumns();
}

void ResultGrid::setRows(const ResultTableModel::Rows &rows)
{
    const QModelIndex current = currentIndex();
    const int column = current.column();
    const std::optional<std::uint32_t> row =
        current.isValid() ? std::optional(m_model->resultRow(current.row())) : std::nullopt;
    m_model->setRows(rows);
    if (!row)
        return;
    int place = static_cast<int>(*row);
    if (rows) {
        const auto found = std::ranges::find(*rows, *row);
        if (found == rows->end())
            return;
        place = static_cast<int>(found - rows->begin());
    }
    setCurrentIndex(m_model->index(place, column));
}

void ResultGrid::setOrder(std::optional<kql::ColumnOrder> order)
{
    if (order == m_order)
        return;
    m_order = order;
    m_model->setOrder(order);
    Q_EMIT orderChanged();
}

// Up, down, and back to how the query gave them.
void ResultGrid::headerClicked(int column)
{
    const auto clicked = static_cast<std::size_t>(column);
    if (!m_order || m_order->column != clicked)
        setOrder(kql::ColumnOrder{.column = clicked});
    else if (!m_order->descending)
        setOrder(kql::ColumnOrder{.column = clicked, .descending = true});
    else
        setOrder({});
}

bool ResultGrid::oneCellChosen() const
{
    const QItemSelection selection = selectionModel()->selection();
    return selection.size() == 1 && selection.front().width() == 1 && selection.front().height() == 1;
}

kql::TextOptions ResultGrid::chosen() const
{
    kql::TextOptions options;
    const QItemSelection selection = selectionModel()->selection();
    std::vector<bool> columns(static_cast<std::size_t>(m_model->columnCount()), selection.isEmpty());
    std::vector<bool> rows(static_cast<std::size_t>(m_model->rowCount()), selection.isEmpty());
    for (const QItemSelectionRange &range : selection) {
        std::fill(columns.begin() + range.left(), columns.begin() + range.right() + 1, true);
        std::fill(rows.begin() + range.top(), rows.begin() + range.bottom() + 1, true);
    }
    std::vector<std::size_t> chosenColumns;
    for (int shown = 0; shown < m_model->columnCount(); ++shown) {
        // In the order in which the reader put them.
        const auto column = static_cast<std::size_t>(horizontalHeader()->logicalIndex(shown));
        if (columns[column])
            chosenColumns.push_back(column);
    }
    std::vector<std::uint32_t> chosenRows;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (rows[row])
            chosenRows.push_back(m_model->resultRow(static_cast<int>(row)));
    }
    options.columns = std::move(chosenColumns);
    options.rows = std::move(chosenRows);
    return options;
}

void ResultGrid::useDensity()
{
    verticalHeader()->setMinimumSectionSize(m_theme.rowHeight());
    verticalHeader()->setDefaultSectionSize(m_theme.rowHeight());
    viewport()->update();
}

void ResultGrid::sizeColumns()
{
    m_natural.clear();
    const QFontMetrics metrics(font());
    const int rows = std::min(m_model->rowCount(), rowsMeasured);
    for (int column = 0; column < m_model->columnCount(); ++column) {
        int width = horizontalHeader()->fontMetrics().horizontalAdvance(toQt(m_model->field(column).name)) +
                    roomOfMark;
        for (int row = 0; row < rows; ++row)
            width = std::max(width, metrics.horizontalAdvance(m_model->cellText(row, column)));
        m_natural.push_back(std::clamp(width + 2 * ResultDelegate::side + 4, narrowest, widestAtFirst));
    }
    spreadColumns();
}

void ResultGrid::spreadColumns()
{
    if (m_natural.empty() || m_sizedByHand ||
        m_natural.size() != static_cast<std::size_t>(m_model->columnCount()))
        return;
    const int needed = std::accumulate(m_natural.begin(), m_natural.end(), 0);
    const int spare = std::max(0, viewport()->width() - needed);
    const auto count = static_cast<int>(m_natural.size());
    m_sizing = true;
    for (int column = 0; column < count; ++column) {
        // The last one has what division leaves over.
        const int share = column + 1 < count ? spare / count : spare - spare / count * (count - 1);
        setColumnWidth(column, m_natural[static_cast<std::size_t>(column)] + share);
    }
    m_sizing = false;
}

void ResultGrid::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    spreadColumns();
}

void ResultGrid::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        Q_EMIT copyPressed();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        Q_EMIT detailPressed();
    } else {
        QTableView::keyPressEvent(event);
        return;
    }
    event->accept();
}

void ResultGrid::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex current = currentIndex();
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QPoint where = byKey && current.isValid()
                             ? viewport()->mapToGlobal(visualRect(current).bottomLeft())
                             : event->globalPos();
    Q_EMIT menuAsked(where, current.isValid() ? current.column() : -1, false);
}

void ResultGrid::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    Q_EMIT currentCellChanged(current.row(), current.column());
}

void ResultGrid::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    if (!currentIndex().isValid() && m_model->rowCount() > 0 && event->reason() != Qt::MouseFocusReason)
        setCurrentIndex(m_model->index(0, horizontalHeader()->logicalIndex(0)));
    viewport()->update();
}

bool ResultGrid::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == horizontalHeader()->viewport() && event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        if (const int column = horizontalHeader()->logicalIndexAt(help->pos()); column >= 0)
            showStatistics(help->globalPos(), column);
        return true;
    }
    return QTableView::eventFilter(watched, event);
}

void ResultGrid::showStatistics(const QPoint &where, int column)
{
    const auto number = static_cast<std::size_t>(column);
    runOnPool(
        this, m_statistics,
        [table = m_model->table(), rows = m_model->rows(), number](StopToken stop) {
            return kql::columnStatistics(*table, number, {.rows = rows.get(), .stop = stop});
        },
        [this, where, column](const Result<kql::ColumnStatistics> &statistics) {
            const QWidget *header = horizontalHeader()->viewport();
            const bool stillThere =
                header->rect().contains(header->mapFromGlobal(QCursor::pos())) &&
                horizontalHeader()->logicalIndexAt(header->mapFromGlobal(QCursor::pos())) == column;
            if (!statistics || !stillThere)
                return;
            const kql::Field &field = m_model->field(column);
            QToolTip::showText(
                where, statisticsHtml(toQt(field.name), *statistics, field.type, m_model->format(column)),
                horizontalHeader());
        });
}

} // namespace signalbox::ui
