// Waiting for the workspace to become what somebody asked for. Commands return at once; scripts, the
// demonstration and the sample workspace use this to go on when the agent has followed.
#pragma once

#include <chrono>
#include <functional>
#include <string_view>

#include "core/base/result.h"
#include "core/base/stop.h"
#include "core/store/store.h"

namespace signalbox::agent {

// Asks `done` now and whenever workspace.db has changed, until it returns true or fails. DeadlineExceeded,
// naming `what`, after `limit` of real time; Cancelled if stopped.
[[nodiscard]] Status waitUntil(const store::Store &store, std::string_view what,
                               std::chrono::milliseconds limit, const StopToken &stop,
                               const std::function<Result<bool>()> &done);

} // namespace signalbox::agent
