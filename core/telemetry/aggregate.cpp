#include "core/telemetry/aggregate.h"

#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "core/telemetry/request_counter.h"
#include "core/telemetry/telemetry_file.h"

namespace signalbox::telemetry {

namespace {

std::int64_t floorDivision(std::int64_t value, std::int64_t by)
{
    return value / by - (value % by < 0 ? 1 : 0);
}

std::int64_t ticksOf(TimePoint time)
{
    return time.time_since_epoch().count();
}

// From the first to the last request where `range` is open.
TimeRange closedRange(std::span<const Chunk> chunks, std::string_view endpoint, const TimeRange &range)
{
    if (range.from != TimePoint::min() && range.to != TimePoint::max())
        return range;
    const auto found = firstAndLast(chunks, endpoint, range);
    if (!found)
        return {.from = TimePoint(), .to = TimePoint()};
    return {.from = range.from == TimePoint::min() ? found->first : range.from,
            .to = range.to == TimePoint::max() ? found->last + Ticks(1) : range.to};
}

} // namespace

Result<std::vector<DeploymentSeries>>
deploymentSeries(std::span<const Chunk> chunks, std::string_view endpoint, const TimeRange &range, Ticks bin)
{
    if (bin.count() <= 0)
        return failure(ErrorCode::InvalidArgument, "A bin of a chart must be longer than nothing.");
    const TimeRange closed = closedRange(chunks, endpoint, range);
    if (closed.from >= closed.to)
        return std::vector<DeploymentSeries>();
    const std::int64_t firstBin = floorDivision(ticksOf(closed.from), bin.count());
    const std::int64_t lastBin = floorDivision(ticksOf(closed.to) - 1, bin.count());
    const std::uint64_t more = static_cast<std::uint64_t>(lastBin) - static_cast<std::uint64_t>(firstBin);
    if (more >= static_cast<std::uint64_t>(maximumBins))
        return failure(
            ErrorCode::InvalidArgument,
            fmt::format("The time range has more than {} bins. Choose a shorter range or longer bins.",
                        maximumBins));
    const RequestBins bins{
        .origin = firstBin * bin.count(), .width = bin.count(), .count = static_cast<std::size_t>(more) + 1};
    RequestCounter counter(bins);
    counter.add(chunks, endpoint, closed);
    counter.finish();

    std::vector<DeploymentSeries> result;
    for (const std::size_t group : counter.sortedGroups()) {
        DeploymentSeries series{.deployment = counter.group(group).deployment,
                                .version = counter.group(group).version,
                                .bins = {}};
        series.bins.reserve(bins.count);
        for (std::size_t i = 0; i < bins.count; ++i)
            series.bins.push_back(
                {.start = TimePoint(Ticks(bins.origin + static_cast<std::int64_t>(i) * bins.width)),
                 .statistics = counter.cell(group, i).statistics});
        result.push_back(std::move(series));
    }
    return result;
}

std::vector<DeploymentSummary> deploymentSummaries(std::span<const Chunk> chunks, std::string_view endpoint,
                                                   const TimeRange &range)
{
    RequestCounter counter({});
    counter.add(chunks, endpoint, range);
    counter.finish();
    std::vector<DeploymentSummary> result;
    for (const std::size_t group : counter.sortedGroups()) {
        const RequestCell &cell = counter.cell(group, 0);
        result.push_back({.deployment = counter.group(group).deployment,
                          .version = counter.group(group).version,
                          .statistics = cell.statistics,
                          .first = cell.first,
                          .last = cell.last});
    }
    return result;
}

Result<std::vector<DeploymentSeries>> readDeploymentSeries(const TelemetryFile &file,
                                                           std::string_view endpoint, const TimeRange &range,
                                                           Ticks bin, const StopToken &stop)
{
    SIGNALBOX_TRY(const std::vector<Chunk> chunks,
                  file.read(requestsTable().name, range, aggregateColumns(), stop));
    return deploymentSeries(chunks, endpoint, range, bin);
}

Result<std::vector<DeploymentSummary>> readDeploymentSummaries(const TelemetryFile &file,
                                                               std::string_view endpoint,
                                                               const TimeRange &range, const StopToken &stop)
{
    SIGNALBOX_TRY(const std::vector<Chunk> chunks,
                  file.read(requestsTable().name, range, aggregateColumns(), stop));
    return deploymentSummaries(chunks, endpoint, range);
}

} // namespace signalbox::telemetry
