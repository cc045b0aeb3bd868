#include "ui/alerts/dashboard_view.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QScrollArea>
#include <QTimer>
#include <algorithm>
#include <utility>

#include "ui/alerts/change_events.h"
#include "ui/alerts/dashboard_tile.h"
#include "ui/alerts/query_runner.h"
#include "ui/alerts/query_sheets.h"
#include "ui/alerts/query_tables.h"
#include "ui/alerts/sheet_command.h"
#include "ui/shell/session.h"
#include "ui/widgets/format.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/toast_area.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int tileWidth = 430; // in pixels, that a tile needs beside another
constexpr auto tickEvery = std::chrono::seconds(1);

struct Board
{
    std::vector<kql::Tile> tiles = {};
    std::vector<ChartEvent> changes = {};
};

} // namespace

DashboardView::DashboardView(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_error(new ErrorBanner(session.services().theme, this))
    , m_empty(new EmptyState(session.services().theme, u"chart"_s, this))
    , m_scroll(new QScrollArea(this))
    , m_board(new QWidget(m_scroll))
    , m_grid(new QGridLayout(m_board))
    , m_tables(new QueryTables(this))
    , m_runner(new QueryRunner(session, *m_tables, this))
    , m_tick(new QTimer(this))
{
    setObjectName(u"dashboardView"_s);
    m_error->setObjectName(u"dashboardError"_s);
    m_empty->setObjectName(u"dashboardEmpty"_s);
    m_empty->setText(tr("No query is pinned yet. Run one in Logs and pin it here; every member sees it."));
    m_empty->setAction(tr("Go to Logs"));
    m_empty->hide();
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(12);
    m_scroll->setObjectName(u"dashboardScroll"_s);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(m_board);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_error);
    layout->addWidget(m_empty, 1);
    layout->addWidget(m_scroll, 1);

    m_tick->setInterval(tickEvery);
    connect(m_tick, &QTimer::timeout, this, &DashboardView::runNext);
    connect(&session, &Session::telemetryChanged, this, [this] {
        for (DashboardTile *tile : m_tiles)
            tile->noteTelemetry();
    });
    connect(m_error, &ErrorBanner::retryRequested, this, &DashboardView::refresh);
    connect(m_empty, &EmptyState::actionRequested, this, &DashboardView::logsRequested);
    connect(m_runner, &QueryRunner::answered, this, [this](const QueryAnswer &answer) {
        if (m_running != nullptr)
            m_running->setAnswer(answer);
        m_running = nullptr;
        runNext();
    });
}

void DashboardView::refresh()
{
    m_session.read(
        this, m_request,
        [](const Workspace &workspace) -> Result<Board> {
            SIGNALBOX_TRY(std::vector<kql::Tile> tiles, kql::listTiles(*workspace.store));
            SIGNALBOX_TRY(std::vector<ChartEvent> changes, listChangeEvents(*workspace.store));
            return Board{.tiles = std::move(tiles), .changes = std::move(changes)};
        },
        [this](const Result<Board> &board) {
            if (!board) {
                m_error->showError(errorText(board.error()));
                return;
            }
            m_error->clear();
            m_changes = board->changes;
            take(board->tiles);
        });
}

void DashboardView::readAgain()
{
    for (DashboardTile *tile : m_tiles)
        act(tile, TileDeed::Refresh);
}

// Tiles that are there already stay as they are, with what they show.
void DashboardView::take(const std::vector<kql::Tile> &tiles)
{
    std::vector<DashboardTile *> kept;
    for (const kql::Tile &tile : tiles) {
        const auto known = std::ranges::find(m_tiles, tile.id, [](auto *one) { return one->tile().id; });
        DashboardTile *shown = known == m_tiles.end() ? nullptr : *known;
        if (shown == nullptr) {
            shown = new DashboardTile(m_session.services().theme, m_session.services().dialogs, m_board);
            connect(shown, &DashboardTile::deedRequested, this,
                    [this, shown](TileDeed deed) { act(shown, deed); });
        }
        shown->setTile(tile);
        shown->setChanges(m_changes);
        kept.push_back(shown);
    }
    for (DashboardTile *old : std::exchange(m_tiles, kept)) {
        if (std::ranges::find(m_tiles, old) != m_tiles.end())
            continue;
        if (old == std::exchange(m_running, m_running == old ? nullptr : m_running))
            m_runner->stop();
        old->deleteLater();
        old->hide();
    }
    m_empty->setVisible(m_tiles.empty());
    m_scroll->setVisible(!m_tiles.empty());
    arrange();
    runNext();
}

void DashboardView::arrange()
{
    const int columns = std::max(1, m_scroll->viewport()->width() / tileWidth);
    while (m_grid->count() > 0)
        delete m_grid->takeAt(0);
    for (int i = 0; i < m_grid->columnCount(); ++i)
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
    for (int i = 0; i < m_grid->rowCount(); ++i)
        m_grid->setRowStretch(i, 0);
    int place = 0;
    const int count = static_cast<int>(m_tiles.size());
    for (DashboardTile *tile : m_tiles) {
        m_grid->addWidget(tile, place / columns, place % columns);
        tile->setPlace(place == 0, place == count - 1);
        tile->show();
        ++place;
    }
    m_grid->setRowStretch(count / columns + 1, 1);
}

void DashboardView::runNext()
{
    const TimePoint now = m_session.workspace()->clock->now();
    for (DashboardTile *tile : m_tiles)
        tile->showAge(now);
    if (m_running != nullptr || !isVisible())
        return;
    const auto due = std::ranges::find_if(m_tiles, [now](const auto *tile) { return tile->isDue(now); });
    if (due == m_tiles.end())
        return;
    m_running = *due;
    m_running->noteRun();
    m_runner->run(m_running->question());
}

void DashboardView::act(DashboardTile *tile, TileDeed deed)
{
    const auto found = std::ranges::find(m_tiles, tile);
    if (found == m_tiles.end())
        return;
    const auto place = static_cast<std::size_t>(found - m_tiles.begin());
    switch (deed) {
    case TileDeed::Open: {
        const QueryQuestion question = tile->question();
        Q_EMIT queryOpened({.text = question.text, .range = question.range}, toQt(tile->tile().tile.title));
        break;
    }
    case TileDeed::Refresh:
        tile->setDue();
        runNext();
        break;
    case TileDeed::Edit:
        edit(tile->tile());
        break;
    case TileDeed::MoveBack:
        if (place > 0)
            move(place, place - 1);
        break;
    case TileDeed::MoveOn:
        if (place + 1 < m_tiles.size())
            move(place, place + 1);
        break;
    case TileDeed::Remove:
        remove(place);
        break;
    }
}

// `undo` is offered for a while; none if there is none.
template<typename Command>
void DashboardView::change(Command command, const QString &done, std::function<void()> undo)
{
    m_session.command(this, std::move(command), [this, done, undo = std::move(undo)](auto &&...) {
        refresh();
        m_session.services().toasts.showToast({.text = done, .undo = undo});
    });
}

void DashboardView::edit(const kql::Tile &tile)
{
    auto *sheet = new TileSheet(m_session.services().theme, tr("Change the tile"), tr("Change"), tile.tile,
                                toQt(m_session.workspace()->store->info().name), window());
    openForCommand(
        m_session, sheet, this,
        [id = tile.id](Workspace &workspace, const kql::TileDraft &draft) {
            return kql::changeTile(*workspace.store, workspace.actor, id, draft);
        },
        [this](const kql::TileDraft &, const Status &) { refresh(); });
}

void DashboardView::move(std::size_t from, std::size_t to)
{
    const std::int64_t id = m_tiles[from]->tile().id;
    const auto idAt = [this](std::size_t place) {
        return place < m_tiles.size() ? m_tiles[place]->tile().id : std::int64_t{0};
    };
    const auto moveBefore = [id](std::int64_t before) {
        return [id, before](Workspace &workspace) {
            return kql::moveTile(*workspace.store, workspace.actor, id, before);
        };
    };
    const std::int64_t back = idAt(from + 1);
    const std::int64_t before = to > from ? idAt(to + 1) : idAt(to);
    change(moveBefore(before), tr("Moved “%1”").arg(toQt(m_tiles[from]->tile().tile.title)),
           [this, moveBefore, back] { m_session.command(this, moveBefore(back), [this] { refresh(); }); });
}

void DashboardView::remove(std::size_t place)
{
    const kql::Tile tile = m_tiles[place]->tile();
    const std::int64_t next = place + 1 < m_tiles.size() ? m_tiles[place + 1]->tile().id : 0;
    change([id = tile.id](
               Workspace &workspace) { return kql::removeTile(*workspace.store, workspace.actor, id); },
           tr("Removed “%1”").arg(toQt(tile.tile.title)),
           [this, tile, next] {
               m_session.command(
                   this,
                   [draft = tile.tile, next](Workspace &workspace) {
                       return kql::pinTile(*workspace.store, workspace.actor, draft, next);
                   },
                   [this](std::int64_t) { refresh(); });
           });
}

void DashboardView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void DashboardView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_tick->start();
    runNext();
}

void DashboardView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_tick->stop();
}

} // namespace signalbox::ui
