#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/base/json.h"
#include "core/registry/gate.h"
#include "core/rollout/rollout_rows.h"

namespace signalbox::rollout {

using store::Change;
using store::Permission;

namespace {

// What one click would do, or nothing if there is nothing to go back from.
std::optional<WayBack> wayBackOf(const serve::Endpoint &endpoint)
{
    const serve::Split split = serve::splitOf(endpoint);
    if (endpoint.fallback.empty() || split == serve::Split{{endpoint.fallback, 100}})
        return std::nullopt;
    WayBack way;
    way.endpoint = endpoint.name;
    way.deployment = endpoint.fallback;
    int most = -1;
    for (const serve::Deployment &deployment : endpoint.deployments) {
        if (deployment.name != endpoint.fallback && deployment.percent > most) {
            most = deployment.percent;
            way.from = deployment.name;
            way.fromVersion = deployment.version;
        }
    }
    const serve::Deployment *target = endpoint.find(endpoint.fallback);
    way.ready = target != nullptr && target->state == serve::DeploymentState::Ready;
    if (target != nullptr) {
        way.model = target->model;
        way.version = target->version;
    }
    if (!way.ready)
        way.obstacle = fmt::format("'{}' is {}.", endpoint.fallback,
                                   target == nullptr ? "gone" : serve::deploymentStateName(target->state));
    return way;
}

std::string undoJson(const serve::Endpoint &endpoint, TimePoint now)
{
    return Json{{"at", now.time_since_epoch().count()},
                {"split", serve::splitOf(endpoint)},
                {"fallback", endpoint.fallback}}
        .dump();
}

// Whether going back is possible, and to what. An endpoint whose first rollout fails has no way back: it is
// closed.
Result<serve::Split> targetSplit(const serve::Endpoint &endpoint, const std::optional<Rollout> &rollout)
{
    const std::string target = rollout ? rollout->blue : endpoint.fallback;
    if (target.empty()) {
        if (rollout)
            return serve::Split{};
        return failure(ErrorCode::FailedPrecondition,
                       fmt::format("'{}' has nothing to go back from.", endpoint.name));
    }
    return serve::Split{{target, 100}};
}

void endRollout(Change &change, Rollout rollout, std::string_view reason)
{
    leaveStep(change.db, rollout.id, rollout.step, change.now, currentEvidence(rollout));
    if (rollout.state == RolloutState::Gated)
        registry::withdrawGate(change, rollout.gate);
    rollout.state = rollout.step == 0 ? RolloutState::Failed : RolloutState::RolledBack;
    rollout.ended = change.now;
    rollout.note = reason;
    saveRollout(change.db, rollout);
    serve::setRolloutIn(change, rollout.endpoint, 0);
}

} // namespace

Status rollBackIn(Change &change, std::string_view name, std::string_view reason)
{
    SIGNALBOX_TRY(const serve::Endpoint endpoint, serve::endpointIn(change.db, name));
    std::optional<Rollout> rollout;
    if (endpoint.rollout != 0) {
        SIGNALBOX_TRY(rollout, rolloutIn(change.db, endpoint.rollout));
    }
    SIGNALBOX_TRY(const serve::Split target, targetSplit(endpoint, rollout));
    const serve::Split before = serve::splitOf(endpoint);
    if (!rollout && before == target)
        return failure(ErrorCode::FailedPrecondition, fmt::format("'{}' has nothing to go back from.", name));
    SIGNALBOX_CHECK(serve::setTrafficIn(change, endpoint, target));
    serve::setFallbackIn(change, name, {}, before == target ? std::string() : undoJson(endpoint, change.now));
    if (rollout)
        endRollout(change, *rollout, reason);
    change.audit({.action = "traffic.rolled-back",
                  .subject = rollout ? subjectOf(*rollout) : std::string(name),
                  .reason = std::string(reason),
                  .before = serve::splitJson(before),
                  .after = serve::splitJson(target)});
    return {};
}

Result<std::vector<WayBack>> waysBack(const store::Store &store)
{
    SIGNALBOX_TRY(const auto endpoints, serve::listEndpoints(store));
    std::vector<WayBack> ways;
    for (const serve::Endpoint &endpoint : endpoints) {
        if (auto way = wayBackOf(endpoint))
            ways.push_back(*std::move(way));
    }
    return ways;
}

Status rollBack(store::Store &store, const store::Actor &actor, std::string_view endpoint,
                std::string_view reason)
{
    return store.change(actor, Permission::RollBack,
                        [&](Change &change) { return rollBackIn(change, endpoint, reason); });
}

Status undoRollBack(store::Store &store, const store::Actor &actor, std::string_view name)
{
    return store.change(actor, Permission::RollBack, [&](Change &change) -> Status {
        SIGNALBOX_TRY(const serve::Endpoint endpoint, serve::endpointIn(change.db, name));
        if (endpoint.undo.empty())
            return failure(ErrorCode::FailedPrecondition, fmt::format("'{}' has no rollback to undo.", name));
        SIGNALBOX_CHECK(serve::checkNoRollout(endpoint));
        SIGNALBOX_TRY(const Json undo, parseJson(endpoint.undo));
        SIGNALBOX_TRY(const auto at, member<std::int64_t>(undo, "at"));
        SIGNALBOX_TRY(const auto split, member<std::map<std::string, int>>(undo, "split"));
        SIGNALBOX_TRY(const auto fallback, member<std::string>(undo, "fallback"));
        if (change.now > TimePoint(Ticks(at)) + undoTime)
            return failure(
                ErrorCode::FailedPrecondition,
                fmt::format("A rollback can be undone for {} seconds; move the traffic or start a rollout.",
                            undoTime.count()));
        const serve::Split target(split.begin(), split.end());
        SIGNALBOX_CHECK(serve::setTrafficIn(change, endpoint, target));
        serve::setFallbackIn(change, name, fallback);
        change.audit({.action = "traffic.rollback-undone",
                      .subject = endpoint.name,
                      .before = serve::splitJson(serve::splitOf(endpoint)),
                      .after = serve::splitJson(target)});
        return {};
    });
}

} // namespace signalbox::rollout
