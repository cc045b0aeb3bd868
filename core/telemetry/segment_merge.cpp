#include "core/telemetry/segment_merge.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "core/telemetry/column_tools.h"
#include "core/telemetry/segments.h"

namespace signalbox::telemetry {

namespace {

constexpr std::size_t mostJoinedBytes = std::size_t{64} << 20U;

std::size_t heldBytes(const Chunk &chunk)
{
    std::size_t bytes = 0;
    for (const Column &column : chunk.columns)
        bytes += column.size() * sizeof(std::int64_t) + column.texts.bytes();
    return bytes;
}

} // namespace

Result<MergePlan> planMerge(SQLite::Database &db, const TableSpec &table, int generation)
{
    MergePlan plan;
    ColumnDecoder decoder;
    std::vector<ColumnJoiner> joiners;
    joiners.reserve(table.columns.size());
    for (const ColumnSpec &column : table.columns)
        joiners.emplace_back(column.type);
    std::size_t bytes = 0;
    std::size_t rows = 0;
    bool overflowed = false;
    for (const Segment &segment : findMergeable(db, table.name, generation)) {
        const Result<Chunk> chunk = loadSegment(db, decoder, segment, table);
        if (!chunk) {
            plan.damaged.push_back(segment.id);
            continue;
        }
        bytes += heldBytes(*chunk);
        overflowed = bytes > mostJoinedBytes || rows + chunk->rows > std::size_t{2} * fullSegmentRows;
        if (overflowed && !plan.sources.empty())
            break;
        plan.sources.push_back(segment.id);
        rows += chunk->rows;
        for (std::size_t i = 0; i < joiners.size(); ++i)
            joiners[i].add(chunk->columns[i]);
    }
    if (plan.sources.size() < 2) {
        if (overflowed)
            plan.large = plan.sources;
        plan.sources.clear();
        return plan;
    }
    Chunk joined{.columns = {}, .rows = rows};
    for (ColumnJoiner &joiner : joiners)
        joined.columns.push_back(joiner.take());
    ColumnEncoder encoder;
    SIGNALBOX_TRY(plan.joined, encodeSegment(encoder, table, joined));
    return plan;
}

bool storeMerge(SQLite::Database &db, const TableSpec &table, int generation, const MergePlan &plan)
{
    for (const std::int64_t id : plan.damaged)
        setGeneration(db, id, damagedGeneration);
    for (const std::int64_t id : plan.large)
        setGeneration(db, id, lastGeneration);
    const auto exists = [&db](std::int64_t id) { return hasSegment(db, id); };
    if (plan.sources.empty() || !std::ranges::all_of(plan.sources, exists))
        return false;
    for (const std::int64_t id : plan.sources)
        removeSegment(db, id);
    insertSegment(db, table, plan.joined, generation + 1);
    return true;
}

} // namespace signalbox::telemetry
