#include "ui/shell/way_back.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <tuple>

#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("WayBack", text);
}

QString metricsLine(const registry::Version &version)
{
    constexpr std::array<std::pair<const char *, const char *>, 3> shown = {
        {{"f1", "F1"}, {"accuracy", "Accuracy"}, {"roc_auc", "AUC"}}};
    QStringList parts;
    for (const auto &[key, title] : shown) {
        if (const auto metric = version.metrics.find(key); metric != version.metrics.end())
            parts << QString::fromLatin1(title) + u' ' + numberText(metric->second);
    }
    return parts.join(u" · "_s);
}

auto urgency(const WayBackView &view)
{
    return std::tuple(view.environment != serve::Environment::Production, !view.underWay, view.way.endpoint);
}

} // namespace

std::optional<SmokeTest> lastSmokeTest(const std::vector<rollout::Rollout> &rollouts, std::string_view hash)
{
    for (const rollout::Rollout &rollout : rollouts) {
        if (rollout.hash != hash)
            continue;
        for (auto step = rollout.steps.rbegin(); step != rollout.steps.rend(); ++step) {
            if (step->evidence.probesSent > 0)
                return SmokeTest{.sent = step->evidence.probesSent,
                                 .passed = step->evidence.probesPassed,
                                 .time = step->entered};
        }
    }
    return std::nullopt;
}

Result<std::vector<WayBackView>> readWaysBack(const store::Store &store)
{
    SIGNALBOX_TRY(const auto ways, rollout::waysBack(store));
    std::vector<WayBackView> views;
    for (const rollout::WayBack &way : ways) {
        SIGNALBOX_TRY(const serve::Endpoint endpoint, serve::findEndpoint(store, way.endpoint));
        WayBackView view{.way = way,
                         .environment = endpoint.environment,
                         .underWay = endpoint.rollout != 0,
                         .deployed = {},
                         .version = {},
                         .smokeTest = {}};
        if (const serve::Deployment *target = endpoint.find(way.deployment)) {
            view.deployed = target->created;
            if (auto version = registry::findVersion(store, target->model, target->version))
                view.version = *std::move(version);
            SIGNALBOX_TRY(const auto rollouts, rollout::listRollouts(store, way.endpoint));
            view.smokeTest = lastSmokeTest(rollouts, target->hash);
        }
        views.push_back(std::move(view));
    }
    std::ranges::sort(views, {}, urgency);
    return views;
}

QString deploymentLabel(std::string_view deployment, std::int64_t version)
{
    return u"%1 · v%2"_s.arg(toQt(deployment).toUpper()).arg(version);
}

QStringList wayBackLines(const WayBackView &view, TimePoint now)
{
    QStringList lines;
    if (!view.way.ready)
        lines << tr("Cannot be taken now: %1").arg(toQt(view.way.obstacle));
    QString what = u"%1 v%2"_s.arg(toQt(view.way.model)).arg(view.way.version);
    if (view.version && !view.version->commit.empty())
        what += tr(" · commit %1").arg(toQt(view.version->commit).left(7));
    lines << what;
    if (view.version) {
        if (const QString metrics = metricsLine(*view.version); !metrics.isEmpty())
            lines << metrics;
    }
    if (view.deployed)
        lines << tr("Deployed %1").arg(ageText(*view.deployed, now));
    if (view.smokeTest)
        lines << tr("Last smoke test: %1 of %2 passed, %3")
                     .arg(view.smokeTest->passed)
                     .arg(view.smokeTest->sent)
                     .arg(ageText(view.smokeTest->time, now));
    else
        lines << tr("No smoke test on record");
    return lines;
}

RollbackTarget rollbackTarget(const WayBackView &view, TimePoint now)
{
    const QString endpoint = toQt(view.way.endpoint);
    return {.endpoint = endpoint,
            .place = view.environment == serve::Environment::Production ? QString() : endpoint,
            .label = deploymentLabel(view.way.deployment, view.way.version),
            .detail = wayBackLines(view, now).join(u" · "_s)};
}

} // namespace signalbox::ui
