#include "core/agent/lease.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/base/json.h"
#include "core/base/platform.h"

namespace signalbox::agent {

using store::Change;
using store::Permission;

namespace {

TimePoint timeAt(const SQLite::Statement &row, int column)
{
    return TimePoint(Ticks(row.getColumn(column).getInt64()));
}

std::optional<Lease> leaseIn(SQLite::Database &db)
{
    SQLite::Statement row(
        db, "SELECT owner, pid, host, program, port, acquired, renewed, expires, stop_requested "
            "FROM lease");
    if (!row.executeStep())
        return std::nullopt;
    return Lease{.owner = row.getColumn(0).getString(),
                 .pid = row.getColumn(1).getInt64(),
                 .host = row.getColumn(2).getString(),
                 .program = row.getColumn(3).getString(),
                 .port = static_cast<std::uint16_t>(row.getColumn(4).getInt()),
                 .acquired = timeAt(row, 5),
                 .renewed = timeAt(row, 6),
                 .expires = timeAt(row, 7),
                 .stopRequested = row.getColumn(8).getInt() != 0};
}

bool isGone(const Lease &lease)
{
    return lease.host == hostName() && !processIsAlive(lease.pid);
}

std::string describe(const Lease &lease)
{
    return Json{{"pid", lease.pid}, {"host", lease.host}, {"program", lease.program}, {"port", lease.port}}
        .dump();
}

} // namespace

Result<std::optional<Lease>> readLease(const store::Store &store)
{
    return store.read([](SQLite::Database &db) -> Result<std::optional<Lease>> { return leaseIn(db); });
}

Result<Lease> acquireLease(store::Store &store, const Lease &wanted)
{
    return store.change(
        store::Actor::reconciler("agent"), Permission::Operate, [&](Change &change) -> Result<Lease> {
            const std::optional<Lease> before = leaseIn(change.db);
            if (before && before->aliveAt(change.now) && !isGone(*before))
                return failure(
                    ErrorCode::FailedPrecondition,
                    fmt::format(
                        "An agent is running already (process {} on {}). One workspace has one agent.",
                        before->pid, before->host));
            Lease lease = wanted;
            lease.acquired = change.now;
            lease.renewed = change.now;
            lease.expires = change.now + leaseLifetime;
            lease.stopRequested = false;
            SQLite::Statement put(
                change.db, "INSERT OR REPLACE INTO lease(id, owner, pid, host, program, port, acquired, "
                           "renewed, expires) VALUES(1, ?, ?, ?, ?, ?, ?, ?, ?)");
            put.bind(1, lease.owner);
            put.bind(2, lease.pid);
            put.bind(3, lease.host);
            put.bind(4, lease.program);
            put.bind(5, static_cast<int>(lease.port));
            put.bind(6, lease.acquired.time_since_epoch().count());
            put.bind(7, lease.renewed.time_since_epoch().count());
            put.bind(8, lease.expires.time_since_epoch().count());
            put.exec();
            change.audit({.action = "agent.started",
                          .subject = "agent",
                          .before = before && before->aliveAt(change.now) ? describe(*before) : "",
                          .after = describe(lease)});
            return lease;
        });
}

Status renewLease(store::Store &store, const std::string &owner)
{
    return store.observe([&](SQLite::Database &db) -> Status {
        // Also after it has expired: while nobody else took it, a slow machine is no reason to stop serving.
        const TimePoint now = store.clock().now();
        SQLite::Statement update(db, "UPDATE lease SET renewed = ?, expires = ? WHERE owner = ?");
        update.bind(1, now.time_since_epoch().count());
        update.bind(2, (now + leaseLifetime).time_since_epoch().count());
        update.bind(3, owner);
        if (update.exec() == 0)
            return failure(
                ErrorCode::FailedPrecondition,
                "Another agent has taken the lease while this process was away. It stops serving.");
        return {};
    });
}

Status releaseLease(store::Store &store, const std::string &owner)
{
    return store.change(
        store::Actor::reconciler("agent"), Permission::Operate, [&](Change &change) -> Status {
            SQLite::Statement update(change.db, "UPDATE lease SET expires = ? WHERE owner = ?");
            update.bind(1, change.now.time_since_epoch().count());
            update.bind(2, owner);
            if (update.exec() == 0)
                return failure(ErrorCode::FailedPrecondition, "The lease belongs to another agent.");
            change.audit({.action = "agent.stopped", .subject = "agent"});
            return {};
        });
}

Status requestStop(store::Store &store, const store::Actor &actor)
{
    return store.change(actor, Permission::Operate, [&](Change &change) -> Status {
        const std::optional<Lease> lease = leaseIn(change.db);
        if (!lease || !lease->aliveAt(change.now))
            return failure(ErrorCode::FailedPrecondition, "No agent is running in this workspace.");
        change.db.exec("UPDATE lease SET stop_requested = 1");
        change.audit({.action = "agent.stop-requested", .subject = "agent", .before = describe(*lease)});
        return {};
    });
}

std::string scoringUrl(const Lease &lease, const std::string &endpoint)
{
    return fmt::format("http://127.0.0.1:{}/endpoints/{}/score", lease.port, endpoint);
}

} // namespace signalbox::agent
