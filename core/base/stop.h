// Cooperative cancellation: a StopSource asks, every copy of its StopToken hears it, and a token may stop by
// itself at a deadline. Stands in for std::stop_token, which Apple Clang 15 does not have. Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <utility>

namespace signalbox {

class StopToken
{
public:
    StopToken() = default; // never asked to stop

    // With a deadline it reads the clock, so loops over rows ask every thousand rows or so.
    [[nodiscard]] bool stopRequested() const
    {
        return (m_flag && m_flag->load(std::memory_order_relaxed)) ||
               (m_deadline != Clock::time_point::max() && Clock::now() > m_deadline);
    }

    // The same token, which also stops behind `deadline`.
    [[nodiscard]] StopToken until(std::chrono::steady_clock::time_point deadline) const
    {
        StopToken token = *this;
        token.m_deadline = deadline;
        return token;
    }

private:
    using Clock = std::chrono::steady_clock;

    friend class StopSource;
    explicit StopToken(std::shared_ptr<const std::atomic<bool>> flag)
        : m_flag(std::move(flag))
    {
    }

    std::shared_ptr<const std::atomic<bool>> m_flag;
    Clock::time_point m_deadline = Clock::time_point::max();
};

class StopSource
{
public:
    void requestStop() { m_flag->store(true, std::memory_order_relaxed); }
    [[nodiscard]] StopToken token() const { return StopToken(m_flag); }

private:
    std::shared_ptr<std::atomic<bool>> m_flag = std::make_shared<std::atomic<bool>>(false);
};

} // namespace signalbox
