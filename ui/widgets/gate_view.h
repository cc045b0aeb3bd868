// What a GateCard shows, read from the workspace as one value: the gate, whether this member may decide on
// it, and what the audit trail says of it. Call on the pool; the evidence is parsed here so that drawing
// cannot fail.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/registry/comparison.h"
#include "core/registry/gate.h"
#include "core/store/audit.h"

namespace signalbox::ui {

struct SmokeOutcome
{
    std::int64_t tried = 0;
    std::int64_t passed = 0;
    double failureRateBelow = 0; // with 95 % confidence, 0 where it is not stated
};

// The frozen evidence of both kinds of gate; what is not in it is empty.
struct GateEvidence
{
    std::optional<registry::Comparison> comparison;
    std::optional<SmokeOutcome> smokeTest;
    // Of a production gate.
    std::string model;
    std::int64_t version = 0;
    std::int64_t blueVersion = 0;     // 0: nothing serves yet
    std::vector<int> steps;           // percent
    std::vector<std::string> staging; // "my-endpoint-stg 100 %"
    std::string problem;              // why it cannot be read, "" if it can
};

[[nodiscard]] GateEvidence readEvidence(const registry::Gate &gate);

struct GateView
{
    registry::Gate gate;
    GateEvidence evidence;
    std::string whyNotApprove; // "" if this member may
    std::string whyNotReject;
    std::vector<store::AuditEntry> history; // newest first, until the gate closed
    TimePoint readAt;
};

[[nodiscard]] Result<GateView> readGateView(const store::Store &store, std::string_view member,
                                            std::int64_t gate);

} // namespace signalbox::ui
