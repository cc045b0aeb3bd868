// What one click would go back to, with everything a person wants to know before the click: version, commit,
// metrics, age and the last smoke test. The window's rollback button and the on-call card of Traffic show it.
#pragma once

#include <optional>
#include <vector>

#include "core/base/clock.h"
#include "core/registry/registry.h"
#include "core/rollout/rollout.h"
#include "core/serve/endpoints.h"
#include "ui/shell/shell_state.h"

namespace signalbox::ui {

struct SmokeTest
{
    int sent = 0;
    int passed = 0;
    TimePoint time; // when its step began

    friend bool operator==(const SmokeTest &, const SmokeTest &) = default;
};

struct WayBackView
{
    rollout::WayBack way;
    serve::Environment environment = serve::Environment::Dev;
    bool underWay = false;                    // a rollout moves the traffic now
    std::optional<TimePoint> deployed;        // nothing if the deployment is gone
    std::optional<registry::Version> version; // nothing if it cannot be read
    std::optional<SmokeTest> smokeTest;       // the last one of this artifact on this endpoint
};

// Production first, because the window's one button takes the first; then rollouts under way, then by name.
// Call on the pool.
[[nodiscard]] Result<std::vector<WayBackView>> readWaysBack(const store::Store &store);

// The last smoke test that `deployment` of the endpoint went through as green.
[[nodiscard]] std::optional<SmokeTest> lastSmokeTest(const std::vector<rollout::Rollout> &rollouts,
                                                     std::string_view hash);

// "BLUE · v4"
[[nodiscard]] QString deploymentLabel(std::string_view deployment, std::int64_t version);
// One line each: version and commit, metrics, age, smoke test; an obstacle first if there is one.
[[nodiscard]] QStringList wayBackLines(const WayBackView &view, TimePoint now);
[[nodiscard]] RollbackTarget rollbackTarget(const WayBackView &view, TimePoint now);

} // namespace signalbox::ui
