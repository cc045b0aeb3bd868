#include <chrono>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/ctl/context.h"
#include "app/ctl/show.h"
#include "core/agent/director.h"
#include "core/agent/example_rows.h"
#include "core/agent/lease.h"
#include "core/agent/sample.h"
#include "core/agent/wait.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/link/process.h"
#include "core/serve/http_client.h"
#include "core/serve/load_generator.h"
#include "core/store/audit.h"

namespace signalbox::ctl {

namespace fs = std::filesystem;

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using SteadyClock = std::chrono::steady_clock;

constexpr const char *model = "diabetes_classification";
constexpr const char *staging = "diabetes-staging";
constexpr const char *production = "diabetes-production";
constexpr double requestsPerSecond = 100;
constexpr milliseconds promisedRollback{100};

// The whole lifecycle, told while it happens: three processes, one workspace, real requests over HTTP.
class Demo
{
public:
    Demo(Context &context, fs::path folder)
        : m_context(context)
        , m_folder(std::move(folder))
    {
    }

    Status run()
    {
        SIGNALBOX_CHECK(openWorkspace());
        SIGNALBOX_CHECK(trainTwice());
        SIGNALBOX_CHECK(firstProduction());
        SIGNALBOX_CHECK(compareAndApprove());
        SIGNALBOX_CHECK(rollOut());
        SIGNALBOX_CHECK(breakAndRollBack());
        return finish();
    }

private:
    void chapter(const std::string &title)
    {
        m_context.say(fmt::format("\n{} {}", m_context.faint(fmt::format("{}.", ++m_chapter)),
                                  m_context.strong(title)));
    }
    void tell(const std::string &line) const { m_context.say("   " + line); }

    Status openWorkspace()
    {
        chapter("A workspace, and an agent that serves it");
        SIGNALBOX_TRY(const fs::path data, agent::sampleDataFile());
        m_data = data;
        SIGNALBOX_TRY(m_store, store::Store::create(m_folder,
                                                    {.name = "demo", .administrator = m_context.actor().name},
                                                    m_context.clock()));
        SIGNALBOX_TRY(m_agent, link::ChildProcess::start(link::siblingProgram("signalboxd"),
                                                         {"--workspace", toUtf8(m_folder), "--quiet"}));
        SIGNALBOX_CHECK(
            agent::waitUntil(*m_store, "the agent", seconds(20), m_context.stop(), [&]() -> Result<bool> {
                SIGNALBOX_TRY(m_lease, agent::readLease(*m_store));
                if (!m_agent->running())
                    return failure(ErrorCode::Unavailable,
                                   "The agent ended at once; agent.log in the workspace says why.");
                return m_lease && m_lease->aliveAt(m_context.clock().now());
            }));
        m_director = std::make_unique<agent::Director>(*m_store, m_context.actor(), m_context.stop());
        tell(fmt::format("signalboxd is process {} and answers on 127.0.0.1:{}.", m_lease->pid,
                         m_lease->port));
        return {};
    }

    Result<tracking::Run> train(double C)
    {
        job::TrainingJob job{.experiment = "demo", .runName = {}, .training = {}};
        job.training.dataPath = toUtf8(m_data);
        job.training.label = "Diabetic";
        job.training.ignoredColumns = {"PatientID"};
        job.training.C = C;
        SIGNALBOX_TRY(tracking::Run run, m_director->train(job));
        tell(fmt::format("C = {}: {} has F1 {}, accuracy {}, AUC {}", C, run.name,
                         metricText(run.metrics, "f1"), metricText(run.metrics, "accuracy"),
                         metricText(run.metrics, "roc_auc")));
        return run;
    }

    Status trainTwice()
    {
        chapter("Train: once with far too strong a penalty, once with a sensible one");
        SIGNALBOX_TRY(m_weak, train(0.001));
        SIGNALBOX_TRY(m_strong, train(1.0));
        return {};
    }

    Status firstProduction()
    {
        chapter("The first version goes through both gates into production");
        SIGNALBOX_TRY(const auto version, m_director->registerVersion(model, m_weak.id));
        tell(fmt::format("Version {} waits at gate {}; approved: nothing to compare it with.", version.number,
                         version.gate));
        SIGNALBOX_CHECK(m_director->approve(version.gate, "first version"));
        SIGNALBOX_CHECK(
            serve::createEndpoint(*m_store, m_context.actor(), staging, serve::Environment::Staging));
        SIGNALBOX_TRY(m_keys, serve::createEndpoint(*m_store, m_context.actor(), production,
                                                    serve::Environment::Production));
        SIGNALBOX_TRY(
            const std::int64_t id,
            m_director->startRollout(production, model, version.number,
                                     {.settle = milliseconds(300), .minimumRequests = 0, .probes = 5}));
        SIGNALBOX_CHECK(passGate(id, "smoke test passed"));
        SIGNALBOX_TRY(const auto ended, m_director->waitForRollout(id, rollout::RolloutState::Completed));
        tell(fmt::format("{} serves version {} as {} with 100 %.", production, version.number, ended.green));
        return {};
    }

    Status passGate(std::int64_t rolloutId, std::string_view reason)
    {
        SIGNALBOX_TRY(const auto gated, m_director->waitForRollout(rolloutId, rollout::RolloutState::Gated));
        tell(fmt::format(
            "{} of {} probes passed in isolation; the production gate is open, and approved: {}.",
            gated.steps.front().evidence.probesPassed, gated.steps.front().evidence.probesSent, reason));
        return m_director->approve(gated.gate, reason);
    }

    Status compareAndApprove()
    {
        chapter("The second version is compared with production on the same held-out rows");
        SIGNALBOX_TRY(const auto comparison, registry::compareWithBaseline(*m_store, model, m_strong.id));
        showComparison(m_context, comparison);
        SIGNALBOX_TRY(m_version, m_director->registerVersion(model, m_strong.id));
        tell(fmt::format("Version {} waits at gate {} with this table as its evidence; approved.",
                         m_version.number, m_version.gate));
        SIGNALBOX_CHECK(m_director->approve(m_version.gate, "better on the same rows"));
        SIGNALBOX_CHECK(m_director->deploy(staging, "blue", model, m_version.number));
        SIGNALBOX_CHECK(
            serve::setTraffic(*m_store, m_context.actor(), staging, {{"blue", 100}}, "try it in staging"));
        tell(fmt::format("{} serves it with 100 %.", staging));
        return {};
    }

    Status startClients()
    {
        SIGNALBOX_TRY(const auto folder, registry::verifiedArtifact(*m_store, model, m_version.number));
        SIGNALBOX_TRY(m_model, learn::loadModel(folder));
        serve::LoadOptions options;
        options.port = m_lease->port;
        options.endpoint = production;
        options.key = m_keys.primary;
        options.columns = agent::inputNames(m_model);
        options.rows = agent::exampleRows(m_model, 256, 7);
        options.requestsPerSecond = requestsPerSecond;
        SIGNALBOX_TRY(m_clients, serve::LoadGenerator::start(std::move(options)));
        return {};
    }

    Status rollOut()
    {
        chapter(fmt::format("Rollout under {:.0f} requests a second: alone, gate, 10, 50, 100 %",
                            requestsPerSecond));
        SIGNALBOX_CHECK(startClients());
        const rollout::Plan plan{.settle = seconds(2), .minimumRequests = 15, .probes = 10};
        SIGNALBOX_TRY(const std::int64_t id,
                      m_director->startRollout(production, model, m_version.number, plan));
        SIGNALBOX_CHECK(passGate(id, "staging looks good"));
        for (int step = 1; step <= static_cast<int>(plan.steps.size()); ++step) {
            SIGNALBOX_TRY(const auto now, waitForStep(id, step));
            tell(fmt::format("green has {} %", rollout::isOver(now.state)
                                                   ? 100
                                                   : plan.steps[static_cast<std::size_t>(step - 1)]));
        }
        SIGNALBOX_TRY(const auto ended, m_director->waitForRollout(id, rollout::RolloutState::Completed));
        m_green = ended.green;
        m_blue = ended.blue;
        showRollout(m_context, ended);
        const serve::LoadReport report = m_clients->report();
        tell(fmt::format("Clients sent {} requests, {} failed; P50 {:.2f} ms, P99 {:.2f} ms.", report.sent,
                         report.failed, report.p50, report.p99));
        if (report.failed > 0)
            return failure(ErrorCode::Internal, "Requests failed while traffic moved; none should.");
        return {};
    }

    Result<rollout::Rollout> waitForStep(std::int64_t id, int step)
    {
        rollout::Rollout now;
        SIGNALBOX_CHECK(agent::waitUntil(*m_store, fmt::format("step {}", step), seconds(60),
                                         m_context.stop(), [&]() -> Result<bool> {
                                             SIGNALBOX_TRY(now, rollout::findRollout(*m_store, id));
                                             return now.step >= step || rollout::isOver(now.state);
                                         }));
        return now;
    }

    // Who answers an ordinary request now, "" if nobody does with 200.
    std::string whoAnswers(serve::ProbeClient &client, const std::string &body) const
    {
        const auto response = client.send(
            {.url = agent::scoringUrl(*m_lease, production),
             .headers = {{"Authorization", "Bearer " + m_keys.primary}, {"Content-Type", "application/json"}},
             .body = body});
        return response && response->status == 200 ? std::string(response->header("azureml-model-deployment"))
                                                   : "";
    }

    Status breakAndRollBack()
    {
        chapter("Break green on purpose, then press the button");
        const std::uint64_t failedBefore = m_clients->report().failed;
        SIGNALBOX_CHECK(
            serve::setFault(*m_store, m_context.actor(), production, m_green, {.errorRate = 0.3}));
        SIGNALBOX_CHECK(agent::waitUntil(
            *m_store, "errors to be seen", seconds(20), m_context.stop(),
            [&]() -> Result<bool> { return m_clients->report().failed >= failedBefore + 20; }));
        tell(fmt::format("{} now fails; clients have seen {} errors.", m_green,
                         m_clients->report().failed - failedBefore));

        serve::ProbeClient client;
        const std::string body = agent::requestBody(m_model, agent::exampleRows(m_model, 1, 3));
        const auto pressed = SteadyClock::now();
        SIGNALBOX_CHECK(rollout::rollBack(*m_store, m_context.actor(), production, "demo: green is broken"));
        const auto committed = SteadyClock::now();
        while (whoAnswers(client, body) != m_blue && SteadyClock::now() - pressed < seconds(5)) {
        }
        const auto effective = SteadyClock::now();
        const auto inMilliseconds = [](SteadyClock::duration time) {
            return std::chrono::duration<double, std::milli>(time).count();
        };
        tell(fmt::format("Rolled back to {}: the transaction took {:.1f} ms, {} answered after {:.1f} ms.",
                         m_blue, inMilliseconds(committed - pressed), m_blue,
                         inMilliseconds(effective - pressed)));
        if (effective - pressed > promisedRollback)
            return failure(ErrorCode::DeadlineExceeded, "The rollback took longer than 100 ms.");

        const serve::LoadReport before = m_clients->report();
        SIGNALBOX_CHECK(agent::waitUntil(
            *m_store, "requests after the rollback", seconds(20), m_context.stop(),
            [&]() -> Result<bool> { return m_clients->report().answered >= before.answered + 200; }));
        const serve::LoadReport after = m_clients->stop();
        tell(fmt::format("Since then {} requests, {} failed.", after.answered - before.answered,
                         after.failed - before.failed));
        if (after.failed != before.failed)
            return failure(ErrorCode::Internal, "Requests failed after the rollback; none should.");
        return {};
    }

    Status finish()
    {
        chapter("What the audit trail says");
        SIGNALBOX_TRY(const auto verdict, store::verifyAudit(*m_store));
        tell(verdict.finding);
        SIGNALBOX_TRY(const auto entries, store::listAudit(*m_store, {.limit = 4}));
        for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
            tell(fmt::format("{} UTC  {}  {}  {}  {}", toReadable(entry->time), entry->actor, entry->action,
                             entry->subject, m_context.faint(entry->reason)));
        m_agent->stop(seconds(10));
        if (!verdict.intact)
            return failure(ErrorCode::DataLoss, "The audit trail is not intact.");
        m_context.print(
            {{"completed", true}, {"chapters", m_chapter}, {"audit_entries", verdict.entries}},
            [&] { m_context.say("\n" + m_context.good("Everything above was measured just now.")); });
        return {};
    }

    Context &m_context;
    const fs::path m_folder;
    fs::path m_data;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<link::ChildProcess> m_agent;
    std::optional<agent::Lease> m_lease;
    std::unique_ptr<agent::Director> m_director;
    std::unique_ptr<serve::LoadGenerator> m_clients;
    serve::EndpointKeys m_keys;
    tracking::Run m_weak;
    tracking::Run m_strong;
    registry::Version m_version;
    learn::LogisticModel m_model;
    std::string m_blue;
    std::string m_green;
    int m_chapter = 0;
};

Status demo(Context &context, const std::string &keep)
{
    const fs::path folder = keep.empty()
                                ? fs::temp_directory_path() / fmt::format("signalbox-demo-{}", randomHex(4))
                                : toPath(keep);
    Status status;
    {
        Demo story(context, folder);
        status = story.run();
    }
    std::error_code ignored;
    if (keep.empty())
        fs::remove_all(folder, ignored);
    else
        context.say(fmt::format("The workspace is in {}.", toUtf8(folder)));
    return status;
}

} // namespace

void addDemoCommand(CLI::App &app, const Chosen &chosen)
{
    auto keep = std::make_shared<std::string>();
    CLI::App *command =
        app.add_subcommand("demo", "The whole lifecycle on this machine, told with what it measured");
    command->add_option("--keep", *keep, "Keep the workspace in this folder");
    command->callback([=] { chosen([=](Context &context) { return demo(context, *keep); }); });
}

} // namespace signalbox::ctl
