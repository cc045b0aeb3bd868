#include "ui/infrastructure/agent_card.h"

#include <QBoxLayout>
#include <QPushButton>

#include "core/agent/lease.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/session.h"
#include "ui/widgets/card.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/role_words.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

AgentCard::AgentCard(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_state(new StatusDot(session.services().theme, this))
    , m_facts(new KeyValueList(this))
    , m_start(makeButton(tr("Start the agent"), u"startAgent"_s, ButtonKind::Primary, this))
    , m_stop(makeButton(tr("Stop…"), u"stopAgent"_s, ButtonKind::Plain, this))
{
    m_state->setObjectName(u"agentState"_s);
    connect(m_start, &QPushButton::clicked, this,
            [this] { m_session.services().actions.trigger(u"agent.start"_s); });
    connect(m_stop, &QPushButton::clicked, this, &AgentCard::stopAgent);
    auto *card = new Card(tr("AGENT"), this);
    card->addHeadingWidget(m_start);
    card->addHeadingWidget(m_stop);
    card->body()->addWidget(m_state);
    card->body()->addWidget(m_facts);
    card->body()->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
    connect(&session, &Session::workspaceChanged, this, &AgentCard::refresh);
    refresh();
}

void AgentCard::refresh()
{
    const TimePoint now = m_session.workspace()->clock->now();
    const auto lease = m_session.lease();
    const bool alive = m_session.agentAlive();
    m_start->setVisible(!alive);
    m_stop->setVisible(alive);
    const QString mayNot = whyNotAllowed(m_session.role(), store::Permission::Operate);
    m_stop->setEnabled(mayNot.isEmpty());
    m_stop->setToolTip(mayNot);
    m_stop->setAccessibleDescription(mayNot);
    if (!lease) {
        m_state->setState(Role::MutedText, tr("No agent has run here yet"));
        m_facts->setValues({{.key = tr("Without it"),
                             .value = tr("Nothing answers requests, no job runs and no rollout moves.")}});
        return;
    }
    m_state->setState(alive ? Role::Good : Role::Danger, alive ? tr("Running") : tr("Not running"));
    m_facts->setValues(
        {{.key = tr("Answers on"), .value = u"http://127.0.0.1:%1"_s.arg(lease->port)},
         {.key = tr("Process"), .value = tr("%1 on %2").arg(lease->pid).arg(toQt(lease->host))},
         {.key = tr("Program"), .value = toQt(lease->program)},
         {.key = tr("Since"),
          .value = fullTimeText(lease->acquired),
          .toolTip = ageText(lease->acquired, now)},
         {.key = tr("Last heartbeat"),
          .value = ageText(std::min(lease->renewed, now), now),
          .role = alive ? Role::Text : Role::Danger}});
}

void AgentCard::stopAgent()
{
    const Consequence consequence{
        .title = tr("Stop the agent"),
        .text = tr("It ends cleanly: every accepted request is answered first."),
        .points = {tr("All endpoints of this workspace stop answering."),
                   tr("Rollouts stand still and jobs wait until an agent runs again."),
                   tr("Nothing is lost.")},
        .verb = tr("Stop the agent"),
        .context = toQt(m_session.workspace()->store->info().name),
        .danger = true};
    m_session.services().dialogs.confirm(this, consequence, [this](const Confirmation &) {
        m_session.command(
            this, [](Workspace &workspace) { return agent::requestStop(*workspace.store, workspace.actor); },
            [this] { refresh(); });
    });
}

} // namespace signalbox::ui
