#include "core/telemetry/range_read.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/telemetry/column_tools.h"

namespace signalbox::telemetry {

namespace {

Error unknownColumn(const TableSpec &table, const std::string &name)
{
    std::vector<std::string> names(table.columns.size());
    std::ranges::transform(table.columns, names.begin(), &ColumnSpec::name);
    const std::string_view near = nearest(name, names);
    return {.code = ErrorCode::InvalidArgument,
            .message = near.empty() ? fmt::format("Table '{}' has no column '{}'.", table.name, name)
                                    : fmt::format("Table '{}' has no column '{}'. Did you mean '{}'?",
                                                  table.name, name, near),
            .field = name};
}

std::vector<std::uint32_t> rowsInside(const Column &timestamps, const TimeRange &range)
{
    const std::int64_t from = range.from.time_since_epoch().count();
    const std::int64_t to = range.to.time_since_epoch().count();
    std::vector<std::uint32_t> rows;
    for (std::size_t i = 0; i < timestamps.integers.size(); ++i) {
        if (timestamps.integers[i] >= from && timestamps.integers[i] < to)
            rows.push_back(static_cast<std::uint32_t>(i));
    }
    return rows;
}

bool isInside(const Segment &segment, const TimeRange &range)
{
    return segment.smallest >= range.from.time_since_epoch().count() &&
           segment.largest < range.to.time_since_epoch().count();
}

} // namespace

Result<Chunk> loadRange(SQLite::Database &db, ColumnDecoder &decoder, const Segment &segment,
                        const TimeRange &range, std::span<const ColumnSpec> columns)
{
    const ColumnSpec timestamp{.name = "timestamp", .type = ColumnType::DateTime};
    const bool whole = isInside(segment, range);
    Column timestamps;
    std::vector<std::uint32_t> rows;
    if (!whole) {
        SIGNALBOX_TRY(timestamps, loadColumn(db, decoder, segment, timestamp));
        rows = rowsInside(timestamps, range);
    }
    Chunk chunk;
    chunk.rows = whole ? static_cast<std::size_t>(segment.rows) : rows.size();
    if (chunk.rows == 0)
        return chunk;
    for (const ColumnSpec &spec : columns) {
        if (whole) {
            SIGNALBOX_TRY(Column column, loadColumn(db, decoder, segment, spec));
            chunk.columns.push_back(std::move(column));
        } else if (spec == timestamp) {
            chunk.columns.push_back(selectRows(timestamps, rows));
        } else {
            SIGNALBOX_TRY(const Column column, loadColumn(db, decoder, segment, spec));
            chunk.columns.push_back(selectRows(column, rows));
        }
    }
    return chunk;
}

Result<std::vector<Chunk>> readRange(SQLite::Database &db, std::string_view table, const TimeRange &range,
                                     std::span<const std::string> columns, const StopToken &stop)
{
    std::vector<Chunk> chunks;
    const auto tables = loadTables(db);
    const auto spec = tables.find(table);
    if (spec == tables.end())
        return chunks;
    std::vector<ColumnSpec> asked;
    for (const std::string &name : columns) {
        const auto column = std::ranges::find(spec->second.columns, name, &ColumnSpec::name);
        if (column == spec->second.columns.end())
            return std::unexpected(unknownColumn(spec->second, name));
        asked.push_back(*column);
    }
    ColumnDecoder decoder;
    for (const Segment &segment : findSegments(db, table, range)) {
        if (stop.stopRequested())
            return failure(ErrorCode::Cancelled, "Stopped as asked.");
        SIGNALBOX_TRY(Chunk chunk, loadRange(db, decoder, segment, range, asked));
        if (chunk.rows > 0)
            chunks.push_back(std::move(chunk));
    }
    return chunks;
}

} // namespace signalbox::telemetry
