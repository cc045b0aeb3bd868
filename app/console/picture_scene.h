// Sets the scene for the pictures of the README on a sample workspace: a load, a version approved, a rollout
// of it at half way, and another version that waits at its gate. Everything is done by the same commands that
// a member would use.
#pragma once

#include "core/base/result.h"
#include "core/store/store.h"

namespace signalbox::console {

// Does the next thing that is missing, or nothing while the agent is at work. True once the scene is set.
// Blocks for a transaction; call it again and again on the pool.
[[nodiscard]] Result<bool> setScene(store::Store &store, const store::Actor &actor);

} // namespace signalbox::console
