#include "app/console/picture_scene.h"

#include <algorithm>

#include "core/registry/gate.h"
#include "core/registry/registry.h"
#include "core/rollout/rollout.h"
#include "core/serve/endpoints.h"
#include "core/tracking/tracking.h"

namespace signalbox::console {

namespace {

constexpr double requestsPerSecond = 60;
constexpr std::int64_t requestsToShow = 900; // so that the lines of the charts are more than a beginning

rollout::Plan unhurriedPlan()
{
    return {.steps = {10, 50, 100}, .settle = std::chrono::minutes(2), .minimumRequests = 200};
}

Status approve(store::Store &store, const store::Actor &actor, std::int64_t gate, const char *reason)
{
    SIGNALBOX_CHECK(registry::decide(store, actor, gate, registry::Decision::Approve, reason));
    return {};
}

// A finished run whose model nobody has registered becomes the version that waits.
Status registerAnother(store::Store &store, const store::Actor &actor, const std::string &model,
                       const std::vector<registry::Version> &versions)
{
    SIGNALBOX_TRY(const auto runs, tracking::listRuns(store));
    for (const tracking::Run &run : runs) {
        const bool registered =
            std::ranges::find(versions, run.id, &registry::Version::run) != versions.end();
        if (!registered && run.state == tracking::RunState::Finished) {
            SIGNALBOX_CHECK(registry::registerVersion(store, actor, model, run.id));
            return {};
        }
    }
    return failure(ErrorCode::FailedPrecondition, "No run is left that could be registered.");
}

Result<bool> moveRollout(store::Store &store, const store::Actor &actor, const rollout::Rollout &rollout)
{
    const auto step = std::ranges::find(rollout.steps, rollout.step, &rollout::Step::index);
    const std::int64_t requests = step == rollout.steps.end() ? 0 : step->evidence.greenRequests;
    switch (rollout.state) {
    case rollout::RolloutState::Gated:
        SIGNALBOX_CHECK(approve(store, actor, rollout.gate, "Staging looks good."));
        return false;
    case rollout::RolloutState::Settling:
        if (rollout.step == 1 && requests >= rollout.plan.minimumRequests / 2)
            SIGNALBOX_CHECK(rollout::promoteRollout(store, actor, rollout.id));
        return rollout.step == 2 && requests >= requestsToShow;
    case rollout::RolloutState::Starting:
    case rollout::RolloutState::Probing:
        return false;
    default:
        return failure(ErrorCode::FailedPrecondition, "The rollout for the pictures ended: " + rollout.note);
    }
}

} // namespace

Result<bool> setScene(store::Store &store, const store::Actor &actor)
{
    SIGNALBOX_TRY(const auto endpoints, serve::listEndpoints(store));
    const auto production =
        std::ranges::find(endpoints, serve::Environment::Production, &serve::Endpoint::environment);
    SIGNALBOX_TRY(const auto models, registry::listModels(store));
    if (production == endpoints.end() || models.empty())
        return failure(ErrorCode::FailedPrecondition, "The pictures need the sample workspace.");
    if (!production->load) {
        SIGNALBOX_CHECK(
            serve::setLoad(store, actor, production->name, requestsPerSecond, std::chrono::minutes(30)));
        return false;
    }
    SIGNALBOX_TRY(const auto rollouts, rollout::listRollouts(store, production->name));
    SIGNALBOX_TRY(const auto versions, registry::listVersions(store, models.front().name));
    if (!rollouts.empty() && !rollout::isOver(rollouts.front().state)) {
        if (std::ranges::none_of(versions, [](const registry::Version &version) {
                return version.state == registry::VersionState::Waiting;
            })) {
            SIGNALBOX_CHECK(registerAnother(store, actor, models.front().name, versions));
            return false;
        }
        return moveRollout(store, actor, rollouts.front());
    }
    const registry::Version &newest = versions.front();
    if (newest.state == registry::VersionState::Waiting) {
        SIGNALBOX_CHECK(approve(store, actor, newest.gate, "Better on the rows that matter."));
        return false;
    }
    SIGNALBOX_CHECK(
        rollout::startRollout(store, actor, production->name, newest.model, newest.number, unhurriedPlan()));
    return false;
}

} // namespace signalbox::console
