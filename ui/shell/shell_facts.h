// What the window around the pages tells of a workspace, read as one value on the pool and put into words on
// the GUI thread: ways back, gates that wait, a recent incident, the agent and the telemetry.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/agent/lease.h"
#include "core/base/clock.h"
#include "core/registry/gate.h"
#include "core/store/audit.h"
#include "ui/shell/shell_state.h"
#include "ui/shell/way_back.h"

namespace signalbox::ui {

struct Workspace;

struct ShellFacts
{
    std::vector<WayBackView> waysBack;
    std::vector<registry::Gate> openGates;
    std::optional<store::AuditEntry> incident; // nothing that a person has answered since
    std::int64_t endpoints = 0;
};

struct TelemetryFacts
{
    std::int64_t rows = 0;
    std::optional<TimePoint> newest;
};

// How long the window tells of something that the agent did by itself.
inline constexpr std::chrono::minutes incidentTime{10};

[[nodiscard]] Result<ShellFacts> readShellFacts(const store::Store &store);
// No rows where no agent has run yet.
[[nodiscard]] Result<TelemetryFacts> readTelemetryFacts(Workspace &workspace);

// The newest thing that went wrong by itself after `since` and that no later decision about the same endpoint
// has answered; `entries` newest first.
[[nodiscard]] std::optional<store::AuditEntry> findIncident(const std::vector<store::AuditEntry> &entries,
                                                            TimePoint since);

[[nodiscard]] std::vector<RollbackTarget> rollbackTargets(const ShellFacts &facts, TimePoint now);
[[nodiscard]] std::vector<InboxEntry> inboxEntries(const ShellFacts &facts, TimePoint now);
[[nodiscard]] std::optional<Incident> incidentOf(const ShellFacts &facts, TimePoint now);
[[nodiscard]] QString telemetryText(const TelemetryFacts &facts, TimePoint now);
// "3 endpoints", or why there is no agent.
[[nodiscard]] QString agentText(const std::optional<agent::Lease> &lease, bool alive, std::int64_t endpoints,
                                TimePoint now);

} // namespace signalbox::ui
