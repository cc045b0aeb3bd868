// A WorkspaceWindow with endpoints that serve, as the agent would report them, a keychain in memory, the
// lease of an agent that lives or is gone, and a world in which rollouts can be moved step by step.
#pragma once

#include <QTimer>
#include <map>
#include <string>

#include "core/agent/lease.h"
#include "core/base/platform.h"
#include "core/base/secret_store.h"
#include "core/rollout/reconciler.h"
#include "core/rollout/rollout.h"
#include "core/serve/endpoints.h"
#include "tests/ui/workspace_window.h"

namespace signalbox::ui {

class MemorySecrets final : public SecretStore
{
public:
    bool broken = false;
    std::map<std::string, std::string, std::less<>> kept;

    Status write(std::string_view name, std::string_view secret) override
    {
        if (broken)
            return failure(ErrorCode::Unavailable, "The keychain is locked.");
        kept[std::string(name)] = secret;
        return {};
    }
    Result<std::string> read(std::string_view name) override
    {
        const auto found = kept.find(name);
        if (found == kept.end())
            return failure(ErrorCode::NotFound, "The keychain has no such entry.");
        return found->second;
    }
    Status remove(std::string_view name) override
    {
        kept.erase(std::string(name));
        return {};
    }
};

// Answers every probe, and has seen as many requests as it is told.
class TestWorld final : public rollout::Prober, public rollout::RequestCounter
{
public:
    std::string probeFailure;
    std::map<std::string, rollout::RequestCounts> counts; // by deployment

    rollout::ProbeOutcome probe(std::string_view, std::string_view, std::chrono::milliseconds) override
    {
        return {.passed = probeFailure.empty(), .failure = probeFailure};
    }
    Result<rollout::RequestCounts> count(std::string_view, std::string_view deployment, TimePoint) override
    {
        return counts[std::string(deployment)];
    }
};

class ServingWindow : public WorkspaceWindow
{
public:
    explicit ServingWindow(store::WorkspaceKind kind = store::WorkspaceKind::Personal)
        : WorkspaceWindow(kind)
    {
        workspace->secrets = &secrets;
    }

    // An approved version of its own.
    registry::Version version(double C)
    {
        const registry::Version made = registerRun(train(training(C)));
        decide(made.gate, registry::Decision::Approve, "Looks good.");
        return valueOrThrow(registry::findVersion(store(), made.model, made.number));
    }

    void deploy(const std::string &endpoint, const std::string &deployment, const registry::Version &version)
    {
        valueOrThrow(serve::deploy(store(), you, endpoint, deployment, version.model, version.number));
        valueOrThrow(serve::reportReady(store(), endpoint, deployment, version.hash));
    }

    // Serves `blue` alone, then `green` alone, so that there is something to go back from.
    void serveBlueThenGreen(const std::string &endpoint)
    {
        valueOrThrow(serve::createEndpoint(store(), you, endpoint, serve::Environment::Staging));
        deploy(endpoint, "blue", version(0.1));
        valueOrThrow(serve::setTraffic(store(), you, endpoint, {{"blue", 100}}, "first"));
        deploy(endpoint, "green", version(1.0));
        valueOrThrow(serve::setTraffic(store(), you, endpoint, {{"green", 100}}, "better"));
    }

    // Production that serves `blue`, brought there by a rollout as it must be.
    void serveInProduction(const std::string &endpoint)
    {
        valueOrThrow(serve::createEndpoint(store(), you, endpoint, serve::Environment::Production));
        startRollout(endpoint, version(0.1));
        untilGated(endpoint);
        grant(endpoint);
        world.counts["blue"] = {.requests = 100, .errors = 0};
        reconcile(3);
    }

    std::int64_t startRollout(const std::string &endpoint, const registry::Version &version)
    {
        const rollout::Plan plan{.settle = std::chrono::milliseconds(0), .minimumRequests = 10, .probes = 5};
        return valueOrThrow(
            rollout::startRollout(store(), you, endpoint, version.model, version.number, plan));
    }

    // Loads what waits to be loaded, and moves every rollout `turns` times.
    void reconcile(int turns = 1)
    {
        for (int turn = 0; turn < turns; ++turn) {
            for (const serve::Endpoint &endpoint : valueOrThrow(serve::listEndpoints(store()))) {
                for (const serve::Deployment &deployment : endpoint.deployments) {
                    if (deployment.state == serve::DeploymentState::Starting)
                        valueOrThrow(
                            serve::reportReady(store(), endpoint.name, deployment.name, deployment.hash));
                }
            }
            valueOrThrow(rollout::reconcile(store(), world, world));
        }
    }

    void untilGated(const std::string &endpoint)
    {
        reconcile(2);
        if (latest(endpoint).state != rollout::RolloutState::Gated)
            throw std::runtime_error("the rollout does not wait at its gate");
    }

    void grant(const std::string &endpoint)
    {
        decide(latest(endpoint).gate, registry::Decision::Approve, "Staging looks good.");
    }

    [[nodiscard]] rollout::Rollout latest(const std::string &endpoint)
    {
        return valueOrThrow(rollout::listRollouts(store(), endpoint)).front();
    }

    [[nodiscard]] serve::Split split(const std::string &endpoint)
    {
        return serve::splitOf(valueOrThrow(serve::findEndpoint(store(), endpoint)));
    }

    // Takes the lease and renews it as an agent does.
    void startAgent(std::uint16_t port = 8350)
    {
        takeLease(processId(), port);
        QObject::connect(&m_heartbeat, &QTimer::timeout, &m_heartbeat,
                         [this] { valueOrThrow(agent::renewLease(store(), m_agentName)); });
        m_heartbeat.start(agent::leaseRenewal);
    }

    void stopAgent()
    {
        m_heartbeat.stop();
        valueOrThrow(agent::releaseLease(store(), m_agentName));
    }

    // The lease of an agent that was killed: its time has not run out, but no process has its number.
    void leaveLeaseOfKilledAgent() { takeLease(0x7ffffff0, 8350); }

    MemorySecrets secrets;
    TestWorld world;
    const store::Actor you = store::Actor::member("you");

private:
    void takeLease(std::int64_t pid, std::uint16_t port)
    {
        agent::Lease wanted;
        wanted.owner = m_agentName;
        wanted.pid = pid;
        wanted.host = hostName();
        wanted.program = "signalboxd";
        wanted.port = port;
        valueOrThrow(agent::acquireLease(store(), wanted));
    }

    const std::string m_agentName = "test-agent";
    QTimer m_heartbeat;
};

} // namespace signalbox::ui
