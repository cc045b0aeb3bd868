// The thread that watches a workspace for the Session: whether anybody committed, whether telemetry was
// sealed, whether the agent lives and what the member may do. It reads microseconds' worth at each look and
// never writes.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "core/agent/lease.h"
#include "core/base/clock.h"
#include "core/store/actor.h"

namespace signalbox::ui {

struct Workspace;

// What one look found.
struct WatchReport
{
    TimePoint at;
    std::string
        problem; // why the workspace cannot be read now, "" if it can; then the rest is of the last time
    bool workspaceChanged = false;
    bool telemetryChanged = false;
    std::optional<agent::Lease> lease;
    bool agentAlive = false;
    store::Role role = store::Role::Viewer; // also of somebody who is no member
};

// A lease that has expired is dead, and so is one whose process is known to be gone from this machine.
[[nodiscard]] bool isAlive(const std::optional<agent::Lease> &lease, TimePoint now);

class SessionWatch
{
public:
    // Looks at once and then every `interval`; `report` is called from the watch's thread after each look.
    SessionWatch(std::shared_ptr<Workspace> workspace, std::chrono::milliseconds interval,
                 std::function<void(WatchReport)> report);
    // Ends the thread; `report` is not called any more once this returns.
    ~SessionWatch();
    SessionWatch(const SessionWatch &) = delete;
    SessionWatch &operator=(const SessionWatch &) = delete;

private:
    void run();
    void look();
    [[nodiscard]] Status lookAtWorkspace();
    void lookAtTelemetry();

    const std::shared_ptr<Workspace> m_workspace;
    const std::chrono::milliseconds m_interval;
    const std::function<void(WatchReport)> m_report;

    WatchReport m_last;
    std::optional<std::int64_t> m_workspaceVersion;
    std::optional<std::int64_t> m_telemetryVersion;
    std::optional<TimePoint> m_telemetryLook;

    std::mutex m_mutex; // guards m_stop
    std::condition_variable m_wake;
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace signalbox::ui
