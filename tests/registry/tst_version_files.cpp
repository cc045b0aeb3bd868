#include "core/registry/evidence.h"
#include "core/registry/gate.h"
#include "core/registry/registry.h"
#include "tests/registry/registered.h"

using namespace signalbox;
using namespace signalbox::registry;
using namespace signalbox::test;
using store::Actor;
using store::Role;

namespace fs = std::filesystem;

class TestVersionFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void smokeTestScoresTheRegisteredFiles_data();
    void smokeTestScoresTheRegisteredFiles();
    void refusalsLeaveNoFiles();
    void whatACrashLeftIsCleared();
    void aModelThatCannotBeLoaded();
    void tamperedArtifacts_data();
    void tamperedArtifacts();
};

void TestVersionFiles::smokeTestScoresTheRegisteredFiles_data()
{
    QTest::addColumn<bool>("dataIsThere");
    QTest::addColumn<double>("recorded"); // probability that the run stored for a row whose true one is 0.88
    QTest::addColumn<int>("rows");
    QTest::addColumn<bool>("passed");
    const double right = oneInputModel(1).probability(std::vector{2.0});
    QTest::newRow("as recorded") << true << right << 3 << true;
    QTest::newRow("other than recorded") << true << 0.5 << 3 << false;
    QTest::newRow("data gone") << false << right << 1 << true;
}

void TestVersionFiles::smokeTestScoresTheRegisteredFiles()
{
    QFETCH(const bool, dataIsThere);
    QFETCH(const double, recorded);
    QFETCH(const int, rows);
    QFETCH(const bool, passed);
    Workspace workspace;
    MadeRun run = trained(workspace, "one");
    run.predictions->probabilities[0] = recorded;
    make(workspace, run);
    if (!dataIsThere)
        fs::remove(run.data);
    const Version version = registerVersion(workspace.store(), workspace.ada, "diabetes", "one").value();
    const SmokeTest test =
        RegistrationEvidence::fromJson(findGate(workspace.store(), version.gate).value().evidence)
            .value()
            .smokeTest;
    QCOMPARE(test.rows, rows);
    QCOMPARE(test.passed(), passed);
    QCOMPARE(test.finding.contains("Only the input example"), !dataIsThere);
}

void TestVersionFiles::refusalsLeaveNoFiles()
{
    Workspace workspace;
    workspace.add("vic", Role::Viewer);
    make(workspace, trained(workspace, "one"));
    QCOMPARE(codeOf(registerVersion(workspace.store(), Actor::member("vic"), "diabetes", "one")),
             std::string("permission_denied"));
    QVERIFY(entries(modelFolder(workspace)).empty());
}

void TestVersionFiles::whatACrashLeftIsCleared()
{
    Workspace workspace;
    // A copy of a process that cannot be alive, one of this process, and a folder that was moved in place
    // just before the crash took the transaction.
    const fs::path folder = modelFolder(workspace);
    const std::string mine = ".incoming-" + std::to_string(QCoreApplication::applicationPid()) + "-cafe";
    QVERIFY(writeFile(folder / ".incoming-4194999-beef" / "model.json", "{").has_value());
    QVERIFY(writeFile(folder / mine / "model.json", "{").has_value());
    QVERIFY(writeFile(folder / "1" / "half.json", "{").has_value());
    const Version version = registered(workspace, "one");
    QCOMPARE(version.number, 1);
    QCOMPARE(entries(folder), (std::vector<std::string>{mine, "1"}));
    QVERIFY(verifiedArtifact(workspace.store(), "diabetes", 1).has_value());
}

void TestVersionFiles::aModelThatCannotBeLoaded()
{
    Workspace workspace;
    const tracking::RunId run = make(workspace, trained(workspace, "one"));
    QVERIFY(writeFile(tracking::artifactFolder(workspace.store(), run) / "model" / "model.json", "{}")
                .has_value());
    QVERIFY(!registerVersion(workspace.store(), workspace.ada, "diabetes", "one").has_value());
    QVERIFY(entries(modelFolder(workspace)).empty());
    QVERIFY(listModels(workspace.store()).value().empty());
}

void TestVersionFiles::tamperedArtifacts_data()
{
    QTest::addColumn<std::string>("how");
    for (const char *how : {"edited", "file added", "file removed", "file renamed", "folder removed"})
        QTest::newRow(how) << std::string(how);
}

void TestVersionFiles::tamperedArtifacts()
{
    QFETCH(const std::string, how);
    Workspace workspace;
    const Version version = registered(workspace, "one");
    const fs::path folder = verifiedArtifact(workspace.store(), "diabetes", 1).value();
    if (how == "edited")
        QVERIFY(writeFile(folder / "requirements.txt", "other\n").has_value());
    else if (how == "file added")
        QVERIFY(writeFile(folder / "code" / "more.py", "").has_value());
    else if (how == "file removed")
        fs::remove(folder / "MLmodel");
    else if (how == "file renamed")
        fs::rename(folder / "MLmodel", folder / "mlmodel2");
    else
        fs::remove_all(folder);
    const auto verified = verifiedArtifact(workspace.store(), "diabetes", 1);
    QCOMPARE(codeOf(verified), std::string("data_loss"));
    QVERIFY(!verified.error().file.empty());
}

QTEST_GUILESS_MAIN(TestVersionFiles)
#include "tst_version_files.moc"
