// An open workspace as a core call on the pool gets it. Shared, so that a call that outlives its page finds
// everything alive.
#pragma once

#include <memory>

#include "core/base/clock.h"
#include "core/base/secret_store.h"
#include "core/store/store.h"
#include "ui/shell/telemetry_reader.h"

namespace signalbox::ui {

struct Workspace
{
    std::unique_ptr<store::Store> store;
    const Clock *clock = nullptr;
    SecretStore *secrets = nullptr;
    store::Actor actor = {}; // the member in front of the screen
    TelemetryReader telemetry = {};
};

} // namespace signalbox::ui
