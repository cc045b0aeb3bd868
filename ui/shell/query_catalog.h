// The tables of the open workspace as queries see them: what the Logs page and the charts run on.
#pragma once

#include <memory>

#include "core/base/result.h"

namespace signalbox::kql {
class Catalog;
}

namespace signalbox::ui {

struct Workspace;

// `workspace` outlives the catalog. Telemetry's tables are empty until an agent has run; an error if they are
// there but cannot be read. Thread-safe.
[[nodiscard]] Result<std::shared_ptr<const kql::Catalog>> workspaceTables(Workspace &workspace);

} // namespace signalbox::ui
