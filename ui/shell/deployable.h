// Which versions may be put behind an endpoint. Endpoints and Traffic let the user choose from them.
#pragma once

#include <QString>
#include <vector>

#include "core/base/result.h"
#include "core/registry/registry.h"

namespace signalbox::ui {

// Approved ones of every model, newest first. Call on the pool.
[[nodiscard]] Result<std::vector<registry::Version>> readApprovedVersions(const store::Store &store);

// "diabetes v5 · F1 0.781 · brave-signal-20"
[[nodiscard]] QString versionTitle(const registry::Version &version);

} // namespace signalbox::ui
