// What a query gave: a chart, a table or the statistics of its columns, with how long it took and what it
// read; before the first run three queries to begin with; after a mistake where it is and what to do. GUI
// thread only.
#pragma once

#include <QWidget>
#include <memory>

#include "core/kql/results/render_plan.h"
#include "ui/alerts/query_runner.h"
#include "ui/widgets/theme.h"

class QLabel;
class QStackedWidget;
class QTabBar;
class QTimer;
class QToolButton;

namespace signalbox::ui {

class EmptyState;
class QueryBanner;
class QueryStart;
class QueryChart;
class ResultColumns;
class ResultTableView;
class Session;

class ResultPane final : public QWidget
{
    Q_OBJECT

public:
    enum class View : std::uint8_t { Chart, Table, Columns };

    // `session` outlives the pane.
    explicit ResultPane(Session &session, QWidget *parent = nullptr);

    // What was shown stays until the answer comes. `range` is "" if the query chooses its times itself.
    void showRunning(const QString &range);
    void showAnswer(const QueryAnswer &answer);
    void showStopped();
    void setView(View view);
    // How the query spent its time, in a popup; nothing without a result.
    void showDetails();
    [[nodiscard]] View view() const { return m_view; }
    // The table in sight; null if there is none.
    [[nodiscard]] std::shared_ptr<const kql::ResultTable> table() const;

Q_SIGNALS:
    void exampleChosen(const QString &text, const QString &title);
    // Of the text that ran, counted from 1.
    void placeChosen(int line, int column);
    // Nothing was found in the time range.
    void allTimeRequested();
    // The reader wants only such rows: what to write after `where`.
    void filterRequested(const QString &condition);

private:
    QWidget *makeHeading();
    void showTable(int index);
    void showView();
    void showStatus();
    void showNothing();
    void readChanges();
    void chooseKind(kql::ChartKind kind);
    void popupKinds();

    Session &m_session;
    QueryAnswer m_answer;
    bool m_running = false;
    QString m_asked; // the time range that is asked for
    QString m_range; // that of the answer
    View m_view = View::Chart;
    QElapsedTimer m_since;
    Latest m_changesRequest;
    QTimer *m_tick;
    QLabel *m_status;
    QToolButton *m_details;
    QToolButton *m_kindButton;
    QToolButton *m_chartButton;
    QToolButton *m_tableButton;
    QToolButton *m_columnsButton;
    QTabBar *m_tabs;
    QueryBanner *m_banner;
    QStackedWidget *m_stack;
    QueryStart *m_start;
    EmptyState *m_nothing;
    QueryChart *m_chart;
    ResultTableView *m_tableView;
    ResultColumns *m_columns;
};

} // namespace signalbox::ui
