// The data file that a run learned from, for scoring its held-out rows once more. Internal to the room.
#pragma once

#include "core/base/result.h"
#include "core/learn/dataset.h"
#include "core/tracking/tracking.h"

namespace signalbox::registry {

// Reads the file of the parameter "data_path". FailedPrecondition if the run does not say which it was, or if
// the file is gone or is not the same any more.
[[nodiscard]] Result<learn::Table> loadDataOf(const tracking::Run &run);

} // namespace signalbox::registry
