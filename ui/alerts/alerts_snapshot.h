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

// So many entries at first, and twice as many each time that older ones are asked for; the export holds all.
inline constexpr std::size_t auditPage = 500;
inline constexpr std::size_t logShown = 2000;

struct AuditQuestion
{
    std::string subject = {}; // only about this and what is below it; "" for the whole trail
    std::size_t limit = auditPage;

    friend bool operator==(const AuditQuestion &, const AuditQuestion &) = default;
};

struct AuditAnswer
{
    std::vector<store::AuditEntry> entries; // newest first
    bool more = false;                      // older ones were left out
    std::int64_t trail = 0;                 // entries of the whole trail
};

[[nodiscard]] Result<AuditAnswer> readAudit(const store::Store &store, const AuditQuestion &question);

struct LogQuestion
{
    Ticks range = Ticks::zero(); // back from now; zero for everything
    int leastSeverity = 0;

    friend bool operator==(const LogQuestion &, const LogQuestion &) = default;
};

struct TraceLine
{
    TimePoint time;
    int severity = 0; // 0 verbose, 1 information, 2 warning, 3 error, 4 critical
    std::string role; // the program that wrote it
    std::string message;
};

struct LogAnswer
{
    std::vector<TraceLine> lines; // oldest first; the newest logShown of them
    std::int64_t older = 0;       // lines in the range that were left out because there are so many
    std::int64_t hidden = 0;      // lines in the range that are less severe than asked for
    std::int64_t written = 0;     // lines at any time
    TimePoint newest;             // of those
    TimePoint now;
};

// Reads no line outside of the range. Nothing was written where no agent has run yet.
[[nodiscard]] Result<LogAnswer> readLog(Workspace &workspace, const LogQuestion &question,
                                        const StopToken &stop = {});

// The whole trail as CSV with a header line, oldest first, into `path`; how many entries.
[[nodiscard]] Result<std::int64_t> exportAudit(const store::Store &store, const std::string &path);

} // namespace signalbox::ui
