// Cooperative cancellation: a StopSource asks, every copy of its StopToken hears it.
// Stands in for std::stop_token, which Apple Clang 15 does not have. Thread-safe.
#pragma once

#include <atomic>
#include <memory>
#include <utility>

namespace signalbox {

class StopToken
{
public:
    StopToken() = default; // never asked to stop

    [[nodiscard]] bool stopRequested() const { return m_flag && m_flag->load(std::memory_order_relaxed); }

private:
    friend class StopSource;
    explicit StopToken(std::shared_ptr<const std::atomic<bool>> flag)
        : m_flag(std::move(flag))
    {
    }

    std::shared_ptr<const std::atomic<bool>> m_flag;
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
