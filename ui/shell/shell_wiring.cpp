#include "ui/shell/shell_wiring.h"

#include <QTimer>

#include "core/base/file.h"
#include "ui/shell/agent_starter.h"
#include "ui/shell/main_window.h"
#include "ui/shell/page.h"
#include "ui/shell/session.h"
#include "ui/shell/settings.h"
#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

std::vector<WorkspaceItem> recentWorkspaces(const Settings &settings)
{
    std::vector<WorkspaceItem> items;
    for (const QString &path : settings.value(Setting::RecentWorkspaces).toStringList())
        items.push_back({.path = path, .name = toQt(toUtf8(toPath(fromQt(path)).filename()))});
    return items;
}

} // namespace

ShellWiring::ShellWiring(MainWindow &window, Session &session, AgentStarter &starter, bool startsAgent,
                         QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_session(session)
    , m_starter(starter)
    , m_startsAgent(startsAgent)
    , m_ticks(new QTimer(this))
{
    connect(&session, &Session::workspaceChanged, this, [this] {
        startAgentOnce();
        refresh();
        if (Page *page = m_window.currentPage())
            page->refresh();
    });
    connect(&session, &Session::problemChanged, this, &ShellWiring::update);
    connect(&session, &Session::telemetryChanged, this, &ShellWiring::readTelemetry);
    connect(&session, &Session::environmentChanged, this, &ShellWiring::update);
    connect(&starter, &AgentStarter::changed, this, &ShellWiring::update);

    connect(&window, &MainWindow::rollbackRequested, &session, &Session::rollBack);
    connect(&window, &MainWindow::startAgentRequested, this,
            [this] { m_starter.start(m_state.workspacePath); });
    connect(&window, &MainWindow::environmentChosen, &session, &Session::setEnvironment);
    connect(&window, &MainWindow::refreshRequested, this, &ShellWiring::refresh);

    connect(m_ticks, &QTimer::timeout, this, &ShellWiring::update);
    m_ticks->start(std::chrono::seconds(1));

    const store::WorkspaceInfo &info = session.workspace()->store->info();
    m_state.workspaceName = toQt(info.name);
    m_state.workspacePath = toQt(toUtf8(session.workspace()->store->folder()));
    m_state.user = toQt(session.workspace()->actor.name);
    refresh();
    readTelemetry();
    update();
}

void ShellWiring::refresh()
{
    if (m_factsRequest.waiting()) {
        m_factsAgain = true;
        return;
    }
    m_session.read(
        this, m_factsRequest, [](Workspace &workspace) { return readShellFacts(*workspace.store); },
        [this](Result<ShellFacts> facts) {
            m_factsProblem = facts ? QString() : errorText(facts.error());
            if (facts)
                m_facts = *std::move(facts);
            update();
            if (std::exchange(m_factsAgain, false))
                refresh();
        });
}

void ShellWiring::readTelemetry()
{
    if (m_telemetryRequest.waiting())
        return;
    m_session.read(
        this, m_telemetryRequest, [](Workspace &workspace) { return readTelemetryFacts(workspace); },
        [this](Result<TelemetryFacts> facts) {
            if (facts)
                m_telemetry = *std::move(facts);
            update();
        });
}

void ShellWiring::startAgentOnce()
{
    if (!std::exchange(m_startsAgent, false) || m_session.agentAlive())
        return;
    m_starter.start(m_state.workspacePath);
}

void ShellWiring::fillAgent()
{
    if (m_session.agentAlive())
        m_starter.arrived();
    const TimePoint now = m_session.workspace()->clock->now();
    if (m_session.agentAlive())
        m_state.agent = AgentState::Running;
    else if (m_starter.starting())
        m_state.agent = AgentState::Starting;
    else
        m_state.agent = m_session.synced() ? AgentState::Stopped : AgentState::Unknown;
    m_state.agentDetail = m_starter.problem().isEmpty()
                              ? agentText(m_session.lease(), m_session.agentAlive(), m_facts.endpoints, now)
                              : m_starter.problem();
}

void ShellWiring::update()
{
    const TimePoint now = m_session.workspace()->clock->now();
    m_state.workspaces = recentWorkspaces(m_session.services().settings);
    m_state.environment = m_session.environment();
    m_state.role = toQt(store::roleName(m_session.role()));
    m_state.rollbacks = rollbackTargets(m_facts, now);
    m_state.inbox = inboxEntries(m_facts, now);
    m_state.incident = incidentOf(m_facts, now);
    fillAgent();
    m_state.telemetryText = telemetryText(m_telemetry, now);
    m_state.syncedText =
        m_session.synced() ? tr("synced %1 UTC").arg(clockText(*m_session.synced())) : QString();
    m_state.problem = m_session.problem().isEmpty() ? m_factsProblem : m_session.problem();
    m_window.setState(m_state);
}

} // namespace signalbox::ui
