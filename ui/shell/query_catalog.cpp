#include "ui/shell/query_catalog.h"

#include "core/kql/tables/workspace_catalog.h"
#include "ui/shell/workspace.h"

namespace signalbox::ui {

Result<std::shared_ptr<const kql::Catalog>> workspaceTables(Workspace &workspace)
{
    std::shared_ptr<const telemetry::TelemetryFile> telemetry;
    auto file = workspace.telemetry.open(workspace.store->folder());
    if (file)
        telemetry = *std::move(file);
    else if (file.error().code != ErrorCode::NotFound)
        return std::unexpected(std::move(file).error());
    // The workspace outlives every call on it, so nothing is owned here.
    const std::shared_ptr<const store::Store> store(std::shared_ptr<void>(), workspace.store.get());
    return kql::workspaceCatalog(store, std::move(telemetry));
}

} // namespace signalbox::ui
