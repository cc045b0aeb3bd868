#include <QTemporaryDir>
#include <QtTest>

#include "core/agent/sample.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/kql/saved/request_queries.h"
#include "core/kql/tables/workspace_catalog.h"
#include "core/registry/gate.h"
#include "core/registry/registry.h"
#include "core/rollout/rollout.h"
#include "core/serve/endpoints.h"
#include "core/store/audit.h"
#include "core/telemetry/telemetry_file.h"
#include "core/tracking/tracking.h"

using namespace signalbox;

class SampleTest final : public QObject
{
    Q_OBJECT

private:
    const SystemClock m_clock;
    const std::filesystem::path m_data =
        std::filesystem::path(SIGNALBOX_SOURCE_DIR) / "resources" / "sample-data" / "diabetes-synthetic.csv";

    [[nodiscard]] agent::SampleOptions options(const std::filesystem::path &folder) const
    {
        return {.folder = folder, .data = m_data, .member = "alice"};
    }

private Q_SLOTS:
    void livesAWholeLife()
    {
        QTemporaryDir folder;
        const auto path = toPath(folder.path().toStdString()) / "sample";
        int steps = 0;
        const Status made = agent::makeSampleWorkspace(
            options(path), m_clock, [&](const agent::SampleProgress &progress) { steps = progress.step; },
            {});
        QVERIFY2(made.has_value(), made ? "" : made.error().text().c_str());
        QCOMPARE(steps, 6);

        const auto store = *store::Store::open(path, m_clock);
        QCOMPARE(tracking::listRuns(*store)->size(), std::size_t(6));
        const auto versions = *registry::listVersions(*store, "diabetes_classification");
        QCOMPARE(versions.size(), std::size_t(3));
        QVERIFY(versions.front().state == registry::VersionState::Waiting);
        QVERIFY(versions[1].metrics.at("f1") > versions[2].metrics.at("f1"));
        QCOMPARE(registry::listGates(*store, true)->size(), std::size_t(1));

        const auto production = *serve::findEndpoint(*store, "diabetes-production");
        QCOMPARE(serve::splitOf(production), (serve::Split{{"green", 100}}));
        QCOMPARE(production.fallback, std::string("blue"));
        QVERIFY(!production.load);
        QCOMPARE(rollout::waysBack(*store)->size(), std::size_t(2));
        const auto rollouts = *rollout::listRollouts(*store);
        for (const rollout::Rollout &rollout : rollouts)
            QVERIFY(rollout.state == rollout::RolloutState::Completed);

        const std::shared_ptr<const telemetry::TelemetryFile> telemetry =
            *telemetry::TelemetryFile::openForReading(path / telemetry::telemetryFileName);
        const auto catalog = kql::workspaceCatalog({std::shared_ptr<void>(), store.get()}, telemetry);
        const auto result =
            kql::runQuery(kql::summaryQuery("diabetes-production", std::chrono::hours(1)), *catalog);
        QVERIFY2(result, result ? "" : result.error().message.c_str());
        std::int64_t requests = 0;
        for (const kql::DeploymentSummary &summary : kql::deploymentSummaries(*result)) {
            requests += summary.statistics.requests;
            QCOMPARE(summary.statistics.errors, 0);
        }
        QVERIFY(requests > 50);
        QVERIFY(store::verifyAudit(*store)->intact);
    }

    void stoppedHalfWayLeavesNothing()
    {
        QTemporaryDir folder;
        const auto path = toPath(folder.path().toStdString()) / "sample";
        StopSource stop;
        const Status made = agent::makeSampleWorkspace(
            options(path), m_clock,
            [&](const agent::SampleProgress &progress) {
                if (progress.step == 4)
                    stop.requestStop();
            },
            stop.token());
        QVERIFY(!made);
        QVERIFY(made.error().code == ErrorCode::Cancelled);
        QVERIFY(!std::filesystem::exists(path));
    }

    void folderThatIsNotEmptyIsLeftAlone()
    {
        QTemporaryDir folder;
        const auto path = toPath(folder.path().toStdString());
        QVERIFY(writeFile(path / "letter.txt", "dear").has_value());
        const Status made = agent::makeSampleWorkspace(options(path), m_clock, {}, {});
        QVERIFY(!made);
        QVERIFY(made.error().code == ErrorCode::AlreadyExists);
        QCOMPARE(*readFile(path / "letter.txt"), std::string("dear"));
    }

    void missingDataIsSaid()
    {
        QTemporaryDir folder;
        const auto path = toPath(folder.path().toStdString()) / "sample";
        agent::SampleOptions wrong = options(path);
        wrong.data = path / "nothing.csv";
        const Status made = agent::makeSampleWorkspace(wrong, m_clock, {}, {});
        QVERIFY(!made);
        QVERIFY(made.error().message.find("nothing.csv") != std::string::npos);
        QVERIFY(!std::filesystem::exists(path));
    }
};

QTEST_GUILESS_MAIN(SampleTest)
#include "tst_sample.moc"
