// telemetry.db: tables of what happened, kept as segments. A segment is some thousand rows of one table, each
// of its columns one compressed blob, so that a reader decodes only the columns and the times that it asks
// for. The agent writes, every program reads; SQLite's write-ahead log lets both go on at the same time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/stop.h"
#include "core/telemetry/columns.h"

namespace signalbox::telemetry {

class TelemetrySnapshot;

inline constexpr std::string_view telemetryFileName = "telemetry.db";

struct TableStatistics
{
    std::string table;
    std::int64_t rows = 0;
    std::int64_t bytes = 0; // compressed
    std::int64_t segments = 0;
    TimePoint oldest;
    TimePoint newest;
};

// Thread-safe: reads run side by side and beside a write, writes one after the other. Every call may also
// return what SQLite meets: Unavailable while another process writes (after a second), ResourceExhausted on a
// full disk, Io, or DataLoss for a damaged file.
class TelemetryFile
{
public:
    // Makes the file if there is none and brings an older one up to date. DataLoss for a damaged or foreign
    // file and FailedPrecondition for one of a newer Signalbox, both left exactly as they were.
    [[nodiscard]] static Result<std::unique_ptr<TelemetryFile>>
    openForWriting(const std::filesystem::path &file);

    // NotFound if there is none yet; otherwise fails as openForWriting does. Writing through it is refused.
    [[nodiscard]] static Result<std::unique_ptr<TelemetryFile>>
    openForReading(const std::filesystem::path &file);

    ~TelemetryFile();
    TelemetryFile(const TelemetryFile &) = delete;
    TelemetryFile &operator=(const TelemetryFile &) = delete;

    [[nodiscard]] const std::filesystem::path &path() const;

    // Adds `chunk` as one segment in one transaction. Its columns are those of `table` in order. A table is
    // made by its first rows and may gain columns later, which are null in the rows before. InvalidArgument
    // if the chunk does not fit the table, a timestamp is null or a column has changed its type.
    [[nodiscard]] Status append(const TableSpec &table, const Chunk &chunk);

    // The rows of `table` inside `range` as they were at one moment, one chunk a segment, with the asked
    // columns in the asked order. A table that has no rows yet reads as no chunks. InvalidArgument for a
    // column that the table does not have, DataLoss naming the segment if one is damaged, Cancelled.
    [[nodiscard]] Result<std::vector<Chunk>> read(std::string_view table, const TimeRange &range,
                                                  std::span<const std::string> columns,
                                                  const StopToken &stop = {}) const;

    // The whole file as it is now, for a query that reads what it needs as it goes.
    [[nodiscard]] Result<std::shared_ptr<const TelemetrySnapshot>> snapshot() const;

    // Every table that was ever written, by name.
    [[nodiscard]] Result<std::vector<TableSpec>> tables() const;

    // One for each table that has rows, by name; reads no segment and so works with damaged ones too.
    [[nodiscard]] Result<std::vector<TableStatistics>> statistics() const;

    // Changes whenever somebody has committed through another connection. Microseconds.
    [[nodiscard]] Result<std::int64_t> dataVersion() const;

    // Retention: removes rows of `table` before `limit`, gives their space back to the disk and returns how
    // many. So that it can be called often, a segment that holds younger rows too is cut only once its oldest
    // row is an hour too old. A damaged segment goes once all its rows are too old.
    [[nodiscard]] Result<std::int64_t> deleteOlderThan(std::string_view table, TimePoint limit);

    // Retention by size: removes the oldest segments of all tables until at most `bytes` of columns are left,
    // and returns how many rows went.
    [[nodiscard]] Result<std::int64_t> deleteBeyond(std::int64_t bytes);

    // Joins small segments into larger ones (a row is rewritten at most four times in its life) and returns
    // how many went into them. Other writers wait only while the result is stored. Damaged segments stay
    // apart.
    [[nodiscard]] Result<std::int64_t> mergeSmallSegments(const StopToken &stop = {});

private:
    struct State;
    explicit TelemetryFile(std::unique_ptr<State> state);

    std::unique_ptr<State> m_state;
};

} // namespace signalbox::telemetry
