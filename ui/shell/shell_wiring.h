// Ties a Session to the window around the pages: fills the ShellState from what the workspace knows and does
// what the window's signals ask for. One for each open workspace. GUI thread only.
#pragma once

#include <QObject>
#include <vector>

#include "ui/shell/shell_facts.h"
#include "ui/shell/shell_state.h"
#include "ui/widgets/async.h"

class QTimer;

namespace signalbox::ui {

class AgentStarter;
class MainWindow;
class Session;

class ShellWiring final : public QObject
{
    Q_OBJECT

public:
    // All outlive the wiring. With `startsAgent` the agent is started once if none is alive.
    ShellWiring(MainWindow &window, Session &session, AgentStarter &starter, bool startsAgent,
                QObject *parent = nullptr);

    [[nodiscard]] const ShellState &state() const { return m_state; }
    // Reads again and hands the window a new state when that is done.
    void refresh();

private:
    void readTelemetry();
    void startAgentOnce();
    void update();
    void fillAgent();

    MainWindow &m_window;
    Session &m_session;
    AgentStarter &m_starter;
    bool m_startsAgent;
    ShellState m_state;
    ShellFacts m_facts;
    QString m_factsProblem;
    TelemetryFacts m_telemetry;
    Latest m_factsRequest;
    Latest m_telemetryRequest;
    bool m_factsAgain = false;
    QTimer *m_ticks; // ages grow without any change of the workspace
};

} // namespace signalbox::ui
