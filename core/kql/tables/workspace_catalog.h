// Every table of a workspace: what telemetry recorded, under Application Insights' names, and the workspace's
// own records. The Logs page, the charts, signalboxctl and the agent run their queries over it.
#pragma once

#include <memory>

#include "core/kql/catalog.h"
#include "core/store/store.h"
#include "core/telemetry/telemetry_file.h"

namespace signalbox::kql {

// Thread-safe. A query sees telemetry as it was at one moment and the records as they were at one.
// `telemetry` may be null: no agent has run yet, and its tables are empty. An owner without ownership (an
// aliasing pointer to what outlives the catalog) will do.
[[nodiscard]] std::shared_ptr<const Catalog>
workspaceCatalog(std::shared_ptr<const store::Store> store,
                 std::shared_ptr<const telemetry::TelemetryFile> telemetry);

} // namespace signalbox::kql
