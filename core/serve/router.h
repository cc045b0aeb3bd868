// A routing table made ready for the hot path: model numbers laid out, keys as digests, heads of answers and
// telemetry labels prepared. Made once per change, off the hot path; immutable, shared by all threads.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/serve/routing.h"
#include "core/serve/scoring.h"

namespace signalbox::telemetry {
class Recorder;
}

namespace signalbox::serve {

using KeyDigest = std::array<std::uint8_t, 32>;

struct CompiledDeployment
{
    std::string name;
    std::string model;
    std::int64_t version = 0;
    int percent = 0;
    ScoringPlan plan;
    Fault fault;
    std::string headers;     // that name the deployment in every answer of its own
    std::string signature;   // JSON of the model's inputs
    std::uint32_t label = 0; // of telemetry
};

struct CompiledEndpoint
{
    std::string name;
    std::size_t index = 0; // in the table, for per-thread state
    std::vector<CompiledDeployment> deployments;
    std::array<std::optional<KeyDigest>, 2> keys;
    bool open = false;       // percents sum to 100
    std::uint32_t label = 0; // of telemetry, for requests that no deployment took

    [[nodiscard]] const CompiledDeployment *find(std::string_view deployment) const;
};

struct CompiledRoutes
{
    std::map<std::string, CompiledEndpoint, std::less<>> endpoints;
    std::optional<KeyDigest> internalToken;
    std::uint32_t unknownLabel = 0; // of telemetry, for endpoints that do not exist
};

// InvalidArgument for percents that do not sum to 100 or 0, a deployment without a model, a hash that is
// none.
// `recorder` may be null.
[[nodiscard]] Result<std::shared_ptr<const CompiledRoutes>>
compileRoutes(const RoutingTable &table, std::string_view internalToken, telemetry::Recorder *recorder);

enum class KeyHolder : std::uint8_t { Nobody, Client, Agent };

// Whose key of the endpoint `key` is; takes as long for a wrong key as for a right one.
[[nodiscard]] KeyHolder holderOf(std::string_view key, const CompiledRoutes &routes,
                                 const CompiledEndpoint &endpoint);
[[nodiscard]] bool equalInConstantTime(std::string_view a, std::string_view b);

// Which deployment gets the next request: blocks of 100 in random order, so that the shares are exact over
// every 100 requests of a thread and yet nobody can tell who is next (permuted blocks; Hill, 1951).
class TrafficSplit
{
public:
    // `endpoint` is open and the same one for the life of the split.
    [[nodiscard]] const CompiledDeployment &next(const CompiledEndpoint &endpoint, SeededRandom &random);

private:
    std::vector<std::uint16_t> m_block;
    std::size_t m_next = 0;
};

enum class Resource : std::uint8_t { Score, Signature, Health, Unknown };

struct Target
{
    Resource resource = Resource::Unknown;
    std::string_view endpoint;
};

// "/endpoints/churn/score?x=1"; what follows a question mark has no meaning here.
[[nodiscard]] Target parseTarget(std::string_view target);

} // namespace signalbox::serve
