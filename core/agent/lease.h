// One agent a workspace: whoever holds the lease serves. It is renewed every second and expires by itself, so
// that a killed agent does not keep its successor out for long. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/store.h"

namespace signalbox::agent {

struct Lease
{
    std::string owner; // random, one a process
    std::int64_t pid = 0;
    std::string host;
    std::string program;    // "signalboxd 0.1.0"
    std::uint16_t port = 0; // where it answers, on 127.0.0.1
    TimePoint acquired;
    TimePoint renewed;
    TimePoint expires;
    bool stopRequested = false; // somebody wants this agent to end

    [[nodiscard]] bool aliveAt(TimePoint now) const { return now < expires; }
};

inline constexpr std::chrono::seconds leaseLifetime{5};
inline constexpr std::chrono::seconds leaseRenewal{1};

// The latest lease, also an expired one; nothing if no agent has ever run.
[[nodiscard]] Result<std::optional<Lease>> readLease(const store::Store &store);

// FailedPrecondition, naming its process, while another agent is alive. A dead one's lease is taken at once
// if its process is known to be gone from this host, else when it expires.
[[nodiscard]] Result<Lease> acquireLease(store::Store &store, const Lease &wanted);
// FailedPrecondition if the lease was lost to another: the agent must stop.
[[nodiscard]] Status renewLease(store::Store &store, const std::string &owner);
[[nodiscard]] Status releaseLease(store::Store &store, const std::string &owner);
// Asks the agent that is alive to end; it does so at its next look. FailedPrecondition if none is.
[[nodiscard]] Status requestStop(store::Store &store, const store::Actor &actor);

// "http://127.0.0.1:8350/endpoints/<name>/score"
[[nodiscard]] std::string scoringUrl(const Lease &lease, const std::string &endpoint);

} // namespace signalbox::agent
