#include <cmath>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/base/json.h"
#include "core/serve/endpoints.h"

namespace signalbox::serve {

using store::Change;
using store::Permission;

namespace {

constexpr double highestRate = 10'000;
constexpr auto longestLoad = std::chrono::hours(1);

Status checkFault(const Fault &fault)
{
    const auto refuse = [](const char *field, std::string message) {
        return std::unexpected(
            Error{.code = ErrorCode::InvalidArgument, .message = std::move(message), .field = field});
    };
    if (fault.latency.count() < 0 || fault.latency > std::chrono::seconds(30))
        return refuse("latency", "An injected latency is 0 to 30,000 ms.");
    if (!(fault.errorRate >= 0 && fault.errorRate <= 1))
        return refuse("error_rate", "An injected error rate is 0 to 1.");
    if (!(std::abs(fault.scoreShift) <= 20))
        return refuse("score_shift", "A score shift is -20 to 20 on the log-odds.");
    return {};
}

std::string faultJson(const Fault &fault)
{
    return Json{{"latency_ms", fault.latency.count()},
                {"error_rate", fault.errorRate},
                {"score_shift", fault.scoreShift}}
        .dump();
}

} // namespace

Status setFault(store::Store &store, const store::Actor &actor, std::string_view endpoint,
                std::string_view deployment, const Fault &fault)
{
    SIGNALBOX_CHECK(checkFault(fault));
    return store.change(actor, Permission::Operate, [&](Change &change) -> Status {
        SIGNALBOX_TRY(const Endpoint owner, endpointIn(change.db, endpoint));
        const Deployment *existing = owner.find(deployment);
        if (existing == nullptr)
            return failure(ErrorCode::NotFound,
                           fmt::format("'{}' has no deployment '{}'.", endpoint, deployment));
        SQLite::Statement remove(change.db, "DELETE FROM faults WHERE endpoint = ? AND deployment = ?");
        remove.bind(1, std::string(endpoint));
        remove.bind(2, std::string(deployment));
        remove.exec();
        if (!fault.none()) {
            SQLite::Statement insert(change.db,
                                     "INSERT INTO faults(endpoint, deployment, latency_ms, error_rate, "
                                     "score_shift) VALUES(?, ?, ?, ?, ?)");
            insert.bind(1, std::string(endpoint));
            insert.bind(2, std::string(deployment));
            insert.bind(3, static_cast<std::int64_t>(fault.latency.count()));
            insert.bind(4, fault.errorRate);
            insert.bind(5, fault.scoreShift);
            insert.exec();
        }
        change.audit({.action = fault.none() ? "drill.fault-ended" : "drill.fault-injected",
                      .subject = fmt::format("{}/{}", endpoint, deployment),
                      .before = faultJson(existing->fault),
                      .after = faultJson(fault)});
        return {};
    });
}

Status setLoad(store::Store &store, const store::Actor &actor, std::string_view endpoint,
               double requestsPerSecond, Ticks duration)
{
    if (!(requestsPerSecond >= 0 && requestsPerSecond <= highestRate))
        return failure(ErrorCode::InvalidArgument,
                       fmt::format("A load is 0 to {:.0f} requests a second.", highestRate));
    if (requestsPerSecond > 0 && (duration <= Ticks::zero() || duration > longestLoad))
        return failure(ErrorCode::InvalidArgument, "A load lasts more than nothing and at most one hour.");
    return store.change(actor, Permission::Operate, [&](Change &change) -> Status {
        SIGNALBOX_TRY(const Endpoint owner, endpointIn(change.db, endpoint));
        SQLite::Statement remove(change.db, "DELETE FROM loads WHERE endpoint = ?");
        remove.bind(1, owner.name);
        remove.exec();
        if (requestsPerSecond > 0) {
            SQLite::Statement insert(change.db,
                                     "INSERT INTO loads(endpoint, rate, started, started_by, until) "
                                     "VALUES(?, ?, ?, ?, ?)");
            insert.bind(1, owner.name);
            insert.bind(2, requestsPerSecond);
            insert.bind(3, change.now.time_since_epoch().count());
            insert.bind(4, change.actor.name);
            insert.bind(5, (change.now + duration).time_since_epoch().count());
            insert.exec();
        }
        const double before = owner.load ? owner.load->requestsPerSecond : 0;
        change.audit({.action = requestsPerSecond > 0 ? "drill.load-started" : "drill.load-ended",
                      .subject = owner.name,
                      .before = Json{{"requests_per_second", before}}.dump(),
                      .after = Json{{"requests_per_second", requestsPerSecond}}.dump()});
        return {};
    });
}

Status reportLoad(store::Store &store, std::string_view endpoint, std::int64_t sent, std::int64_t failed)
{
    return store.observe([&](SQLite::Database &db) -> Status {
        SQLite::Statement update(db, "UPDATE loads SET sent = ?, failed = ? WHERE endpoint = ?");
        update.bind(1, sent);
        update.bind(2, failed);
        update.bind(3, std::string(endpoint));
        update.exec();
        return {};
    });
}

} // namespace signalbox::serve
