// The workspace's dashboard: the pinned queries as tiles, each run again at its own interval while the tab is
// in sight, and sooner when telemetry comes, one after another so that pages never wait for them. GUI thread
// only.
#pragma once

#include <QWidget>
#include <vector>

#include "core/kql/saved/dashboard.h"
#include "ui/alerts/query_link.h"
#include "ui/widgets/async.h"
#include "ui/widgets/time_chart.h"

class QGridLayout;
class QScrollArea;
class QTimer;

namespace signalbox::ui {

class ActionRegistry;
class DashboardTile;
class EmptyState;
class ErrorBanner;
class QueryRunner;
class QueryTables;
class Session;
enum class TileDeed : std::uint8_t;

class DashboardView final : public QWidget
{
    Q_OBJECT

public:
    // `session` outlives the view.
    explicit DashboardView(Session &session, QWidget *parent = nullptr);

    void refresh();
    // Runs every tile again.
    void readAgain();
    [[nodiscard]] const std::vector<DashboardTile *> &tiles() const { return m_tiles; }

Q_SIGNALS:
    void queryOpened(const signalbox::ui::LinkedQuery &query, const QString &title);
    void logsRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void take(const std::vector<kql::Tile> &tiles);
    void arrange();
    void runNext();
    void act(DashboardTile *tile, TileDeed deed);
    void edit(const kql::Tile &tile);
    void move(std::size_t from, std::size_t to);
    void remove(std::size_t place);
    template<typename Command>
    void change(Command command, const QString &done, std::function<void()> undo);

    Session &m_session;
    ErrorBanner *m_error;
    EmptyState *m_empty;
    QScrollArea *m_scroll;
    QWidget *m_board;
    QGridLayout *m_grid;
    QueryTables *m_tables;
    QueryRunner *m_runner;
    QTimer *m_tick;
    std::vector<DashboardTile *> m_tiles;
    std::vector<ChartEvent> m_changes;
    DashboardTile *m_running = nullptr;
    Latest m_request;
};

} // namespace signalbox::ui
