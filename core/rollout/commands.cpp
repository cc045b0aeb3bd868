#include <fmt/format.h>

#include "core/base/json.h"
#include "core/registry/registry.h"
#include "core/rollout/advance.h"
#include "core/rollout/rollout_rows.h"

namespace signalbox::rollout {

using store::Change;
using store::Permission;

namespace {

// Who serves now: what everything would go back to.
const serve::Deployment *busiest(const serve::Endpoint &endpoint)
{
    const serve::Deployment *most = nullptr;
    for (const serve::Deployment &deployment : endpoint.deployments) {
        if (deployment.percent > 0 && (most == nullptr || deployment.percent > most->percent))
            most = &deployment;
    }
    return most;
}

Result<Rollout> activeIn(SQLite::Database &db, std::int64_t id)
{
    SIGNALBOX_TRY(Rollout rollout, rolloutIn(db, id));
    if (isOver(rollout.state))
        return failure(ErrorCode::FailedPrecondition,
                       fmt::format("Rollout {} is over ({}).", id, rolloutStateName(rollout.state)));
    return rollout;
}

} // namespace

Result<std::int64_t> startRollout(store::Store &store, const store::Actor &actor, std::string_view endpoint,
                                  std::string_view model, std::int64_t version, const Plan &plan)
{
    SIGNALBOX_CHECK(plan.check());
    return store.change(actor, Permission::Operate, [&](Change &change) -> Result<std::int64_t> {
        SIGNALBOX_TRY(const serve::Endpoint target, serve::endpointIn(change.db, endpoint));
        SIGNALBOX_CHECK(serve::checkNoRollout(target));
        const serve::Split split = serve::splitOf(target);
        if (split.size() > 1)
            return failure(
                ErrorCode::FailedPrecondition,
                fmt::format("'{}' splits its traffic already. Give one deployment 100 % first.", endpoint));
        SIGNALBOX_TRY(const registry::Version candidate, registry::versionIn(change.db, model, version));
        const serve::Deployment *blue = busiest(target);
        if (blue != nullptr && blue->hash == candidate.hash)
            return failure(ErrorCode::FailedPrecondition,
                           fmt::format("'{}' serves {} version {} already.", endpoint, model, version));

        Rollout rollout{.endpoint = target.name,
                        .model = candidate.model,
                        .version = version,
                        .hash = candidate.hash,
                        .blue = blue != nullptr ? blue->name : "",
                        .blueVersion = blue != nullptr ? blue->version : 0,
                        .green = blue != nullptr && blue->name == "blue" ? "green" : "blue",
                        .plan = plan,
                        .stepSince = change.now,
                        .gate = 0,
                        .started = change.now,
                        .startedBy = change.actor.name,
                        .ended = {},
                        .note = {},
                        .steps = {}};
        if (blue == nullptr)
            rollout.plan.steps = {100};
        SIGNALBOX_CHECK(serve::deployIn(change, endpoint, rollout.green, model, version));
        rollout.id = insertRollout(change.db, rollout);
        enterStep(change.db, rollout.id, 0, change.now);
        serve::setRolloutIn(change, endpoint, rollout.id);
        change.audit({.action = "rollout.started",
                      .subject = subjectOf(rollout),
                      .before = serve::splitJson(split),
                      .after = Json{{"model", model},
                                    {"version", version},
                                    {"green", rollout.green},
                                    {"blue", rollout.blue},
                                    {"steps", rollout.plan.steps}}
                                   .dump()});
        return rollout.id;
    });
}

Status pauseRollout(store::Store &store, const store::Actor &actor, std::int64_t id, std::string_view reason)
{
    return store.change(actor, Permission::Operate, [&](Change &change) -> Status {
        SIGNALBOX_TRY(Rollout rollout, activeIn(change.db, id));
        if (rollout.state != RolloutState::Settling)
            return failure(ErrorCode::FailedPrecondition,
                           fmt::format("Rollout {} is {}; only a rollout that is at a step can be paused.",
                                       id, rolloutStateName(rollout.state)));
        rollout.state = RolloutState::Paused;
        rollout.note = reason.empty() ? fmt::format("Paused by {}.", change.actor.name) : std::string(reason);
        saveRollout(change.db, rollout);
        change.audit(
            {.action = "rollout.paused", .subject = subjectOf(rollout), .reason = std::string(reason)});
        return {};
    });
}

Status resumeRollout(store::Store &store, const store::Actor &actor, std::int64_t id)
{
    return store.change(actor, Permission::Operate, [&](Change &change) -> Status {
        SIGNALBOX_TRY(Rollout rollout, activeIn(change.db, id));
        if (rollout.state != RolloutState::Paused)
            return failure(ErrorCode::FailedPrecondition, fmt::format("Rollout {} is not paused.", id));
        rollout.state = RolloutState::Settling;
        rollout.stepSince = change.now;
        rollout.note.clear();
        saveRollout(change.db, rollout);
        change.audit({.action = "rollout.resumed", .subject = subjectOf(rollout)});
        return {};
    });
}

Status promoteRollout(store::Store &store, const store::Actor &actor, std::int64_t id)
{
    return store.change(actor, Permission::Operate, [&](Change &change) -> Status {
        SIGNALBOX_TRY(const Rollout rollout, activeIn(change.db, id));
        if (rollout.state != RolloutState::Settling && rollout.state != RolloutState::Paused)
            return failure(ErrorCode::FailedPrecondition,
                           fmt::format("Rollout {} is {}; it can be promoted once it takes traffic.", id,
                                       rolloutStateName(rollout.state)));
        Evidence evidence = currentEvidence(rollout);
        evidence.verdict = fmt::format("promoted by {} before it had settled", change.actor.name);
        return advanceIn(change, rollout, evidence, "rollout.promoted");
    });
}

} // namespace signalbox::rollout
