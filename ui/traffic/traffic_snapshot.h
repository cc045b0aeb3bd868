// What the Traffic page shows of the workspace, read on the pool as one value: every endpoint, and of the
// chosen one its rollout, gate, way back, audit trail and requests.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/registry/registry.h"
#include "core/rollout/rollout.h"
#include "core/serve/endpoints.h"
#include "core/store/audit.h"
#include "ui/shell/request_snapshot.h"
#include "ui/shell/way_back.h"
#include "ui/widgets/gate_view.h"

namespace signalbox::ui {

struct Workspace;

struct TrafficSnapshot
{
    TimePoint readAt;
    std::vector<serve::Endpoint> endpoints;
    std::vector<rollout::Rollout> underWay; // of all endpoints

    std::optional<serve::Endpoint> endpoint; // the chosen one; nothing if it is gone
    std::vector<rollout::Rollout> rollouts;  // of the chosen endpoint, newest first
    std::string approvedBy;                  // who granted the latest rollout's gate, "" if nobody yet
    std::optional<GateView> gate;            // while the latest rollout waits at it
    std::optional<WayBackView> wayBack;
    std::vector<store::AuditEntry> audit;    // newest first
    std::vector<registry::Version> approved; // that a rollout could bring, newest first
    bool teamWorkspace = false;

    // The one that the page is about, under way or the last one; null if there never was one.
    [[nodiscard]] const rollout::Rollout *rollout() const
    {
        return rollouts.empty() ? nullptr : &rollouts.front();
    }
    // The one that is under way; null if none is.
    [[nodiscard]] const rollout::Rollout *active() const
    {
        return rollouts.empty() || rollout::isOver(rollouts.front().state) ? nullptr : &rollouts.front();
    }
};

// `chosen` "" reads the endpoints only.
[[nodiscard]] Result<TrafficSnapshot> readTraffic(const Workspace &workspace, const std::string &chosen);

} // namespace signalbox::ui
