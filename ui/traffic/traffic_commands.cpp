#include "core/registry/gate.h"
#include "ui/shell/action_registry.h"
#include "ui/traffic/rollout_words.h"
#include "ui/traffic/start_rollout_sheet.h"
#include "ui/traffic/traffic_page.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/format.h"
#include "ui/widgets/gate_card.h"
#include "ui/widgets/toast_area.h"

using namespace Qt::Literals::StringLiterals;

// The commands of the Traffic page; what it shows is in traffic_page.cpp.
namespace signalbox::ui {

namespace {

void heal(Workspace &workspace, const serve::Endpoint &endpoint, Status &status)
{
    for (const serve::Deployment &deployment : endpoint.deployments) {
        if (status && !deployment.fault.none())
            status = serve::setFault(*workspace.store, workspace.actor, endpoint.name, deployment.name, {});
    }
}

} // namespace

const rollout::Rollout *TrafficPage::active() const
{
    return m_snapshot ? m_snapshot->active() : nullptr;
}

void TrafficPage::updateActions()
{
    ActionRegistry &actions = m_session.services().actions;
    const bool chosen = m_snapshot && m_snapshot->endpoint;
    const rollout::Rollout *underWay = active();
    const QString none = tr("No rollout is under way on the chosen endpoint");
    actions.setEnabled(u"traffic.start"_s, chosen && underWay == nullptr && !m_snapshot->approved.empty(),
                       underWay != nullptr
                           ? tr("A rollout is under way already")
                           : tr("There is no endpoint or no approved version that could be brought"));
    actions.setEnabled(u"traffic.pause"_s, underWay != nullptr && canPause(*underWay), none);
    actions.setEnabled(u"traffic.resume"_s, underWay != nullptr && canResume(*underWay),
                       tr("No paused rollout on the chosen endpoint"));
    actions.setEnabled(u"traffic.promote"_s, underWay != nullptr && canPromote(*underWay), none);
}

void TrafficPage::startRollout()
{
    if (!m_snapshot || !m_snapshot->endpoint || m_snapshot->approved.empty())
        return;
    const ShellServices &services = m_session.services();
    auto *sheet = new StartRolloutSheet(services.theme, toQt(m_snapshot->endpoint->name), isProduction(),
                                        m_snapshot->approved, context(), this);
    connect(sheet, &FormSheet::submitted, this, [this, sheet] { submitRollout(sheet); });
    sheet->open();
}

void TrafficPage::submitRollout(StartRolloutSheet *sheet)
{
    const auto request = sheet->request();
    if (!request || !m_snapshot->endpoint)
        return;
    sheet->setBusy(true);
    m_session.attempt(
        sheet,
        [request = *request, endpoint = m_snapshot->endpoint->name](Workspace &workspace) {
            return rollout::startRollout(*workspace.store, workspace.actor, endpoint, request.model,
                                         request.version, request.plan);
        },
        [this, sheet](const Result<std::int64_t> &started) {
            sheet->setBusy(false);
            if (!started) {
                sheet->showProblem(errorText(started.error()));
                return;
            }
            sheet->accept();
            say(tr("Rollout #%1 is started: the new version is loaded and tested alone first").arg(*started));
            refresh();
        });
}

void TrafficPage::pause()
{
    const rollout::Rollout *underWay = active();
    if (underWay == nullptr)
        return;
    m_session.command(
        this,
        [id = underWay->id](Workspace &workspace) {
            return rollout::pauseRollout(*workspace.store, workspace.actor, id, {});
        },
        [this, id = underWay->id] {
            say(tr("Rollout #%1 is paused and stays at its step").arg(id));
            refresh();
        });
}

void TrafficPage::resume()
{
    const rollout::Rollout *underWay = active();
    if (underWay == nullptr)
        return;
    m_session.command(
        this,
        [id = underWay->id](Workspace &workspace) {
            return rollout::resumeRollout(*workspace.store, workspace.actor, id);
        },
        [this, id = underWay->id] {
            say(tr("Rollout #%1 goes on").arg(id));
            refresh();
        });
}

void TrafficPage::promote()
{
    const rollout::Rollout *underWay = active();
    if (underWay == nullptr || !canPromote(*underWay))
        return;
    const rollout::Rollout &rollout = *underWay;
    const int next = nextPercent(rollout);
    const QString green = toQt(rollout.green);
    const QString deed = next == 0
                             ? tr("Rollout #%1 is complete: %2 serves everything").arg(rollout.id).arg(green)
                             : tr("Rollout #%1 moved %2 to %3 %").arg(rollout.id).arg(green).arg(next);
    const auto act = [this, id = rollout.id, deed] {
        m_session.command(
            this,
            [id](Workspace &workspace) {
                return rollout::promoteRollout(*workspace.store, workspace.actor, id);
            },
            [this, deed] {
                say(deed);
                refresh();
            });
    };
    if (!isProduction()) {
        act();
        return;
    }
    const Consequence consequence{.title = next == 0 ? tr("Complete rollout %1 now").arg(rollout.id)
                                                     : tr("Move %1 to %2 % now").arg(green).arg(next),
                                  .text = tr("This step has not shown yet that %1 does no harm.").arg(green),
                                  .points = {next == 0
                                                 ? tr("The rollout ends with all traffic on %1.").arg(green)
                                                 : tr("%1 % of the requests to %2 go to %3 at once.")
                                                       .arg(next)
                                                       .arg(toQt(rollout.endpoint), green),
                                             tr("Settling and the evidence of this step are skipped."),
                                             tr("One click still rolls back to %1.").arg(toQt(rollout.blue))},
                                  .verb = next == 0 ? tr("Complete now") : tr("Move to %1 %").arg(next),
                                  .context = context()};
    m_session.services().dialogs.confirm(this, consequence, [act](const Confirmation &) { act(); });
}

void TrafficPage::cancel()
{
    const rollout::Rollout *underWay = active();
    if (underWay == nullptr || !canCancel(*underWay))
        return;
    m_session.command(
        this,
        [endpoint = underWay->endpoint](Workspace &workspace) {
            return rollout::rollBack(*workspace.store, workspace.actor, endpoint,
                                     "cancelled before it took traffic");
        },
        [this] {
            say(tr("The rollout is cancelled; it had taken no traffic"));
            refresh();
        });
}

void TrafficPage::say(const QString &deed)
{
    m_session.services().toasts.showToast({.text = deed, .role = Role::Accent});
}

void TrafficPage::rollBack()
{
    if (m_snapshot && m_snapshot->wayBack)
        m_session.rollBack(rollbackTarget(*m_snapshot->wayBack, m_snapshot->readAt));
}

void TrafficPage::decide(qint64 gate, registry::Decision decision, const QString &reason)
{
    m_gate->setBusy(true);
    m_session.attempt(
        this,
        [gate, decision, reason = fromQt(reason)](Workspace &workspace) {
            return registry::decide(*workspace.store, workspace.actor, gate, decision, reason);
        },
        [this](const Result<registry::Gate> &decided) {
            m_gate->setBusy(false);
            if (!decided)
                m_session.showError(decided.error());
            refresh();
        });
}

void TrafficPage::afterDrillConsent(const QString &deed, const std::function<void()> &act)
{
    if (!isProduction() || !m_snapshot->teamWorkspace) {
        act();
        return;
    }
    const QString endpoint = toQt(m_snapshot->endpoint->name);
    const Consequence consequence{
        .title = deed,
        .text = tr("%1 is a production endpoint of a team. Its callers feel a drill.").arg(endpoint),
        .points = {tr("Real requests of others are answered by the same deployments."),
                   tr("A rollout under way may go back because of it."),
                   tr("It is written to the audit trail with your name.")},
        .verb = tr("Rehearse in production"),
        .context = context(),
        .danger = true};
    m_session.services().dialogs.confirm(this, consequence, [act](const Confirmation &) { act(); });
}

void TrafficPage::setLoad(double requestsPerSecond, std::chrono::minutes duration)
{
    if (!m_snapshot || !m_snapshot->endpoint)
        return;
    const auto act = [this, requestsPerSecond, duration, endpoint = m_snapshot->endpoint->name] {
        m_session.command(
            this,
            [requestsPerSecond, duration, endpoint](Workspace &workspace) {
                return serve::setLoad(*workspace.store, workspace.actor, endpoint, requestsPerSecond,
                                      duration);
            },
            [this] { refresh(); });
    };
    if (requestsPerSecond > 0)
        afterDrillConsent(tr("Send a load to %1").arg(toQt(m_snapshot->endpoint->name)), act);
    else
        act();
}

void TrafficPage::setFault(const QString &deployment, const serve::Fault &fault)
{
    if (!m_snapshot || !m_snapshot->endpoint)
        return;
    const auto act = [this, fault, name = fromQt(deployment), endpoint = m_snapshot->endpoint->name] {
        m_session.command(
            this,
            [fault, name, endpoint](Workspace &workspace) {
                return serve::setFault(*workspace.store, workspace.actor, endpoint, name, fault);
            },
            [this] { refresh(); });
    };
    if (fault.none())
        act();
    else
        afterDrillConsent(tr("Break %1 of %2").arg(deployment, toQt(m_snapshot->endpoint->name)), act);
}

void TrafficPage::endDrill()
{
    if (!m_snapshot || !m_snapshot->endpoint)
        return;
    m_session.command(
        this,
        [endpoint = *m_snapshot->endpoint](Workspace &workspace) {
            Status status;
            if (endpoint.load)
                status = serve::setLoad(*workspace.store, workspace.actor, endpoint.name, 0, Ticks::zero());
            heal(workspace, endpoint, status);
            return status;
        },
        [this] { refresh(); });
}

} // namespace signalbox::ui
