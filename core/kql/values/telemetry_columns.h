// Telemetry's columns as the query engine's: the scan of a telemetry table uses it. Nothing is copied where
// both sides store the same; what is shared stays alive as long as the column.
#pragma once

#include <cstddef>
#include <memory>

#include "core/kql/values/column.h"
#include "core/telemetry/columns.h"

namespace signalbox::kql {

[[nodiscard]] Type typeOf(telemetry::ColumnType type);

// A null string is "", and a dynamic is parsed once per distinct text.
[[nodiscard]] Column fromTelemetry(const std::shared_ptr<const telemetry::Column> &column);
// Column `index` of `chunk`.
[[nodiscard]] Column fromTelemetry(const std::shared_ptr<const telemetry::Chunk> &chunk, std::size_t index);

} // namespace signalbox::kql
