#include "core/serve/router.h"

#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "core/base/json.h"
#include "core/base/sha256.h"
#include "core/base/text.h"
#include "core/telemetry/recorder.h"

namespace signalbox::serve {

namespace {

std::optional<KeyDigest> digestFromHex(std::string_view hex)
{
    KeyDigest digest{};
    if (hex.size() != digest.size() * 2)
        return std::nullopt;
    const auto nibble = [](char c) -> unsigned {
        return c >= '0' && c <= '9'   ? static_cast<unsigned>(c - '0')
               : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a') + 10U
                                      : 16U;
    };
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const unsigned high = nibble(hex[2 * i]);
        const unsigned low = nibble(hex[2 * i + 1]);
        if (high > 15 || low > 15)
            return std::nullopt;
        digest[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return digest;
}

std::string signatureOf(const DeploymentRoute &route)
{
    Json inputs = Json::array();
    for (const learn::Input &input : route.scorer->inputs)
        inputs.push_back(
            {{"name", input.name}, {"type", input.type == learn::InputType::Integer ? "long" : "double"}});
    return Json{{"model", route.model},
                {"version", route.version},
                {"deployment", route.name},
                {"predicts", route.scorer->label},
                {"threshold", route.scorer->threshold},
                {"inputs", std::move(inputs)}}
        .dump();
}

Result<CompiledDeployment> compileDeployment(const DeploymentRoute &route)
{
    SIGNALBOX_CHECK(checkName("deployment", route.name));
    if (!route.scorer)
        return failure(ErrorCode::InvalidArgument,
                       fmt::format("The deployment '{}' has no model loaded.", route.name));
    if (route.percent < 0 || route.percent > 100)
        return failure(
            ErrorCode::InvalidArgument,
            fmt::format("The deployment '{}' cannot take {} % of the traffic.", route.name, route.percent));
    if (!(route.fault.errorRate >= 0 && route.fault.errorRate <= 1) ||
        !std::isfinite(route.fault.scoreShift) || route.fault.latency.count() < 0)
        return failure(ErrorCode::InvalidArgument,
                       fmt::format("The fault set on the deployment '{}' makes no sense.", route.name));
    SIGNALBOX_TRY(ScoringPlan plan, planScoring(*route.scorer));
    return CompiledDeployment{
        .name = route.name,
        .model = route.model,
        .version = route.version,
        .percent = route.percent,
        .plan = std::move(plan),
        .fault = route.fault,
        .headers = fmt::format("azureml-model-deployment: {}\r\nx-signalbox-model-version: {}\r\n",
                               route.name, route.version),
        .signature = signatureOf(route)};
}

Result<CompiledEndpoint> compileEndpoint(const EndpointRoute &route, std::size_t index)
{
    CompiledEndpoint endpoint{.name = route.name, .index = index, .deployments = {}, .keys = {}};
    int sum = 0;
    for (const DeploymentRoute &deployment : route.deployments) {
        SIGNALBOX_TRY(CompiledDeployment compiled, compileDeployment(deployment));
        if (endpoint.find(compiled.name) != nullptr)
            return failure(
                ErrorCode::InvalidArgument,
                fmt::format("The endpoint '{}' has two deployments '{}'.", route.name, compiled.name));
        sum += compiled.percent;
        endpoint.deployments.push_back(std::move(compiled));
    }
    if (sum != 0 && sum != 100)
        return failure(
            ErrorCode::InvalidArgument,
            fmt::format("The traffic of the endpoint '{}' sums to {} %, not to 100 or 0.", route.name, sum));
    endpoint.open = sum == 100;
    for (std::size_t i = 0; i < route.keyHashes.size(); ++i) {
        endpoint.keys[i] = digestFromHex(route.keyHashes[i]);
        if (!endpoint.keys[i] && !route.keyHashes[i].empty())
            return failure(ErrorCode::InvalidArgument,
                           fmt::format("A key hash of the endpoint '{}' is not a SHA-256.", route.name));
    }
    return endpoint;
}

void label(CompiledEndpoint &endpoint, telemetry::Recorder &recorder)
{
    endpoint.label = recorder.label({.endpoint = endpoint.name, .deployment = {}, .model = {}});
    for (CompiledDeployment &deployment : endpoint.deployments)
        deployment.label = recorder.label({.endpoint = endpoint.name,
                                           .deployment = deployment.name,
                                           .model = deployment.model,
                                           .version = deployment.version});
}

// 1 if they are equal, else 0, without a branch on the bytes.
unsigned same(const std::optional<KeyDigest> &expected, const KeyDigest &presented)
{
    static constexpr KeyDigest none{};
    const KeyDigest &other = expected ? *expected : none;
    unsigned difference = expected ? 0 : 1;
    for (std::size_t i = 0; i < presented.size(); ++i)
        difference |= static_cast<unsigned>(other[i] ^ presented[i]);
    return difference == 0 ? 1 : 0;
}

} // namespace

const CompiledDeployment *CompiledEndpoint::find(std::string_view deployment) const
{
    for (const CompiledDeployment &candidate : deployments)
        if (candidate.name == deployment)
            return &candidate;
    return nullptr;
}

Result<std::shared_ptr<const CompiledRoutes>>
compileRoutes(const RoutingTable &table, std::string_view internalToken, telemetry::Recorder *recorder)
{
    auto routes = std::make_shared<CompiledRoutes>();
    for (const auto &[name, route] : table.endpoints) {
        SIGNALBOX_TRY(CompiledEndpoint endpoint, compileEndpoint(route, routes->endpoints.size()));
        if (recorder != nullptr)
            label(endpoint, *recorder);
        routes->endpoints.emplace(name, std::move(endpoint));
    }
    if (recorder != nullptr)
        routes->unknownLabel = recorder->label({.endpoint = "unknown", .deployment = {}, .model = {}});
    if (!internalToken.empty())
        routes->internalToken = digestFromHex(sha256(internalToken));
    return routes;
}

KeyHolder holderOf(std::string_view key, const CompiledRoutes &routes, const CompiledEndpoint &endpoint)
{
    const KeyDigest presented = *digestFromHex(sha256(key));
    const unsigned client = same(endpoint.keys[0], presented) | same(endpoint.keys[1], presented);
    const unsigned agent = same(routes.internalToken, presented);
    return agent != 0 ? KeyHolder::Agent : client != 0 ? KeyHolder::Client : KeyHolder::Nobody;
}

bool equalInConstantTime(std::string_view a, std::string_view b)
{
    if (a.size() != b.size())
        return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        difference |=
            static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
    return difference == 0;
}

const CompiledDeployment &TrafficSplit::next(const CompiledEndpoint &endpoint, SeededRandom &random)
{
    if (m_next == m_block.size()) {
        m_next = 0;
        if (m_block.empty())
            for (std::size_t i = 0; i < endpoint.deployments.size(); ++i)
                m_block.insert(m_block.end(), static_cast<std::size_t>(endpoint.deployments[i].percent),
                               static_cast<std::uint16_t>(i));
        random.shuffle(m_block);
    }
    return endpoint.deployments[m_block[m_next++]];
}

Target parseTarget(std::string_view target)
{
    target = target.substr(0, target.find('?'));
    if (target == "/healthz")
        return {.resource = Resource::Health, .endpoint = {}};
    constexpr std::string_view prefix = "/endpoints/";
    if (!target.starts_with(prefix))
        return {};
    target.remove_prefix(prefix.size());
    const std::size_t slash = target.find('/');
    if (slash == std::string_view::npos)
        return {};
    const std::string_view action = target.substr(slash + 1);
    const Resource resource = action == "score"       ? Resource::Score
                              : action == "signature" ? Resource::Signature
                                                      : Resource::Unknown;
    return {.resource = resource, .endpoint = target.substr(0, slash)};
}

} // namespace signalbox::serve
