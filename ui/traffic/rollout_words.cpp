#include "ui/traffic/rollout_words.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

using rollout::RolloutState;

namespace {

constexpr std::chrono::minutes steadyEvidence{5};

QString tr(const char *text)
{
    return QCoreApplication::translate("RolloutWords", text);
}

QString capitalised(const std::string &name)
{
    QString text = toQt(name);
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

double milliseconds(TimePoint time)
{
    return std::chrono::duration<double, std::milli>(time.time_since_epoch()).count();
}

qint64 wholeSeconds(Ticks time)
{
    return std::chrono::duration_cast<std::chrono::seconds>(time).count();
}

QString smokeWords(const rollout::Evidence &evidence)
{
    if (!evidence.probeFailure.empty())
        return tr("smoke %1 of %2 failed").arg(evidence.probesSent).arg(evidence.probesSent);
    return tr("smoke %1 of %2").arg(evidence.probesPassed).arg(evidence.probesSent);
}

QString doneDetail(const rollout::Step &step)
{
    QStringList parts;
    if (step.index > 0 && step.left)
        parts << tr("settled %1 s").arg(wholeSeconds(*step.left - step.entered));
    if (step.evidence.probesSent > 0)
        parts << smokeWords(step.evidence);
    if (step.index > 0 && step.evidence.greenRequests > 0)
        parts << tr("%1 errors").arg(percentText(step.evidence.greenErrorRate(), 1));
    return parts.join(u" · "_s);
}

QString aloneDetail(const rollout::Rollout &rollout, const rollout::Evidence &evidence)
{
    switch (rollout.state) {
    case RolloutState::Starting:
        return tr("being loaded");
    case RolloutState::Probing:
        return tr("smoke test under way");
    case RolloutState::Gated:
        return smokeWords(evidence) + u" · "_s + tr("waits for approval");
    default:
        return evidence.probesSent > 0 ? smokeWords(evidence) : QString();
    }
}

QString runningDetail(const rollout::Rollout &rollout, const rollout::Step &step, TimePoint now)
{
    QStringList parts;
    const qint64 settle = wholeSeconds(rollout.plan.settle);
    const qint64 elapsed = std::clamp<qint64>(wholeSeconds(now - rollout.stepSince), 0, settle);
    if (rollout.state == RolloutState::Paused)
        parts << tr("paused");
    else if (elapsed < settle)
        parts << tr("settling %1 s of %2 s").arg(elapsed).arg(settle);
    else
        parts << tr("settled %1 s").arg(settle);
    if (step.evidence.probesSent > 0)
        parts << smokeWords(step.evidence);
    if (step.evidence.greenRequests < rollout.plan.minimumRequests)
        parts << tr("%1 of %2 requests")
                     .arg(countText(step.evidence.greenRequests), countText(rollout.plan.minimumRequests));
    return parts.join(u" · "_s);
}

double runningProgress(const rollout::Rollout &rollout, const rollout::Step &step, TimePoint now)
{
    const auto part = [](double have, double need) {
        return need <= 0 ? 1.0 : std::clamp(have / need, 0.0, 1.0);
    };
    const double time = part(std::chrono::duration<double>(now - rollout.stepSince).count(),
                             std::chrono::duration<double>(rollout.plan.settle).count());
    const double requests = part(static_cast<double>(step.evidence.greenRequests),
                                 static_cast<double>(rollout.plan.minimumRequests));
    return std::min(time, requests);
}

StepState stateOfCurrent(const rollout::Rollout &rollout)
{
    switch (rollout.state) {
    case RolloutState::RolledBack:
    case RolloutState::Failed:
        return StepState::Failed;
    case RolloutState::Completed:
        return StepState::Done;
    default:
        return StepState::Running;
    }
}

StepView viewOf(const rollout::Rollout &rollout, int index, TimePoint now)
{
    StepView view{.label = index == 0
                               ? tr("%1 alone").arg(capitalised(rollout.green))
                               : u"%1 %"_s.arg(rollout.plan.steps.at(static_cast<std::size_t>(index - 1))),
                  .state = StepState::Waiting,
                  .detail = {}};
    const auto step = std::ranges::find(rollout.steps, index, &rollout::Step::index);
    if (step == rollout.steps.end() || index > rollout.step) {
        const bool over = rollout::isOver(rollout.state);
        view.state = over ? StepState::Skipped : StepState::Waiting;
        view.detail = over ? tr("not reached") : tr("waiting");
        return view;
    }
    if (index < rollout.step) {
        view.state = StepState::Done;
        view.detail = doneDetail(*step);
        return view;
    }
    view.state = stateOfCurrent(rollout);
    if (view.state == StepState::Done) {
        view.detail = doneDetail(*step);
    } else if (view.state == StepState::Failed) {
        view.detail = toQt(rollout.note);
    } else if (index == 0) {
        view.detail = aloneDetail(rollout, step->evidence);
    } else {
        view.detail = runningDetail(rollout, *step, now);
        view.progress = runningProgress(rollout, *step, now);
    }
    return view;
}

} // namespace

QString rolloutStateWords(const rollout::Rollout &rollout)
{
    switch (rollout.state) {
    case RolloutState::Starting:
        return tr("loading %1").arg(toQt(rollout.green));
    case RolloutState::Probing:
        return tr("testing %1 alone").arg(toQt(rollout.green));
    case RolloutState::Gated:
        return tr("waiting for approval");
    case RolloutState::Settling:
    case RolloutState::Paused: {
        const int percent =
            rollout.step > 0 ? rollout.plan.steps.at(static_cast<std::size_t>(rollout.step - 1)) : 0;
        return rollout.state == RolloutState::Paused ? tr("paused at %1 %").arg(percent)
                                                     : tr("rolling out %1 %").arg(percent);
    }
    case RolloutState::Completed:
        return tr("completed");
    case RolloutState::RolledBack:
        return tr("rolled back");
    case RolloutState::Failed:
        break;
    }
    return tr("ended before it took traffic");
}

Role rolloutStateRole(RolloutState state)
{
    switch (state) {
    case RolloutState::Gated:
    case RolloutState::Paused:
        return Role::Warning;
    case RolloutState::Completed:
        return Role::Good;
    case RolloutState::RolledBack:
    case RolloutState::Failed:
        return Role::Danger;
    default:
        return Role::Accent;
    }
}

QString endpointStateWords(const serve::Endpoint &endpoint, const rollout::Rollout *underWay)
{
    if (underWay != nullptr)
        return rolloutStateWords(*underWay);
    if (endpoint.deployments.empty())
        return tr("nothing deployed");
    const serve::Split split = serve::splitOf(endpoint);
    if (split.empty())
        return tr("closed");
    return split.size() > 1 ? tr("split") : tr("steady");
}

QString rolloutHeadline(const rollout::Rollout &rollout, const std::string &approvedBy)
{
    QString text = tr("%1 v%2 · rollout #%3 started %4 UTC by %5")
                       .arg(toQt(rollout.model))
                       .arg(rollout.version)
                       .arg(rollout.id)
                       .arg(clockText(rollout.started), toQt(rollout.startedBy));
    if (!approvedBy.empty())
        text += tr(", approved by %1").arg(toQt(approvedBy));
    return text;
}

std::vector<StepView> stepViews(const rollout::Rollout &rollout, TimePoint now)
{
    std::vector<StepView> views;
    for (int index = 0; index <= static_cast<int>(rollout.plan.steps.size()); ++index)
        views.push_back(viewOf(rollout, index, now));
    if (!rollout.blue.empty()) {
        const bool completed = rollout.state == RolloutState::Completed;
        views.push_back({.label = tr("Retire %1").arg(toQt(rollout.blue)),
                         .state = StepState::Waiting,
                         .detail = completed || !rollout::isOver(rollout.state) ? tr("kept for rollback")
                                                                                : tr("serves again")});
    }
    return views;
}

std::vector<TrafficShare> trafficShares(const serve::Endpoint &endpoint)
{
    std::vector<TrafficShare> shares;
    shares.reserve(endpoint.deployments.size());
    for (const serve::Deployment &deployment : endpoint.deployments)
        shares.push_back({.deployment = toQt(deployment.name),
                          .version = tr("version %1").arg(deployment.version),
                          .percent = deployment.percent,
                          .role = deploymentRole(toQt(deployment.name))});
    return shares;
}

std::vector<ChartEvent> rolloutEvents(const std::vector<rollout::Rollout> &rollouts, TimePoint from)
{
    std::vector<ChartEvent> events;
    for (const rollout::Rollout &rollout : rollouts) {
        // Steps of earlier rollouts would only stand in each other's way.
        const bool latest = rollout.id == rollouts.front().id;
        for (const rollout::Step &step : rollout.steps) {
            if (latest && step.index > 0 && step.entered >= from)
                events.push_back({.x = milliseconds(step.entered), .label = u"%1 %"_s.arg(step.percent)});
        }
        if (rollout.ended && *rollout.ended >= from && rollout.state == RolloutState::RolledBack)
            events.push_back({.x = milliseconds(*rollout.ended), .label = tr("rollback")});
    }
    std::ranges::sort(events, {}, &ChartEvent::x);
    return events;
}

TimePoint evidenceSince(const rollout::Rollout *underWay, TimePoint now)
{
    return underWay != nullptr && underWay->step > 0 ? underWay->stepSince : now - steadyEvidence;
}

bool canPause(const rollout::Rollout &rollout)
{
    return rollout.state == RolloutState::Settling;
}

bool canResume(const rollout::Rollout &rollout)
{
    return rollout.state == RolloutState::Paused;
}

bool canPromote(const rollout::Rollout &rollout)
{
    return canPause(rollout) || canResume(rollout);
}

bool canCancel(const rollout::Rollout &rollout)
{
    return rollout.step == 0 && !rollout::isOver(rollout.state);
}

int nextPercent(const rollout::Rollout &rollout)
{
    const auto next = static_cast<std::size_t>(rollout.step);
    return next < rollout.plan.steps.size() ? rollout.plan.steps.at(next) : 0;
}

} // namespace signalbox::ui
