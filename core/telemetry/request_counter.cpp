#include "core/telemetry/request_counter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <utility>

namespace signalbox::telemetry {

namespace {

// Places in aggregateColumns().
enum : std::size_t { Timestamp, Name, Duration, Success, Deployment, Version, Score, Synthetic, ColumnCount };

// Says of each code of a text column whether it is `text`.
std::vector<std::uint8_t> codesOf(const Column &column, std::string_view text)
{
    std::vector<std::uint8_t> matching(column.texts.size());
    for (std::size_t code = 0; code < matching.size(); ++code)
        matching[code] = column.texts[code] == text ? 1 : 0;
    return matching;
}

// Calls `visit(row, ticks)` for each request of a user to `endpoint` inside `range`.
template<typename Visit>
void forEachRequest(const Chunk &chunk, std::string_view endpoint, const TimeRange &range, Visit &&visit)
{
    const std::int64_t from = range.from.time_since_epoch().count();
    const std::int64_t to = range.to.time_since_epoch().count();
    const Column &timestamps = chunk.columns[Timestamp];
    const Column &names = chunk.columns[Name];
    const Column &sources = chunk.columns[Synthetic];
    const std::vector<std::uint8_t> wanted =
        endpoint.empty() ? std::vector<std::uint8_t>(names.texts.size(), 1) : codesOf(names, endpoint);
    const std::vector<std::uint8_t> ofUsers = codesOf(sources, "");
    for (std::size_t row = 0; row < chunk.rows; ++row) {
        const std::int64_t ticks = timestamps.integers[row];
        if (ticks >= from && ticks < to && wanted[names.codes[row]] != 0 && ofUsers[sources.codes[row]] != 0)
            visit(row, ticks);
    }
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

} // namespace

std::span<const std::string> aggregateColumns()
{
    static const std::array<std::string, ColumnCount> columns = {
        "timestamp",  "name",    "duration", "success",
        "deployment", "version", "score",    "operation_SyntheticSource"};
    return columns;
}

std::size_t RequestCounter::groupOf(std::string_view deployment, std::int64_t version)
{
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        if (m_groups[i].version == version && m_groups[i].deployment == deployment)
            return i;
    }
    m_groups.push_back({.deployment = std::string(deployment), .version = version});
    m_cells.resize(m_groups.size() * m_bins.count);
    return m_groups.size() - 1;
}

void RequestCounter::add(std::span<const Chunk> chunks, std::string_view endpoint, const TimeRange &range)
{
    std::size_t rows = m_durations.size();
    for (const Chunk &chunk : chunks)
        rows += chunk.rows;
    m_durations.reserve(rows);
    m_cellOfDuration.reserve(rows);
    for (const Chunk &chunk : chunks)
        addChunk(chunk, endpoint, range);
}

void RequestCounter::addChunk(const Chunk &chunk, std::string_view endpoint, const TimeRange &range)
{
    const Column &durations = chunk.columns[Duration];
    const Column &successes = chunk.columns[Success];
    const Column &deployments = chunk.columns[Deployment];
    const Column &versions = chunk.columns[Version];
    const Column &scores = chunk.columns[Score];

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
        RequestCell &cell = m_cells[place];
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

void RequestCounter::finish()
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
        RequestCell &cell = m_cells[i];
        setPercentiles(cell.statistics, std::span(sorted).subspan(ends[i] - cell.durations, cell.durations));
        if (cell.scores > 0)
            cell.statistics.meanScore = cell.scoreSum / static_cast<double>(cell.scores);
    }
}

std::vector<std::size_t> RequestCounter::sortedGroups() const
{
    std::vector<std::size_t> numbers(m_groups.size());
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = i;
    std::ranges::sort(numbers, [this](std::size_t a, std::size_t b) {
        return std::tie(m_groups[a].deployment, m_groups[a].version) <
               std::tie(m_groups[b].deployment, m_groups[b].version);
    });
    return numbers;
}

std::optional<FirstAndLast> firstAndLast(std::span<const Chunk> chunks, std::string_view endpoint,
                                         const TimeRange &range)
{
    std::optional<FirstAndLast> found;
    for (const Chunk &chunk : chunks) {
        forEachRequest(chunk, endpoint, range, [&found](std::size_t, std::int64_t ticks) {
            const TimePoint time{Ticks(ticks)};
            if (!found)
                found = FirstAndLast{.first = time, .last = time};
            found->first = std::min(found->first, time);
            found->last = std::max(found->last, time);
        });
    }
    return found;
}

} // namespace signalbox::telemetry
