// What a rollout sees of the world: probes over real HTTP, and the requests that telemetry has counted.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "core/agent/model_cache.h"
#include "core/rollout/reconciler.h"
#include "core/serve/http_client.h"
#include "core/store/store.h"
#include "core/telemetry/recorder.h"
#include "core/telemetry/telemetry_file.h"

namespace signalbox::agent {

// A probe passes if the answer is 200, comes from the wanted deployment and says for every row what the
// artifact itself says: a wrong version and a shifted score fail it as well as an error does.
class HttpProber final : public rollout::Prober
{
public:
    // Everything must outlive the prober.
    HttpProber(const store::Store &store, const ModelCache &models, serve::HttpClient &client,
               std::uint16_t port, std::string internalToken);

    [[nodiscard]] rollout::ProbeOutcome probe(std::string_view endpoint, std::string_view deployment,
                                              std::chrono::milliseconds limit) override;

private:
    const store::Store &m_store;
    const ModelCache &m_models;
    serve::HttpClient &m_client;
    const std::uint16_t m_port;
    const std::string m_token;
    std::uint64_t m_probes = 0;
};

// Counts the requests of users (not probes) in telemetry.db. Remembers what it has counted, so that a look
// costs the same however long a step takes. Not thread-safe.
class TelemetryCounter final : public rollout::RequestCounter
{
public:
    TelemetryCounter(const telemetry::TelemetryFile &file, telemetry::Recorder &recorder, const Clock &clock)
        : m_file(file)
        , m_recorder(recorder)
        , m_clock(clock)
    {
    }

    [[nodiscard]] Result<rollout::RequestCounts> count(std::string_view endpoint, std::string_view deployment,
                                                       TimePoint since) override;

private:
    struct Counted
    {
        TimePoint until;
        rollout::RequestCounts counts;
    };
    using Key = std::tuple<std::string, std::string, TimePoint>;

    const telemetry::TelemetryFile &m_file;
    telemetry::Recorder &m_recorder;
    const Clock &m_clock;
    std::map<Key, Counted> m_counted;
};

} // namespace signalbox::agent
