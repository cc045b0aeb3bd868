// What the Endpoints page shows of the workspace, read on the pool as one value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/registry/registry.h"
#include "core/serve/endpoints.h"

namespace signalbox::ui {

struct Workspace;

struct EndpointsSnapshot
{
    TimePoint readAt;
    std::vector<serve::Endpoint> endpoints;
    std::vector<registry::Version> approved; // that can be deployed, newest first

    [[nodiscard]] const serve::Endpoint *find(const std::string &name) const;
};

[[nodiscard]] Result<EndpointsSnapshot> readEndpoints(const Workspace &workspace);

// A request that the deployment can score: one row drawn around what its model was trained on. Another `seed`
// gives another row.
[[nodiscard]] Result<std::string> exampleRequest(const Workspace &workspace,
                                                 const serve::Deployment &deployment, std::uint64_t seed);

// An endpoint's keys right after they were made, and why they are not in the keychain, "" if they are.
struct MadeKeys
{
    std::string primary;   // "" if it was not made now
    std::string secondary; // likewise
    std::string keychainProblem;
};

[[nodiscard]] Result<MadeKeys> createEndpointWithKeys(Workspace &workspace, const std::string &name,
                                                      serve::Environment environment);
[[nodiscard]] Result<MadeKeys> regenerateKey(Workspace &workspace, const std::string &endpoint,
                                             serve::KeyKind kind);
// NotFound if this computer's keychain does not have it; says what to do.
[[nodiscard]] Result<std::string> keyFromKeychain(Workspace &workspace, const std::string &endpoint,
                                                  serve::KeyKind kind);
// Deletes the endpoint and, as far as it can, its keys in the keychain.
[[nodiscard]] Status deleteEndpointWithKeys(Workspace &workspace, const std::string &endpoint);

} // namespace signalbox::ui
