// The loop that makes the world follow the workspace: serves the endpoints, loads deployments, moves
// rollouts, executes jobs, runs drills and keeps telemetry tidy. The program signalboxd is this and nothing
// more; the sample workspace and tests run it inside their own process.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/base/clock.h"
#include "core/base/result.h"

namespace signalbox::agent {

struct AgentOptions
{
    std::filesystem::path folder;       // of the workspace
    std::uint16_t port = 0;             // 0: the port of the last time if it is free, else any
    unsigned serverThreads = 0;         // 0: one a core, at most 8
    std::string program = "signalboxd"; // with its version, for people
};

// Thread-safe.
class Agent
{
public:
    // Takes the lease, starts to serve and returns. FailedPrecondition if another agent is alive.
    [[nodiscard]] static Result<std::unique_ptr<Agent>> start(AgentOptions options, const Clock &clock);
    // Stops as stop() does.
    ~Agent();
    Agent(const Agent &) = delete;
    Agent &operator=(const Agent &) = delete;

    [[nodiscard]] std::uint16_t port() const;
    // True from the moment the lease was lost: another agent serves now, and this one has stopped to.
    [[nodiscard]] bool lostLease() const;

    // True once a member asked this agent to end.
    [[nodiscard]] bool stopRequested() const;

    // Answers every accepted request, seals telemetry and releases the lease. A job that is under way starts
    // over with the next agent.
    void stop();

private:
    struct Parts;
    explicit Agent(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace signalbox::agent
