#include <QTemporaryDir>
#include <QtTest>

#include "core/agent/agent.h"
#include "core/agent/director.h"
#include "core/agent/example_rows.h"
#include "core/agent/lease.h"
#include "core/agent/wait.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/serve/http_client.h"
#include "core/store/audit.h"

using namespace signalbox;

// An agent inside this process, over real HTTP and real files.
class AgentTest final : public QObject
{
    Q_OBJECT

private:
    const SystemClock m_clock;
    const store::Actor m_alice = store::Actor::member("alice");
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<agent::Agent> m_agent;
    serve::EndpointKeys m_keys;
    learn::LogisticModel m_model;

    template<typename R>
    static void check(const R &result)
    {
        if (!result)
            qFatal("%s", result.error().text().c_str());
    }

    void startAgent()
    {
        auto started = agent::Agent::start({.folder = m_store->folder(), .serverThreads = 2}, m_clock);
        check(started);
        m_agent = *std::move(started);
    }

    [[nodiscard]] serve::HttpResponse ask(const std::string &key, const std::string &deployment = {}) const
    {
        serve::ProbeClient client;
        serve::HttpRequest request{
            .url = agent::scoringUrl(**agent::readLease(*m_store), "risk"),
            .headers = {{"Authorization", "Bearer " + key}, {"Content-Type", "application/json"}},
            .body = agent::requestBody(m_model, agent::exampleRows(m_model, 1, 1))};
        if (!deployment.empty())
            request.headers.emplace_back("azureml-model-deployment", deployment);
        const auto response = client.send(request);
        check(response);
        return *response;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        const auto path = toPath(m_folder->path().toStdString());
        std::string csv = "age,dose,ill\n";
        for (int i = 0; i < 400; ++i)
            csv += std::to_string(20 + i % 60) + "," + std::to_string(i % 7) + ".5," +
                   (i % 60 + i % 5 > 33 ? "1" : "0") + "\n";
        check(writeFile(path / "data.csv", csv));
        m_store = *store::Store::create(path / "ws", {.name = "ws", .administrator = "alice"}, m_clock);
        startAgent();
        agent::Director director(*m_store, m_alice, {});
        job::TrainingJob job{.experiment = "e", .runName = {}, .training = {}};
        job.training.dataPath = toUtf8(path / "data.csv");
        job.training.label = "ill";
        const auto run = director.train(job);
        check(run);
        const auto version = director.registerVersion("m", run->id);
        check(version);
        check(director.approve(version->gate, "fine"));
        const auto folder = registry::verifiedArtifact(*m_store, "m", 1);
        check(folder);
        m_model = *learn::loadModel(*folder);
        m_keys = *serve::createEndpoint(*m_store, m_alice, "risk", serve::Environment::Staging);
        check(director.deploy("risk", "blue", "m", 1));
        check(serve::setTraffic(*m_store, m_alice, "risk", {{"blue", 100}}, ""));
    }

    void cleanupTestCase()
    {
        m_agent.reset();
        QVERIFY(!agent::readLease(*m_store)->value().aliveAt(m_clock.now()));
        QVERIFY(store::verifyAudit(*m_store)->intact);
    }

    void answersWithEitherKeyAndNoOther()
    {
        QTRY_COMPARE(ask(m_keys.primary).status, 200);
        QCOMPARE(ask(m_keys.secondary).status, 200);
        QCOMPARE(ask("wrong").status, 401);
    }

    void oldKeyEndsWhenItIsRegenerated()
    {
        const auto fresh = serve::regenerateKey(*m_store, m_alice, "risk", serve::KeyKind::Secondary);
        check(fresh);
        QTRY_COMPARE(ask(*fresh).status, 200);
        QCOMPARE(ask(m_keys.secondary).status, 401);
        QCOMPARE(ask(m_keys.primary).status, 200);
    }

    void closedEndpointSaysSo()
    {
        check(serve::setTraffic(*m_store, m_alice, "risk", {}, "closed for now"));
        QTRY_COMPARE(ask(m_keys.primary).status, 503);
        check(serve::setTraffic(*m_store, m_alice, "risk", {{"blue", 100}}, "open again"));
        QTRY_COMPARE(ask(m_keys.primary).status, 200);
    }

    void drillIsFeltAndHealed()
    {
        check(serve::setFault(*m_store, m_alice, "risk", "blue", {.errorRate = 1}));
        QTRY_COMPARE(ask(m_keys.primary).status, 500);
        check(serve::setFault(*m_store, m_alice, "risk", "blue", {}));
        QTRY_COMPARE(ask(m_keys.primary).status, 200);
    }

    void loadRunsAndEndsByItself()
    {
        check(serve::setLoad(*m_store, m_alice, "risk", 200, std::chrono::seconds(2)));
        QTRY_VERIFY(serve::findEndpoint(*m_store, "risk")->load.value_or(serve::Load{}).sent > 50);
        QTRY_VERIFY_WITH_TIMEOUT(!serve::findEndpoint(*m_store, "risk")->load, 10'000);
    }

    void tamperedArtifactIsNeverReady()
    {
        const auto file = *registry::verifiedArtifact(*m_store, "m", 1) / "model.json";
        const std::string before = *readFile(file);
        check(serve::deploy(*m_store, m_alice, "risk", "green", "m", 1));
        check(agent::Director(*m_store, m_alice, {}).waitForDeployment("risk", "green"));
        m_agent.reset();
        check(writeFile(file, before + " "));
        startAgent();
        QTRY_VERIFY(serve::findEndpoint(*m_store, "risk")->find("green")->state ==
                    serve::DeploymentState::Failed);
        QVERIFY(serve::findEndpoint(*m_store, "risk")->find("green")->error.find("hash") !=
                std::string::npos);
        QCOMPARE(serve::splitOf(*serve::findEndpoint(*m_store, "risk")), serve::Split{});
        check(writeFile(file, before));
        agent::Director director(*m_store, m_alice, {});
        check(director.deploy("risk", "blue", "m", 1));
        check(serve::setTraffic(*m_store, m_alice, "risk", {{"blue", 100}}, "mended"));
        QTRY_COMPARE(ask(m_keys.primary).status, 200);
    }

    void secondAgentIsRefused()
    {
        const auto second = agent::Agent::start({.folder = m_store->folder()}, m_clock);
        QVERIFY(!second);
        QVERIFY(second.error().code == ErrorCode::FailedPrecondition);
        QCOMPARE(ask(m_keys.primary).status, 200);
    }

    void keepsItsPortOverARestart()
    {
        const auto port = m_agent->port();
        m_agent.reset();
        startAgent();
        QCOMPARE(m_agent->port(), port);
        QTRY_COMPARE(ask(m_keys.primary).status, 200);
    }

    void memberCanAskItToStop()
    {
        check(agent::requestStop(*m_store, m_alice));
        QTRY_VERIFY(m_agent->stopRequested());
    }
};

QTEST_GUILESS_MAIN(AgentTest)
#include "tst_agent.moc"
