#include "ui/endpoints/endpoints_snapshot.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/agent/example_rows.h"
#include "core/base/json.h"
#include "core/learn/model.h"
#include "ui/shell/deployable.h"
#include "ui/shell/workspace.h"

namespace signalbox::ui {

namespace {

// The keys exist in plain text only now, so a keychain that fails must not lose them.
std::string keep(Workspace &workspace, const std::string &endpoint, serve::KeyKind kind,
                 const std::string &key)
{
    if (workspace.secrets == nullptr)
        return "This computer offers no keychain.";
    const Status kept = workspace.secrets->write(serve::keySecretName(*workspace.store, endpoint, kind), key);
    return kept ? std::string() : kept.error().message;
}

// The columns on one line and each row on its own, which dump() cannot.
Result<std::string> readable(const Json &body)
{
    SIGNALBOX_TRY(const Json input, member<Json>(body, "input_data"));
    SIGNALBOX_TRY(const Json columns, member<Json>(input, "columns"));
    SIGNALBOX_TRY(const Json data, member<Json>(input, "data"));
    std::string rows;
    for (const Json &row : data)
        rows += fmt::format("{}\n      {}", rows.empty() ? "" : ",", row.dump());
    return fmt::format("{{\n  \"input_data\": {{\n    \"columns\": {},\n    \"data\": [{}\n    ]\n  }}\n}}",
                       columns.dump(), rows);
}

} // namespace

const serve::Endpoint *EndpointsSnapshot::find(const std::string &name) const
{
    const auto found = std::ranges::find(endpoints, name, &serve::Endpoint::name);
    return found == endpoints.end() ? nullptr : &*found;
}

Result<EndpointsSnapshot> readEndpoints(const Workspace &workspace)
{
    EndpointsSnapshot snapshot{.readAt = workspace.clock->now(), .endpoints = {}, .approved = {}};
    SIGNALBOX_TRY(snapshot.endpoints, serve::listEndpoints(*workspace.store));
    SIGNALBOX_TRY(snapshot.approved, readApprovedVersions(*workspace.store));
    return snapshot;
}

Result<std::string> exampleRequest(const Workspace &workspace, const serve::Deployment &deployment,
                                   std::uint64_t seed)
{
    SIGNALBOX_TRY(const auto folder,
                  registry::verifiedArtifact(*workspace.store, deployment.model, deployment.version));
    SIGNALBOX_TRY(const learn::LogisticModel model, learn::loadModel(folder));
    SIGNALBOX_TRY(const Json body, parseJson(agent::requestBody(model, agent::exampleRows(model, 1, seed))));
    return readable(body);
}

Result<MadeKeys> createEndpointWithKeys(Workspace &workspace, const std::string &name,
                                        serve::Environment environment)
{
    SIGNALBOX_TRY(const serve::EndpointKeys keys,
                  serve::createEndpoint(*workspace.store, workspace.actor, name, environment));
    MadeKeys made{.primary = keys.primary, .secondary = keys.secondary, .keychainProblem = {}};
    made.keychainProblem = keep(workspace, name, serve::KeyKind::Primary, keys.primary);
    if (made.keychainProblem.empty())
        made.keychainProblem = keep(workspace, name, serve::KeyKind::Secondary, keys.secondary);
    return made;
}

Result<MadeKeys> regenerateKey(Workspace &workspace, const std::string &endpoint, serve::KeyKind kind)
{
    SIGNALBOX_TRY(const std::string key,
                  serve::regenerateKey(*workspace.store, workspace.actor, endpoint, kind));
    MadeKeys made;
    (kind == serve::KeyKind::Primary ? made.primary : made.secondary) = key;
    made.keychainProblem = keep(workspace, endpoint, kind, key);
    return made;
}

Result<std::string> keyFromKeychain(Workspace &workspace, const std::string &endpoint, serve::KeyKind kind)
{
    if (workspace.secrets == nullptr)
        return failure(ErrorCode::Unavailable, "This computer offers no keychain. Paste the key.");
    auto key = workspace.secrets->read(serve::keySecretName(*workspace.store, endpoint, kind));
    if (!key && key.error().code == ErrorCode::NotFound)
        return failure(ErrorCode::NotFound,
                       "The keychain of this computer does not have this key. Paste it, or regenerate it.");
    return key;
}

Status deleteEndpointWithKeys(Workspace &workspace, const std::string &endpoint)
{
    SIGNALBOX_CHECK(serve::deleteEndpoint(*workspace.store, workspace.actor, endpoint, true));
    if (workspace.secrets != nullptr) {
        for (const serve::KeyKind kind : {serve::KeyKind::Primary, serve::KeyKind::Secondary}) {
            // The keys open nothing any more; what cannot be removed does no harm.
            const Status removed =
                workspace.secrets->remove(serve::keySecretName(*workspace.store, endpoint, kind));
            if (!removed)
                break;
        }
    }
    return {};
}

} // namespace signalbox::ui
