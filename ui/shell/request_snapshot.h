// What an endpoint has answered lately, as the results of queries that a member can open and change. Read on
// the pool; Endpoints and Traffic draw it.
#pragma once

#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/stop.h"
#include "core/kql/saved/request_queries.h"

namespace signalbox::ui {

struct Workspace;

struct RequestsQuestion
{
    std::string endpoint;
    Ticks range = std::chrono::minutes(5);
    TimePoint since;     // of the summaries: when the step began
    int percentile = 95; // of the latency
};

// The lines of a chart and the query whose result they are.
struct QueriedLines
{
    std::string query;
    std::vector<kql::DeploymentLine> lines;
};

struct RequestsAnswer
{
    Ticks bin = std::chrono::seconds(2);
    TimePoint now;
    QueriedLines latency;
    QueriedLines rate;
    QueriedLines errors;
    std::vector<kql::DeploymentSummary> summaries;
};

// Empty where no agent has run yet.
[[nodiscard]] Result<RequestsAnswer> readRequests(Workspace &workspace, const RequestsQuestion &question,
                                                  const StopToken &stop = {});

} // namespace signalbox::ui
