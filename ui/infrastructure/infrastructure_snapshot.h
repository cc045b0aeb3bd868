// What the workspace knows of the ground it stands on, read on the pool: endpoints, members, settings, files
// on the disk and telemetry.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/stop.h"
#include "core/serve/endpoints.h"
#include "core/store/audit.h"
#include "core/store/members.h"
#include "core/telemetry/telemetry_file.h"

namespace signalbox::ui {

struct Workspace;

struct InfrastructureSnapshot
{
    TimePoint readAt;
    std::vector<serve::Endpoint> endpoints;
    std::vector<store::Member> members;
    bool secondPerson = false; // nobody may approve what they asked for themselves
};

[[nodiscard]] Result<InfrastructureSnapshot> readInfrastructure(const Workspace &workspace);

struct DiskUse
{
    std::string what;       // "workspace.db", "telemetry.db", "artifacts", "agent.log"
    std::int64_t bytes = 0; // with what SQLite keeps beside a database
    std::int64_t files = 0;
};

struct DiskSnapshot
{
    std::string folder;
    std::vector<DiskUse> uses;
    std::int64_t freeBytes = -1; // of the volume, -1 if the system does not tell
    std::vector<telemetry::TableStatistics> tables;
    std::string telemetryProblem; // why telemetry.db cannot be read, "" if it can or there is none yet
};

[[nodiscard]] Result<DiskSnapshot> readDisk(Workspace &workspace, const StopToken &stop);

struct HealthReport
{
    std::string fault; // SQLite's first finding, "" if the file is sound
    store::AuditVerdict audit;
    TimePoint checked;
};

// SQLite's own check of the whole file and the audit trail's of itself. Cancelled when it was asked to stop.
[[nodiscard]] Result<HealthReport> checkHealth(const Workspace &workspace, const StopToken &stop);

} // namespace signalbox::ui
