// A bounded queue between one server thread and the recorder: pushing takes no lock, allocates nothing and
// never waits. What does not fit is counted and forgotten.
#pragma once

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace signalbox::telemetry {

// One answered request, as compact as the hot path needs it.
struct RequestRow
{
    std::int64_t timestamp = 0;  // ticks since 1970: when the request's last byte arrived
    std::int64_t duration = 0;   // nanoseconds until its answer was ready
    std::uint64_t operation = 0; // random; operation_Id is its 16 hexadecimal digits
    std::uint32_t label = 0;     // of Recorder::label(); 0 if no deployment took the request
    std::uint32_t rows = 0;
    float score = std::numeric_limits<float>::quiet_NaN(); // mean probability of the rows, NaN on failure
    std::uint16_t resultCode = 0;                          // HTTP status
    bool success = false;
    bool synthetic = false; // a probe, not a user
};

// push() belongs to one thread at a time, drain() to another; refused() to anyone.
class RequestRing
{
public:
    // Room for `capacity` rows, rounded up to a power of two.
    explicit RequestRing(std::size_t capacity)
        : m_rows(std::bit_ceil(capacity))
    {
    }

    // False if the ring is full.
    bool push(const RequestRow &row)
    {
        const std::uint64_t head = m_head.load(std::memory_order_relaxed);
        if (head - m_tailSeen == m_rows.size()) {
            m_tailSeen = m_tail.load(std::memory_order_acquire);
            if (head - m_tailSeen == m_rows.size()) {
                m_refused.store(m_refused.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
                return false;
            }
        }
        m_rows[head & (m_rows.size() - 1)] = row;
        m_head.store(head + 1, std::memory_order_release);
        return true;
    }

    // Moves at most `limit` rows to the end of `rows`, oldest first, and returns how many.
    std::size_t drain(std::vector<RequestRow> &rows, std::size_t limit)
    {
        const std::uint64_t tail = m_tail.load(std::memory_order_relaxed);
        const std::uint64_t head = m_head.load(std::memory_order_acquire);
        const std::size_t count = std::min<std::size_t>(head - tail, limit);
        for (std::uint64_t i = tail; i != tail + count; ++i)
            rows.push_back(m_rows[i & (m_rows.size() - 1)]);
        m_tail.store(tail + count, std::memory_order_release);
        return count;
    }

    [[nodiscard]] std::uint64_t refused() const { return m_refused.load(std::memory_order_relaxed); }

private:
    static constexpr std::size_t cacheLine = 64; // what the two threads write stays on lines of its own

    std::vector<RequestRow> m_rows;
    alignas(cacheLine) std::atomic<std::uint64_t> m_head{0};
    std::uint64_t m_tailSeen = 0; // the pusher's last look at m_tail
    std::atomic<std::uint64_t> m_refused{0};
    alignas(cacheLine) std::atomic<std::uint64_t> m_tail{0};
};

} // namespace signalbox::telemetry
