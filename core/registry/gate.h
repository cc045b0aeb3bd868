// A gate: a decision about a subject with a hash that people must take. The evidence they decide on is frozen
// when the gate opens. Gates know nothing of models or rollouts; whoever opens one says what it is about.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/store.h"

namespace signalbox::registry {

enum class GateState : std::uint8_t { Open, Granted, Refused, Withdrawn };
enum class Decision : std::uint8_t { Approve, Reject };

[[nodiscard]] std::string_view gateStateName(GateState state);

inline constexpr std::string_view registrationGate = "registration"; // may this version be deployed at all?
inline constexpr std::string_view productionGate = "production";     // may it take production traffic?

struct Approval
{
    std::string member;
    Decision decision = Decision::Approve;
    std::string reason;
    TimePoint time;
};

struct Gate
{
    std::int64_t id = 0;
    std::string kind;    // registrationGate, productionGate, later others
    std::string subject; // such as "diabetes/5" or "my-endpoint/18"
    std::string hash;    // of the artifact that is decided on
    GateState state = GateState::Open;
    int required = 1; // approvals by different members
    std::string requestedBy;
    TimePoint opened;
    std::optional<TimePoint> closed;
    std::string evidence; // JSON
    std::vector<Approval> approvals;
};

struct NewGate
{
    std::string kind;
    std::string subject;
    std::string hash;
    std::string requestedBy;
    std::string evidence = "{}";
    int required = 1;
};

// Newest first.
[[nodiscard]] Result<std::vector<Gate>> listGates(const store::Store &store, bool onlyOpen);
[[nodiscard]] Result<Gate> findGate(const store::Store &store, std::int64_t id);

// Records the member's decision. A rejection (which needs a reason) refuses the gate; the last required
// approval grants it. With "a second person must approve" on, whoever asked may not approve.
// FailedPrecondition if the gate is closed or the member has decided already. A registration gate moves its
// version to approved or rejected.
[[nodiscard]] Result<Gate> decide(store::Store &store, const store::Actor &actor, std::int64_t gate,
                                  Decision decision, std::string_view reason);

// Why this member may not decide on `gate` now, or "" if they may. For greying a button with its reason.
[[nodiscard]] Result<std::string> whyNotDecide(const store::Store &store, std::string_view member,
                                               const Gate &gate);

// For use inside another room's command.
[[nodiscard]] std::int64_t openGate(store::Change &change, const NewGate &gate);
void withdrawGate(store::Change &change, std::int64_t gate);
[[nodiscard]] bool isGranted(SQLite::Database &db, std::string_view kind, std::string_view hash);
[[nodiscard]] Result<Gate> gateIn(SQLite::Database &db, std::int64_t id);

} // namespace signalbox::registry
