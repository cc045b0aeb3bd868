#include "core/rollout/reconciler.h"

#include <cmath>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/base/json.h"
#include "core/registry/gate.h"
#include "core/registry/registry.h"
#include "core/rollout/advance.h"
#include "core/rollout/rollout_rows.h"

namespace signalbox::rollout {

using store::Change;
using store::Permission;

namespace {

// One transition of one rollout. It looks outside first (probes, telemetry) and then decides in a transaction
// that starts by reading the rollout again: if a person acted meanwhile, their decision stands and this one
// is dropped.
class Transition
{
public:
    Transition(store::Store &store, Prober &prober, RequestCounter &counter, const Rollout &rollout)
        : m_store(store)
        , m_prober(prober)
        , m_counter(counter)
        , m_rollout(rollout)
    {
    }

    Result<bool> run()
    {
        switch (m_rollout.state) {
        case RolloutState::Starting:
            return whenGreenIsLoaded();
        case RolloutState::Probing:
            return whenProbedAlone();
        case RolloutState::Gated:
            return whenDecided();
        case RolloutState::Settling:
        case RolloutState::Paused:
            return whenSettled();
        case RolloutState::Completed:
        case RolloutState::RolledBack:
        case RolloutState::Failed:
            return false;
        }
        return false;
    }

private:
    template<typename Body>
    Result<bool> decide(Body &&body)
    {
        return m_store.change(
            store::Actor::reconciler("rollout"), Permission::Operate, [&](Change &change) -> Result<bool> {
                SIGNALBOX_TRY(Rollout now, rolloutIn(change.db, m_rollout.id));
                if (now.state != m_rollout.state || now.step != m_rollout.step)
                    return failure(ErrorCode::Cancelled, "The rollout was moved meanwhile.");
                SIGNALBOX_CHECK(body(change, now));
                return true;
            });
    }

    Result<bool> goBack(const std::string &reason)
    {
        return decide(
            [&](Change &change, const Rollout &) { return rollBackIn(change, m_rollout.endpoint, reason); });
    }

    Result<bool> whenGreenIsLoaded()
    {
        SIGNALBOX_TRY(const serve::Endpoint endpoint, serve::findEndpoint(m_store, m_rollout.endpoint));
        const serve::Deployment *green = endpoint.find(m_rollout.green);
        if (green == nullptr || green->state == serve::DeploymentState::Failed)
            return goBack(green == nullptr ? "green is gone"
                                           : fmt::format("green did not start: {}", green->error));
        if (green->state != serve::DeploymentState::Ready)
            return false;
        return decide([&](Change &change, Rollout &now) -> Status {
            now.state = RolloutState::Probing;
            saveRollout(change.db, now);
            change.audit({.action = "rollout.green-ready", .subject = subjectOf(now)});
            return {};
        });
    }

    // Sends the smoke test to green alone; stops at the first failure.
    Evidence smokeTest() const
    {
        Evidence evidence = currentEvidence(m_rollout);
        evidence.probesSent = 0;
        evidence.probesPassed = 0;
        evidence.probeFailure.clear();
        while (evidence.probesSent < m_rollout.plan.probes && evidence.probeFailure.empty()) {
            const ProbeOutcome outcome =
                m_prober.probe(m_rollout.endpoint, m_rollout.green, m_rollout.plan.probeLimit);
            ++evidence.probesSent;
            if (outcome.passed)
                ++evidence.probesPassed;
            else
                evidence.probeFailure = outcome.failure.empty() ? "the probe failed" : outcome.failure;
        }
        return evidence;
    }

    Status keep(const Evidence &evidence)
    {
        return m_store.observe([&](SQLite::Database &db) -> Status {
            saveEvidence(db, m_rollout.id, m_rollout.step, evidence);
            return {};
        });
    }

    static std::string probeFailure(const Evidence &evidence)
    {
        return fmt::format("probe {} of green failed: {}", evidence.probesSent, evidence.probeFailure);
    }

    Result<bool> whenProbedAlone()
    {
        Evidence evidence = smokeTest();
        SIGNALBOX_CHECK(keep(evidence));
        if (!evidence.probeFailure.empty())
            return goBack(probeFailure(evidence));
        evidence.verdict = fmt::format("smoke {} of {}", evidence.probesPassed, evidence.probesSent);
        return decide([&](Change &change, Rollout &now) -> Status {
            SIGNALBOX_TRY(const serve::Endpoint endpoint, serve::endpointIn(change.db, now.endpoint));
            if (endpoint.environment != serve::Environment::Production)
                return advanceIn(change, now, evidence, "rollout.advanced");
            SIGNALBOX_TRY(const std::string gateEvidence, productionEvidence(change.db, now, evidence));
            saveEvidence(change.db, now.id, now.step, evidence);
            now.gate = registry::openGate(change, {.kind = std::string(registry::productionGate),
                                                   .subject = subjectOf(now),
                                                   .hash = now.hash,
                                                   .requestedBy = now.startedBy,
                                                   .evidence = gateEvidence});
            now.state = RolloutState::Gated;
            saveRollout(change.db, now);
            change.audit({.action = "gate.opened",
                          .subject = subjectOf(now),
                          .reason = evidence.verdict,
                          .after = Json{{"gate", now.gate}, {"kind", registry::productionGate}}.dump()});
            return {};
        });
    }

    // What people decide on: the smoke test with what it proves, the plan, and the evidence of the
    // registration.
    static Result<std::string> productionEvidence(SQLite::Database &db, const Rollout &rollout,
                                                  const Evidence &evidence)
    {
        SIGNALBOX_TRY(const registry::Version version,
                      registry::versionIn(db, rollout.model, rollout.version));
        Json registration = Json::object();
        if (version.gate != 0) {
            SIGNALBOX_TRY(const registry::Gate gate, registry::gateIn(db, version.gate));
            SIGNALBOX_TRY(registration, parseJson(gate.evidence));
        }
        Json staging = Json::array();
        for (const registry::Serving &serving : version.serving) {
            if (serving.environment == serve::environmentName(serve::Environment::Staging))
                staging.push_back({{"endpoint", serving.endpoint}, {"percent", serving.percent}});
        }
        // Zero failures in n independent tries bound the failure rate at 95 % confidence.
        const double bound = 1.0 - std::pow(0.05, 1.0 / evidence.probesPassed);
        return Json{{"model", rollout.model},
                    {"version", rollout.version},
                    {"blue_version", rollout.blueVersion},
                    {"probes",
                     {{"sent", evidence.probesSent},
                      {"passed", evidence.probesPassed},
                      {"failure_rate_below", bound}}},
                    {"steps", rollout.plan.steps},
                    {"staging", staging},
                    {"registration", registration}}
            .dump();
    }

    Result<bool> whenDecided()
    {
        SIGNALBOX_TRY(const registry::Gate gate, registry::findGate(m_store, m_rollout.gate));
        if (gate.state == registry::GateState::Open)
            return false;
        if (gate.state != registry::GateState::Granted)
            return goBack("the production gate was refused");
        return decide([&](Change &change, const Rollout &now) {
            return advanceIn(change, now, currentEvidence(now), "rollout.advanced");
        });
    }

    Result<bool> whenSettled()
    {
        Evidence evidence = currentEvidence(m_rollout);
        if (evidence.probesSent == 0) {
            evidence = smokeTest();
            SIGNALBOX_CHECK(keep(evidence));
            if (!evidence.probeFailure.empty())
                return goBack(probeFailure(evidence));
        }
        SIGNALBOX_CHECK(countInto(evidence));
        const bool enough =
            evidence.greenRequests >= m_rollout.plan.minimumRequests && evidence.greenRequests > 0;
        if (enough && evidence.greenErrorRate() > m_rollout.plan.errorRateLimit)
            return goBack(fmt::format(
                "green answered {} of {} requests with an error ({:.1f} %; the limit is {:.1f} %)",
                evidence.greenErrors, evidence.greenRequests, 100 * evidence.greenErrorRate(),
                100 * m_rollout.plan.errorRateLimit));
        if (m_rollout.state == RolloutState::Paused)
            return false;
        SIGNALBOX_TRY(const std::string waiting, whyWait(evidence));
        if (waiting != m_rollout.note)
            SIGNALBOX_CHECK(note(waiting));
        if (!waiting.empty())
            return false;
        evidence.verdict =
            fmt::format("smoke {} of {}, {} requests, {:.2f} % errors", evidence.probesPassed,
                        evidence.probesSent, evidence.greenRequests, 100 * evidence.greenErrorRate());
        return decide([&](Change &change, const Rollout &now) {
            return advanceIn(change, now, evidence, "rollout.advanced");
        });
    }

    Status countInto(Evidence &evidence)
    {
        const Evidence before = evidence;
        SIGNALBOX_TRY(const RequestCounts green,
                      m_counter.count(m_rollout.endpoint, m_rollout.green, m_rollout.stepSince));
        RequestCounts blue;
        if (!m_rollout.blue.empty()) {
            SIGNALBOX_TRY(blue, m_counter.count(m_rollout.endpoint, m_rollout.blue, m_rollout.stepSince));
        }
        evidence.greenRequests = green.requests;
        evidence.greenErrors = green.errors;
        evidence.blueRequests = blue.requests;
        evidence.blueErrors = blue.errors;
        const bool changed = before.greenRequests != green.requests || before.greenErrors != green.errors ||
                             before.blueRequests != blue.requests || before.blueErrors != blue.errors;
        return changed ? keep(evidence) : Status{};
    }

    // What the rollout still waits for, "" if it can go on.
    Result<std::string> whyWait(const Evidence &evidence)
    {
        SIGNALBOX_TRY(const serve::Endpoint endpoint, serve::findEndpoint(m_store, m_rollout.endpoint));
        if (!m_rollout.blue.empty()) {
            const serve::Deployment *blue = endpoint.find(m_rollout.blue);
            if (blue == nullptr || blue->state != serve::DeploymentState::Ready)
                return fmt::format("The way back is broken ('{}' is {}), so the rollout does not go on.",
                                   m_rollout.blue,
                                   blue == nullptr ? "gone" : serve::deploymentStateName(blue->state));
        }
        if (m_store.clock().now() < m_rollout.stepSince + m_rollout.plan.settle)
            return std::string("settling");
        if (evidence.greenRequests < m_rollout.plan.minimumRequests)
            return fmt::format("waiting for {} requests to green ({} so far)", m_rollout.plan.minimumRequests,
                               evidence.greenRequests);
        return std::string();
    }

    Status note(const std::string &text)
    {
        return m_store.observe([&](SQLite::Database &db) -> Status {
            SQLite::Statement update(db, "UPDATE rollouts SET note = ? WHERE id = ? AND ended IS NULL");
            update.bind(1, text);
            update.bind(2, m_rollout.id);
            update.exec();
            return {};
        });
    }

    store::Store &m_store;
    Prober &m_prober;
    RequestCounter &m_counter;
    const Rollout &m_rollout;
};

} // namespace

Result<bool> reconcile(store::Store &store, Prober &prober, RequestCounter &counter)
{
    SIGNALBOX_TRY(const std::vector<Rollout> active, store.read([](SQLite::Database &db) {
        return readRollouts(db, "ended IS NULL AND ?1 = ''", {}, 1000);
    }));
    bool moved = false;
    std::optional<Error> firstError;
    for (const Rollout &rollout : active) {
        const Result<bool> result = Transition(store, prober, counter, rollout).run();
        if (result)
            moved = moved || *result;
        else if (result.error().code != ErrorCode::Cancelled && !firstError)
            firstError = result.error();
    }
    if (firstError)
        return std::unexpected(*std::move(firstError));
    return moved;
}

} // namespace signalbox::rollout
