// The one transition that moves traffic forward, shared by the reconciler and by a person who promotes.
#pragma once

#include <string_view>

#include "core/rollout/rollout.h"

namespace signalbox::rollout {

// From its present step to the next, or to Completed from the last. Freezes `evidence` with the step that is
// left and writes the audit entry `action` (`rollout.completed` at the end).
[[nodiscard]] Status advanceIn(store::Change &change, Rollout rollout, const Evidence &evidence,
                               std::string_view action);

} // namespace signalbox::rollout
