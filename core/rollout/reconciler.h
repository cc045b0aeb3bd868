// Moves every rollout one transition towards its end. It has no thread, socket or clock of its own: the agent
// calls it again and again, a simulation calls it with everything replaced.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/rollout/rollout.h"
#include "core/store/store.h"

namespace signalbox::rollout {

struct ProbeOutcome
{
    bool passed = false;
    std::string failure; // what was wrong, for people
};

// Sends test requests. Implemented by the agent over HTTP.
class Prober
{
public:
    Prober() = default;
    Prober(const Prober &) = delete;
    Prober &operator=(const Prober &) = delete;
    virtual ~Prober() = default;

    // One request with the model's example input to `deployment`, or through the endpoint's split if that is
    // "".
    [[nodiscard]] virtual ProbeOutcome probe(std::string_view endpoint, std::string_view deployment,
                                             std::chrono::milliseconds limit) = 0;
};

struct RequestCounts
{
    std::int64_t requests = 0;
    std::int64_t errors = 0;
};

// Reads what a deployment has answered. Implemented by the agent over telemetry.
class RequestCounter
{
public:
    RequestCounter() = default;
    RequestCounter(const RequestCounter &) = delete;
    RequestCounter &operator=(const RequestCounter &) = delete;
    virtual ~RequestCounter() = default;

    [[nodiscard]] virtual Result<RequestCounts> count(std::string_view endpoint, std::string_view deployment,
                                                      TimePoint since) = 0;
};

// At most one transition of each active rollout; true if any rollout moved, so that the caller looks again at
// once.
[[nodiscard]] Result<bool> reconcile(store::Store &store, Prober &prober, RequestCounter &counter);

} // namespace signalbox::rollout
