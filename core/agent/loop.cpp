#include "core/agent/loop.h"

#include <exception>
#include <utility>

#include "core/base/log.h"

namespace signalbox::agent {

Loop::Loop(std::string name, std::chrono::milliseconds interval,
           std::function<Result<bool>(const StopToken &)> work)
    : m_name(std::move(name))
    , m_interval(interval)
    , m_work(std::move(work))
    , m_thread([this] { run(); })
{
}

Loop::~Loop()
{
    stop();
}

void Loop::stop()
{
    {
        const std::scoped_lock lock(m_waiting);
        m_stop.requestStop();
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void Loop::run()
{
    const StopToken stop = m_stop.token();
    std::string lastError;
    while (!stop.stopRequested()) {
        bool again = false;
        std::string error;
        try {
            const Result<bool> result = m_work(stop);
            again = result && *result;
            if (!result)
                error = result.error().text();
        } catch (const std::exception &exception) {
            error = exception.what();
        }
        if (!error.empty() && error != lastError)
            spdlog::error("{}: {}", m_name, error);
        lastError = error;
        if (again)
            continue;
        std::unique_lock lock(m_waiting);
        m_wake.wait_for(lock, m_interval, [&stop] { return stop.stopRequested(); });
    }
}

} // namespace signalbox::agent
