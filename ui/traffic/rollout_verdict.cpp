#include "ui/traffic/rollout_verdict.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

using rollout::RolloutState;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("RolloutVerdict", text);
}

Verdict beforeTraffic(const rollout::Rollout &rollout)
{
    const QString green = toQt(rollout.green).toUpper();
    if (rollout.state == RolloutState::Gated)
        return {.role = Role::Warning,
                .icon = u"clock"_s,
                .headline = tr("%1 waits for approval").arg(green),
                .sentence =
                    tr("It passed its smoke test alone. No caller reaches it before the production gate "
                       "is granted.")};
    return {.role = Role::Accent,
            .icon = u"clock"_s,
            .headline = rollout.state == RolloutState::Probing ? tr("%1 is tested alone").arg(green)
                                                               : tr("%1 is being loaded").arg(green),
            .sentence = tr("No caller reaches it yet.")};
}

Verdict afterwards(const rollout::Rollout &rollout)
{
    const QString ended =
        rollout.ended ? tr("Rollout #%1 ended at %2 UTC.").arg(rollout.id).arg(clockText(*rollout.ended))
                      : tr("Rollout #%1 ended.").arg(rollout.id);
    const QString sentence = rollout.note.empty() ? ended : ended + u' ' + toQt(rollout.note);
    switch (rollout.state) {
    case RolloutState::Completed:
        return {.role = Role::Good,
                .icon = u"check"_s,
                .headline = tr("The last rollout completed with %1 v%2")
                                .arg(toQt(rollout.green).toUpper())
                                .arg(rollout.version),
                .sentence = sentence};
    case RolloutState::RolledBack:
        return {.role = Role::Danger,
                .icon = u"rollback"_s,
                .headline = rollout.blue.empty() ? tr("The last rollout went back: the endpoint was closed")
                                                 : tr("The last rollout went back to %1 v%2")
                                                       .arg(toQt(rollout.blue).toUpper())
                                                       .arg(rollout.blueVersion),
                .sentence = sentence};
    default:
        return {.role = Role::Warning,
                .icon = u"stop"_s,
                .headline = tr("The last rollout ended before it took traffic"),
                .sentence = sentence};
    }
}

// "green 0.44 % errors, P95 39.6 ms · blue 0.41 % errors, P95 41.0 ms"
QString numbers(const Sides &sides, const kql::RequestStatistics &blue, const kql::RequestStatistics &green)
{
    const auto side = [](const std::string &name, const kql::RequestStatistics &statistics) {
        return tr("%1 %2 errors, P95 %3")
            .arg(toQt(name), percentText(statistics.errorRate(), 2), durationText(statistics.p95));
    };
    const QString text = side(sides.second, green);
    return blue.requests == 0 ? text : text + u" · "_s + side(sides.first, blue);
}

Verdict atStep(const rollout::Rollout &rollout, const Sides &sides,
               const std::vector<kql::DeploymentSummary> &summaries)
{
    const auto blue = statisticsOf(summaries, sides.first, sides.firstVersion);
    const auto green = statisticsOf(summaries, sides.second, sides.secondVersion);
    const int percent = rollout.plan.steps.at(static_cast<std::size_t>(rollout.step - 1));
    const std::int64_t needed = std::max<std::int64_t>(rollout.plan.minimumRequests, 1);
    if (green.requests >= needed && green.errorRate() > rollout.plan.errorRateLimit)
        return {.role = Role::Danger,
                .icon = u"warning"_s,
                .headline = tr("Harm found at %1 %: %2 errors of %3")
                                .arg(percent)
                                .arg(percentText(green.errorRate()), toQt(sides.second).toUpper()),
                .sentence =
                    tr("The limit is %1, so the rollout goes back by itself. One click goes back at once.")
                        .arg(percentText(rollout.plan.errorRateLimit))};
    if (green.requests < needed)
        return {.role = Role::Accent,
                .icon = u"clock"_s,
                .headline = tr("Too early to tell at %1 %").arg(percent),
                .sentence = tr("%1 has answered %2 requests at this step; its errors are judged from %3 on.")
                                .arg(toQt(sides.second), countText(green.requests), countText(needed))};
    return {.role = Role::Good,
            .icon = u"check"_s,
            .headline = tr("No harm found at %1 %").arg(percent),
            .sentence = numbers(sides, blue, green)};
}

} // namespace

Sides sidesOf(const TrafficSnapshot &snapshot)
{
    const rollout::Rollout *rollout = snapshot.rollout();
    if (rollout != nullptr && (snapshot.active() != nullptr || !rollout->blue.empty()))
        return {.first = rollout->blue,
                .firstVersion = rollout->blueVersion,
                .second = rollout->green,
                .secondVersion = rollout->version};
    Sides sides;
    if (!snapshot.endpoint)
        return sides;
    for (const serve::Deployment &deployment : snapshot.endpoint->deployments) {
        if (sides.first.empty()) {
            sides.first = deployment.name;
            sides.firstVersion = deployment.version;
        } else if (sides.second.empty()) {
            sides.second = deployment.name;
            sides.secondVersion = deployment.version;
        }
    }
    return sides;
}

kql::RequestStatistics statisticsOf(const std::vector<kql::DeploymentSummary> &summaries,
                                    const std::string &deployment, std::int64_t version)
{
    const auto found = std::ranges::find_if(summaries, [&](const kql::DeploymentSummary &summary) {
        return summary.deployment == deployment && summary.version == version;
    });
    return found == summaries.end() ? kql::RequestStatistics{} : found->statistics;
}

Verdict verdictOf(const TrafficSnapshot &snapshot, const Sides &sides,
                  const std::vector<kql::DeploymentSummary> &summaries)
{
    const rollout::Rollout *rollout = snapshot.rollout();
    if (rollout == nullptr)
        return {};
    if (snapshot.active() == nullptr)
        return afterwards(*rollout);
    if (rollout->step == 0)
        return beforeTraffic(*rollout);
    Verdict verdict = atStep(*rollout, sides, summaries);
    if (rollout->state == RolloutState::Paused && verdict.role != Role::Danger) {
        verdict.sentence = verdict.headline + u". "_s + verdict.sentence;
        verdict.headline =
            tr("Paused at %1 %").arg(rollout->plan.steps.at(static_cast<std::size_t>(rollout->step - 1)));
        verdict.role = Role::Warning;
        verdict.icon = u"pause"_s;
    }
    return verdict;
}

} // namespace signalbox::ui
