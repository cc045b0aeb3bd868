#include "ui/shell/status_bar.h"

#include <QBoxLayout>
#include <QLabel>

#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

struct AgentWords
{
    Role role = Role::MutedText;
    QString text;
};

AgentWords agentWords(AgentState state)
{
    switch (state) {
    case AgentState::Running:
        return {.role = Role::Good, .text = StatusBar::tr("agent running")};
    case AgentState::Starting:
        return {.role = Role::Warning, .text = StatusBar::tr("agent starting")};
    case AgentState::Stopped:
        return {.role = Role::Danger, .text = StatusBar::tr("agent not running")};
    case AgentState::Unknown:
        break;
    }
    return {.text = StatusBar::tr("agent not looked at yet")};
}

} // namespace

StatusBar::StatusBar(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_agent(new StatusDot(theme, this))
    , m_telemetry(new QLabel(this))
    , m_synced(new QLabel(this))
{
    setObjectName(u"statusBar"_s);
    setProperty("bar", u"status"_s);
    setFixedHeight(26);
    m_agent->setFont(theme.smallFont());
    m_agent->setObjectName(u"agentStatus"_s);
    m_telemetry->setObjectName(u"telemetryStatus"_s);
    m_synced->setObjectName(u"syncedStatus"_s);
    m_telemetry->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 1, 14, 0);
    layout->setSpacing(18);
    layout->addWidget(m_agent);
    layout->addWidget(m_telemetry, 1);
    layout->addWidget(m_synced);
    setState({});
}

void StatusBar::setState(const ShellState &state)
{
    const AgentWords words = agentWords(state.agent);
    const bool details = state.agent == AgentState::Running && !state.agentDetail.isEmpty();
    m_agent->setState(words.role, details ? u"%1 · %2"_s.arg(words.text, state.agentDetail) : words.text);
    m_telemetry->setText(state.telemetryText);
    m_synced->setText(state.syncedText);
}

} // namespace signalbox::ui
