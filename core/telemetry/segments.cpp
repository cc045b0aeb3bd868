#include "core/telemetry/segments.h"

#include <algorithm>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/telemetry/column_tools.h"

namespace signalbox::telemetry {

namespace {

constexpr const char *schema = R"sql(
CREATE TABLE table_columns(
    table_name TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, type INTEGER NOT NULL,
    PRIMARY KEY (table_name, position), UNIQUE (table_name, name)) STRICT, WITHOUT ROWID;
CREATE TABLE segments(
    id INTEGER PRIMARY KEY AUTOINCREMENT, table_name TEXT NOT NULL, smallest INTEGER NOT NULL,
    largest INTEGER NOT NULL, rows INTEGER NOT NULL, bytes INTEGER NOT NULL, generation INTEGER NOT NULL) STRICT;
CREATE INDEX segments_by_time ON segments(table_name, largest);
CREATE INDEX segments_by_generation ON segments(table_name, generation, smallest);
CREATE TABLE segment_columns(
    segment INTEGER NOT NULL REFERENCES segments(id) ON DELETE CASCADE, name TEXT NOT NULL,
    bytes BLOB NOT NULL, PRIMARY KEY (segment, name)) STRICT;
)sql";

// What lets a reader leave out segments. Sketches are apart, so that reading them passes no column.
constexpr const char *statisticsSchema = R"sql(
ALTER TABLE segments ADD COLUMN statistics BLOB NOT NULL DEFAULT x'';
CREATE TABLE segment_sketches(
    segment INTEGER NOT NULL REFERENCES segments(id) ON DELETE CASCADE, name TEXT NOT NULL,
    bytes BLOB NOT NULL, PRIMARY KEY (segment, name)) STRICT;
)sql";

// Smaller segments are merged before long, and are quicker read than asked.
constexpr std::int64_t leastRowsForSketches = 8192;

TimePoint toTime(std::int64_t ticks)
{
    return TimePoint(Ticks(ticks));
}

std::int64_t toTicks(TimePoint time)
{
    return time.time_since_epoch().count();
}

Segment segmentOf(SQLite::Statement &row)
{
    return {.id = row.getColumn(0).getInt64(),
            .smallest = row.getColumn(1).getInt64(),
            .largest = row.getColumn(2).getInt64(),
            .rows = row.getColumn(3).getInt64()};
}

std::vector<Segment> segmentsOf(SQLite::Statement &query)
{
    std::vector<Segment> segments;
    while (query.executeStep())
        segments.push_back(segmentOf(query));
    return segments;
}

} // namespace

Error damagedSegment(const Segment &segment, std::string_view column, std::string_view how)
{
    return {.code = ErrorCode::DataLoss,
            .message = fmt::format(
                "Segment {} of the telemetry is damaged. Choose a time range without {} to {}; "
                "everything else is there. {}",
                segment.id, toReadable(toTime(segment.smallest)), toReadable(toTime(segment.largest)), how),
            .field = std::string(column)};
}

void migrateTelemetry(SQLite::Database &db)
{
    SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
    const int version = db.execAndGet("PRAGMA user_version").getInt();
    if (version < 1)
        db.exec(schema);
    if (version < 2)
        db.exec(statisticsSchema);
    db.exec(fmt::format("PRAGMA user_version = {}", telemetrySchemaVersion));
    db.exec(fmt::format("PRAGMA application_id = {}", telemetryApplicationId));
    transaction.commit();
}

std::map<std::string, TableSpec, std::less<>> loadTables(SQLite::Database &db)
{
    std::map<std::string, TableSpec, std::less<>> tables;
    SQLite::Statement query(db,
                            "SELECT table_name, name, type FROM table_columns ORDER BY table_name, position");
    while (query.executeStep()) {
        TableSpec &table = tables[query.getColumn(0).getString()];
        table.name = query.getColumn(0).getString();
        table.columns.push_back({.name = query.getColumn(1).getString(),
                                 .type = static_cast<ColumnType>(query.getColumn(2).getInt())});
    }
    return tables;
}

Status declareTable(SQLite::Database &db, const TableSpec &table, TableSpec &known)
{
    known.name = table.name;
    for (const ColumnSpec &column : table.columns) {
        const auto same = std::ranges::find(known.columns, column.name, &ColumnSpec::name);
        if (same == known.columns.end()) {
            SQLite::Statement insert(
                db, "INSERT INTO table_columns(table_name, position, name, type) VALUES(?, ?, ?, ?)");
            insert.bind(1, table.name);
            insert.bind(2, static_cast<std::int64_t>(known.columns.size()));
            insert.bind(3, column.name);
            insert.bind(4, static_cast<int>(column.type));
            insert.exec();
            known.columns.push_back(column);
        } else if (same->type != column.type) {
            return std::unexpected(Error{
                .code = ErrorCode::InvalidArgument,
                .message = fmt::format("Column '{}' of table '{}' has another type in the file. Give the "
                                       "new column another name.",
                                       column.name, table.name),
                .field = column.name});
        }
    }
    return {};
}

std::vector<Segment> findSegments(SQLite::Database &db, std::string_view table, const TimeRange &range)
{
    SQLite::Statement query(db, "SELECT id, smallest, largest, rows FROM segments WHERE table_name = ? "
                                "AND largest >= ? AND smallest < ? ORDER BY smallest, id");
    query.bind(1, std::string(table));
    query.bind(2, toTicks(range.from));
    query.bind(3, toTicks(range.to));
    return segmentsOf(query);
}

std::vector<Segment> findMergeable(SQLite::Database &db, std::string_view table, int generation)
{
    SQLite::Statement query(db, "SELECT id, smallest, largest, rows FROM segments WHERE table_name = ? "
                                "AND generation = ? AND rows < ? ORDER BY smallest, id LIMIT ?");
    query.bind(1, std::string(table));
    query.bind(2, generation);
    query.bind(3, fullSegmentRows);
    query.bind(4, segmentsPerMerge);
    std::vector<Segment> segments = segmentsOf(query);
    if (segments.size() < segmentsPerMerge)
        segments.clear();
    return segments;
}

std::vector<Segment> findBeyond(SQLite::Database &db, std::int64_t bytes)
{
    // Each with the bytes of itself and of all that are younger.
    SQLite::Statement query(db, "SELECT id, smallest, largest, rows FROM (SELECT *, sum(bytes) OVER "
                                "(ORDER BY largest DESC, id DESC) AS together FROM segments) "
                                "WHERE together > ? ORDER BY largest, id");
    query.bind(1, bytes);
    return segmentsOf(query);
}

Result<EncodedSegment> encodeSegment(ColumnEncoder &encoder, const TableSpec &table, const Chunk &chunk)
{
    const auto [smallest, largest] = std::ranges::minmax(chunk.columns.front().integers);
    EncodedSegment segment{.smallest = smallest,
                           .largest = largest,
                           .rows = static_cast<std::int64_t>(chunk.rows),
                           .statistics = encodeStatistics(statisticsOf(table, chunk))};
    for (const Column &column : chunk.columns) {
        SIGNALBOX_TRY(std::string bytes, encoder.encode(column));
        segment.columns.push_back(std::move(bytes));
        const bool sketched =
            storageOf(column.type) == Storage::Texts && segment.rows >= leastRowsForSketches;
        segment.sketches.push_back(sketched ? sketchOf(column) : std::string());
    }
    return segment;
}

void insertSegment(SQLite::Database &db, const TableSpec &table, const EncodedSegment &segment,
                   int generation)
{
    std::int64_t bytes = 0;
    for (const std::string &column : segment.columns)
        bytes += static_cast<std::int64_t>(column.size());
    SQLite::Statement row(db, "INSERT INTO segments(table_name, smallest, largest, rows, bytes, generation, "
                              "statistics) VALUES(?, ?, ?, ?, ?, ?, ?)");
    row.bind(1, table.name);
    row.bind(2, segment.smallest);
    row.bind(3, segment.largest);
    row.bind(4, segment.rows);
    row.bind(5, bytes);
    row.bind(6, generation);
    row.bindNoCopy(7, segment.statistics.data(), static_cast<int>(segment.statistics.size()));
    row.exec();
    const std::int64_t id = db.getLastInsertRowid();
    SQLite::Statement insert(db, "INSERT INTO segment_columns(segment, name, bytes) VALUES(?, ?, ?)");
    for (std::size_t i = 0; i < segment.columns.size(); ++i) {
        insert.bind(1, id);
        insert.bindNoCopy(2, table.columns[i].name);
        insert.bindNoCopy(3, segment.columns[i].data(), static_cast<int>(segment.columns[i].size()));
        insert.exec();
        insert.reset();
    }
    SQLite::Statement sketch(db, "INSERT INTO segment_sketches(segment, name, bytes) VALUES(?, ?, ?)");
    for (std::size_t i = 0; i < segment.sketches.size(); ++i) {
        if (segment.sketches[i].empty())
            continue;
        sketch.bind(1, id);
        sketch.bindNoCopy(2, table.columns[i].name);
        sketch.bindNoCopy(3, segment.sketches[i].data(), static_cast<int>(segment.sketches[i].size()));
        sketch.exec();
        sketch.reset();
    }
}

Result<Column> loadColumn(SQLite::Database &db, ColumnDecoder &decoder, const Segment &segment,
                          const ColumnSpec &column)
{
    SQLite::Statement query(db, "SELECT bytes FROM segment_columns WHERE segment = ? AND name = ?");
    query.bind(1, segment.id);
    query.bindNoCopy(2, column.name);
    const auto rows = static_cast<std::size_t>(segment.rows);
    if (!query.executeStep()) {
        if (column.name == "timestamp")
            return std::unexpected(damagedSegment(segment, column.name, "Its timestamps are missing."));
        return nullColumn(column.type, rows);
    }
    const SQLite::Column blob = query.getColumn(0);
    auto decoded =
        decoder.decode({static_cast<const char *>(blob.getBlob()), static_cast<std::size_t>(blob.getBytes())},
                       column.type, rows);
    if (!decoded)
        return std::unexpected(damagedSegment(segment, column.name, decoded.error().message));
    return decoded;
}

Result<Chunk> loadSegment(SQLite::Database &db, ColumnDecoder &decoder, const Segment &segment,
                          const TableSpec &table)
{
    Chunk chunk;
    chunk.rows = static_cast<std::size_t>(segment.rows);
    for (const ColumnSpec &spec : table.columns) {
        SIGNALBOX_TRY(Column column, loadColumn(db, decoder, segment, spec));
        chunk.columns.push_back(std::move(column));
    }
    return chunk;
}

bool hasSegment(SQLite::Database &db, std::int64_t id)
{
    SQLite::Statement query(db, "SELECT 1 FROM segments WHERE id = ?");
    query.bind(1, id);
    return query.executeStep();
}

void removeSegment(SQLite::Database &db, std::int64_t id)
{
    SQLite::Statement remove(db, "DELETE FROM segments WHERE id = ?");
    remove.bind(1, id);
    remove.exec();
}

void setGeneration(SQLite::Database &db, std::int64_t id, int generation)
{
    SQLite::Statement update(db, "UPDATE segments SET generation = ? WHERE id = ?");
    update.bind(1, generation);
    update.bind(2, id);
    update.exec();
}

std::vector<TableStatistics> tableStatistics(SQLite::Database &db)
{
    std::vector<TableStatistics> statistics;
    SQLite::Statement query(db,
                            "SELECT table_name, sum(rows), sum(bytes), count(*), min(smallest), max(largest) "
                            "FROM segments GROUP BY table_name ORDER BY table_name");
    while (query.executeStep())
        statistics.push_back({.table = query.getColumn(0).getString(),
                              .rows = query.getColumn(1).getInt64(),
                              .bytes = query.getColumn(2).getInt64(),
                              .segments = query.getColumn(3).getInt64(),
                              .oldest = toTime(query.getColumn(4).getInt64()),
                              .newest = toTime(query.getColumn(5).getInt64())});
    return statistics;
}

} // namespace signalbox::telemetry
