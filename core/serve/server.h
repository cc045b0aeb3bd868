// The scoring server of the agent: answers HTTP on 127.0.0.1 from a routing table that can be replaced while
// requests arrive. A request that was accepted is answered, also while routes change or the server stops.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/serve/routing.h"

namespace signalbox::telemetry {
class Recorder;
}

namespace signalbox::serve {

struct ServerOptions
{
    std::uint16_t port = 0; // 0: any free port
    unsigned threads = 0;   // 0: one a core, at most 8
    std::string internalToken =
        {}; // accepted as the key of every endpoint; "" for none. Keep it in memory only.
    telemetry::Recorder *recorder = nullptr; // not owned, must outlive the server; null: no telemetry
    const Clock *clock = nullptr;            // not owned, must outlive the server; null: the system's
    std::size_t bodyLimit = std::size_t{1} << 20U;
    std::uint32_t headerLimit = 8192;
    std::size_t maximumConnections = 1024;              // one more is answered with 429 and closed
    std::chrono::milliseconds requestTimeLimit{10'000}; // from a request's first byte to its last
    std::chrono::milliseconds idleTimeLimit{75'000};    // between requests
    std::chrono::milliseconds stopTimeLimit{5'000};     // for answering what was accepted before a stop
};

struct ServerCounters
{
    std::uint64_t connections = 0; // accepted since the start
    std::uint64_t open = 0;        // connections now
    std::uint64_t received = 0;    // requests whose last byte arrived, or that were refused before it did
    std::uint64_t answered = 0;    // requests whose answer was handed to the system whole
};

// Thread-safe.
class ScoringServer
{
public:
    // Listens when it returns, with no routes: every endpoint is 404 until setRoutes. Unavailable if the port
    // is taken.
    [[nodiscard]] static Result<std::unique_ptr<ScoringServer>> start(ServerOptions options);
    // Stops as stop() does.
    ~ScoringServer();
    ScoringServer(const ScoringServer &) = delete;
    ScoringServer &operator=(const ScoringServer &) = delete;

    [[nodiscard]] std::uint16_t port() const;

    // Every request that arrives after this returned is answered from `table`; those under way end on the
    // table that they began with. InvalidArgument for a table that cannot be served (the old one stays),
    // DeadlineExceeded if a thread did not take it within a second, Unavailable after stop.
    [[nodiscard]] Status setRoutes(const RoutingTable &table);

    // Stops accepting, answers what was accepted, closes within options.stopTimeLimit. May be called again.
    void stop();

    [[nodiscard]] ServerCounters counters() const;

private:
    struct Private;
    explicit ScoringServer(std::unique_ptr<Private> p);
    std::unique_ptr<Private> m_p;
};

} // namespace signalbox::serve
