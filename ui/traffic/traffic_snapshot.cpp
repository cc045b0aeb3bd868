#include "ui/traffic/traffic_snapshot.h"

#include <algorithm>

#include "ui/shell/deployable.h"
#include "ui/shell/workspace.h"

namespace signalbox::ui {

namespace {

constexpr std::size_t auditLines = 60;

std::string approvers(const registry::Gate &gate)
{
    std::string names;
    for (const registry::Approval &approval : gate.approvals) {
        if (approval.decision == registry::Decision::Approve)
            names += (names.empty() ? "" : ", ") + approval.member;
    }
    return names;
}

// What already serves here cannot be brought by a rollout.
bool serves(const serve::Endpoint &endpoint, const registry::Version &version)
{
    return std::ranges::any_of(endpoint.deployments, [&](const serve::Deployment &deployment) {
        return deployment.percent > 0 && deployment.hash == version.hash;
    });
}

Status readGate(const Workspace &workspace, TrafficSnapshot &snapshot)
{
    const rollout::Rollout *rollout = snapshot.rollout();
    if (rollout == nullptr || rollout->gate == 0)
        return {};
    SIGNALBOX_TRY(GateView view, readGateView(*workspace.store, workspace.actor.name, rollout->gate));
    snapshot.approvedBy = approvers(view.gate);
    if (rollout->state == rollout::RolloutState::Gated)
        snapshot.gate = std::move(view);
    return {};
}

} // namespace

Result<TrafficSnapshot> readTraffic(const Workspace &workspace, const std::string &chosen)
{
    const store::Store &store = *workspace.store;
    TrafficSnapshot snapshot{.readAt = workspace.clock->now(),
                             .endpoints = {},
                             .underWay = {},
                             .endpoint = {},
                             .rollouts = {},
                             .approvedBy = {},
                             .gate = {},
                             .wayBack = {},
                             .audit = {},
                             .approved = {},
                             .teamWorkspace = store.info().kind == store::WorkspaceKind::Team};
    SIGNALBOX_TRY(snapshot.endpoints, serve::listEndpoints(store));
    SIGNALBOX_TRY(const auto rollouts, rollout::listRollouts(store));
    std::ranges::copy_if(rollouts, std::back_inserter(snapshot.underWay),
                         [](const rollout::Rollout &rollout) { return !rollout::isOver(rollout.state); });

    const auto found = std::ranges::find(snapshot.endpoints, chosen, &serve::Endpoint::name);
    if (found == snapshot.endpoints.end())
        return snapshot;
    snapshot.endpoint = *found;
    SIGNALBOX_TRY(snapshot.rollouts, rollout::listRollouts(store, chosen));
    SIGNALBOX_CHECK(readGate(workspace, snapshot));
    SIGNALBOX_TRY(auto ways, readWaysBack(store));
    const auto way =
        std::ranges::find(ways, chosen, [](const WayBackView &view) { return view.way.endpoint; });
    if (way != ways.end())
        snapshot.wayBack = std::move(*way);
    SIGNALBOX_TRY(snapshot.audit, store::listAudit(store, {.subject = chosen, .limit = auditLines}));
    SIGNALBOX_TRY(snapshot.approved, readApprovedVersions(store));
    std::erase_if(snapshot.approved,
                  [&](const registry::Version &version) { return serves(*snapshot.endpoint, version); });
    return snapshot;
}

} // namespace signalbox::ui
