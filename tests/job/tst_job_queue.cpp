#include <set>
#include <thread>

#include "tests/job/training_fixture.h"

using namespace signalbox;
using namespace signalbox::job;
using namespace signalbox::test;
using store::Actor;

namespace {

using Edit = std::function<void(TrainingJob &)>;

std::int64_t claimed(Workspace &workspace, std::string_view owner = "agent", std::int64_t only = 0)
{
    const auto job = claimJob(workspace.store(), owner, only);
    if (!job)
        qFatal("claim: %s", job.error().text().c_str());
    return job->has_value() ? (*job)->id : 0;
}

} // namespace

Q_DECLARE_METATYPE(Edit)

class TestJobQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aJobIsAccepted();
    void wrongJobsAreRefusedAtOnce_data();
    void wrongJobsAreRefusedAtOnce();
    void relativePathsAreMadeFull();
    void oldestFirst();
    void onlyOne_data();
    void onlyOne();
    void aClaimIsExclusive();
    void everyJobIsClaimedOnce();
    void claimsExpire();
    void cancelingAQueuedJob();
    void cancelingARunningJob();
    void cancelingIsRefused_data();
    void cancelingIsRefused();
    void anAbandonedJobThatWasCanceledEnds();
    void listsNewestFirst();
    void permissions_data();
    void permissions();
};

void TestJobQueue::aJobIsAccepted()
{
    Workspace workspace;
    const std::int64_t before = workspace.auditEntries();
    const std::int64_t id = submitted(workspace, "calm-lever-3");
    const Job job = findJob(workspace.store(), id).value();
    QCOMPARE(job.kind, std::string("training"));
    QCOMPARE(job.state, JobState::Queued);
    QCOMPARE(job.run, std::string());
    QCOMPARE(job.requestedBy, std::string("ada"));
    QCOMPARE(toIso8601(job.created), toIso8601(workspace.clock.now()));
    QVERIFY(!job.started && !job.ended && !job.cancelRequested);
    QCOMPARE(job.progress, std::string("{}"));
    QCOMPARE(workspace.auditEntries(), before + 1);
    QCOMPARE(workspace.lastAudit().action, std::string("job.submitted"));
    QCOMPARE(workspace.lastAudit().subject, "job/" + std::to_string(id));
    QCOMPARE(workspace.lastAudit().after, job.specification);
}

void TestJobQueue::wrongJobsAreRefusedAtOnce_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<std::string>("code");
    QTest::addColumn<std::string>("field");
    const auto row = [](const char *name, const Edit &edit, const char *code, const char *field = "") {
        QTest::newRow(name) << edit << std::string(code) << std::string(field);
    };
    const char *invalid = "invalid_argument";
    row("no experiment", [](TrainingJob &job) { job.experiment = ""; }, invalid);
    row("experiment that is a path", [](TrainingJob &job) { job.experiment = "../x"; }, invalid);
    row("run with a blank", [](TrainingJob &job) { job.runName = "my run"; }, invalid);
    row("no file", [](TrainingJob &job) { job.training.dataPath = ""; }, invalid, "dataPath");
    row(
        "file name that is no text", [](TrainingJob &job) { job.training.dataPath = "\xFF"; }, invalid,
        "dataPath");
    row("file that is not there", [](TrainingJob &job) { job.training.dataPath += ".gone"; }, "not_found");
    row("unknown label", [](TrainingJob &job) { job.training.label = "lable"; }, "not_found", "lable");
    row("label that is not 0 or 1", [](TrainingJob &job) { job.training.label = "age"; }, invalid, "age");
    row(
        "unknown ignored column", [](TrainingJob &job) { job.training.ignoredColumns = {"none"}; },
        "not_found", "none");
    row("C of 0", [](TrainingJob &job) { job.training.C = 0; }, invalid, "C");
    row("nothing held out", [](TrainingJob &job) { job.training.testFraction = 0; }, invalid, "testFraction");
    row("threshold of 2", [](TrainingJob &job) { job.training.threshold = 2; }, invalid, "threshold");
}

void TestJobQueue::wrongJobsAreRefusedAtOnce()
{
    QFETCH(const Edit, edit);
    QFETCH(const std::string, code);
    QFETCH(const std::string, field);
    Workspace workspace;
    TrainingJob job = trainingOf(writeTrainingData(workspace.folder() / "data.csv"));
    edit(job);
    const auto id = submitTraining(workspace.store(), workspace.ada, job);
    QCOMPARE(codeOf(id), code);
    QCOMPARE(id.error().field, field);
    QVERIFY(listJobs(workspace.store()).value().empty());
    QCOMPARE(workspace.auditEntries(), 1);
}

void TestJobQueue::relativePathsAreMadeFull()
{
    Workspace workspace;
    const auto data = writeTrainingData(workspace.folder() / "data.csv");
    const auto relative = std::filesystem::relative(data);
    QVERIFY(relative.is_relative());
    const auto id = submitTraining(workspace.store(), workspace.ada, trainingOf(relative));
    QVERIFY2(id.has_value(), messageOf(id).c_str());
    const std::string full = toUtf8(std::filesystem::absolute(relative).lexically_normal());
    QVERIFY(findJob(workspace.store(), *id).value().specification.contains(full));
}

void TestJobQueue::oldestFirst()
{
    Workspace workspace;
    const std::int64_t first = submitted(workspace);
    const std::int64_t second = submitted(workspace);
    QCOMPARE(claimed(workspace), first);
    QCOMPARE(claimed(workspace), second);
    QCOMPARE(claimed(workspace), 0);
    const Job job = findJob(workspace.store(), first).value();
    QCOMPARE(job.state, JobState::Running);
    QCOMPARE(toIso8601(job.started.value()), toIso8601(workspace.clock.now()));
    QCOMPARE(workspace.lastAudit().action, std::string("job.started"));
    QCOMPARE(workspace.lastAudit().actor, std::string("agent"));
}

void TestJobQueue::onlyOne_data()
{
    QTest::addColumn<int>("wanted");
    QTest::addColumn<int>("expected");
    QTest::newRow("second") << 2 << 2;
    QTest::newRow("one that runs") << 1 << 0;
    QTest::newRow("unknown") << 9 << 0;
    QTest::newRow("any") << 0 << 2;
}

void TestJobQueue::onlyOne()
{
    QFETCH(const int, wanted);
    QFETCH(const int, expected);
    Workspace workspace;
    submitted(workspace);
    submitted(workspace);
    QCOMPARE(claimed(workspace, "other"), 1);
    QCOMPARE(claimed(workspace, "agent", wanted), expected);
}

void TestJobQueue::aClaimIsExclusive()
{
    Workspace workspace;
    const std::int64_t id = submitted(workspace);
    const Job job = claimJob(workspace.store(), "agent").value().value();
    const std::int64_t before = workspace.auditEntries();
    QCOMPARE(codeOf(executeJob(workspace.store(), "other", job, {})), std::string("failed_precondition"));
    QCOMPARE(findJob(workspace.store(), id).value().state, JobState::Running);
    QCOMPARE(workspace.auditEntries(), before);
}

void TestJobQueue::everyJobIsClaimedOnce()
{
    Workspace workspace;
    constexpr int count = 12;
    for (int i = 0; i < count; ++i)
        submitted(workspace);
    const auto other = store::Store::open(workspace.folder(), workspace.clock).value();
    std::vector<std::vector<std::int64_t>> claims(2);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < 2; ++t) {
        threads.emplace_back([&, t] {
            store::Store &store = t == 0 ? workspace.store() : *other;
            for (auto job = claimJob(store, std::to_string(t)); job && *job;
                 job = claimJob(store, std::to_string(t)))
                claims[t].push_back((*job)->id);
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    std::set<std::int64_t> all(claims[0].begin(), claims[0].end());
    all.insert(claims[1].begin(), claims[1].end());
    QCOMPARE(all.size(), std::size_t{count});
    QCOMPARE(claims[0].size() + claims[1].size(), std::size_t{count});
    QVERIFY(store::verifyAudit(workspace.store()).value().intact);
}

void TestJobQueue::claimsExpire()
{
    Workspace workspace;
    const std::int64_t id = submitted(workspace);
    QCOMPARE(claimed(workspace, "first"), id);
    workspace.clock.advance(claimLifetime - std::chrono::milliseconds(1));
    QCOMPARE(claimed(workspace, "second"), 0);
    workspace.clock.advance(std::chrono::milliseconds(1));
    const std::int64_t before = workspace.auditEntries();
    QCOMPARE(claimed(workspace, "second"), id);
    QCOMPARE(workspace.auditEntries(), before + 1);
    QCOMPARE(workspace.lastAudit().actor, std::string("second"));
    QCOMPARE(toIso8601(findJob(workspace.store(), id).value().started.value()),
             toIso8601(workspace.clock.now()));
    QCOMPARE(claimed(workspace, "first"), 0);
}

void TestJobQueue::cancelingAQueuedJob()
{
    Workspace workspace;
    const std::int64_t id = submitted(workspace);
    const std::int64_t before = workspace.auditEntries();
    QVERIFY(cancelJob(workspace.store(), workspace.ada, id).has_value());
    const Job job = findJob(workspace.store(), id).value();
    QCOMPARE(job.state, JobState::Canceled);
    QVERIFY(job.ended && job.cancelRequested);
    QCOMPARE(workspace.auditEntries(), before + 1);
    QCOMPARE(workspace.lastAudit().action, std::string("job.cancel-requested"));
    QCOMPARE(claimed(workspace), 0);
}

void TestJobQueue::cancelingARunningJob()
{
    Workspace workspace;
    const std::int64_t id = submitted(workspace);
    const Job job = claimJob(workspace.store(), "agent").value().value();
    QVERIFY(cancelJob(workspace.store(), workspace.ada, id).has_value());
    QCOMPARE(findJob(workspace.store(), id).value().state, JobState::Running);
    const Job ended = executeJob(workspace.store(), "agent", job, {}).value();
    QCOMPARE(ended.state, JobState::Canceled);
    QCOMPARE(ended.error, std::string());
    QCOMPARE(workspace.lastAudit().action, std::string("job.ended"));
}

void TestJobQueue::cancelingIsRefused_data()
{
    QTest::addColumn<std::string>("when");
    QTest::addColumn<std::string>("code");
    QTest::newRow("completed") << std::string("completed") << std::string("failed_precondition");
    QTest::newRow("asked before") << std::string("asked") << std::string("failed_precondition");
    QTest::newRow("canceled") << std::string("canceled") << std::string("failed_precondition");
    QTest::newRow("unknown") << std::string("unknown") << std::string("not_found");
}

void TestJobQueue::cancelingIsRefused()
{
    QFETCH(const std::string, when);
    QFETCH(const std::string, code);
    Workspace workspace;
    const std::int64_t id = submitted(workspace);
    if (when == "completed" || when == "asked") {
        const Job job = claimJob(workspace.store(), "agent").value().value();
        if (when == "completed")
            QCOMPARE(executeJob(workspace.store(), "agent", job, {}).value().state, JobState::Completed);
    }
    if (when == "asked" || when == "canceled")
        QVERIFY(cancelJob(workspace.store(), workspace.ada, id).has_value());
    const std::int64_t before = workspace.auditEntries();
    QCOMPARE(codeOf(cancelJob(workspace.store(), workspace.ada, when == "unknown" ? 99 : id)), code);
    QCOMPARE(workspace.auditEntries(), before);
}

void TestJobQueue::anAbandonedJobThatWasCanceledEnds()
{
    Workspace workspace;
    const std::int64_t first = submitted(workspace);
    const std::int64_t second = submitted(workspace);
    QCOMPARE(claimed(workspace, "first"), first);
    QVERIFY(cancelJob(workspace.store(), workspace.ada, first).has_value());
    workspace.clock.advance(claimLifetime);
    const std::int64_t before = workspace.auditEntries();
    QCOMPARE(claimed(workspace, "second"), second);
    QCOMPARE(findJob(workspace.store(), first).value().state, JobState::Canceled);
    QCOMPARE(workspace.auditEntries(), before + 2); // one ended, one started
}

void TestJobQueue::listsNewestFirst()
{
    Workspace workspace;
    for (int i = 0; i < 3; ++i)
        submitted(workspace);
    const auto jobs = listJobs(workspace.store(), 2).value();
    QCOMPARE(jobs.size(), std::size_t{2});
    QCOMPARE(jobs[0].id, 3);
    QCOMPARE(jobs[1].id, 2);
    QCOMPARE(codeOf(findJob(workspace.store(), 4)), std::string("not_found"));
}

void TestJobQueue::permissions_data()
{
    QTest::addColumn<std::string>("role");
    QTest::addColumn<std::string>("code");
    QTest::newRow("viewer") << std::string("viewer") << std::string("permission_denied");
    QTest::newRow("operator") << std::string("operator") << std::string("ok");
    QTest::newRow("approver") << std::string("approver") << std::string("permission_denied");
    QTest::newRow("administrator") << std::string("administrator") << std::string("ok");
}

void TestJobQueue::permissions()
{
    QFETCH(const std::string, role);
    QFETCH(const std::string, code);
    Workspace workspace;
    workspace.add("bob", store::roleFromName(role).value());
    const Actor bob = Actor::member("bob");
    const std::int64_t id = submitted(workspace);
    QCOMPARE(codeOf(cancelJob(workspace.store(), bob, id)), code);
    QCOMPARE(codeOf(submitTraining(workspace.store(), bob, trainingOf(workspace.folder() / "data.csv"))),
             code);
}

QTEST_GUILESS_MAIN(TestJobQueue)
#include "tst_job_queue.moc"
