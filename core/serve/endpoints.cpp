#include "core/serve/endpoints.h"

#include <algorithm>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/base/json.h"
#include "core/base/random.h"
#include "core/base/sha256.h"
#include "core/base/text.h"

namespace signalbox::serve {

using store::Change;
using store::Permission;

namespace {

constexpr std::array<std::pair<Environment, std::string_view>, 3> environmentNames = {
    {{Environment::Dev, "dev"}, {Environment::Staging, "staging"}, {Environment::Production, "production"}}};

constexpr std::array<std::pair<DeploymentState, std::string_view>, 3> stateNames = {
    {{DeploymentState::Starting, "starting"},
     {DeploymentState::Ready, "ready"},
     {DeploymentState::Failed, "failed"}}};

TimePoint timeAt(const SQLite::Statement &row, int column)
{
    return TimePoint(Ticks(row.getColumn(column).getInt64()));
}

Deployment readDeployment(const SQLite::Statement &row)
{
    Deployment deployment{.endpoint = row.getColumn(0).getString(),
                          .name = row.getColumn(1).getString(),
                          .model = row.getColumn(2).getString(),
                          .version = row.getColumn(3).getInt64(),
                          .hash = row.getColumn(4).getString(),
                          .percent = row.getColumn(6).getInt(),
                          .error = row.getColumn(7).getString(),
                          .created = timeAt(row, 8),
                          .createdBy = row.getColumn(9).getString(),
                          .fault = {}};
    const std::string state = row.getColumn(5).getString();
    for (const auto &[value, name] : stateNames) {
        if (name == state)
            deployment.state = value;
    }
    deployment.fault = {.latency = std::chrono::milliseconds(row.getColumn(10).getInt64()),
                        .errorRate = row.getColumn(11).getDouble(),
                        .scoreShift = row.getColumn(12).getDouble()};
    return deployment;
}

// All endpoints, or the one of that name.
Result<std::vector<Endpoint>> readEndpoints(SQLite::Database &db, std::string_view only)
{
    std::vector<Endpoint> endpoints;
    SQLite::Statement row(
        db,
        "SELECT e.name, e.environment, e.created, e.primary_key_hash, e.secondary_key_hash, "
        "e.fallback, e.undo, e.origin, l.rate, l.started, l.started_by, l.until, l.sent, l.failed, e.rollout "
        "FROM endpoints e LEFT JOIN loads l ON l.endpoint = e.name "
        "WHERE ?1 = '' OR e.name = ?1 ORDER BY e.name");
    row.bind(1, std::string(only));
    while (row.executeStep()) {
        SIGNALBOX_TRY(const Environment environment, environmentFromName(row.getColumn(1).getString()));
        Endpoint endpoint{.name = row.getColumn(0).getString(),
                          .environment = environment,
                          .created = timeAt(row, 2),
                          .keyHashes = {row.getColumn(3).getString(), row.getColumn(4).getString()},
                          .deployments = {},
                          .rollout = row.getColumn(14).getInt64(),
                          .fallback = row.getColumn(5).getString(),
                          .undo = row.getColumn(6).getString(),
                          .load = {},
                          .origin = row.getColumn(7).getString()};
        if (!row.getColumn(8).isNull())
            endpoint.load = Load{.requestsPerSecond = row.getColumn(8).getDouble(),
                                 .started = timeAt(row, 9),
                                 .startedBy = row.getColumn(10).getString(),
                                 .until = timeAt(row, 11),
                                 .sent = row.getColumn(12).getInt64(),
                                 .failed = row.getColumn(13).getInt64()};
        endpoints.push_back(std::move(endpoint));
    }
    SQLite::Statement deployments(
        db, "SELECT d.endpoint, d.name, d.model, d.version, d.hash, d.state, d.percent, "
            "d.error, d.created, d.created_by, coalesce(f.latency_ms, 0), "
            "coalesce(f.error_rate, 0.0), coalesce(f.score_shift, 0.0) "
            "FROM deployments d LEFT JOIN faults f ON f.endpoint = d.endpoint AND "
            "f.deployment = d.name WHERE ?1 = '' OR d.endpoint = ?1 ORDER BY d.endpoint, d.name");
    deployments.bind(1, std::string(only));
    while (deployments.executeStep()) {
        Deployment deployment = readDeployment(deployments);
        const auto owner = std::ranges::lower_bound(endpoints, deployment.endpoint, {}, &Endpoint::name);
        if (owner != endpoints.end())
            owner->deployments.push_back(std::move(deployment));
    }
    return endpoints;
}

// 256 random bits; what is stored is its hash, which cannot be turned back.
std::string newKey()
{
    return randomHex(32);
}

} // namespace

std::string_view environmentName(Environment environment)
{
    return environmentNames[std::to_underlying(environment)].second;
}

Result<Environment> environmentFromName(std::string_view name)
{
    for (const auto &[value, known] : environmentNames) {
        if (known == name)
            return value;
    }
    return failure(ErrorCode::InvalidArgument,
                   fmt::format("'{}' is not an environment. There are dev, staging and production.", name));
}

std::string_view deploymentStateName(DeploymentState state)
{
    return stateNames[std::to_underlying(state)].second;
}

const Deployment *Endpoint::find(std::string_view deployment) const
{
    const auto found = std::ranges::find(deployments, deployment, &Deployment::name);
    return found == deployments.end() ? nullptr : &*found;
}

Status checkNoRollout(const Endpoint &endpoint)
{
    if (endpoint.rollout == 0)
        return {};
    return failure(ErrorCode::FailedPrecondition,
                   fmt::format("Rollout {} moves the traffic of '{}'. Roll it back or let it end first.",
                               endpoint.rollout, endpoint.name));
}

Split splitOf(const Endpoint &endpoint)
{
    Split split;
    for (const Deployment &deployment : endpoint.deployments) {
        if (deployment.percent > 0)
            split[deployment.name] = deployment.percent;
    }
    return split;
}

std::string splitJson(const Split &split)
{
    return Json(split).dump();
}

Result<Endpoint> endpointIn(SQLite::Database &db, std::string_view name)
{
    SIGNALBOX_TRY(std::vector<Endpoint> found, readEndpoints(db, name));
    if (name.empty() || found.empty())
        return failure(
            ErrorCode::NotFound,
            fmt::format("There is no endpoint '{}'. List them with 'signalboxctl endpoint list'.", name));
    return std::move(found.front());
}

Result<std::vector<Endpoint>> listEndpoints(const store::Store &store)
{
    return store.read([](SQLite::Database &db) { return readEndpoints(db, {}); });
}

Result<Endpoint> findEndpoint(const store::Store &store, std::string_view name)
{
    return store.read([name](SQLite::Database &db) { return endpointIn(db, name); });
}

Result<EndpointKeys> createEndpoint(store::Store &store, const store::Actor &actor, std::string_view name,
                                    Environment environment)
{
    SIGNALBOX_CHECK(checkName("endpoint", name));
    return store.change(actor, Permission::Operate, [&](Change &change) -> Result<EndpointKeys> {
        if (endpointIn(change.db, name))
            return failure(ErrorCode::AlreadyExists,
                           fmt::format("There is already an endpoint '{}'. Choose another name.", name));
        EndpointKeys keys{.primary = newKey(), .secondary = newKey()};
        SQLite::Statement insert(change.db,
                                 "INSERT INTO endpoints(name, environment, created, primary_key_hash, "
                                 "secondary_key_hash) VALUES(?, ?, ?, ?, ?)");
        insert.bind(1, std::string(name));
        insert.bind(2, std::string(environmentName(environment)));
        insert.bind(3, change.now.time_since_epoch().count());
        insert.bind(4, sha256(keys.primary));
        insert.bind(5, sha256(keys.secondary));
        insert.exec();
        change.audit({.action = "endpoint.created",
                      .subject = std::string(name),
                      .after = Json{{"environment", environmentName(environment)}}.dump()});
        return keys;
    });
}

Status deleteEndpoint(store::Store &store, const store::Actor &actor, std::string_view name,
                      bool evenWithTraffic)
{
    return store.change(actor, Permission::Administer, [&](Change &change) -> Status {
        SIGNALBOX_TRY(const Endpoint endpoint, endpointIn(change.db, name));
        if (!splitOf(endpoint).empty() && !evenWithTraffic)
            return failure(
                ErrorCode::FailedPrecondition,
                fmt::format("'{}' takes traffic. Close it first, or say that it may be deleted all the same.",
                            name));
        SIGNALBOX_CHECK(checkNoRollout(endpoint));
        SQLite::Statement remove(change.db, "DELETE FROM endpoints WHERE name = ?");
        remove.bind(1, std::string(name));
        remove.exec();
        change.audit({.action = "endpoint.deleted",
                      .subject = std::string(name),
                      .before = splitJson(splitOf(endpoint))});
        return {};
    });
}

std::string keySecretName(const store::Store &store, std::string_view endpoint, KeyKind kind)
{
    return fmt::format("signalbox/{}/{}/{}", store.info().id, endpoint,
                       kind == KeyKind::Primary ? "primary" : "secondary");
}

Result<std::string> regenerateKey(store::Store &store, const store::Actor &actor, std::string_view endpoint,
                                  KeyKind kind)
{
    return store.change(actor, Permission::Operate, [&](Change &change) -> Result<std::string> {
        SIGNALBOX_CHECK(endpointIn(change.db, endpoint));
        std::string key = newKey();
        const bool primary = kind == KeyKind::Primary;
        SQLite::Statement update(change.db,
                                 primary ? "UPDATE endpoints SET primary_key_hash = ? WHERE name = ?"
                                         : "UPDATE endpoints SET secondary_key_hash = ? WHERE name = ?");
        update.bind(1, sha256(key));
        update.bind(2, std::string(endpoint));
        update.exec();
        change.audit({.action = "endpoint.key-regenerated",
                      .subject = std::string(endpoint),
                      .after = Json{{"key", primary ? "primary" : "secondary"}}.dump()});
        return key;
    });
}

} // namespace signalbox::serve
