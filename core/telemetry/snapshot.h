// telemetry.db as it was at one moment, however long a query reads it: rows that are added, merged or removed
// meanwhile do not show. Columns are decoded one by one when they are asked for. The query engine reads
// telemetry through it. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/telemetry/columns.h"
#include "core/telemetry/reader_pool.h"
#include "core/telemetry/segments.h"

namespace signalbox::telemetry {

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

    // The segments of `table` with a row in `range`, oldest first.
    [[nodiscard]] Result<std::vector<Segment>> segments(std::string_view table, const TimeRange &range) const;

    // One column of a segment; nothing if no row of the segment has a value in it. DataLoss if it is damaged.
    [[nodiscard]] Result<std::optional<Column>> column(const Segment &segment,
                                                       const ColumnSpec &column) const;

private:
    struct State;
    explicit TelemetrySnapshot(std::unique_ptr<State> state);

    std::unique_ptr<State> m_state;
};

} // namespace signalbox::telemetry
