#include "core/telemetry/aggregate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <compare>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/telemetry/telemetry_file.h"

namespace signalbox::telemetry {

namespace {

// Places in aggregateColumns().
enum : std::size_t { Timestamp, Name, Duration, Success, Deployment, Version, Score, Synthetic, ColumnCount };

struct Group
{
    std::string deployment;
    std::int64_t version = 0;

    friend auto operator<=>(const Group &, const Group &) = default;
};

struct Cell
{
    RequestStatistics statistics;
    double scoreSum = 0;
    std::int64_t scores = 0;
    std::size_t durations = 0;
    TimePoint first = TimePoint::max();
    TimePoint last = TimePoint::min();
};

// Where time is cut: `count` bins of `width` ticks from `origin`.
struct Bins
{
    std::int64_t origin = 0;
    std::int64_t width = 1;
    std::size_t count = 1;
};

std::int64_t floorDivision(std::int64_t value, std::int64_t by)
{
    return value / by - (value % by < 0 ? 1 : 0);
}

std::int64_t ticksOf(TimePoint time)
{
    return time.time_since_epoch().count();
}

// Says of each code of a text column whether it is `text`.
std::vector<bool> codesOf(const Column &column, std::string_view text)
{
    std::vector<bool> matching(column.texts.size());
    for (std::size_t code = 0; code < matching.size(); ++code)
        matching[code] = column.texts[code] == text;
    return matching;
}

// Calls `visit(row, ticks)` for each request of a user to `endpoint` inside `range`.
template<typename Visit>
void forEachRequest(const Chunk &chunk, std::string_view endpoint, const TimeRange &range, Visit &&visit)
{
    const std::int64_t from = ticksOf(range.from);
    const std::int64_t to = ticksOf(range.to);
    const Column &timestamps = chunk.columns[Timestamp];
    const Column &names = chunk.columns[Name];
    const Column &sources = chunk.columns[Synthetic];
    const std::vector<bool> wanted =
        endpoint.empty() ? std::vector<bool>(names.texts.size(), true) : codesOf(names, endpoint);
    const std::vector<bool> ofUsers = codesOf(sources, "");
    for (std::size_t row = 0; row < chunk.rows; ++row) {
        const std::int64_t ticks = timestamps.integers[row];
        if (ticks >= from && ticks < to && wanted[names.codes[row]] && ofUsers[sources.codes[row]])
            visit(row, ticks);
    }
}

// Counts requests by group and bin: cell group * bins.count + bin.
class Counter
{
public:
    explicit Counter(const Bins &bins)
        : m_bins(bins)
    {
    }

    void add(const Chunk &chunk, std::string_view endpoint, const TimeRange &range);
    // Computes what needs all requests of a cell at once; call it once, after the last chunk.
    void finish();

    // In the order of their name and version.
    [[nodiscard]] std::vector<std::size_t> sortedGroups() const;
    [[nodiscard]] const Group &group(std::size_t number) const { return m_groups[number]; }
    [[nodiscard]] const Cell &cell(std::size_t number, std::size_t bin) const
    {
        return m_cells[number * m_bins.count + bin];
    }

private:
    [[nodiscard]] std::size_t groupOf(std::string_view deployment, std::int64_t version);

    Bins m_bins;
    std::vector<Group> m_groups;
    std::vector<Cell> m_cells;
    // Of every request that has a duration.
    std::vector<std::uint32_t> m_cellOfDuration;
    std::vector<double> m_durations;
};

std::size_t Counter::groupOf(std::string_view deployment, std::int64_t version)
{
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        if (m_groups[i].version == version && m_groups[i].deployment == deployment)
            return i;
    }
    m_groups.push_back({.deployment = std::string(deployment), .version = version});
    m_cells.resize(m_groups.size() * m_bins.count);
    return m_groups.size() - 1;
}

void Counter::add(const Chunk &chunk, std::string_view endpoint, const TimeRange &range)
{
    const Column &durations = chunk.columns[Duration];
    const Column &successes = chunk.columns[Success];
    const Column &deployments = chunk.columns[Deployment];
    const Column &versions = chunk.columns[Version];
    const Column &scores = chunk.columns[Score];
    m_durations.reserve(m_durations.size() + chunk.rows);
    m_cellOfDuration.reserve(m_cellOfDuration.size() + chunk.rows);

    // Neighbours mostly share their group and their bin.
    std::optional<std::pair<std::uint32_t, std::int64_t>> lastKey;
    std::size_t group = 0;
    std::size_t bin = 0;
    std::int64_t binStart = 0;
    std::int64_t binEnd = 0;
    forEachRequest(chunk, endpoint, range, [&](std::size_t row, std::int64_t ticks) {
        const std::pair key{deployments.codes[row], versions.isNull(row) ? 0 : versions.integers[row]};
        if (lastKey != key) {
            lastKey = key;
            group = groupOf(deployments.text(row), key.second);
        }
        if (m_bins.count > 1 && (ticks < binStart || ticks >= binEnd)) {
            bin = static_cast<std::size_t>((ticks - m_bins.origin) / m_bins.width);
            binStart = m_bins.origin + static_cast<std::int64_t>(bin) * m_bins.width;
            binEnd = binStart + m_bins.width;
        }
        const std::size_t place = group * m_bins.count + bin;
        Cell &cell = m_cells[place];
        ++cell.statistics.requests;
        cell.statistics.errors += successes.integers[row] == 0 ? 1 : 0;
        cell.first = std::min(cell.first, TimePoint(Ticks(ticks)));
        cell.last = std::max(cell.last, TimePoint(Ticks(ticks)));
        if (!scores.isNull(row)) {
            cell.scoreSum += scores.reals[row];
            ++cell.scores;
        }
        if (!durations.isNull(row) && !std::isnan(durations.reals[row])) {
            ++cell.durations;
            m_durations.push_back(durations.reals[row]);
            m_cellOfDuration.push_back(static_cast<std::uint32_t>(place));
        }
    });
}

// Nearest rank: the smallest value that at least `percent` of all are not above.
std::size_t rankOf(std::size_t count, std::size_t percent)
{
    return (count * percent + 99) / 100 - 1;
}

void setPercentiles(RequestStatistics &statistics, std::span<double> durations)
{
    if (durations.empty())
        return;
    auto sortedUntil = durations.begin();
    const auto percentile = [&](std::size_t percent) {
        const auto place = durations.begin() + static_cast<std::ptrdiff_t>(rankOf(durations.size(), percent));
        std::nth_element(sortedUntil, place, durations.end());
        sortedUntil = place;
        return *place;
    };
    statistics.p50 = percentile(50);
    statistics.p95 = percentile(95);
    statistics.p99 = percentile(99);
}

void Counter::finish()
{
    // A counting sort brings the durations of each cell together.
    std::vector<std::size_t> ends(m_cells.size());
    std::size_t total = 0;
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        ends[i] = total;
        total += m_cells[i].durations;
    }
    std::vector<double> sorted(total);
    for (std::size_t i = 0; i < total; ++i)
        sorted[ends[m_cellOfDuration[i]]++] = m_durations[i];
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        Cell &cell = m_cells[i];
        setPercentiles(cell.statistics, std::span(sorted).subspan(ends[i] - cell.durations, cell.durations));
        if (cell.scores > 0)
            cell.statistics.meanScore = cell.scoreSum / static_cast<double>(cell.scores);
    }
}

std::vector<std::size_t> Counter::sortedGroups() const
{
    std::vector<std::size_t> numbers(m_groups.size());
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = i;
    std::ranges::sort(numbers, {}, [this](std::size_t number) -> const Group & { return m_groups[number]; });
    return numbers;
}

// From the first to the last request where `range` is open.
TimeRange closedRange(std::span<const Chunk> chunks, std::string_view endpoint, const TimeRange &range)
{
    if (range.from != TimePoint::min() && range.to != TimePoint::max())
        return range;
    std::int64_t first = std::numeric_limits<std::int64_t>::max();
    std::int64_t last = std::numeric_limits<std::int64_t>::min();
    for (const Chunk &chunk : chunks) {
        forEachRequest(chunk, endpoint, range, [&](std::size_t, std::int64_t ticks) {
            first = std::min(first, ticks);
            last = std::max(last, ticks);
        });
    }
    if (first > last)
        return {.from = TimePoint(), .to = TimePoint()};
    return {.from = range.from == TimePoint::min() ? TimePoint(Ticks(first)) : range.from,
            .to = range.to == TimePoint::max() ? TimePoint(Ticks(last + 1)) : range.to};
}

} // namespace

std::span<const std::string> aggregateColumns()
{
    static const std::array<std::string, ColumnCount> columns = {
        "timestamp",  "name",    "duration", "success",
        "deployment", "version", "score",    "operation_SyntheticSource"};
    return columns;
}

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
    const Bins bins{
        .origin = firstBin * bin.count(), .width = bin.count(), .count = static_cast<std::size_t>(more) + 1};
    Counter counter(bins);
    for (const Chunk &chunk : chunks)
        counter.add(chunk, endpoint, closed);
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
    Counter counter({});
    for (const Chunk &chunk : chunks)
        counter.add(chunk, endpoint, range);
    counter.finish();
    std::vector<DeploymentSummary> result;
    for (const std::size_t group : counter.sortedGroups()) {
        const Cell &cell = counter.cell(group, 0);
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
