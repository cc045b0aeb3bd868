// From a whole HTTP request to the bytes of its answer: routing, keys, faults, scoring, telemetry. Knows
// nothing of sockets. One a thread of the scoring server; not thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/serve/http_request.h"
#include "core/serve/router.h"
#include "core/serve/scoring.h"
#include "core/telemetry/recorder.h"

namespace signalbox::serve {

// The key that last fitted on a connection, so that it is hashed once and not with every request.
struct KeyMemory
{
    std::string key;
    KeyHolder holder = KeyHolder::Nobody;
    std::uint64_t generation = 0; // of the routes
    std::size_t endpoint = 0;
};

struct Answer
{
    std::chrono::milliseconds delay{0}; // a drill wants it sent so much later
    bool counted = true;                // in telemetry
    telemetry::RequestRow row;          // without its duration
};

class RequestHandler
{
public:
    // `recorder` and `clock` may be null and outlive the handler.
    RequestHandler(std::shared_ptr<const CompiledRoutes> routes, telemetry::Recorder *recorder,
                   const Clock *clock, std::uint64_t seed);

    void setRoutes(std::shared_ptr<const CompiledRoutes> routes);

    // Appends the whole answer to `out`; with `close` it tells the client that the connection ends. `request`
    // has arrived this moment.
    [[nodiscard]] Answer answer(Request &request, KeyMemory &memory, bool close, std::string &out);
    // The answer to a request that never became whole: broken, too large or too slow. It closes.
    [[nodiscard]] Answer refuse(const Request &request, int status, std::string_view message,
                                std::string &out);

    // Writes the telemetry of an answer, once, when it is ready to be sent; `arrived` is its last byte.
    void record(const Answer &answer, std::chrono::steady_clock::time_point arrived);

private:
    struct Reply; // what is being answered

    void answerScore(Reply &reply, Request &request, KeyMemory &memory);
    void answerSignature(Reply &reply, const Request &request, KeyMemory &memory);
    [[nodiscard]] bool checkKey(Reply &reply, const Request &request, KeyMemory &memory);
    [[nodiscard]] const CompiledDeployment *choose(Reply &reply, const Request &request);
    void score(Reply &reply, std::string &body);
    void fail(Reply &reply, int status, std::string_view message, std::string_view target = {});
    [[nodiscard]] Answer finish(const Reply &reply, std::string &out);

    std::shared_ptr<const CompiledRoutes> m_routes;
    std::uint64_t m_generation = 0;
    BodyScorer m_scorer;
    SeededRandom m_random;
    std::vector<TrafficSplit> m_splits; // by endpoint
    fmt::memory_buffer m_body;
    std::optional<telemetry::Recorder::Lane> m_lane;
    std::string m_date; // the header line, made once a second
    std::chrono::sys_seconds m_dateSecond{};
    SystemClock m_systemClock;
    const Clock &m_clock;
};

} // namespace signalbox::serve
