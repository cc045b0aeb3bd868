// What a decision at a registration gate does to its version. Internal to the room: gates know nothing else
// of versions.
#pragma once

#include "core/registry/gate.h"
#include "core/store/store.h"

namespace signalbox::registry {

// Moves the version that `gate` is about to approved or rejected, as the gate is granted or refused.
// FailedPrecondition unless it is waiting with exactly the hash that was decided on.
[[nodiscard]] Status settleRegistration(store::Change &change, const Gate &gate);

} // namespace signalbox::registry
