// Two reconcilers of serving. DeploymentLoader turns a deployment that is desired into one that is ready, off
// the path of a rollback; RouteKeeper gives the server the routes that workspace.db wants now.
#pragma once

#include <mutex>
#include <optional>

#include "core/agent/model_cache.h"
#include "core/base/result.h"
#include "core/base/stop.h"
#include "core/serve/endpoints.h"
#include "core/serve/server.h"
#include "core/store/store.h"

namespace signalbox::agent {

// Thread-safe.
class RouteKeeper
{
public:
    // All three must outlive the keeper.
    RouteKeeper(const store::Store &store, const ModelCache &models, serve::ScoringServer &server)
        : m_store(store)
        , m_models(models)
        , m_server(server)
    {
    }

    // Reads the endpoints and swaps the server's table if it differs. Deployments whose model is not loaded
    // are left out; they are at 0 %.
    [[nodiscard]] Status sync();

private:
    const store::Store &m_store;
    const ModelCache &m_models;
    serve::ScoringServer &m_server;
    std::mutex m_mutex; // guards m_current and the order of swaps
    std::optional<serve::RoutingTable> m_current;
};

class DeploymentLoader
{
public:
    DeploymentLoader(store::Store &store, ModelCache &models, RouteKeeper &routes)
        : m_store(store)
        , m_models(models)
        , m_routes(routes)
    {
    }

    // Loads every model that is missing, checks its artifact's hash and reports what was starting as ready or
    // failed. A deployment is in the server's routes before it is called ready.
    [[nodiscard]] Status reconcile(const StopToken &stop);

private:
    [[nodiscard]] Status load(const serve::Deployment &deployment);
    [[nodiscard]] Status refuse(const serve::Deployment &deployment, const Error &error);

    store::Store &m_store;
    ModelCache &m_models;
    RouteKeeper &m_routes;
};

} // namespace signalbox::agent
