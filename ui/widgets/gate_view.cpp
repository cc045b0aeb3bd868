#include "ui/widgets/gate_view.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/json.h"
#include "core/registry/evidence.h"
#include "core/store/members.h"

namespace signalbox::ui {

namespace {

Status readRegistration(std::string_view text, GateEvidence &evidence)
{
    SIGNALBOX_TRY(auto registration, registry::RegistrationEvidence::fromJson(text));
    evidence.comparison = std::move(registration.comparison);
    evidence.smokeTest =
        SmokeOutcome{.tried = registration.smokeTest.rows, .passed = registration.smokeTest.valid};
    return {};
}

Status readProduction(std::string_view text, GateEvidence &evidence)
{
    SIGNALBOX_TRY(const Json json, parseJson(text));
    SIGNALBOX_TRY(evidence.model, member<std::string>(json, "model"));
    SIGNALBOX_TRY(evidence.version, member<std::int64_t>(json, "version"));
    SIGNALBOX_TRY(evidence.blueVersion, member<std::int64_t>(json, "blue_version"));
    SIGNALBOX_TRY(evidence.steps, member<std::vector<int>>(json, "steps"));
    SIGNALBOX_TRY(const Json probes, member<Json>(json, "probes"));
    SmokeOutcome smoke;
    SIGNALBOX_TRY(smoke.tried, member<std::int64_t>(probes, "sent"));
    SIGNALBOX_TRY(smoke.passed, member<std::int64_t>(probes, "passed"));
    SIGNALBOX_TRY(smoke.failureRateBelow, member<double>(probes, "failure_rate_below"));
    evidence.smokeTest = smoke;
    SIGNALBOX_TRY(const auto staging, member<Json::array_t>(json, "staging"));
    for (const Json &each : staging) {
        SIGNALBOX_TRY(const auto endpoint, member<std::string>(each, "endpoint"));
        SIGNALBOX_TRY(const auto percent, member<int>(each, "percent"));
        evidence.staging.push_back(fmt::format("{} {} %", endpoint, percent));
    }
    SIGNALBOX_TRY(const Json registration, member<Json>(json, "registration"));
    if (registration.empty())
        return {};
    SIGNALBOX_TRY(evidence.comparison, registry::Comparison::fromJson(registration.dump()));
    return {};
}

// A member who asked for something may take it back also where a second person must approve it.
Result<std::string> whyNotReject(const store::Store &store, std::string_view member,
                                 const registry::Gate &gate, const std::string &whyNotApprove)
{
    if (whyNotApprove.empty() || gate.state != registry::GateState::Open || gate.requestedBy != member ||
        std::ranges::find(gate.approvals, member, &registry::Approval::member) != gate.approvals.end())
        return whyNotApprove;
    SIGNALBOX_TRY(const store::Role role, store::roleOf(store, member));
    return store::allows(role, store::Permission::Approve) ? std::string() : whyNotApprove;
}

Result<std::vector<store::AuditEntry>> historyOf(const store::Store &store, const registry::Gate &gate)
{
    SIGNALBOX_TRY(auto entries, store::listAudit(store, {.subject = gate.subject, .limit = 100}));
    if (gate.closed)
        std::erase_if(entries, [&gate](const store::AuditEntry &entry) { return entry.time > *gate.closed; });
    return entries;
}

} // namespace

GateEvidence readEvidence(const registry::Gate &gate)
{
    GateEvidence evidence;
    const Status status = gate.kind == registry::productionGate ? readProduction(gate.evidence, evidence)
                                                                : readRegistration(gate.evidence, evidence);
    if (!status)
        evidence.problem = status.error().message;
    return evidence;
}

Result<GateView> readGateView(const store::Store &store, std::string_view member, std::int64_t gate)
{
    GateView view{.gate = {},
                  .evidence = {},
                  .whyNotApprove = {},
                  .whyNotReject = {},
                  .history = {},
                  .readAt = store.clock().now()};
    SIGNALBOX_TRY(view.gate, registry::findGate(store, gate));
    view.evidence = readEvidence(view.gate);
    SIGNALBOX_TRY(view.whyNotApprove, registry::whyNotDecide(store, member, view.gate));
    SIGNALBOX_TRY(view.whyNotReject, whyNotReject(store, member, view.gate, view.whyNotApprove));
    SIGNALBOX_TRY(view.history, historyOf(store, view.gate));
    return view;
}

} // namespace signalbox::ui
