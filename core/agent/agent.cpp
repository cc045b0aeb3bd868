#include "core/agent/agent.h"

#include <atomic>
#include <vector>

#include "core/agent/evidence.h"
#include "core/agent/lease.h"
#include "core/agent/load_runner.h"
#include "core/agent/loop.h"
#include "core/agent/model_cache.h"
#include "core/agent/retention.h"
#include "core/agent/serving.h"
#include "core/base/log.h"
#include "core/base/platform.h"
#include "core/base/random.h"
#include "core/job/job.h"
#include "core/rollout/reconciler.h"
#include "core/serve/http_client.h"
#include "core/serve/server.h"
#include "core/store/store.h"
#include "core/telemetry/recorder.h"
#include "core/telemetry/telemetry_file.h"

namespace signalbox::agent {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds watchInterval{20};
constexpr milliseconds loadDeploymentsInterval{50};
constexpr milliseconds rolloutInterval{100};
constexpr milliseconds jobInterval{100};
constexpr milliseconds drillInterval{500};
constexpr milliseconds housekeepingInterval{10'000};

} // namespace

struct Agent::Parts
{
    const Clock &clock;
    const std::string owner = randomHex(16);
    const std::string internalToken = randomHex(32);
    std::unique_ptr<store::Store> store;
    std::unique_ptr<telemetry::TelemetryFile> telemetryFile;
    std::unique_ptr<telemetry::Recorder> recorder;
    std::unique_ptr<serve::ScoringServer> server;
    ModelCache models;
    serve::ProbeClient client;
    std::unique_ptr<RouteKeeper> routes;
    std::unique_ptr<DeploymentLoader> loader;
    std::unique_ptr<HttpProber> prober;
    std::unique_ptr<TelemetryCounter> counter;
    std::unique_ptr<LoadRunner> loads;
    bool holdsLease = false;
    std::atomic<bool> leaseLost = false;
    std::atomic<bool> stopWanted = false;

    // What only the watch loop touches.
    std::int64_t seenVersion = -1;
    TimePoint renewed;

    std::unique_ptr<Loop> watch;
    std::vector<std::unique_ptr<Loop>> workers;

    explicit Parts(const Clock &time)
        : clock(time)
    {
    }

    Status startServing(const AgentOptions &options);
    Status takeLease(const AgentOptions &options);
    void startLoops();
    Result<bool> look();
    Result<bool> tidy();
};

Status Agent::Parts::startServing(const AgentOptions &options)
{
    SIGNALBOX_TRY(const std::optional<Lease> last, readLease(*store));
    serve::ServerOptions serverOptions;
    serverOptions.threads = options.serverThreads;
    serverOptions.internalToken = internalToken;
    serverOptions.recorder = recorder.get();
    serverOptions.port = options.port != 0 ? options.port : last ? last->port : std::uint16_t{0};
    auto started = serve::ScoringServer::start(serverOptions);
    if (!started && options.port == 0) {
        serverOptions.port = 0;
        started = serve::ScoringServer::start(serverOptions);
    }
    if (!started)
        return std::unexpected(started.error());
    server = *std::move(started);
    return {};
}

Status Agent::Parts::takeLease(const AgentOptions &options)
{
    SIGNALBOX_TRY(const Lease lease, acquireLease(*store, {.owner = owner,
                                                           .pid = processId(),
                                                           .host = hostName(),
                                                           .program = options.program,
                                                           .port = server->port(),
                                                           .acquired = {},
                                                           .renewed = {},
                                                           .expires = {}}));
    renewed = lease.renewed;
    holdsLease = true;
    return {};
}

// Looks at the workspace and keeps the lease: the loop that a rollback waits for, so it does nothing slow.
Result<bool> Agent::Parts::look()
{
    SIGNALBOX_TRY(const std::int64_t version, store->dataVersion());
    if (version != seenVersion) {
        SIGNALBOX_CHECK(routes->sync());
        SIGNALBOX_TRY(const std::optional<Lease> lease, readLease(*store));
        if (lease && lease->owner == owner && lease->stopRequested)
            stopWanted = true;
        seenVersion = version;
    }
    if (clock.now() - renewed >= leaseRenewal && !leaseLost) {
        const Status status = renewLease(*store, owner);
        if (!status && status.error().code == ErrorCode::FailedPrecondition) {
            leaseLost = true;
            server->stop();
        }
        SIGNALBOX_CHECK(status);
        renewed = clock.now();
    }
    return false;
}

Result<bool> Agent::Parts::tidy()
{
    SIGNALBOX_TRY(const Retention retention, retentionOf(*store));
    SIGNALBOX_CHECK(tidyTelemetry(*telemetryFile, retention, clock.now()));
    return false;
}

void Agent::Parts::startLoops()
{
    const auto worker = [this](const char *name, milliseconds interval,
                               std::function<Result<bool>(const StopToken &)> work) {
        workers.push_back(std::make_unique<Loop>(
            name, interval, [this, work = std::move(work)](const StopToken &stop) -> Result<bool> {
                return leaseLost ? Result<bool>(false) : work(stop);
            }));
    };
    watch = std::make_unique<Loop>("watch", watchInterval, [this](const StopToken &) { return look(); });
    worker("deployments", loadDeploymentsInterval, [this](const StopToken &stop) -> Result<bool> {
        SIGNALBOX_CHECK(loader->reconcile(stop));
        return false;
    });
    worker("rollouts", rolloutInterval,
           [this](const StopToken &) { return rollout::reconcile(*store, *prober, *counter); });
    worker("jobs", jobInterval, [this](const StopToken &stop) -> Result<bool> {
        SIGNALBOX_TRY(const std::optional<job::Job> claimed, job::claimJob(*store, owner));
        if (!claimed)
            return false;
        SIGNALBOX_TRY(const job::Job ended, job::executeJob(*store, owner, *claimed, stop));
        spdlog::info("job {} ({}) is {}", ended.id, ended.kind, job::jobStateName(ended.state));
        return true;
    });
    worker("drills", drillInterval, [this](const StopToken &) -> Result<bool> {
        SIGNALBOX_CHECK(loads->reconcile());
        return false;
    });
    worker("housekeeping", housekeepingInterval, [this](const StopToken &) { return tidy(); });
}

Result<std::unique_ptr<Agent>> Agent::start(AgentOptions options, const Clock &clock)
{
    auto parts = std::make_unique<Parts>(clock);
    SIGNALBOX_TRY(parts->store, store::Store::open(options.folder, clock));
    SIGNALBOX_TRY(parts->telemetryFile,
                  telemetry::TelemetryFile::openForWriting(options.folder / telemetry::telemetryFileName));
    parts->recorder = std::make_unique<telemetry::Recorder>(*parts->telemetryFile, clock);
    SIGNALBOX_CHECK(parts->startServing(options));
    const Status leased = parts->takeLease(options);
    if (!leased) {
        parts->server->stop();
        return std::unexpected(leased.error());
    }

    Parts &p = *parts;
    setLogSink([&recorder = *p.recorder, program = options.program](const LogLine &line) {
        recorder.trace(line.time, line.severityLevel, line.message, program);
    });
    p.routes = std::make_unique<RouteKeeper>(*p.store, p.models, *p.server);
    p.loader = std::make_unique<DeploymentLoader>(*p.store, p.models, *p.routes);
    p.prober = std::make_unique<HttpProber>(*p.store, p.models, p.client, p.server->port(), p.internalToken);
    p.counter = std::make_unique<TelemetryCounter>(*p.telemetryFile, *p.recorder, clock);
    p.loads = std::make_unique<LoadRunner>(*p.store, p.models, p.server->port(), p.internalToken);
    std::unique_ptr<Agent> agent(new Agent(std::move(parts)));
    SIGNALBOX_CHECK(p.loader->reconcile({}));
    SIGNALBOX_CHECK(p.routes->sync());
    p.startLoops();
    spdlog::info("{} serves on 127.0.0.1:{}", options.program, p.server->port());
    return agent;
}

Agent::Agent(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

Agent::~Agent()
{
    stop();
}

std::uint16_t Agent::port() const
{
    return m_parts->server->port();
}

bool Agent::lostLease() const
{
    return m_parts->leaseLost;
}

bool Agent::stopRequested() const
{
    return m_parts->stopWanted;
}

void Agent::stop()
{
    Parts &p = *m_parts;
    if (!p.holdsLease)
        return;
    p.holdsLease = false;
    for (const auto &worker : p.workers)
        worker->stop();
    p.workers.clear();
    p.loads.reset();
    p.server->stop();
    p.watch.reset();
    spdlog::info("the agent has stopped");
    setLogSink({});
    if (const Status sealed = p.recorder->flush(); !sealed)
        spdlog::error("the last telemetry was not written: {}", sealed.error().text());
    if (!p.leaseLost) {
        if (const Status released = releaseLease(*p.store, p.owner); !released)
            spdlog::error("{}", released.error().text());
    }
}

} // namespace signalbox::agent
