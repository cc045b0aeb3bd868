#include "core/agent/serving.h"

#include <memory>
#include <utility>

#include "core/base/log.h"
#include "core/registry/registry.h"

namespace signalbox::agent {

Status RouteKeeper::sync()
{
    const std::scoped_lock lock(m_mutex);
    SIGNALBOX_TRY(const std::vector<serve::Endpoint> endpoints, serve::listEndpoints(m_store));
    serve::RoutingTable table;
    for (const serve::Endpoint &endpoint : endpoints) {
        serve::EndpointRoute route{.name = endpoint.name, .deployments = {}, .keyHashes = endpoint.keyHashes};
        for (const serve::Deployment &deployment : endpoint.deployments) {
            ModelPointer model = m_models.find(deployment.hash);
            if (!model || deployment.state == serve::DeploymentState::Failed)
                continue;
            route.deployments.push_back({.name = deployment.name,
                                         .model = deployment.model,
                                         .version = deployment.version,
                                         .percent = deployment.percent,
                                         .scorer = std::move(model),
                                         .fault = deployment.fault});
        }
        table.endpoints.emplace(endpoint.name, std::move(route));
    }
    if (m_current == table)
        return {};
    SIGNALBOX_CHECK(m_server.setRoutes(table));
    m_current = std::move(table);
    return {};
}

Status DeploymentLoader::load(const serve::Deployment &deployment)
{
    SIGNALBOX_TRY(const auto folder,
                  registry::verifiedArtifact(m_store, deployment.model, deployment.version));
    SIGNALBOX_TRY(learn::LogisticModel model, learn::loadModel(folder));
    m_models.put(deployment.hash, std::make_shared<const learn::LogisticModel>(std::move(model)));
    return {};
}

Status DeploymentLoader::reconcile(const StopToken &stop)
{
    SIGNALBOX_TRY(const std::vector<serve::Endpoint> endpoints, serve::listEndpoints(m_store));
    bool loadedAny = false;
    std::vector<serve::Deployment> starting;
    for (const serve::Endpoint &endpoint : endpoints) {
        for (const serve::Deployment &deployment : endpoint.deployments) {
            if (stop.stopRequested())
                return {};
            if (deployment.state == serve::DeploymentState::Failed)
                continue;
            if (!m_models.find(deployment.hash)) {
                if (const Status loaded = load(deployment); !loaded) {
                    SIGNALBOX_CHECK(refuse(deployment, loaded.error()));
                    continue;
                }
                loadedAny = true;
            }
            if (deployment.state == serve::DeploymentState::Starting)
                starting.push_back(deployment);
        }
    }
    // Only when every model is there: a table without one that takes traffic would not sum to 100.
    if (loadedAny || !starting.empty())
        SIGNALBOX_CHECK(m_routes.sync());
    for (const serve::Deployment &deployment : starting) {
        SIGNALBOX_CHECK(serve::reportReady(m_store, deployment.endpoint, deployment.name, deployment.hash));
        spdlog::info("deployment {} of {} is ready with {} version {}", deployment.name, deployment.endpoint,
                     deployment.model, deployment.version);
    }
    return {};
}

Status DeploymentLoader::refuse(const serve::Deployment &deployment, const Error &error)
{
    spdlog::error("deployment {} of {} cannot start: {}", deployment.name, deployment.endpoint, error.text());
    return serve::reportFailed(m_store, deployment.endpoint, deployment.name, deployment.hash, error.message);
}

} // namespace signalbox::agent
