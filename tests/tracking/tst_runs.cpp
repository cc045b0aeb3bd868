#include "core/tracking/tracking.h"
#include "tests/store/workspace.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace signalbox::tracking;
using store::Actor;

namespace {

RunId started(Workspace &workspace, const NewRun &run)
{
    const auto id = startRun(workspace.store(), workspace.ada, run);
    return id ? *id : messageOf(id);
}

NewRun simple(std::string name = {})
{
    return {.experiment = "diabetes", .name = std::move(name), .parameters = {}, .tags = {}};
}

} // namespace

Q_DECLARE_METATYPE(signalbox::tracking::RunState)
Q_DECLARE_METATYPE(signalbox::tracking::NewRun)

class TestRuns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRunFromStartToEnd();
    void names_data();
    void names();
    void keysAndValues_data();
    void keysAndValues();
    void endings_data();
    void endings();
    void anEndedRunStaysAsItIs();
    void listsNewestFirst();
    void finding_data();
    void finding();
    void unknownRuns();
    void experimentsCountTheirRuns();
    void artifactsAreListed();
    void permissions_data();
    void permissions();
};

void TestRuns::aRunFromStartToEnd()
{
    Workspace workspace;
    store::Store &store = workspace.store();
    const TimePoint begin = workspace.clock.now();
    const RunId id = started(workspace, {.experiment = "diabetes",
                                         .name = "brave-signal-20",
                                         .parameters = {{"C", "0.5"}, {"label", "Diabetic"}},
                                         .tags = {{std::string(seedTag), "7"}}});
    QCOMPARE(id.size(), std::size_t{32});
    QCOMPARE(workspace.lastAudit().action, std::string("run.started"));
    QCOMPARE(workspace.lastAudit().subject, id);

    workspace.clock.advance(std::chrono::seconds(3));
    QVERIFY(logMetrics(store, id, {{.key = "f1", .value = 0.75}}).has_value());
    QCOMPARE(workspace.lastAudit().action, std::string("run.started"));
    QVERIFY(setTag(store, workspace.ada, id, "note", "first").has_value());
    QVERIFY(setTag(store, workspace.ada, id, "note", "second").has_value());
    QCOMPARE(workspace.lastAudit().action, std::string("run.tagged"));
    QCOMPARE(workspace.lastAudit().before, std::string(R"({"note":"first"})"));
    QCOMPARE(workspace.lastAudit().after, std::string(R"({"note":"second"})"));
    QVERIFY(endRun(store, workspace.ada, id, RunState::Finished).has_value());
    QCOMPARE(workspace.lastAudit().action, std::string("run.ended"));
    QCOMPARE(workspace.lastAudit().after, std::string(R"({"state":"finished"})"));

    const Run run = findRun(store, id).value();
    QCOMPARE(run.id, id);
    QCOMPARE(run.name, std::string("brave-signal-20"));
    QCOMPARE(run.experiment, std::string("diabetes"));
    QCOMPARE(run.state, RunState::Finished);
    QCOMPARE(run.member, std::string("ada"));
    QCOMPARE(toIso8601(run.started), toIso8601(begin));
    QCOMPARE(toIso8601(run.ended.value()), toIso8601(begin + std::chrono::seconds(3)));
    QCOMPARE(run.error, std::string());
    QCOMPARE(run.origin, std::string("local"));
    QCOMPARE(run.parameters.at("C"), std::string("0.5"));
    QCOMPARE(run.parameters.at("label"), std::string("Diabetic"));
    QCOMPARE(run.metrics.at("f1"), 0.75);
    QCOMPARE(run.tags.size(), std::size_t{2});
    QCOMPARE(run.tags.at("note"), std::string("second"));
    QCOMPARE(workspace.auditEntries(), 5);
}

void TestRuns::names_data()
{
    QTest::addColumn<std::string>("experiment");
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("code");
    const auto row = [](const char *label, const std::string &experiment, const std::string &name,
                        const char *code) {
        QTest::newRow(label) << experiment << name << std::string(code);
    };
    row("plain", "diabetes", "calm-lever-3", "ok");
    row("chosen", "diabetes", "", "ok");
    row("63 characters", std::string(63, 'x'), "", "ok");
    row("no experiment", "", "", "invalid_argument");
    row("64 characters", std::string(64, 'x'), "", "invalid_argument");
    row("path", "../diabetes", "", "invalid_argument");
    row("blank", "dia betes", "", "invalid_argument");
    row("SQL", "a'; DROP TABLE runs; --", "", "invalid_argument");
    row("other letters", "größe", "", "invalid_argument");
    row("zero byte", std::string("a\0b", 3), "", "invalid_argument");
    row("run with a slash", "diabetes", "a/b", "invalid_argument");
    row("run with a line end", "diabetes", "a\n", "invalid_argument");
    row("run that is a path", "diabetes", "..", "invalid_argument");
}

void TestRuns::names()
{
    QFETCH(const std::string, experiment);
    QFETCH(const std::string, name);
    QFETCH(const std::string, code);
    Workspace workspace;
    const auto id = startRun(workspace.store(), workspace.ada,
                             {.experiment = experiment, .name = name, .parameters = {}, .tags = {}});
    QCOMPARE(codeOf(id), code);
    QCOMPARE(listRuns(workspace.store()).value().size(), std::size_t{code == "ok" ? 1U : 0U});
    if (id)
        QVERIFY(!findRun(workspace.store(), *id).value().name.empty());
    else
        QVERIFY(listExperiments(workspace.store()).value().empty());
}

void TestRuns::keysAndValues_data()
{
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("value");
    QTest::addColumn<std::string>("code");
    const auto row = [](const char *label, const std::string &key, const std::string &value,
                        const char *code) { QTest::newRow(label) << key << value << std::string(code); };
    row("plain", "C", "0.5", "ok");
    row("all that MLflow allows", "a_b-c.d e/f:1", "x", "ok");
    row("empty value", "C", "", "ok");
    row("other letters in the value", "C", "größe 模型 'quoted'", "ok");
    row("long value", "C", std::string(6000, 'x'), "ok");
    row("250 characters", std::string(250, 'k'), "x", "ok");
    row("empty key", "", "x", "invalid_argument");
    row("251 characters", std::string(251, 'k'), "x", "invalid_argument");
    row("other letters in the key", "größe", "x", "invalid_argument");
    row("quote", "a'b", "x", "invalid_argument");
    row("blank at the end", "a ", "x", "invalid_argument");
    row("line end", "a\nb", "x", "invalid_argument");
    row("value too long", "C", std::string(6001, 'x'), "invalid_argument");
    row("value not UTF-8", "C", "\xFF\xFE", "invalid_argument");
    row("zero byte", "C", std::string("a\0b", 3), "invalid_argument");
}

void TestRuns::keysAndValues()
{
    QFETCH(const std::string, key);
    QFETCH(const std::string, value);
    QFETCH(const std::string, code);
    Workspace workspace;
    store::Store &store = workspace.store();
    QCOMPARE(codeOf(startRun(store, workspace.ada,
                             {.experiment = "e", .name = {}, .parameters = {{key, value}}, .tags = {}})),
             code);
    QCOMPARE(codeOf(startRun(store, workspace.ada,
                             {.experiment = "e", .name = {}, .parameters = {}, .tags = {{key, value}}})),
             code);
    const RunId id = started(workspace, simple());
    QCOMPARE(codeOf(setTag(store, workspace.ada, id, key, value)), code);
    if (code == "ok")
        QCOMPARE(findRun(store, id).value().tags.at(key), value);
}

void TestRuns::endings_data()
{
    QTest::addColumn<RunState>("state");
    QTest::addColumn<std::string>("error");
    QTest::addColumn<std::string>("code");
    QTest::newRow("finished") << RunState::Finished << std::string() << std::string("ok");
    QTest::newRow("failed") << RunState::Failed << std::string("größer als 1") << std::string("ok");
    QTest::newRow("killed") << RunState::Killed << std::string() << std::string("ok");
    QTest::newRow("running") << RunState::Running << std::string() << std::string("invalid_argument");
    QTest::newRow("error that is no text")
        << RunState::Failed << std::string("\xFF") << std::string("invalid_argument");
}

void TestRuns::endings()
{
    QFETCH(const RunState, state);
    QFETCH(const std::string, error);
    QFETCH(const std::string, code);
    Workspace workspace;
    const RunId id = started(workspace, simple());
    QCOMPARE(codeOf(endRun(workspace.store(), workspace.ada, id, state, error)), code);
    const Run run = findRun(workspace.store(), id).value();
    QCOMPARE(run.state, code == "ok" ? state : RunState::Running);
    QCOMPARE(run.error, code == "ok" ? error : std::string());
    QCOMPARE(run.ended.has_value(), code == "ok");
}

void TestRuns::anEndedRunStaysAsItIs()
{
    Workspace workspace;
    store::Store &store = workspace.store();
    const RunId id = started(workspace, simple());
    QVERIFY(endRun(store, workspace.ada, id, RunState::Finished).has_value());
    const std::string refused = "failed_precondition";
    QCOMPARE(codeOf(endRun(store, workspace.ada, id, RunState::Failed)), refused);
    QCOMPARE(codeOf(logMetrics(store, id, {{.key = "f1", .value = 1}})), refused);
    QVERIFY(findRun(store, id).value().metrics.empty());
    QVERIFY2(setTag(store, workspace.ada, id, "note", "read").has_value(), "notes may come later");
}

void TestRuns::listsNewestFirst()
{
    Workspace workspace;
    store::Store &store = workspace.store();
    std::vector<RunId> ids;
    for (int i = 0; i < 12; ++i) {
        NewRun run = simple();
        run.experiment = i % 2 == 0 ? "even" : "odd";
        run.parameters = {{"i", std::to_string(i)}};
        run.tags = {{"note", "n" + std::to_string(i)}};
        ids.push_back(started(workspace, run));
        QVERIFY(logMetrics(store, ids.back(), {{.key = "i", .value = double(i)}}).has_value());
        if (i > 2)
            workspace.clock.advance(std::chrono::seconds(1)); // the first few start at the same moment
    }
    const auto all = listRuns(store).value();
    QCOMPARE(all.size(), ids.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::size_t number = ids.size() - 1 - i;
        QCOMPARE(all[i].id, ids[number]);
        QCOMPARE(all[i].parameters.at("i"), std::to_string(number));
        QCOMPARE(all[i].metrics.at("i"), double(number));
        QCOMPARE(all[i].tags.at("note"), "n" + std::to_string(number));
    }
    const auto two = listRuns(store, {.limit = 2}).value();
    QCOMPARE(two.size(), std::size_t{2});
    QCOMPARE(two[1].id, ids[10]);
    QCOMPARE(two[1].metrics.at("i"), 10.0);
    QCOMPARE(two[1].tags.at("note"), std::string("n10"));
    const auto odd = listRuns(store, {.experiment = "odd", .limit = 2}).value();
    QCOMPARE(odd.size(), std::size_t{2});
    QCOMPARE(odd[0].id, ids[11]);
    QCOMPARE(odd[1].parameters.at("i"), std::string("9"));
    QCOMPARE(listRuns(store, {.experiment = "odd"}).value().size(), std::size_t{6});
    QCOMPARE(codeOf(listRuns(store, {.experiment = "none"})), std::string("not_found"));
}

void TestRuns::finding_data()
{
    QTest::addColumn<std::string>("wanted"); // '<' stands for the first id
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char *wanted, const char *expected) {
        QTest::newRow(wanted) << std::string(wanted) << std::string(expected);
    };
    row("<32", "ok");
    row("<8", "ok");
    row("<4", "ok");
    row("<3", "not_found");
    row("only", "ok");
    row("twice", "invalid_argument");
    row("", "not_found");
    row("unknown", "not_found");
    row("%", "not_found");
    row("zzzz", "not_found");
}

void TestRuns::finding()
{
    QFETCH(std::string, wanted);
    QFETCH(const std::string, expected);
    Workspace workspace;
    const RunId only = started(workspace, simple("only"));
    started(workspace, simple("twice"));
    started(workspace, simple("twice"));
    if (wanted.starts_with('<'))
        wanted = only.substr(0, static_cast<std::size_t>(std::stoi(wanted.substr(1))));
    const auto found = findRun(workspace.store(), wanted);
    QCOMPARE(codeOf(found), expected);
    if (found)
        QCOMPARE(found->id, only);
}

void TestRuns::unknownRuns()
{
    Workspace workspace;
    store::Store &store = workspace.store();
    const RunId none(32, '0');
    const std::string expected = "not_found";
    QCOMPARE(codeOf(endRun(store, workspace.ada, none, RunState::Failed)), expected);
    QCOMPARE(codeOf(logMetrics(store, none, {{.key = "f1", .value = 1}})), expected);
    QCOMPARE(codeOf(setTag(store, workspace.ada, none, "note", "x")), expected);
    QCOMPARE(codeOf(listArtifacts(store, none)), expected);
    QCOMPARE(workspace.auditEntries(), 1);
}

void TestRuns::experimentsCountTheirRuns()
{
    Workspace workspace;
    for (const char *experiment : {"b", "a", "b"}) {
        NewRun run = simple();
        run.experiment = experiment;
        started(workspace, run);
    }
    const auto experiments = listExperiments(workspace.store()).value();
    QCOMPARE(experiments.size(), std::size_t{2});
    QCOMPARE(experiments[0].name, std::string("a"));
    QCOMPARE(experiments[0].runs, 1);
    QCOMPARE(experiments[1].name, std::string("b"));
    QCOMPARE(experiments[1].runs, 2);
    QCOMPARE(experiments[1].origin, std::string("local"));
    QCOMPARE(toIso8601(experiments[1].created), toIso8601(workspace.clock.now()));
}

void TestRuns::artifactsAreListed()
{
    Workspace workspace;
    const RunId id = started(workspace, simple());
    QVERIFY(listArtifacts(workspace.store(), id).value().empty());
    const auto folder = artifactFolder(workspace.store(), id);
    QCOMPARE(folder.lexically_relative(workspace.folder()).generic_string(), "artifacts/runs/" + id);
    QVERIFY(writeFile(folder / "model" / "größe.json", "{}").has_value());
    QVERIFY(writeFile(folder / "a.csv", "12345").has_value());
    QVERIFY(writeFile(folder / "empty", "").has_value());
    const auto artifacts = listArtifacts(workspace.store(), id).value();
    QCOMPARE(artifacts.size(), std::size_t{3});
    QCOMPARE(artifacts[0].path, std::string("a.csv"));
    QCOMPARE(artifacts[0].bytes, std::uint64_t{5});
    QCOMPARE(artifacts[1].path, std::string("empty"));
    QCOMPARE(artifacts[2].path, std::string("model/größe.json"));
}

void TestRuns::permissions_data()
{
    QTest::addColumn<std::string>("role");
    QTest::addColumn<std::string>("code");
    QTest::newRow("viewer") << std::string("viewer") << std::string("permission_denied");
    QTest::newRow("operator") << std::string("operator") << std::string("ok");
    QTest::newRow("approver") << std::string("approver") << std::string("permission_denied");
    QTest::newRow("administrator") << std::string("administrator") << std::string("ok");
}

void TestRuns::permissions()
{
    QFETCH(const std::string, role);
    QFETCH(const std::string, code);
    Workspace workspace;
    workspace.add("bob", store::roleFromName(role).value());
    const Actor bob = Actor::member("bob");
    const RunId id = started(workspace, simple());
    QCOMPARE(codeOf(startRun(workspace.store(), bob, simple())), code);
    QCOMPARE(codeOf(setTag(workspace.store(), bob, id, "note", "x")), code);
    QCOMPARE(codeOf(endRun(workspace.store(), bob, id, RunState::Finished)), code);
}

QTEST_GUILESS_MAIN(TestRuns)
#include "tst_runs.moc"
