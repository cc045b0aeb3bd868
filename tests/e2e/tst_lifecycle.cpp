// The three programs together, as their users run them: the terminal drives the lifecycle, the agent serves
// it under load and is killed in between, the console looks on.
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "core/agent/example_rows.h"
#include "core/agent/lease.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/learn/model.h"
#include "core/link/process.h"
#include "core/registry/registry.h"
#include "core/rollout/rollout.h"
#include "core/serve/load_generator.h"
#include "core/store/audit.h"

using namespace signalbox;
using rollout::RolloutState;

namespace {

struct Answer
{
    int exitCode = -1;
    QJsonDocument json;
    QString errors;
};

} // namespace

class LifecycleTest final : public QObject
{
    Q_OBJECT

private:
    const SystemClock m_clock;
    QTemporaryDir m_folder;
    const std::filesystem::path m_workspace = toPath(m_folder.path().toStdString()) / "ws";
    const QString m_data =
        QStringLiteral(SIGNALBOX_SOURCE_DIR "/resources/sample-data/diabetes-synthetic.csv");
    std::unique_ptr<link::ChildProcess> m_agent;
    std::unique_ptr<link::ChildProcess> m_console;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<serve::LoadGenerator> m_clients;
    QString m_key;

    static QString program(const char *name)
    {
        return QStringLiteral(SIGNALBOX_PROGRAM_DIR "/%1").arg(QLatin1String(name));
    }

    [[nodiscard]] Answer ctl(const QStringList &arguments) const
    {
        QProcess process;
        process.start(program("signalboxctl"),
                      QStringList{QStringLiteral("--json"), QStringLiteral("--workspace"),
                                  QString::fromStdString(toUtf8(m_workspace))} +
                          arguments);
        if (!process.waitForFinished(60'000))
            qFatal("signalboxctl %s does not end", qPrintable(arguments.join(u' ')));
        return {.exitCode = process.exitCode(),
                .json = QJsonDocument::fromJson(process.readAllStandardOutput()),
                .errors = QString::fromUtf8(process.readAllStandardError())};
    }

    // The answer of a command that must succeed.
    QJsonDocument done(const QString &line) const
    {
        const Answer answer = ctl(line.split(u' ', Qt::SkipEmptyParts));
        if (answer.exitCode != 0)
            qFatal("signalboxctl %s: %s", qPrintable(line), qPrintable(answer.errors));
        return answer.json;
    }

    void startAgent()
    {
        const std::string before = leaseOwner();
        auto started = link::ChildProcess::start(toPath(program("signalboxd").toStdString()),
                                                 {"--workspace", toUtf8(m_workspace), "--quiet"});
        QVERIFY2(started.has_value(), started ? "" : started.error().text().c_str());
        m_agent = *std::move(started);
        QTRY_VERIFY_WITH_TIMEOUT(leaseOwner() != before, 15'000);
    }

    // Of the agent that is alive, "" if none is; a killed one's lease lives on for some seconds.
    [[nodiscard]] std::string leaseOwner() const
    {
        const auto lease = agent::readLease(*m_store);
        return lease && *lease && (*lease)->aliveAt(m_clock.now()) ? (*lease)->owner : std::string();
    }

    [[nodiscard]] QString train(const QString &C) const
    {
        return done(QStringLiteral("train --data %1 --label Diabetic --ignore PatientID -C %2 --name run-%2")
                        .arg(m_data, C))
            .object()
            .value(QStringLiteral("id"))
            .toString();
    }

    // Registers the run and approves it; its number.
    [[nodiscard]] int registerApproved(const QString &run) const
    {
        const QJsonObject version = done(QStringLiteral("register risk %1").arg(run)).object();
        const QJsonObject gate =
            done(
                QStringLiteral("approve %1 --reason fine").arg(version.value(QStringLiteral("gate")).toInt()))
                .object();
        if (gate.value(QStringLiteral("state")).toString() != QStringLiteral("granted"))
            qFatal("the gate was not granted");
        return version.value(QStringLiteral("version")).toInt();
    }

    [[nodiscard]] rollout::Rollout latestRollout() const
    {
        return rollout::listRollouts(*m_store, "prod", 1)->front();
    }

    void startClients()
    {
        const auto model = *learn::loadModel(*registry::verifiedArtifact(*m_store, "risk", 1));
        serve::LoadOptions options;
        options.port = (*agent::readLease(*m_store))->port;
        options.endpoint = "prod";
        options.key = m_key.toStdString();
        options.columns = agent::inputNames(model);
        options.rows = agent::exampleRows(model, 64, 1);
        options.requestsPerSecond = 200;
        m_clients = *serve::LoadGenerator::start(std::move(options));
    }

private Q_SLOTS:
    void initTestCase()
    {
        done(QStringLiteral("workspace create %1").arg(QString::fromStdString(toUtf8(m_workspace))));
        m_store = *store::Store::open(m_workspace, m_clock);
        startAgent();
    }

    void cleanupTestCase()
    {
        m_clients.reset();
        m_console.reset();
        if (m_agent)
            m_agent->stop(std::chrono::seconds(10));
    }

    void consoleOpensTheWorkspace()
    {
        if (!std::filesystem::exists(toPath(program("signalbox").toStdString())))
            QSKIP("this build has no console");
        auto started = link::ChildProcess::start(toPath(program("signalbox").toStdString()),
                                                 {"--workspace", toUtf8(m_workspace)});
        QVERIFY(started.has_value());
        m_console = *std::move(started);
    }

    void firstVersionReachesProduction()
    {
        const int version = registerApproved(train(QStringLiteral("0.0001")));
        QCOMPARE(version, 1);
        const QJsonObject keys =
            done(QStringLiteral("endpoint create prod --environment production")).object();
        m_key = keys.value(QStringLiteral("primary")).toString();
        QCOMPARE(m_key.size(), 64);
        done(QStringLiteral("rollout start prod risk 1 --settle 100ms --minimum-requests 0 --probes 5"));
        QTRY_COMPARE_WITH_TIMEOUT(latestRollout().state, RolloutState::Gated, 10'000);
        done(QStringLiteral("approve %1").arg(latestRollout().gate));
        QTRY_COMPARE_WITH_TIMEOUT(latestRollout().state, RolloutState::Completed, 10'000);
        QCOMPARE(
            ctl({QStringLiteral("probe"), QStringLiteral("prod"), QStringLiteral("--key"), m_key}).exitCode,
            0);
    }

    void unapprovedVersionIsRefused()
    {
        const QString run = train(QStringLiteral("1"));
        const QJsonObject version = done(QStringLiteral("register risk %1").arg(run)).object();
        QCOMPARE(version.value(QStringLiteral("state")).toString(), QStringLiteral("waiting"));
        const Answer refused = ctl({QStringLiteral("rollout"), QStringLiteral("start"),
                                    QStringLiteral("prod"), QStringLiteral("risk"), QStringLiteral("2")});
        QCOMPARE(refused.exitCode, 4);
        QVERIFY(refused.errors.contains(QStringLiteral("failed_precondition")));
        done(QStringLiteral("approve %1").arg(version.value(QStringLiteral("gate")).toInt()));
    }

    void rolloutGoesOnAfterTheAgentWasKilled()
    {
        startClients();
        done(QStringLiteral("rollout start prod risk 2 --settle 1s --minimum-requests 10 --probes 5"));
        QTRY_COMPARE_WITH_TIMEOUT(latestRollout().state, RolloutState::Gated, 10'000);
        done(QStringLiteral("approve %1").arg(latestRollout().gate));
        QTRY_VERIFY_WITH_TIMEOUT(latestRollout().step >= 1, 10'000);
        QCOMPARE(m_clients->stop().failed, std::uint64_t(0));

        m_agent->kill();
        const rollout::Rollout stopped = latestRollout();
        QVERIFY(!rollout::isOver(stopped.state));
        startAgent();
        startClients();
        QTRY_COMPARE_WITH_TIMEOUT(latestRollout().state, RolloutState::Completed, 30'000);
        const rollout::Rollout ended = latestRollout();
        QCOMPARE(ended.id, stopped.id);
        QCOMPARE(ended.steps.size(), std::size_t(4));
        QCOMPARE(m_clients->report().failed, std::uint64_t(0));
    }

    void rollbackLosesNoRequest()
    {
        const auto blueBefore = m_clients->report().byDeployment["blue"];
        done(QStringLiteral("rollback prod --reason drill"));
        QTRY_VERIFY(m_clients->report().byDeployment["blue"] > blueBefore + 100);
        const serve::LoadReport report = m_clients->stop();
        QCOMPARE(report.failed, std::uint64_t(0));
        QCOMPARE(serve::splitOf(*serve::findEndpoint(*m_store, "prod")), (serve::Split{{"blue", 100}}));
    }

    void brokenGreenGoesBackByItself()
    {
        startClients();
        done(QStringLiteral("rollout start prod risk 2 --settle 2s --minimum-requests 20 --probes 5"));
        QTRY_COMPARE_WITH_TIMEOUT(latestRollout().state, RolloutState::Gated, 10'000);
        done(QStringLiteral("approve %1").arg(latestRollout().gate));
        QTRY_VERIFY_WITH_TIMEOUT(latestRollout().step >= 1 || rollout::isOver(latestRollout().state), 10'000);
        done(QStringLiteral("drill break prod green --error-rate 1"));
        QTRY_COMPARE_WITH_TIMEOUT(latestRollout().state, RolloutState::RolledBack, 20'000);
        QCOMPARE(serve::splitOf(*serve::findEndpoint(*m_store, "prod")), (serve::Split{{"blue", 100}}));
    }

    void consoleIsStillThere()
    {
        if (!m_console)
            QSKIP("this build has no console");
        QVERIFY(m_console->running());
    }

    void auditTrailIsIntact()
    {
        const QJsonObject verdict = done(QStringLiteral("audit verify")).object();
        QVERIFY(verdict.value(QStringLiteral("intact")).toBool());
        QVERIFY(verdict.value(QStringLiteral("entries")).toInt() > 30);
    }

    void agentEndsWhenAsked()
    {
        done(QStringLiteral("workspace stop-agent"));
        QTRY_VERIFY(!m_agent->running());
    }
};

QTEST_GUILESS_MAIN(LifecycleTest)
#include "tst_lifecycle.moc"
