// The tables that Application Insights has, with its names of columns and their types, and what Signalbox
// adds to them. A query may name any of them before the first row was ever recorded. Pure data, thread-safe.
#pragma once

#include <span>
#include <string_view>

#include "core/telemetry/columns.h"

namespace signalbox::telemetry {

// `timestamp` first, then the columns in Application Insights' order and our own behind them. What is
// recorded has some of these columns; the others are null.
[[nodiscard]] std::span<const TableSpec> applicationInsightsTables();

// What the column itemType says in every row of `table`, such as "request"; "" for other tables.
[[nodiscard]] std::string_view itemTypeOf(std::string_view table);

} // namespace signalbox::telemetry
