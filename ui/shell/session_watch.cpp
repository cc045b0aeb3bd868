#include "ui/shell/session_watch.h"

#include <utility>

#include "core/base/platform.h"
#include "core/store/members.h"
#include "core/telemetry/telemetry_file.h"
#include "ui/shell/workspace.h"

namespace signalbox::ui {

namespace {

constexpr std::chrono::milliseconds telemetryInterval{500};

} // namespace

bool isAlive(const std::optional<agent::Lease> &lease, TimePoint now)
{
    if (!lease || !lease->aliveAt(now))
        return false;
    return lease->host != hostName() || processIsAlive(lease->pid);
}

SessionWatch::SessionWatch(std::shared_ptr<Workspace> workspace, std::chrono::milliseconds interval,
                           std::function<void(WatchReport)> report)
    : m_workspace(std::move(workspace))
    , m_interval(interval)
    , m_report(std::move(report))
    , m_thread([this] { run(); })
{
}

SessionWatch::~SessionWatch()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void SessionWatch::run()
{
    while (true) {
        look();
        m_report(m_last);
        std::unique_lock lock(m_mutex);
        if (m_wake.wait_for(lock, m_interval, [this] { return m_stop; }))
            return;
    }
}

void SessionWatch::look()
{
    m_last.workspaceChanged = false;
    m_last.telemetryChanged = false;
    const Status looked = lookAtWorkspace();
    m_last.problem = looked ? std::string() : looked.error().text();
    lookAtTelemetry();
}

Status SessionWatch::lookAtWorkspace()
{
    const store::Store &store = *m_workspace->store;
    SIGNALBOX_TRY(const std::int64_t version, store.dataVersion());
    const TimePoint now = m_workspace->clock->now();
    const bool first = !m_workspaceVersion;
    if (first || version != *m_workspaceVersion) {
        SIGNALBOX_TRY(m_last.lease, agent::readLease(store));
        m_last.role = store::roleOf(store, m_workspace->actor.name).value_or(store::Role::Viewer);
        m_last.workspaceChanged = true;
        m_workspaceVersion = version;
    }
    // An agent that was killed commits nothing, so its end is seen by looking at the time and the process.
    const bool alive = isAlive(m_last.lease, now);
    m_last.workspaceChanged = m_last.workspaceChanged || alive != m_last.agentAlive;
    m_last.agentAlive = alive;
    m_last.at = now;
    return {};
}

void SessionWatch::lookAtTelemetry()
{
    const TimePoint now = m_workspace->clock->now();
    if (m_telemetryLook && now < *m_telemetryLook + telemetryInterval && now >= *m_telemetryLook)
        return;
    m_telemetryLook = now;
    const auto file = m_workspace->telemetry.open(m_workspace->store->folder());
    if (!file)
        return;
    const auto version = (*file)->dataVersion();
    if (!version)
        return;
    m_last.telemetryChanged = m_telemetryVersion != *version;
    m_telemetryVersion = *version;
}

} // namespace signalbox::ui
