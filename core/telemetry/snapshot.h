// telemetry.db as it was at one moment, however long a query reads it: rows that are added, merged or removed
// meanwhile do not show. Columns are decoded one by one when they are asked for. The query engine reads
// telemetry through it. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/telemetry/columns.h"
#include "core/telemetry/reader_pool.h"
#include "core/telemetry/segments.h"

namespace signalbox::telemetry {

struct FoundSegments
{
    std::vector<Segment> segments = {};
    std::size_t skipped = 0; // in the range, but without a row that is wished for
};

struct StoredColumn
{
    std::shared_ptr<const Column> column = {};
    std::size_t bytes = 0; // that were read from the disk: none if it was read lately
};

class TelemetrySnapshot
{
public:
    // Fails as TelemetryFile::read does. While it lives, SQLite's log cannot be shortened: keep it for one
    // query.
    [[nodiscard]] static Result<std::shared_ptr<const TelemetrySnapshot>>
    take(std::shared_ptr<ReaderPool> readers);

    ~TelemetrySnapshot();
    TelemetrySnapshot(const TelemetrySnapshot &) = delete;
    TelemetrySnapshot &operator=(const TelemetrySnapshot &) = delete;

    // Every table that was ever written, each with every column that it ever had.
    [[nodiscard]] const std::map<std::string, TableSpec, std::less<>> &tables() const;

    // The segments of `table` that may have a row in `range` for which every wish is true, oldest first.
    [[nodiscard]] Result<FoundSegments> segments(std::string_view table, const TimeRange &range,
                                                 std::span<const ColumnWish> wishes = {}) const;

    // One column of a segment; nothing if no row of the segment has a value in it. DataLoss if it is damaged.
    [[nodiscard]] Result<std::optional<StoredColumn>> column(const Segment &segment,
                                                             const ColumnSpec &column) const;

private:
    struct State;
    explicit TelemetrySnapshot(std::unique_ptr<State> state);

    std::unique_ptr<State> m_state;
};

} // namespace signalbox::telemetry
