// The reconciler of drills: where a load is desired it sends real requests, reports what came back and ends
// the load when its time is over.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "core/agent/model_cache.h"
#include "core/base/result.h"
#include "core/serve/endpoints.h"
#include "core/serve/load_generator.h"
#include "core/store/store.h"

namespace signalbox::agent {

// Not thread-safe.
class LoadRunner
{
public:
    // Both references must outlive the runner.
    LoadRunner(store::Store &store, const ModelCache &models, std::uint16_t port, std::string internalToken);

    [[nodiscard]] Status reconcile();

private:
    struct Running
    {
        TimePoint started;           // of the load that it serves
        std::int64_t sentBefore = 0; // by an agent that was there before
        std::int64_t failedBefore = 0;
        std::unique_ptr<serve::LoadGenerator> generator;
    };

    [[nodiscard]] Status keep(const serve::Endpoint &endpoint);
    [[nodiscard]] Result<Running> start(const serve::Endpoint &endpoint) const;

    store::Store &m_store;
    const ModelCache &m_models;
    const std::uint16_t m_port;
    const std::string m_token;
    std::map<std::string, Running> m_running;
};

} // namespace signalbox::agent
