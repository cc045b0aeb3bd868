// What an endpoint has answered lately, read from telemetry on the pool. Endpoints and Traffic draw it.
#pragma once

#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/stop.h"
#include "core/telemetry/aggregate.h"

namespace signalbox::ui {

struct Workspace;

struct RequestsQuestion
{
    std::string endpoint;
    Ticks range = std::chrono::minutes(5);
    TimePoint since; // of the summaries: when the step began
};

struct RequestsAnswer
{
    TimePoint now;
    Ticks bin = std::chrono::seconds(2);
    std::vector<telemetry::DeploymentSeries> series;
    std::vector<telemetry::DeploymentSummary> summaries;
};

// Empty where no agent has run yet.
[[nodiscard]] Result<RequestsAnswer> readRequests(Workspace &workspace, const RequestsQuestion &question,
                                                  const StopToken &stop = {});

} // namespace signalbox::ui
