// What the scans of one query did: how much was read and what was spared, and the first thing that went wrong
// while a column was made late. Its workers write to it, runQuery reads it at the end. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

#include "core/base/result.h"

namespace signalbox::kql {

struct ScanCounts
{
    std::uint64_t rows = 0;            // of the segments that were read
    std::uint64_t segments = 0;        // read
    std::uint64_t segmentsSkipped = 0; // known from their statistics to hold no row that the query wants
    std::uint64_t columns = 0;         // of segments, looked at
    std::uint64_t bytes = 0;           // read from the disk for them
};

class ScanLog
{
public:
    void addSegment(std::uint64_t rows)
    {
        m_rows.fetch_add(rows, std::memory_order_relaxed);
        m_segments.fetch_add(1, std::memory_order_relaxed);
    }
    void addSkipped(std::uint64_t segments) { m_skipped.fetch_add(segments, std::memory_order_relaxed); }
    void addColumn(std::uint64_t bytes)
    {
        m_columns.fetch_add(1, std::memory_order_relaxed);
        m_bytes.fetch_add(bytes, std::memory_order_relaxed);
    }
    [[nodiscard]] ScanCounts counts() const
    {
        return {.rows = m_rows.load(),
                .segments = m_segments.load(),
                .segmentsSkipped = m_skipped.load(),
                .columns = m_columns.load(),
                .bytes = m_bytes.load()};
    }

    // The first counts.
    void fail(Error error)
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_failure)
            m_failure = std::move(error);
        m_failed.store(true, std::memory_order_release);
    }
    [[nodiscard]] Status status() const
    {
        if (!m_failed.load(std::memory_order_acquire))
            return {};
        const std::scoped_lock lock(m_mutex);
        return std::unexpected(*m_failure);
    }

private:
    std::atomic<std::uint64_t> m_rows = 0;
    std::atomic<std::uint64_t> m_segments = 0;
    std::atomic<std::uint64_t> m_skipped = 0;
    std::atomic<std::uint64_t> m_columns = 0;
    std::atomic<std::uint64_t> m_bytes = 0;
    std::atomic<bool> m_failed = false;
    mutable std::mutex m_mutex; // guards m_failure
    std::optional<Error> m_failure;
};

} // namespace signalbox::kql
