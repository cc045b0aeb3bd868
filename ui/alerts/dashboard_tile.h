// One tile of the dashboard: the chart of its query, when that was read, and what can be done with it. It
// asks to be run and shows the answer; DashboardView runs and changes tiles. GUI thread only.
#pragma once

#include <QWidget>

#include "core/kql/saved/dashboard.h"
#include "ui/alerts/query_runner.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/time_chart.h"

class QLabel;
class QStackedWidget;
class QToolButton;

namespace signalbox::ui {

class Card;
class Dialogs;
class QueryChart;
class ResultTableView;

enum class TileDeed : std::uint8_t { Open, Refresh, Edit, MoveBack, MoveOn, Remove };

class DashboardTile final : public QWidget
{
    Q_OBJECT

public:
    DashboardTile(const Theme &theme, Dialogs &dialogs, QWidget *parent = nullptr);

    void setTile(const kql::Tile &tile);
    [[nodiscard]] const kql::Tile &tile() const { return m_tile; }
    void setChanges(const std::vector<ChartEvent> &changes);
    void setAnswer(const QueryAnswer &answer);
    void setPlace(bool first, bool last);
    // What its age reads now.
    void showAge(TimePoint now);
    // There is more telemetry than it shows, so that it is run again sooner, if it refreshes at all.
    void noteTelemetry() { m_behind = true; }
    // It is being run now.
    void noteRun() { m_behind = false; }
    // Whether it has to be run again.
    [[nodiscard]] bool isDue(TimePoint now) const;
    void setDue() { m_ran = false; }
    [[nodiscard]] QueryQuestion question() const;

Q_SIGNALS:
    void deedRequested(signalbox::ui::TileDeed deed);

private:
    void popupMenu();

    const Theme &m_theme;
    kql::Tile m_tile;
    QueryAnswer m_answer;
    bool m_ran = false;
    bool m_behind = false;
    bool m_first = false;
    bool m_last = false;
    Card *m_card;
    QLabel *m_age;
    QToolButton *m_open;
    QToolButton *m_more;
    QStackedWidget *m_stack;
    QueryChart *m_chart;
    ResultTableView *m_table;
    QLabel *m_problem;
};

} // namespace signalbox::ui
