// A table of telemetry.db as the query engine reads it: a batch for each segment, decoded when a worker asks
// for it and only in the columns that the query uses. Used by the workspace's catalog.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/catalog.h"
#include "core/telemetry/snapshot.h"

namespace signalbox::kql {

// Telemetry at one moment; null while there is no file.
using TelemetryMoment = Result<std::shared_ptr<const telemetry::TelemetrySnapshot>>;

// Application Insights' tables and those that only the file has, in this order.
[[nodiscard]] std::vector<std::string> telemetryTableNames(const TelemetryMoment &moment);

// Null if there is none of that name. A table that has no rows yet has all its columns; if the moment is an
// error, reading gives it.
[[nodiscard]] TablePtr telemetryTable(std::string_view name, const TelemetryMoment &moment);

} // namespace signalbox::kql
