#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <stdexcept>

#include "core/base/json.h"
#include "core/base/sha256.h"
#include "core/learn/model.h"
#include "core/tracking/predictions.h"
#include "core/tracking/tracking.h"
#include "tests/job/training_fixture.h"

using namespace signalbox;
using namespace signalbox::job;
using namespace signalbox::test;
using tracking::Run;
using tracking::RunState;

namespace {

// Moves on by a second whenever it is asked, and does something of the test's own at one of those times.
class EventfulClock final : public Clock
{
public:
    [[nodiscard]] TimePoint now() const override
    {
        m_time += std::chrono::seconds(1);
        if (m_countdown > 0 && --m_countdown == 0)
            m_event();
        return m_time;
    }

    void after(int questions, std::function<void()> event)
    {
        m_countdown = questions;
        m_event = std::move(event);
    }
    void advance(std::chrono::seconds by) { m_time += by; }

private:
    mutable TimePoint m_time = fromIso8601("2026-11-23T14:00:00Z").value();
    mutable int m_countdown = 0;
    std::function<void()> m_event;
};

struct Killed : std::runtime_error
{
    Killed()
        : std::runtime_error("killed")
    {
    }
};

Job claimed(store::Store &store, std::string_view owner = "agent")
{
    auto job = claimJob(store, owner);
    if (!job || !*job)
        qFatal("nothing to claim");
    return **job;
}

Job executed(Workspace &workspace)
{
    const auto job = executeJob(workspace.store(), "agent", claimed(workspace.store()), {});
    if (!job)
        qFatal("execution: %s", job.error().text().c_str());
    return *job;
}

Run runOf(const store::Store &store, const Job &job)
{
    return tracking::findRun(store, job.run).value();
}

std::string modelHash(const store::Store &store, const Job &job)
{
    return learn::hashFolder(tracking::artifactFolder(store, job.run) / "model").value();
}

} // namespace

class TestTrainingJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesARun();
    void commitOfTheData();
    void sameSpecificationSameModel();
    void anotherSeedAnotherModel();
    void failureIsTheJobs_data();
    void failureIsTheJobs();
    void brokenJobsFail_data();
    void brokenJobsFail();
    void stoppingPutsItBack();
    void stoppingACanceledJob();
    void progressIsWritten();
    void canceledOnTheWay();
    void killedAnywhereItStartsOver_data();
    void killedAnywhereItStartsOver();
    void aLostClaimIsLeftAlone();
};

void TestTrainingJob::leavesARun()
{
    Workspace workspace;
    const std::int64_t id = submitted(workspace, "calm-lever-3");
    workspace.clock.advance(std::chrono::seconds(5));
    const Job job = executed(workspace);
    QCOMPARE(job.id, id);
    QCOMPARE(job.state, JobState::Completed);
    QVERIFY(job.ended && job.error.empty());
    QCOMPARE(workspace.lastAudit().action, std::string("job.ended"));

    const Run run = runOf(workspace.store(), job);
    QCOMPARE(run.name, std::string("calm-lever-3"));
    QCOMPARE(run.experiment, std::string("diabetes"));
    QCOMPARE(run.state, RunState::Finished);
    QCOMPARE(run.member, std::string("ada"));
    QVERIFY(run.ended.has_value());
    for (const char *parameter : {"C", "tolerance", "maximum_iterations", "test_fraction", "balanced",
                                  "threshold", "label", "data_path"})
        QVERIFY2(run.parameters.contains(parameter), parameter);
    QCOMPARE(run.parameters.at("C"), std::string("1"));
    QCOMPARE(run.parameters.at("tolerance"), std::string("0.0001"));
    QCOMPARE(run.parameters.at("ignored_columns"), std::string("id"));
    QCOMPARE(run.tags.at(std::string(tracking::seedTag)), std::string("7"));
    QCOMPARE(run.tags.at(std::string(tracking::userTag)), std::string("ada"));
    QCOMPARE(run.tags.at(std::string(tracking::dataHashTag)),
             sha256OfFile(workspace.folder() / "data.csv").value());
    QVERIFY(!run.tags.contains(tracking::commitTag));

    const auto predictions =
        tracking::loadPredictions(tracking::artifactFolder(workspace.store(), run.id)).value();
    QCOMPARE(predictions.rows.size(), std::size_t{36});
    QCOMPARE(predictions.dataHash, run.tags.at(std::string(tracking::dataHashTag)));
    const std::vector<int> labels(predictions.labels.begin(), predictions.labels.end());
    const auto metrics = learn::computeMetrics(labels, predictions.probabilities, 0.5).value();
    for (const learn::NamedMetric &metric : learn::namedMetrics(metrics))
        QCOMPARE(run.metrics.at(std::string(metric.name)), metric.value);
    QVERIFY(run.metrics.at("f1") > 0.6);

    const auto history = tracking::metricHistory(workspace.store(), run.id, "objective").value();
    QVERIFY(history.size() >= 3);
    QVERIFY(history.front().value > history.back().value);
    const auto artifacts = tracking::listArtifacts(workspace.store(), run.id).value();
    const auto has = [&](const char *path) {
        return std::ranges::find(artifacts, path, &tracking::Artifact::path) != artifacts.end();
    };
    QVERIFY(has("model/MLmodel") && has("model/model.json") && has("predictions.csv"));
}

void TestTrainingJob::commitOfTheData()
{
    Workspace workspace;
    const auto project = workspace.folder() / "project";
    const std::string commit(40, 'c');
    QVERIFY(writeFile(project / ".git" / "HEAD", commit).has_value());
    const auto data = writeTrainingData(project / "data" / "all.csv");
    QVERIFY(submitTraining(workspace.store(), workspace.ada, trainingOf(data)).has_value());
    const Job job = executed(workspace);
    QCOMPARE(runOf(workspace.store(), job).tags.at(std::string(tracking::commitTag)), commit);
}

void TestTrainingJob::sameSpecificationSameModel()
{
    Workspace workspace;
    submitted(workspace);
    const Job first = executed(workspace);
    workspace.clock.advance(std::chrono::hours(1));
    submitted(workspace);
    const Job second = executed(workspace);
    QVERIFY(first.run != second.run);
    QCOMPARE(modelHash(workspace.store(), second), modelHash(workspace.store(), first));
    QVERIFY(runOf(workspace.store(), second).metrics == runOf(workspace.store(), first).metrics);
}

void TestTrainingJob::anotherSeedAnotherModel()
{
    Workspace workspace;
    submitted(workspace);
    const Job first = executed(workspace);
    TrainingJob other = trainingOf(workspace.folder() / "data.csv");
    other.training.seed = 8;
    QVERIFY(submitTraining(workspace.store(), workspace.ada, other).has_value());
    QVERIFY(modelHash(workspace.store(), executed(workspace)) != modelHash(workspace.store(), first));
}

void TestTrainingJob::failureIsTheJobs_data()
{
    QTest::addColumn<QByteArray>("content"); // of the data file when the job is executed; null = removed
    QTest::addColumn<std::string>("about");
    QTest::newRow("file removed") << QByteArray() << std::string("data.csv");
    QTest::newRow("label removed") << QByteArray("age,dose,id\n1,2,3\n") << std::string("label");
    QTest::newRow("one class left") << QByteArray("age,dose,id,label\n1,2,3,1\n2,2,3,1\n")
                                    << std::string("label");
    QTest::newRow("too few rows") << QByteArray("age,dose,id,label\n1,2,3,1\n2,2,3,0\n")
                                  << std::string("class");
    QTest::newRow("no text") << QByteArray("age,dose,id,label\n1,2,3,\xFF\n") << std::string("data.csv");
}

void TestTrainingJob::failureIsTheJobs()
{
    QFETCH(const QByteArray, content);
    QFETCH(const std::string, about);
    Workspace workspace;
    submitted(workspace);
    const auto data = workspace.folder() / "data.csv";
    if (content.isNull())
        std::filesystem::remove(data);
    else
        QVERIFY(writeFile(data, content.toStdString()).has_value());
    const Job job = executed(workspace);
    QCOMPARE(job.state, JobState::Failed);
    QVERIFY2(job.error.contains(about), job.error.c_str());
    const Run run = runOf(workspace.store(), job);
    QCOMPARE(run.state, RunState::Failed);
    QCOMPARE(run.error, job.error);
    QCOMPARE(workspace.lastAudit().action, std::string("job.ended"));
    QCOMPARE(workspace.lastAudit().reason, job.error);
    QVERIFY(!std::filesystem::exists(tracking::artifactFolder(workspace.store(), job.run) / "model"));
}

void TestTrainingJob::brokenJobsFail_data()
{
    QTest::addColumn<std::string>("column");
    QTest::addColumn<std::string>("value");
    QTest::newRow("another kind") << std::string("kind") << std::string("dance");
    QTest::newRow("no JSON") << std::string("specification") << std::string("{");
    QTest::newRow("empty JSON") << std::string("specification") << std::string("{}");
    QTest::newRow("wrong training") << std::string("specification")
                                    << std::string(R"({"experiment":"e","runName":"","training":{"c":1}})");
    QTest::newRow("wrong name") << std::string("specification")
                                << std::string(R"({"experiment":"../e","runName":"",)"
                                               R"("training":{"dataPath":"x","label":"y"}})");
}

void TestTrainingJob::brokenJobsFail()
{
    QFETCH(const std::string, column);
    QFETCH(const std::string, value);
    Workspace workspace;
    submitted(workspace);
    QVERIFY(workspace.store()
                .observe([&](SQLite::Database &db) -> Status {
                    SQLite::Statement update(db, "UPDATE jobs SET " + column + " = ?");
                    update.bind(1, value);
                    update.exec();
                    return {};
                })
                .has_value());
    const Job job = executed(workspace);
    QCOMPARE(job.state, JobState::Failed);
    QVERIFY(!job.error.empty());
    QCOMPARE(job.run, std::string());
    QVERIFY(tracking::listRuns(workspace.store()).value().empty());
}

void TestTrainingJob::stoppingPutsItBack()
{
    Workspace workspace;
    const std::int64_t id = submitted(workspace);
    StopSource stop;
    stop.requestStop();
    const Job job = executeJob(workspace.store(), "agent", claimed(workspace.store()), stop.token()).value();
    QCOMPARE(job.state, JobState::Queued);
    QVERIFY(!job.started && !job.ended && job.run.empty());
    QCOMPARE(workspace.lastAudit().action, std::string("job.released"));
    const auto runs = tracking::listRuns(workspace.store()).value();
    QCOMPARE(runs.size(), std::size_t{1});
    QCOMPARE(runs[0].state, RunState::Killed);
    QCOMPARE(executed(workspace).id, id);
    QCOMPARE(tracking::listRuns(workspace.store()).value()[0].state, RunState::Finished);
}

void TestTrainingJob::stoppingACanceledJob()
{
    Workspace workspace;
    const std::int64_t id = submitted(workspace);
    const Job job = claimed(workspace.store());
    QVERIFY(cancelJob(workspace.store(), workspace.ada, id).has_value());
    StopSource stop;
    stop.requestStop();
    QCOMPARE(executeJob(workspace.store(), "agent", job, stop.token()).value().state, JobState::Canceled);
    QCOMPARE(tracking::listRuns(workspace.store()).value()[0].state, RunState::Killed);
}

void TestTrainingJob::progressIsWritten()
{
    Workspace workspace;
    submitted(workspace);
    const Job job = executed(workspace);
    const Json progress = parseJson(job.progress).value();
    QVERIFY(progress.at("step").get<int>() >= 3);
    QCOMPARE(progress.at("of").get<int>(), 100);
    QCOMPARE(progress.at("objective").get<double>(), runOf(workspace.store(), job).metrics.at("objective"));
}

void TestTrainingJob::canceledOnTheWay()
{
    Workspace workspace;
    EventfulClock clock;
    const std::int64_t id = submitted(workspace);
    const auto store = store::Store::open(workspace.folder(), clock).value();
    const Job job = claimed(*store);
    bool asked = false;
    clock.after(8, [&] { asked = cancelJob(workspace.store(), workspace.ada, id).has_value(); });
    const Job ended = executeJob(*store, "agent", job, {}).value();
    QVERIFY(asked);
    QCOMPARE(ended.state, JobState::Canceled);
    const Run run = runOf(*store, ended);
    QCOMPARE(run.state, RunState::Killed);
    QVERIFY2(!run.metrics.empty() && !run.metrics.contains("f1"), "in the middle of the training");
}

void TestTrainingJob::killedAnywhereItStartsOver_data()
{
    QTest::addColumn<int>("questions"); // how often the clock was asked before the process died
    for (int i = 1; i <= 12; ++i)
        QTest::newRow(qPrintable(QString::number(i))) << i;
}

void TestTrainingJob::killedAnywhereItStartsOver()
{
    QFETCH(const int, questions);
    Workspace workspace;
    EventfulClock clock;
    const std::int64_t id = submitted(workspace);
    const auto store = store::Store::open(workspace.folder(), clock).value();
    const Job first = claimed(*store, "first");
    clock.after(questions, [] { throw Killed(); });
    QVERIFY_THROWS_EXCEPTION(Killed, (void)executeJob(*store, "first", first, {}));
    QCOMPARE(findJob(*store, id).value().state, JobState::Running);

    clock.advance(claimLifetime);
    const Job second = claimed(*store, "second");
    QCOMPARE(second.id, id);
    QCOMPARE(second.run, std::string());
    const Job ended = executeJob(*store, "second", second, {}).value();
    QCOMPARE(ended.state, JobState::Completed);
    const auto runs = tracking::listRuns(*store).value();
    QCOMPARE(runs.front().id, ended.run);
    QCOMPARE(runs.front().state, RunState::Finished);
    for (std::size_t i = 1; i < runs.size(); ++i) {
        QCOMPARE(runs[i].state, RunState::Killed);
        QVERIFY(!runs[i].error.empty());
    }
    QVERIFY(store::verifyAudit(*store).value().intact);
}

void TestTrainingJob::aLostClaimIsLeftAlone()
{
    Workspace workspace;
    EventfulClock clock;
    submitted(workspace);
    const auto slow = store::Store::open(workspace.folder(), clock).value();
    const auto other = store::Store::open(workspace.folder(), workspace.clock).value();
    workspace.clock.advance(std::chrono::hours(1)); // where the others are, the claim has long expired
    const Job job = claimed(*slow, "slow");
    std::optional<Job> taken;
    clock.after(6, [&] { taken = claimed(*other, "other"); });
    QCOMPARE(codeOf(executeJob(*slow, "slow", job, {})), std::string("failed_precondition"));
    QVERIFY(taken.has_value());
    QCOMPARE(findJob(*other, job.id).value().state, JobState::Running);
    const auto runs = tracking::listRuns(*other).value();
    QCOMPARE(runs.size(), std::size_t{1});
    QCOMPARE(runs[0].state, RunState::Killed);
    QCOMPARE(executeJob(*other, "other", *taken, {}).value().state, JobState::Completed);
}

QTEST_GUILESS_MAIN(TestTrainingJob)
#include "tst_training_job.moc"
