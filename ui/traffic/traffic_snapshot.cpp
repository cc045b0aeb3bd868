#include "ui/traffic/traffic_snapshot.h"

#include <algorithm>

#include "core/telemetry/telemetry_file.h"
#include "ui/shell/workspace.h"
#include "ui/widgets/request_charts.h"

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

Result<std::vector<registry::Version>> approvedVersions(const store::Store &store,
                                                        const serve::Endpoint &endpoint)
{
    std::vector<registry::Version> approved;
    SIGNALBOX_TRY(const auto models, registry::listModels(store));
    for (const registry::Model &model : models) {
        SIGNALBOX_TRY(const auto versions, registry::listVersions(store, model.name));
        for (const registry::Version &version : versions) {
            const bool serves =
                std::ranges::any_of(endpoint.deployments, [&](const serve::Deployment &deployment) {
                    return deployment.percent > 0 && deployment.hash == version.hash;
                });
            if (version.state == registry::VersionState::Approved && !serves)
                approved.push_back(version);
        }
    }
    std::ranges::stable_sort(approved, std::ranges::greater(), &registry::Version::registered);
    return approved;
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
    SIGNALBOX_TRY(snapshot.approved, approvedVersions(store, *snapshot.endpoint));
    return snapshot;
}

Result<RequestsAnswer> readRequests(Workspace &workspace, const RequestsQuestion &question,
                                    const StopToken &stop)
{
    RequestsAnswer answer{
        .now = workspace.clock->now(), .bin = binFor(question.range), .series = {}, .summaries = {}};
    const auto file = workspace.telemetry.open(workspace.store->folder());
    if (!file) {
        if (file.error().code == ErrorCode::NotFound)
            return answer;
        return std::unexpected(file.error());
    }
    const telemetry::TimeRange range{.from = answer.now - question.range, .to = answer.now};
    SIGNALBOX_TRY(answer.series,
                  telemetry::readDeploymentSeries(**file, question.endpoint, range, answer.bin, stop));
    SIGNALBOX_TRY(answer.summaries,
                  telemetry::readDeploymentSummaries(**file, question.endpoint,
                                                     {.from = question.since, .to = answer.now}, stop));
    return answer;
}

} // namespace signalbox::ui
