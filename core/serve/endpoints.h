// Endpoints and their deployments as the workspace holds them: what is desired (which version, which share of
// the traffic) and what the agent observed (starting, ready, failed). Every function is one transaction;
// thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/serve/routing.h"
#include "core/store/store.h"

namespace signalbox::serve {

enum class Environment : std::uint8_t { Dev, Staging, Production };

[[nodiscard]] std::string_view environmentName(Environment environment);
[[nodiscard]] Result<Environment> environmentFromName(std::string_view name);

enum class DeploymentState : std::uint8_t { Starting, Ready, Failed };

[[nodiscard]] std::string_view deploymentStateName(DeploymentState state);

struct Deployment
{
    std::string endpoint;
    std::string name; // usually "blue" or "green"
    std::string model;
    std::int64_t version = 0;
    std::string hash; // of the artifact
    DeploymentState state = DeploymentState::Starting;
    int percent = 0;   // of the endpoint's traffic
    std::string error; // why it failed
    TimePoint created;
    std::string createdBy;
    Fault fault; // set by a drill
};

// Requests that the agent sends for a rehearsal, so that there is traffic to look at.
struct Load
{
    double requestsPerSecond = 0;
    TimePoint started;
    std::string startedBy;
    TimePoint until;
    std::int64_t sent = 0;
    std::int64_t failed = 0;
};

struct Endpoint
{
    std::string name;
    Environment environment = Environment::Dev;
    TimePoint created;
    std::array<std::string, 2> keyHashes; // SHA-256 of the primary and the secondary key
    std::vector<Deployment> deployments;  // by name; percents sum to 100, or to 0: closed
    std::int64_t rollout = 0;             // the one that moves its traffic now, 0 if none does
    std::string fallback;                 // the deployment that a rollback goes back to, "" if there is none
    std::string undo;                     // what undoing the latest rollback needs, "" if there is none
    std::optional<Load> load;
    std::string origin;

    [[nodiscard]] const Deployment *find(std::string_view deployment) const;
};

using Split = std::map<std::string, int, std::less<>>; // deployment → percent

[[nodiscard]] Result<std::vector<Endpoint>> listEndpoints(const store::Store &store);
[[nodiscard]] Result<Endpoint> findEndpoint(const store::Store &store, std::string_view name);

// The only time that the keys are seen in plain text: the workspace keeps their hashes.
struct EndpointKeys
{
    std::string primary;
    std::string secondary;
};

[[nodiscard]] Result<EndpointKeys> createEndpoint(store::Store &store, const store::Actor &actor,
                                                  std::string_view name, Environment environment);
// Refused while it takes traffic, unless `evenWithTraffic`.
[[nodiscard]] Status deleteEndpoint(store::Store &store, const store::Actor &actor, std::string_view name,
                                    bool evenWithTraffic);

enum class KeyKind : std::uint8_t { Primary, Secondary };

// The old key stops working when the agent has seen the change; the other key goes on working.
[[nodiscard]] Result<std::string> regenerateKey(store::Store &store, const store::Actor &actor,
                                                std::string_view endpoint, KeyKind kind);

// What the key is called in a SecretStore.
[[nodiscard]] std::string keySecretName(const store::Store &store, std::string_view endpoint, KeyKind kind);

// Puts an approved version behind the endpoint at 0 %. The agent loads it and reports it ready or failed. A
// deployment of that name must not exist, or must be at 0 % and is then replaced.
[[nodiscard]] Status deploy(store::Store &store, const store::Actor &actor, std::string_view endpoint,
                            std::string_view deployment, std::string_view model, std::int64_t version);
[[nodiscard]] Status removeDeployment(store::Store &store, const store::Actor &actor,
                                      std::string_view endpoint, std::string_view deployment);

// Sets the whole split; deployments that are not named get 0. The sum must be 100 or 0, a share above 0 needs
// a ready deployment, and in production a granted production gate on exactly its artifact. What served 100 %
// before becomes the fallback.
[[nodiscard]] Status setTraffic(store::Store &store, const store::Actor &actor, std::string_view endpoint,
                                const Split &split, std::string_view reason);

// Drills. A fault with nothing in it heals the deployment.
[[nodiscard]] Status setFault(store::Store &store, const store::Actor &actor, std::string_view endpoint,
                              std::string_view deployment, const Fault &fault);
// 0 requests per second ends the load. At most 10,000 a second and one hour.
[[nodiscard]] Status setLoad(store::Store &store, const store::Actor &actor, std::string_view endpoint,
                             double requestsPerSecond, Ticks duration);

// What the agent reports. A deployment that fails while it takes traffic gives its share to the fallback, or
// closes the endpoint if there is none: traffic never points at what is not ready.
[[nodiscard]] Status reportReady(store::Store &store, std::string_view endpoint, std::string_view deployment,
                                 std::string_view hash);
[[nodiscard]] Status reportFailed(store::Store &store, std::string_view endpoint, std::string_view deployment,
                                  std::string_view hash, std::string_view error);
[[nodiscard]] Status reportLoad(store::Store &store, std::string_view endpoint, std::int64_t sent,
                                std::int64_t failed);

// For use inside another room's command; none of these writes an audit entry.
[[nodiscard]] Result<Endpoint> endpointIn(SQLite::Database &db, std::string_view name);
[[nodiscard]] Status deployIn(store::Change &change, std::string_view endpoint, std::string_view deployment,
                              std::string_view model, std::int64_t version);
[[nodiscard]] Status setTrafficIn(store::Change &change, const Endpoint &endpoint, const Split &split);
void setRolloutIn(store::Change &change, std::string_view endpoint, std::int64_t rollout);
void setFallbackIn(store::Change &change, std::string_view endpoint, std::string_view fallback,
                   std::string_view undo = {});

// FailedPrecondition while a rollout moves the endpoint's traffic.
[[nodiscard]] Status checkNoRollout(const Endpoint &endpoint);

[[nodiscard]] Split splitOf(const Endpoint &endpoint);
// {"blue":90,"green":10}, for audit entries.
[[nodiscard]] std::string splitJson(const Split &split);

} // namespace signalbox::serve
