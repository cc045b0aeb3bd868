// Reading some columns of a table between two times. Used by TelemetryFile for readers and for retention.
// Functions throw SQLite::Exception and leave transactions to the caller.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/stop.h"
#include "core/telemetry/column_codec.h"
#include "core/telemetry/columns.h"
#include "core/telemetry/segments.h"

namespace SQLite {
class Database;
}

namespace signalbox::telemetry {

// The rows of one segment inside `range`: `columns` only if there is a row. DataLoss if it is damaged.
[[nodiscard]] Result<Chunk> loadRange(SQLite::Database &db, ColumnDecoder &decoder, const Segment &segment,
                                      const TimeRange &range, std::span<const ColumnSpec> columns);

// As TelemetryFile::read.
[[nodiscard]] Result<std::vector<Chunk>> readRange(SQLite::Database &db, std::string_view table,
                                                   const TimeRange &range,
                                                   std::span<const std::string> columns,
                                                   const StopToken &stop);

} // namespace signalbox::telemetry
