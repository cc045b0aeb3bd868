// What was done to what serves, as marks on the axis of time: traffic that moved, rollouts, rollbacks,
// deployments that failed and the faults of a drill. So that whoever sees a bend in a chart sees what came
// before it.
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/store/audit.h"
#include "ui/widgets/time_chart.h"

namespace signalbox::ui {

// Of the newest entries of the trail, oldest first.
[[nodiscard]] std::vector<ChartEvent> changeEvents(const std::vector<store::AuditEntry> &newestFirst);
// Reads the trail; thread-safe as the Store is.
[[nodiscard]] Result<std::vector<ChartEvent>> listChangeEvents(const store::Store &store);

} // namespace signalbox::ui
