#include <SQLiteCpp/SQLiteCpp.h>

#include "core/registry/evidence.h"
#include "core/registry/gate.h"
#include "core/registry/registry.h"
#include "tests/registry/registered.h"

using namespace signalbox;
using namespace signalbox::registry;
using namespace signalbox::test;
using store::Actor;

namespace fs = std::filesystem;

Q_DECLARE_METATYPE(signalbox::registry::VersionState)

class TestRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void registersAFinishedRun();
    void evidenceIsFrozen();
    void decisionsMoveTheVersion_data();
    void decisionsMoveTheVersion();
    void aDecisionOnAnotherHashIsRefused();
    void numbersGoUp();
    void theSameArtifactOnce();
    void refusals_data();
    void refusals();
    void archiving();
    void servingVersionsAreKept();
    void listsWithMetricsAndServing();
    void unknownNames();
    void permissions_data();
    void permissions();
};

void TestRegistry::registersAFinishedRun()
{
    Workspace workspace;
    const tracking::RunId run = make(workspace, trained(workspace, "calm-lever-3"));
    QVERIFY(
        tracking::setTag(workspace.store(), workspace.ada, run, tracking::commitTag, "b81f0aa").has_value());
    const std::int64_t before = workspace.auditEntries();
    const Version version =
        registerVersion(workspace.store(), workspace.ada, "diabetes", "calm-lever-3").value();
    QCOMPARE(version.model, std::string("diabetes"));
    QCOMPARE(version.number, 1);
    QCOMPARE(version.run, run);
    QCOMPARE(version.runName, std::string("calm-lever-3"));
    QCOMPARE(version.artifact, std::string("artifacts/models/diabetes/1"));
    QCOMPARE(version.hash, learn::hashFolder(workspace.folder() / toPath(version.artifact)).value());
    QCOMPARE(version.hash,
             learn::hashFolder(tracking::artifactFolder(workspace.store(), run) / "model").value());
    QCOMPARE(version.state, VersionState::Waiting);
    QCOMPARE(toIso8601(version.registered), toIso8601(workspace.clock.now()));
    QCOMPARE(version.registeredBy, std::string("ada"));
    QCOMPARE(version.commit, std::string("b81f0aa"));
    QCOMPARE(version.metrics.at("f1"), 0.75);
    QVERIFY(version.serving.empty());

    QCOMPARE(workspace.auditEntries(), before + 1);
    QCOMPARE(workspace.lastAudit().action, std::string("version.registered"));
    QCOMPARE(workspace.lastAudit().subject, std::string("diabetes/1"));
    const Gate gate = findGate(workspace.store(), version.gate).value();
    QCOMPARE(gate.kind, std::string(registrationGate));
    QCOMPARE(gate.subject, std::string("diabetes/1"));
    QCOMPARE(gate.hash, version.hash);
    QCOMPARE(gate.requestedBy, std::string("ada"));
    QCOMPARE(gate.required, 1);
    QCOMPARE(verifiedArtifact(workspace.store(), "diabetes", 1).value(),
             workspace.folder() / toPath(version.artifact));
    QCOMPARE(entries(modelFolder(workspace)), std::vector<std::string>{"1"});
}

void TestRegistry::evidenceIsFrozen()
{
    Workspace workspace;
    const Version first = registered(workspace, "one", 1);
    QVERIFY(decide(workspace.store(), workspace.ada, first.gate, Decision::Approve, "").has_value());
    const Version second = registered(workspace, "two", 2);
    const auto evidence = [&] {
        return RegistrationEvidence::fromJson(findGate(workspace.store(), second.gate).value().evidence)
            .value();
    };
    QCOMPARE(evidence().comparison.candidate, std::string("diabetes/2"));
    QCOMPARE(evidence().comparison.baseline, std::string("diabetes/1"));
    QVERIFY(evidence().comparison.sameRows);
    QCOMPARE(evidence().comparison.rows, 2);
    const std::string before = evidence().toJson();
    const Version third = registered(workspace, "three", 3);
    QVERIFY(decide(workspace.store(), workspace.ada, third.gate, Decision::Approve, "").has_value());
    QCOMPARE(evidence().toJson(), before);
}

void TestRegistry::decisionsMoveTheVersion_data()
{
    QTest::addColumn<bool>("approve");
    QTest::addColumn<VersionState>("state");
    QTest::newRow("approved") << true << VersionState::Approved;
    QTest::newRow("rejected") << false << VersionState::Rejected;
}

void TestRegistry::decisionsMoveTheVersion()
{
    QFETCH(const bool, approve);
    QFETCH(const VersionState, state);
    Workspace workspace;
    const Version version = registered(workspace, "one");
    QVERIFY(decide(workspace.store(), workspace.ada, version.gate,
                   approve ? Decision::Approve : Decision::Reject, "because")
                .has_value());
    QCOMPARE(findVersion(workspace.store(), "diabetes", 1).value().state, state);
}

void TestRegistry::aDecisionOnAnotherHashIsRefused()
{
    Workspace workspace;
    const Version version = registered(workspace, "one");
    QVERIFY(workspace.store()
                .observe([](SQLite::Database &db) -> Status {
                    db.exec("UPDATE versions SET hash = 'other'");
                    return {};
                })
                .has_value());
    QCOMPARE(codeOf(decide(workspace.store(), workspace.ada, version.gate, Decision::Approve, "")),
             std::string("failed_precondition"));
    QCOMPARE(findGate(workspace.store(), version.gate).value().state, GateState::Open);
    QCOMPARE(findVersion(workspace.store(), "diabetes", 1).value().state, VersionState::Waiting);
}

void TestRegistry::numbersGoUp()
{
    Workspace workspace;
    QCOMPARE(registered(workspace, "one", 1).number, 1);
    QCOMPARE(registered(workspace, "two", 2).number, 2);
    QVERIFY(archiveVersion(workspace.store(), workspace.ada, "diabetes", 2).has_value());
    QCOMPARE(registered(workspace, "three", 3).number, 3);
    make(workspace, trained(workspace, "four", 4));
    QCOMPARE(registerVersion(workspace.store(), workspace.ada, "other", "four").value().number, 1);
}

void TestRegistry::theSameArtifactOnce()
{
    Workspace workspace;
    registered(workspace, "one");
    make(workspace, trained(workspace, "again"));
    for (const char *run : {"one", "again"}) {
        const auto version = registerVersion(workspace.store(), workspace.ada, "diabetes", run);
        QCOMPARE(codeOf(version), std::string("already_exists"));
        QVERIFY2(version.error().message.contains("version 1"), messageOf(version).c_str());
    }
    QVERIFY2(registerVersion(workspace.store(), workspace.ada, "other", "again").has_value(),
             "another name may have it");
    QCOMPARE(entries(modelFolder(workspace)), std::vector<std::string>{"1"});
}

void TestRegistry::refusals_data()
{
    QTest::addColumn<std::string>("model");
    QTest::addColumn<std::string>("run");
    QTest::addColumn<std::string>("code");
    const auto row = [](const char *name, const char *model, const char *run, const char *code) {
        QTest::newRow(name) << std::string(model) << std::string(run) << std::string(code);
    };
    row("running run", "diabetes", "running", "failed_precondition");
    row("failed run", "diabetes", "failed", "failed_precondition");
    row("killed run", "diabetes", "killed", "failed_precondition");
    row("run without a model", "diabetes", "without-model", "failed_precondition");
    row("unknown run", "diabetes", "unknown", "not_found");
    row("no name", "", "sound", "invalid_argument");
    row("name that is a path", "../diabetes", "sound", "invalid_argument");
    row("name with a slash", "diabetes/5", "sound", "invalid_argument");
    row("name with a blank", "dia betes", "sound", "invalid_argument");
    row("name of dots", "..", "sound", "invalid_argument");
    row("other letters", "größe", "sound", "invalid_argument");
    row("SQL", "'; DROP TABLE models; --", "sound", "invalid_argument");
}

void TestRegistry::refusals()
{
    QFETCH(const std::string, model);
    QFETCH(const std::string, run);
    QFETCH(const std::string, code);
    Workspace workspace;
    make(workspace, trained(workspace, "sound"));
    using enum tracking::RunState;
    for (const auto &[name, state] :
         {std::pair("running", Running), std::pair("failed", Failed), std::pair("killed", Killed)}) {
        MadeRun unfinished = trained(workspace, name);
        unfinished.state = state;
        make(workspace, unfinished);
    }
    MadeRun bare = trained(workspace, "without-model");
    bare.model.reset();
    make(workspace, bare);
    const std::int64_t before = workspace.auditEntries();
    QCOMPARE(codeOf(registerVersion(workspace.store(), workspace.ada, model, run)), code);
    QCOMPARE(workspace.auditEntries(), before);
    QVERIFY(listModels(workspace.store()).value().empty());
    QVERIFY(listGates(workspace.store(), false).value().empty());
}

void TestRegistry::archiving()
{
    Workspace workspace;
    const Version version = registered(workspace, "one");
    const std::int64_t before = workspace.auditEntries();
    QVERIFY(archiveVersion(workspace.store(), workspace.ada, "diabetes", 1).has_value());
    QCOMPARE(workspace.auditEntries(), before + 1);
    QCOMPARE(workspace.lastAudit().action, std::string("version.archived"));
    QCOMPARE(workspace.lastAudit().before, std::string(R"({"state":"waiting"})"));
    QCOMPARE(findVersion(workspace.store(), "diabetes", 1).value().state, VersionState::Archived);
    QCOMPARE(findGate(workspace.store(), version.gate).value().state, GateState::Withdrawn);
    QCOMPARE(codeOf(archiveVersion(workspace.store(), workspace.ada, "diabetes", 1)),
             std::string("failed_precondition"));
    QVERIFY2(verifiedArtifact(workspace.store(), "diabetes", 1).has_value(), "its files stay");
}

void TestRegistry::servingVersionsAreKept()
{
    Workspace workspace;
    registered(workspace, "one");
    putDeployment(workspace, "stage", "staging", "blue", "diabetes", 1, 0);
    const auto archived = archiveVersion(workspace.store(), workspace.ada, "diabetes", 1);
    QCOMPARE(codeOf(archived), std::string("failed_precondition"));
    QVERIFY2(archived.error().message.contains("stage"), messageOf(archived).c_str());
}

void TestRegistry::listsWithMetricsAndServing()
{
    Workspace workspace;
    registered(workspace, "one", 1);
    registered(workspace, "two", 2);
    make(workspace, trained(workspace, "three", 3));
    QVERIFY(registerVersion(workspace.store(), workspace.ada, "another", "three").has_value());
    putDeployment(workspace, "prod", "production", "blue", "diabetes", 1, 100);
    putDeployment(workspace, "prod", "production", "green", "diabetes", 2, 0);
    putDeployment(workspace, "dev", "dev", "blue", "diabetes", 1, 40);

    const auto models = listModels(workspace.store()).value();
    QCOMPARE(models.size(), std::size_t{2});
    QCOMPARE(models[0].name, std::string("another"));
    QCOMPARE(models[1].versions, 2);
    QCOMPARE(models[1].origin, std::string("local"));

    const auto versions = listVersions(workspace.store(), "diabetes").value();
    QCOMPARE(versions.size(), std::size_t{2});
    QCOMPARE(versions[0].number, 2);
    QCOMPARE(versions[0].runName, std::string("two"));
    QCOMPARE(versions[0].serving.size(), std::size_t{1});
    QCOMPARE(versions[0].serving[0].deployment, std::string("green"));
    QCOMPARE(versions[1].metrics.at("f1"), 0.75);
    QCOMPARE(versions[1].serving.size(), std::size_t{2});
    QCOMPARE(versions[1].serving[0].endpoint, std::string("dev"));
    QCOMPARE(versions[1].serving[1].environment, std::string("production"));
    QCOMPARE(versions[1].serving[1].percent, 100);
    QVERIFY(versions[0].gate != versions[1].gate && versions[0].gate != 0);
}

void TestRegistry::unknownNames()
{
    Workspace workspace;
    registered(workspace, "one");
    const std::string expected = "not_found";
    QCOMPARE(codeOf(listVersions(workspace.store(), "other")), expected);
    QCOMPARE(codeOf(findVersion(workspace.store(), "diabetes", 2)), expected);
    QCOMPARE(codeOf(findVersion(workspace.store(), "diabetes", 0)), expected);
    QCOMPARE(codeOf(findVersion(workspace.store(), "other", 1)), expected);
    QCOMPARE(codeOf(archiveVersion(workspace.store(), workspace.ada, "other", 1)), expected);
    QCOMPARE(codeOf(verifiedArtifact(workspace.store(), "diabetes", -1)), expected);
}

void TestRegistry::permissions_data()
{
    QTest::addColumn<std::string>("role");
    QTest::addColumn<std::string>("code");
    QTest::newRow("viewer") << std::string("viewer") << std::string("permission_denied");
    QTest::newRow("operator") << std::string("operator") << std::string("ok");
    QTest::newRow("approver") << std::string("approver") << std::string("permission_denied");
    QTest::newRow("administrator") << std::string("administrator") << std::string("ok");
}

void TestRegistry::permissions()
{
    QFETCH(const std::string, role);
    QFETCH(const std::string, code);
    Workspace workspace;
    workspace.add("bob", store::roleFromName(role).value());
    const Actor bob = Actor::member("bob");
    registered(workspace, "one", 1);
    make(workspace, trained(workspace, "two", 2));
    QCOMPARE(codeOf(registerVersion(workspace.store(), bob, "diabetes", "two")), code);
    QCOMPARE(codeOf(archiveVersion(workspace.store(), bob, "diabetes", 1)), code);
}

QTEST_GUILESS_MAIN(TestRegistry)
#include "tst_registry.moc"
