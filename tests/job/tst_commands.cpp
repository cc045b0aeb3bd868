// Every command of tracking, registry and job writes exactly one audit entry with its stable name, and none
// if it is refused.
#include <functional>

#include "core/registry/gate.h"
#include "core/registry/registry.h"
#include "core/tracking/tracking.h"
#include "tests/job/training_fixture.h"

using namespace signalbox;
using namespace signalbox::test;
using registry::Decision;

namespace {

template<typename T>
Status statusOf(const Result<T> &result)
{
    if (result)
        return {};
    return std::unexpected(result.error());
}

// What the commands act on: a run that runs, a run with a model, two waiting versions, a queued job.
struct Scene
{
    tracking::RunId running;
    std::int64_t gate = 0;
    std::int64_t job = 0;
};

job::TrainingJob training(const Workspace &workspace, double C)
{
    job::TrainingJob job = trainingOf(workspace.folder() / "data.csv", fmt::format("run-{}", C));
    job.training.C = C;
    return job;
}

Scene prepare(Workspace &workspace)
{
    store::Store &store = workspace.store();
    writeTrainingData(workspace.folder() / "data.csv");
    Scene scene;
    for (const double C : {1.0, 2.0}) {
        const auto id = job::submitTraining(store, workspace.ada, training(workspace, C)).value();
        const auto claimed = job::claimJob(store, "agent", id).value().value();
        if (job::executeJob(store, "agent", claimed, {}).value().state != job::JobState::Completed)
            qFatal("training");
    }
    scene.gate = registry::registerVersion(store, workspace.ada, "diabetes", "run-1").value().gate;
    scene.running = tracking::startRun(store, workspace.ada,
                                       {.experiment = "e", .name = {}, .parameters = {}, .tags = {}})
                        .value();
    scene.job = job::submitTraining(store, workspace.ada, training(workspace, 3)).value();
    return scene;
}

struct Named
{
    const char *action;
    std::function<Status(store::Store &, const store::Actor &, const Scene &, const Workspace &)> command;
};

const std::vector<Named> &commands()
{
    static const std::vector<Named> all = {
        {"run.started",
         [](store::Store &store, const store::Actor &actor, const Scene &, const Workspace &) {
             return statusOf(tracking::startRun(
                 store, actor, {.experiment = "e", .name = {}, .parameters = {}, .tags = {}}));
         }},
        {"run.ended",
         [](store::Store &store, const store::Actor &actor, const Scene &scene, const Workspace &) {
             return tracking::endRun(store, actor, scene.running, tracking::RunState::Finished);
         }},
        {"run.tagged",
         [](store::Store &store, const store::Actor &actor, const Scene &scene, const Workspace &) {
             return tracking::setTag(store, actor, scene.running, "note", "x");
         }},
        {"job.submitted",
         [](store::Store &store, const store::Actor &actor, const Scene &, const Workspace &workspace) {
             return statusOf(job::submitTraining(store, actor, training(workspace, 4)));
         }},
        {"job.cancel-requested", [](store::Store &store, const store::Actor &actor, const Scene &scene,
                                    const Workspace &) { return job::cancelJob(store, actor, scene.job); }},
        {"version.registered",
         [](store::Store &store, const store::Actor &actor, const Scene &, const Workspace &) {
             return statusOf(registry::registerVersion(store, actor, "diabetes", "run-2"));
         }},
        {"version.archived",
         [](store::Store &store, const store::Actor &actor, const Scene &, const Workspace &) {
             return registry::archiveVersion(store, actor, "diabetes", 1);
         }},
        {"gate.granted",
         [](store::Store &store, const store::Actor &actor, const Scene &scene, const Workspace &) {
             return statusOf(registry::decide(store, actor, scene.gate, Decision::Approve, ""));
         }},
        {"gate.refused",
         [](store::Store &store, const store::Actor &actor, const Scene &scene, const Workspace &) {
             return statusOf(registry::decide(store, actor, scene.gate, Decision::Reject, "no"));
         }},
    };
    return all;
}

} // namespace

class TestCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneEntryEach_data();
    void oneEntryEach();
    void noneIfRefused_data() { oneEntryEach_data(); }
    void noneIfRefused();
    void executingAJobIsThreeCommands();
    void factsWriteNone();
};

void TestCommands::oneEntryEach_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < commands().size(); ++i)
        QTest::newRow(commands()[i].action) << static_cast<int>(i);
}

void TestCommands::oneEntryEach()
{
    QFETCH(const int, index);
    const Named &named = commands()[static_cast<std::size_t>(index)];
    Workspace workspace;
    const Scene scene = prepare(workspace);
    const std::int64_t before = workspace.auditEntries();
    const Status done = named.command(workspace.store(), workspace.ada, scene, workspace);
    QVERIFY2(done.has_value(), messageOf(done).c_str());
    QCOMPARE(workspace.auditEntries(), before + 1);
    const store::AuditEntry entry = workspace.lastAudit();
    QCOMPARE(entry.action, std::string(named.action));
    QCOMPARE(entry.actor, std::string("ada"));
    QVERIFY(!entry.subject.empty() && !entry.after.empty());
    QVERIFY(store::verifyAudit(workspace.store()).value().intact);
}

void TestCommands::noneIfRefused()
{
    QFETCH(const int, index);
    const Named &named = commands()[static_cast<std::size_t>(index)];
    Workspace workspace;
    const Scene scene = prepare(workspace);
    workspace.add("vic", store::Role::Viewer);
    const std::int64_t before = workspace.auditEntries();
    const Status done = named.command(workspace.store(), store::Actor::member("vic"), scene, workspace);
    QCOMPARE(codeOf(done), std::string("permission_denied"));
    QCOMPARE(workspace.auditEntries(), before);
}

void TestCommands::executingAJobIsThreeCommands()
{
    Workspace workspace;
    const Scene scene = prepare(workspace);
    const std::int64_t before = workspace.auditEntries();
    const auto claimed = job::claimJob(workspace.store(), "agent", scene.job).value().value();
    QVERIFY(job::executeJob(workspace.store(), "agent", claimed, {}).has_value());
    const auto entries = store::listAudit(workspace.store(), {.afterSequence = before}).value();
    QCOMPARE(entries.size(), std::size_t{3});
    QCOMPARE(entries[2].action, std::string("job.started"));
    QCOMPARE(entries[1].action, std::string("run.started"));
    QCOMPARE(entries[0].action, std::string("job.ended"));
}

void TestCommands::factsWriteNone()
{
    Workspace workspace;
    const Scene scene = prepare(workspace);
    const std::int64_t before = workspace.auditEntries();
    QVERIFY(tracking::logMetrics(workspace.store(), scene.running, {{.key = "f1", .value = 1}}).has_value());
    QVERIFY(!job::claimJob(workspace.store(), "agent", 999).value().has_value());
    QCOMPARE(workspace.auditEntries(), before);
}

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"
