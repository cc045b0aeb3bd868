// The queries behind the charts of Endpoints and Traffic, and what their results say. A chart shows the
// result of exactly the text that "Open as query" opens. Pure functions; thread-safe.
#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/kql/engine.h"

namespace signalbox::kql {

// Requests of users, not probes. Bins start at multiples of `bin`; the one that has not ended yet is left
// out, since it would look like a fall.
struct RequestChart
{
    std::string endpoint = {};
    Ticks range = std::chrono::minutes(5); // back from now
    Ticks bin = std::chrono::seconds(2);
};

// Of the duration in milliseconds; without the requests that no deployment took. `percentile` is 50, 95, 99.
[[nodiscard]] std::string latencyQuery(const RequestChart &chart, int percentile);
// Requests a second.
[[nodiscard]] std::string rateQuery(const RequestChart &chart);
// Percent of the requests that failed.
[[nodiscard]] std::string errorRateQuery(const RequestChart &chart);
// One row for each deployment and version, of the requests in the `range` before now.
[[nodiscard]] std::string summaryQuery(std::string_view endpoint, Ticks range);

struct DeploymentLine
{
    std::string deployment = {}; // "" for requests that no deployment took
    std::int64_t version = 0;
    TimePoint start = {};            // of the first bin
    std::vector<double> values = {}; // one a bin; NaN where there is none
};

// By name and version. `result` is that of one of the first three queries.
[[nodiscard]] std::vector<DeploymentLine> deploymentLines(const QueryResult &result);

// Percentiles are by nearest rank over all requests, failed ones too. NaN where nothing was counted.
struct RequestStatistics
{
    std::int64_t requests = 0;
    std::int64_t errors = 0;                                     // success is false
    double p50 = std::numeric_limits<double>::quiet_NaN();       // milliseconds
    double p95 = std::numeric_limits<double>::quiet_NaN();       // milliseconds
    double p99 = std::numeric_limits<double>::quiet_NaN();       // milliseconds
    double meanScore = std::numeric_limits<double>::quiet_NaN(); // of the requests that have a score

    // 0 to 1; 0 without requests.
    [[nodiscard]] double errorRate() const
    {
        return requests == 0 ? 0 : static_cast<double>(errors) / static_cast<double>(requests);
    }
};

struct DeploymentSummary
{
    std::string deployment = {}; // "" for requests that no deployment took
    std::int64_t version = 0;
    RequestStatistics statistics = {};
    TimePoint first = {}; // request in the range
    TimePoint last = {};
};

// By name and version. `result` is that of summaryQuery().
[[nodiscard]] std::vector<DeploymentSummary> deploymentSummaries(const QueryResult &result);

// A time as a literal of a query: "5m", "90s", "250ms".
[[nodiscard]] std::string spanLiteral(Ticks time);

} // namespace signalbox::kql
