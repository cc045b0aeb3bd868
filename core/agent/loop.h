// A thread that does one thing again and again until it is stopped. The agent has one for each concern, so
// that a slow probe or a long training never delays a rollback.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "core/base/result.h"
#include "core/base/stop.h"

namespace signalbox::agent {

class Loop
{
public:
    // Calls `work` at once and then `interval` after each return, or at once again if it returned true. An
    // error is logged when it first occurs, not at every turn.
    Loop(std::string name, std::chrono::milliseconds interval,
         std::function<Result<bool>(const StopToken &)> work);
    // Stops as stop() does.
    ~Loop();
    Loop(const Loop &) = delete;
    Loop &operator=(const Loop &) = delete;

    // Asks the work to stop and waits for its return.
    void stop();

private:
    void run();

    const std::string m_name;
    const std::chrono::milliseconds m_interval;
    const std::function<Result<bool>(const StopToken &)> m_work;
    StopSource m_stop;
    std::mutex m_waiting; // guards nothing but the wait
    std::condition_variable m_wake;
    std::thread m_thread;
};

} // namespace signalbox::agent
