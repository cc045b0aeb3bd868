// A rollout moves an endpoint's traffic from one version (blue) to another (green) in steps, each settled and
// tested before the next, with a way back at every moment. The plan and the state live in workspace.db;
// reconcile() moves each rollout by at most one transition, so that a crash at any point loses nothing.
//
//   starting ─▶ probing ─▶ gated ─▶ settling(10 %) ─▶ settling(50 %) ─▶ settling(100 %) ─▶ completed
//       └───────────┴────────┴────────────┴──────── rolled-back, or failed before any traffic moved
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/serve/endpoints.h"
#include "core/store/store.h"

namespace signalbox::rollout {

enum class RolloutState : std::uint8_t {
    Starting,   // green is being loaded, at 0 %
    Probing,    // green answers probes that only the header can reach
    Gated,      // waits for the production gate
    Settling,   // at a step: time, requests and a smoke test must show no harm
    Paused,     // stays at its step until resumed
    Completed,  // green has everything; blue is kept for a rollback
    RolledBack, // traffic is back where it was
    Failed,     // ended before green took any traffic
};

[[nodiscard]] std::string_view rolloutStateName(RolloutState state);
[[nodiscard]] bool isOver(RolloutState state);

struct Plan
{
    std::vector<int> steps = {10, 50, 100};   // percent for green, rising, ending with 100
    std::chrono::milliseconds settle{15'000}; // at least so long at each step
    std::int64_t minimumRequests = 50;        // answered by green at each step before its errors are judged
    double errorRateLimit = 0.05;             // of green, at a step; above it the rollout goes back
    int probes = 20;                          // test requests in isolation and at each step
    std::chrono::milliseconds probeLimit{2'000}; // a slower answer is a failed probe

    [[nodiscard]] std::string toJson() const;
    [[nodiscard]] static Result<Plan> fromJson(std::string_view text);
    // InvalidArgument that names the field.
    [[nodiscard]] Status check() const;
};

// What was seen at a step; frozen when the rollout leaves it.
struct Evidence
{
    int probesSent = 0;
    int probesPassed = 0;
    std::string probeFailure; // of the first probe that failed
    std::int64_t greenRequests = 0;
    std::int64_t greenErrors = 0;
    std::int64_t blueRequests = 0;
    std::int64_t blueErrors = 0;
    std::string verdict; // one sentence for the trail, "" while undecided

    [[nodiscard]] double greenErrorRate() const;
    [[nodiscard]] std::string toJson() const;
    [[nodiscard]] static Result<Evidence> fromJson(std::string_view text);
};

struct Step
{
    int index = 0; // 0 = green alone, 1.. = plan.steps[index - 1]
    int percent = 0;
    TimePoint entered;
    std::optional<TimePoint> left;
    Evidence evidence;
};

struct Rollout
{
    std::int64_t id = 0;
    std::string endpoint;
    std::string model;
    std::int64_t version = 0;
    std::string hash;
    std::string blue; // "" at the first rollout of an endpoint: there is nothing to go back to
    std::int64_t blueVersion = 0;
    std::string green;
    Plan plan;
    RolloutState state = RolloutState::Starting;
    int step = 0;
    TimePoint stepSince;
    std::int64_t gate = 0;
    TimePoint started;
    std::string startedBy;
    std::optional<TimePoint> ended;
    std::string note; // why it is where it is
    std::vector<Step> steps;
};

// Newest first; "" = of all endpoints.
[[nodiscard]] Result<std::vector<Rollout>>
listRollouts(const store::Store &store, std::string_view endpoint = {}, std::size_t limit = 50);
[[nodiscard]] Result<Rollout> findRollout(const store::Store &store, std::int64_t id);

// One at a time an endpoint. The version must be approved. Green takes the name that blue does not have.
[[nodiscard]] Result<std::int64_t> startRollout(store::Store &store, const store::Actor &actor,
                                                std::string_view endpoint, std::string_view model,
                                                std::int64_t version, const Plan &plan);
[[nodiscard]] Status pauseRollout(store::Store &store, const store::Actor &actor, std::int64_t id,
                                  std::string_view reason);
[[nodiscard]] Status resumeRollout(store::Store &store, const store::Actor &actor, std::int64_t id);
// Goes to the next step without waiting for the rest of this one. Never past a gate.
[[nodiscard]] Status promoteRollout(store::Store &store, const store::Actor &actor, std::int64_t id);

// What one click would do now.
struct WayBack
{
    std::string endpoint;
    std::string deployment; // gets 100 %
    std::string model;
    std::int64_t version = 0;
    std::string from; // who serves most now
    std::int64_t fromVersion = 0;
    bool ready = false;
    std::string obstacle; // why it cannot be taken, "" if it can
};

// Endpoints that have something to go back from.
[[nodiscard]] Result<std::vector<WayBack>> waysBack(const store::Store &store);

// One transaction: all traffic to the fallback, and a rollout that is under way ends. Never waits.
[[nodiscard]] Status rollBack(store::Store &store, const store::Actor &actor, std::string_view endpoint,
                              std::string_view reason);
// Within ten seconds of a rollback: the split of before it. A rollout that it ended stays ended.
[[nodiscard]] Status undoRollBack(store::Store &store, const store::Actor &actor, std::string_view endpoint);
inline constexpr std::chrono::seconds undoTime{10};

// For use inside another room's command.
[[nodiscard]] Result<Rollout> rolloutIn(SQLite::Database &db, std::int64_t id);

} // namespace signalbox::rollout
