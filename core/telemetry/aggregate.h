// What the charts of the console show of requests: counts, errors, latency and score of every deployment,
// over time or as one line. Pure functions over chunks of the requests table, and shorthands that read them
// first. Thread-safe.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/stop.h"
#include "core/telemetry/columns.h"

namespace signalbox::telemetry {

class TelemetryFile;

// Percentiles are exact, by nearest rank over all requests, failed ones too. NaN where nothing was counted.
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

struct Bin
{
    TimePoint start;
    RequestStatistics statistics;
};

// Every bin from the first to the last of the range, also those without requests.
struct DeploymentSeries
{
    std::string deployment; // "" for requests that no deployment took
    std::int64_t version = 0;
    std::vector<Bin> bins;
};

struct DeploymentSummary
{
    std::string deployment;
    std::int64_t version = 0;
    RequestStatistics statistics;
    TimePoint first; // request in the range
    TimePoint last;
};

inline constexpr std::int64_t maximumBins = 20'000; // of one series

// The columns of the requests table that the functions below expect in their chunks, in this order.
[[nodiscard]] std::span<const std::string> aggregateColumns();

// One series for each deployment and version of `endpoint` ("" for all endpoints), by name and version. Bins
// start at multiples of `bin` since 1970, as Kusto's bin() does. InvalidArgument if `bin` is not positive or
// the range has more than maximumBins; a range open at an end takes the first or last request for it.
[[nodiscard]] Result<std::vector<DeploymentSeries>>
deploymentSeries(std::span<const Chunk> chunks, std::string_view endpoint, const TimeRange &range, Ticks bin);

// One line for each deployment and version of `endpoint` ("" for all endpoints), by name and version.
[[nodiscard]] std::vector<DeploymentSummary>
deploymentSummaries(std::span<const Chunk> chunks, std::string_view endpoint, const TimeRange &range);

// The same, read from `file`. Fail as TelemetryFile::read does.
[[nodiscard]] Result<std::vector<DeploymentSeries>> readDeploymentSeries(const TelemetryFile &file,
                                                                         std::string_view endpoint,
                                                                         const TimeRange &range, Ticks bin,
                                                                         const StopToken &stop = {});
[[nodiscard]] Result<std::vector<DeploymentSummary>> readDeploymentSummaries(const TelemetryFile &file,
                                                                             std::string_view endpoint,
                                                                             const TimeRange &range,
                                                                             const StopToken &stop = {});

} // namespace signalbox::telemetry
