// Joining the many small segments that the recorder seals: what to join is read and decoded on a snapshot, so
// that writers wait only while the result is stored. Used by TelemetryFile::mergeSmallSegments.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/telemetry/columns.h"
#include "core/telemetry/segments.h"

namespace SQLite {
class Database;
}

namespace signalbox::telemetry {

struct MergePlan
{
    std::vector<std::int64_t> sources; // two or more segments, or none
    EncodedSegment joined;             // their rows
    std::vector<std::int64_t> damaged; // never to be merged
    std::vector<std::int64_t> large;   // too large to be merged

    [[nodiscard]] bool empty() const { return sources.empty() && damaged.empty() && large.empty(); }
};

// What to do next with `table` in `generation`; an empty plan if there is nothing. Throws SQLite::Exception.
[[nodiscard]] Result<MergePlan> planMerge(SQLite::Database &db, const TableSpec &table, int generation);

// Replaces the sources by one segment of the next generation. Stores nothing and returns false if one of them
// is not there any more. Throws SQLite::Exception.
bool storeMerge(SQLite::Database &db, const TableSpec &table, int generation, const MergePlan &plan);

} // namespace signalbox::telemetry
