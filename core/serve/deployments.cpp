#include <algorithm>
#include <numeric>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/registry/gate.h"
#include "core/registry/registry.h"
#include "core/serve/endpoints.h"

namespace signalbox::serve {

using store::Change;
using store::Permission;

namespace {

std::string subjectOf(std::string_view endpoint, std::string_view deployment)
{
    return fmt::format("{}/{}", endpoint, deployment);
}

Result<Deployment> deploymentIn(SQLite::Database &db, std::string_view endpoint, std::string_view name)
{
    SIGNALBOX_TRY(const Endpoint owner, endpointIn(db, endpoint));
    const Deployment *found = owner.find(name);
    if (found == nullptr)
        return failure(ErrorCode::NotFound, fmt::format("'{}' has no deployment '{}'.", endpoint, name));
    return *found;
}

void setObservedState(SQLite::Database &db, const Deployment &deployment, DeploymentState state,
                      std::string_view error, TimePoint now)
{
    SQLite::Statement update(db, "UPDATE deployments SET state = ?, error = ?, observed = ? "
                                 "WHERE endpoint = ? AND name = ?");
    update.bind(1, std::string(deploymentStateName(state)));
    update.bind(2, std::string(error));
    update.bind(3, now.time_since_epoch().count());
    update.bind(4, deployment.endpoint);
    update.bind(5, deployment.name);
    update.exec();
}

void removeIn(Change &change, const Endpoint &endpoint, std::string_view name)
{
    SQLite::Statement remove(change.db, "DELETE FROM deployments WHERE endpoint = ? AND name = ?");
    remove.bind(1, endpoint.name);
    remove.bind(2, std::string(name));
    remove.exec();
    if (endpoint.fallback == name)
        setFallbackIn(change, endpoint.name, {});
}

Status checkShare(Change &change, const Endpoint &endpoint, std::string_view name, int percent)
{
    const Deployment *deployment = endpoint.find(name);
    if (deployment == nullptr)
        return failure(ErrorCode::NotFound, fmt::format("'{}' has no deployment '{}'.", endpoint.name, name));
    if (percent < 0 || percent > 100)
        return failure(ErrorCode::InvalidArgument,
                       fmt::format("{} % for '{}' is not possible: a share is 0 to 100.", percent, name));
    if (percent == 0)
        return {};
    if (deployment->state != DeploymentState::Ready)
        return failure(ErrorCode::FailedPrecondition,
                       fmt::format("'{}' is {}; traffic can go to a ready deployment only.", name,
                                   deploymentStateName(deployment->state)));
    if (endpoint.environment == Environment::Production &&
        !registry::isGranted(change.db, registry::productionGate, deployment->hash))
        return failure(
            ErrorCode::FailedPrecondition,
            fmt::format("{} version {} has no granted production gate, so '{}' cannot take production "
                        "traffic. Start a rollout; it opens the gate.",
                        deployment->model, deployment->version, name));
    return {};
}

// The deployment that had everything, if one had.
std::string wholeOwner(const Split &split)
{
    return split.size() == 1 && split.begin()->second == 100 ? split.begin()->first : std::string();
}

} // namespace

void setRolloutIn(Change &change, std::string_view endpoint, std::int64_t rollout)
{
    SQLite::Statement update(change.db, "UPDATE endpoints SET rollout = ? WHERE name = ?");
    update.bind(1, rollout);
    update.bind(2, std::string(endpoint));
    update.exec();
}

void setFallbackIn(Change &change, std::string_view endpoint, std::string_view fallback,
                   std::string_view undo)
{
    SQLite::Statement update(change.db, "UPDATE endpoints SET fallback = ?, undo = ? WHERE name = ?");
    update.bind(1, std::string(fallback));
    update.bind(2, std::string(undo));
    update.bind(3, std::string(endpoint));
    update.exec();
}

Status deployIn(Change &change, std::string_view endpoint, std::string_view deployment,
                std::string_view model, std::int64_t version)
{
    SIGNALBOX_CHECK(checkName("deployment", deployment));
    SIGNALBOX_TRY(const Endpoint owner, endpointIn(change.db, endpoint));
    SIGNALBOX_TRY(const registry::Version found, registry::versionIn(change.db, model, version));
    if (found.state != registry::VersionState::Approved)
        return failure(ErrorCode::FailedPrecondition,
                       fmt::format("{} version {} is {}; only an approved version can be deployed.", model,
                                   version, registry::versionStateName(found.state)));
    if (const Deployment *existing = owner.find(deployment); existing != nullptr) {
        if (existing->percent > 0)
            return failure(ErrorCode::FailedPrecondition,
                           fmt::format("'{}' takes {} % of the traffic of '{}'. Deploy under another name.",
                                       deployment, existing->percent, endpoint));
        removeIn(change, owner, deployment);
    }
    SQLite::Statement insert(change.db,
                             "INSERT INTO deployments(endpoint, name, model, version, hash, state, created, "
                             "created_by, observed) VALUES(?, ?, ?, ?, ?, 'starting', ?, ?, ?)");
    insert.bind(1, std::string(endpoint));
    insert.bind(2, std::string(deployment));
    insert.bind(3, std::string(model));
    insert.bind(4, version);
    insert.bind(5, found.hash);
    insert.bind(6, change.now.time_since_epoch().count());
    insert.bind(7, change.actor.name);
    insert.bind(8, change.now.time_since_epoch().count());
    insert.exec();
    return {};
}

Status deploy(store::Store &store, const store::Actor &actor, std::string_view endpoint,
              std::string_view deployment, std::string_view model, std::int64_t version)
{
    return store.change(actor, Permission::Operate, [&](Change &change) -> Status {
        SIGNALBOX_CHECK(deployIn(change, endpoint, deployment, model, version));
        change.audit({.action = "deployment.created",
                      .subject = subjectOf(endpoint, deployment),
                      .after = Json{{"model", model}, {"version", version}}.dump()});
        return {};
    });
}

Status removeDeployment(store::Store &store, const store::Actor &actor, std::string_view endpoint,
                        std::string_view deployment)
{
    return store.change(actor, Permission::Operate, [&](Change &change) -> Status {
        SIGNALBOX_TRY(const Endpoint owner, endpointIn(change.db, endpoint));
        SIGNALBOX_TRY(const Deployment existing, deploymentIn(change.db, endpoint, deployment));
        if (existing.percent > 0)
            return failure(ErrorCode::FailedPrecondition,
                           fmt::format("'{}' takes {} % of the traffic. Move the traffic away first.",
                                       deployment, existing.percent));
        SIGNALBOX_CHECK(checkNoRollout(owner));
        removeIn(change, owner, deployment);
        change.audit({.action = "deployment.removed",
                      .subject = subjectOf(endpoint, deployment),
                      .before = Json{{"model", existing.model}, {"version", existing.version}}.dump()});
        return {};
    });
}

Status setTrafficIn(Change &change, const Endpoint &endpoint, const Split &split)
{
    const int sum = std::accumulate(split.begin(), split.end(), 0,
                                    [](int total, const auto &share) { return total + share.second; });
    if (sum != 100 && sum != 0)
        return failure(
            ErrorCode::InvalidArgument,
            fmt::format("The shares sum to {} %; they must sum to 100, or to 0 to close the endpoint.", sum));
    for (const auto &[name, percent] : split)
        SIGNALBOX_CHECK(checkShare(change, endpoint, name, percent));
    SQLite::Statement update(change.db, "UPDATE deployments SET percent = ? WHERE endpoint = ? AND name = ?");
    for (const Deployment &deployment : endpoint.deployments) {
        const auto share = split.find(deployment.name);
        update.bind(1, share == split.end() ? 0 : share->second);
        update.bind(2, endpoint.name);
        update.bind(3, deployment.name);
        update.exec();
        update.reset();
    }
    return {};
}

Status setTraffic(store::Store &store, const store::Actor &actor, std::string_view endpoint,
                  const Split &split, std::string_view reason)
{
    return store.change(actor, Permission::Operate, [&](Change &change) -> Status {
        SIGNALBOX_TRY(const Endpoint before, endpointIn(change.db, endpoint));
        SIGNALBOX_CHECK(checkNoRollout(before));
        SIGNALBOX_CHECK(setTrafficIn(change, before, split));
        const std::string owner = wholeOwner(splitOf(before));
        if (!owner.empty() && split != splitOf(before))
            setFallbackIn(change, endpoint, owner);
        change.audit({.action = "traffic.moved",
                      .subject = std::string(endpoint),
                      .reason = std::string(reason),
                      .before = splitJson(splitOf(before)),
                      .after = splitJson(split)});
        return {};
    });
}

Status reportReady(store::Store &store, std::string_view endpoint, std::string_view deployment,
                   std::string_view hash)
{
    return store.change(
        store::Actor::reconciler("agent"), Permission::Operate, [&](Change &change) -> Status {
            SIGNALBOX_TRY(const Deployment existing, deploymentIn(change.db, endpoint, deployment));
            if (existing.hash != hash)
                return failure(ErrorCode::FailedPrecondition, "The deployment was replaced meanwhile.");
            setObservedState(change.db, existing, DeploymentState::Ready, {}, change.now);
            change.audit({.action = "deployment.ready",
                          .subject = subjectOf(endpoint, deployment),
                          .before = Json{{"state", deploymentStateName(existing.state)}}.dump(),
                          .after = Json{{"state", "ready"}, {"version", existing.version}}.dump()});
            return {};
        });
}

Status reportFailed(store::Store &store, std::string_view endpoint, std::string_view deployment,
                    std::string_view hash, std::string_view error)
{
    return store.change(
        store::Actor::reconciler("agent"), Permission::Operate, [&](Change &change) -> Status {
            SIGNALBOX_TRY(const Endpoint owner, endpointIn(change.db, endpoint));
            SIGNALBOX_TRY(const Deployment existing, deploymentIn(change.db, endpoint, deployment));
            if (existing.hash != hash)
                return failure(ErrorCode::FailedPrecondition, "The deployment was replaced meanwhile.");
            Split after = splitOf(owner);
            if (existing.percent > 0) {
                const Deployment *fallback = owner.find(owner.fallback);
                const bool wayBack = fallback != nullptr && fallback->name != existing.name &&
                                     fallback->state == DeploymentState::Ready;
                after = wayBack ? Split{{fallback->name, 100}} : Split{};
                SIGNALBOX_CHECK(setTrafficIn(change, owner, after));
            }
            if (owner.fallback == deployment)
                setFallbackIn(change, endpoint, {});
            setObservedState(change.db, existing, DeploymentState::Failed, error, change.now);
            change.audit(
                {.action = "deployment.failed",
                 .subject = subjectOf(endpoint, deployment),
                 .reason = std::string(error),
                 .before =
                     Json{{"state", deploymentStateName(existing.state)}, {"traffic", splitOf(owner)}}.dump(),
                 .after = Json{{"state", "failed"}, {"traffic", after}}.dump()});
            return {};
        });
}

} // namespace signalbox::serve
