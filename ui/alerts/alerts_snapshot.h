// What the Alerts page shows, read on the pool: entries of the audit trail, and lines of the agent's log as
// they stand in telemetry.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/stop.h"
#include "core/store/audit.h"

namespace signalbox::ui {

struct Workspace;

// The newest so many are shown; the export holds all.
inline constexpr std::size_t auditShown = 2000;
inline constexpr std::size_t logShown = 2000;

struct TraceLine
{
    TimePoint time;
    int severity = 0; // 0 verbose, 1 information, 2 warning, 3 error, 4 critical
    std::string role; // the program that wrote it
    std::string message;
};

// Oldest first, at least as severe as `leastSeverity`; nothing where no agent has run yet.
[[nodiscard]] Result<std::vector<TraceLine>> readTraces(Workspace &workspace, int leastSeverity,
                                                        const StopToken &stop = {});

// The whole trail as CSV with a header line, oldest first, into `path`; how many entries.
[[nodiscard]] Result<std::int64_t> exportAudit(const store::Store &store, const std::string &path);

} // namespace signalbox::ui
