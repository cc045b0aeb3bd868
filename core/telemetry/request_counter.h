// Counts the requests of chunks by deployment, version and bin of time: the arithmetic behind the aggregates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/telemetry/aggregate.h"
#include "core/telemetry/columns.h"

namespace signalbox::telemetry {

struct RequestGroup
{
    std::string deployment;
    std::int64_t version = 0;
};

// Where time is cut: `count` bins of `width` ticks from `origin`. A single bin takes every time.
struct RequestBins
{
    std::int64_t origin = 0;
    std::int64_t width = 1;
    std::size_t count = 1;
};

// One group in one bin.
struct RequestCell
{
    RequestStatistics statistics;
    double scoreSum = 0;
    std::int64_t scores = 0;
    std::size_t durations = 0;
    TimePoint first = TimePoint::max();
    TimePoint last = TimePoint::min();
};

// Not thread-safe.
class RequestCounter
{
public:
    explicit RequestCounter(const RequestBins &bins)
        : m_bins(bins)
    {
    }

    // The requests of users to `endpoint` ("" for all) inside `range`, which lies inside the bins. Chunks
    // have the columns of aggregateColumns().
    void add(std::span<const Chunk> chunks, std::string_view endpoint, const TimeRange &range);
    // Computes what needs all requests of a cell at once; call it once, at the end.
    void finish();

    // In the order of their name and version.
    [[nodiscard]] std::vector<std::size_t> sortedGroups() const;
    [[nodiscard]] const RequestGroup &group(std::size_t number) const { return m_groups[number]; }
    [[nodiscard]] const RequestCell &cell(std::size_t number, std::size_t bin) const
    {
        return m_cells[number * m_bins.count + bin];
    }

private:
    void addChunk(const Chunk &chunk, std::string_view endpoint, const TimeRange &range);
    [[nodiscard]] std::size_t groupOf(std::string_view deployment, std::int64_t version);

    RequestBins m_bins;
    std::vector<RequestGroup> m_groups;
    std::vector<RequestCell> m_cells; // group * bins.count + bin
    // Of every request that has a duration.
    std::vector<std::uint32_t> m_cellOfDuration;
    std::vector<double> m_durations;
};

struct FirstAndLast
{
    TimePoint first;
    TimePoint last;
};

// The times of the first and the last request that a counter would count; nothing if there is none.
[[nodiscard]] std::optional<FirstAndLast> firstAndLast(std::span<const Chunk> chunks,
                                                       std::string_view endpoint, const TimeRange &range);

} // namespace signalbox::telemetry
