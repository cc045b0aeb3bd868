#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "tests/store/workspace.h"

using namespace signalbox;
using namespace signalbox::store;
using namespace signalbox::test;

namespace {

// The rows of a table that only these tests write, kept in "meta".
void put(SQLite::Database &db, const std::string &key, const std::string &value)
{
    SQLite::Statement insert(db, "INSERT INTO meta(key, value) VALUES(?, ?)");
    insert.bind(1, key);
    insert.bind(2, value);
    insert.exec();
}

bool has(const Store &store, const std::string &key)
{
    return store
        .read([&](SQLite::Database &db) -> Result<bool> {
            SQLite::Statement row(db, "SELECT 1 FROM meta WHERE key = ?");
            row.bind(1, key);
            return row.executeStep();
        })
        .value();
}

} // namespace

class TestStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void createsAWorkspace_data();
    void createsAWorkspace();
    void createRefuses_data();
    void createRefuses();
    void createLeavesNothingHalfMade();
    void onlyOneOfManyCreates();
    void openWithoutAWorkspace();
    void whatWasWrittenIsThereAfterReopening();
    void aCommandWritesExactlyOneEntry_data();
    void aCommandWritesExactlyOneEntry();
    void aFailedCommandLeavesNothing();
    void anSqlErrorLeavesNothing();
    void anObservationWritesNoEntry();
    void aFailedObservationLeavesNothing();
    void aReadCannotWrite();
    void aReadSeesOneSnapshot();
    void readsInsideACommand();
    void dataVersionTellsOfCommits_data();
    void dataVersionTellsOfCommits();
    void twoStoresOneTrail();
    void aBusyWorkspaceIsUnavailable();
    void integrityIsChecked();
    void integrityCheckCanBeCancelled();
};

void TestStore::createsAWorkspace_data()
{
    QTest::addColumn<bool>("team");
    QTest::addColumn<std::string>("secondPerson");
    QTest::newRow("personal") << false << std::string("off");
    QTest::newRow("team") << true << std::string("on");
}

void TestStore::createsAWorkspace()
{
    QFETCH(const bool, team);
    QFETCH(const std::string, secondPerson);
    const auto kind = team ? WorkspaceKind::Team : WorkspaceKind::Personal;
    const Workspace workspace(kind);
    const WorkspaceInfo &info = workspace.store().info();
    QCOMPARE(info.name, std::string("yard"));
    QCOMPARE(info.kind, kind);
    QCOMPARE(info.id.size(), std::size_t{32});
    QCOMPARE(toIso8601(info.created), toIso8601(workspace.clock.now()));
    QCOMPARE(roleOf(workspace.store(), "ada").value(), Role::Administrator);
    QCOMPARE(setting(workspace.store(), secondPersonSetting).value(), secondPerson);
    QCOMPARE(workspace.auditEntries(), 1);
    QCOMPARE(workspace.lastAudit().action, std::string("workspace.created"));
    QVERIFY(std::filesystem::is_directory(workspace.folder() / "artifacts"));
}

void TestStore::createRefuses_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("administrator");
    QTest::newRow("no name") << std::string() << std::string("ada");
    QTest::newRow("no administrator") << std::string("yard") << std::string();
}

void TestStore::createRefuses()
{
    QFETCH(const std::string, name);
    QFETCH(const std::string, administrator);
    const QTemporaryDir folder;
    const SystemClock clock;
    const auto made = Store::create(toPath(folder.path().toStdString()) / "new",
                                    {.name = name, .administrator = administrator}, clock);
    QCOMPARE(codeOf(made), std::string("invalid_argument"));
}

void TestStore::createLeavesNothingHalfMade()
{
    Workspace workspace;
    const auto second =
        Store::create(workspace.folder(), {.name = "other", .administrator = "bob"}, workspace.clock);
    QCOMPARE(codeOf(second), std::string("already_exists"));
    QCOMPARE(workspace.store().info().name, std::string("yard"));
    workspace.close();
    for (const auto &entry : std::filesystem::directory_iterator(workspace.folder()))
        QVERIFY2(entry.path().filename() == "workspace.db" || entry.path().filename() == "artifacts",
                 toUtf8(entry.path()).c_str());
}

void TestStore::onlyOneOfManyCreates()
{
    const QTemporaryDir place;
    const std::filesystem::path folder = toPath(place.path().toStdString()) / "yard";
    const SystemClock clock;
    std::array<std::string, 4> outcomes;
    {
        std::vector<std::thread> creators;
        creators.reserve(outcomes.size());
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            creators.emplace_back([&, i] {
                const std::string name = "yard" + std::to_string(i);
                const auto made = Store::create(folder, {.name = name, .administrator = "ada"}, clock);
                outcomes[i] = made ? (*made)->info().name == name ? "made" : "another's" : codeOf(made);
            });
        }
        for (std::thread &creator : creators)
            creator.join();
    }
    QCOMPARE(std::ranges::count(outcomes, "made"), 1);
    QCOMPARE(std::ranges::count(outcomes, "already_exists"), 3);
    for (const auto &entry : std::filesystem::directory_iterator(folder))
        QVERIFY2(entry.path().extension() != ".part", toUtf8(entry.path()).c_str());
}

void TestStore::openWithoutAWorkspace()
{
    const QTemporaryDir folder;
    const SystemClock clock;
    QCOMPARE(codeOf(Store::open(toPath(folder.path().toStdString()), clock)), std::string("not_found"));
    QCOMPARE(codeOf(Store::open(toPath(folder.path().toStdString()) / "nowhere", clock)),
             std::string("not_found"));
    QVERIFY(std::filesystem::is_empty(toPath(folder.path().toStdString())));
}

void TestStore::whatWasWrittenIsThereAfterReopening()
{
    Workspace workspace;
    workspace.add("bob", Role::Operator);
    const std::string id = workspace.store().info().id;
    QVERIFY2(workspace.reopen().has_value(), "opens again");
    QCOMPARE(workspace.store().info().id, id);
    QCOMPARE(roleOf(workspace.store(), "bob").value(), Role::Operator);
    QVERIFY(verifyAudit(workspace.store()).value().intact);
}

void TestStore::aCommandWritesExactlyOneEntry_data()
{
    QTest::addColumn<int>("entries");
    QTest::addColumn<std::string>("action");
    QTest::addColumn<std::string>("code");
    QTest::newRow("none") << 0 << std::string("thing.done") << std::string("internal");
    QTest::newRow("one") << 1 << std::string("thing.done") << std::string("ok");
    QTest::newRow("two") << 2 << std::string("thing.done") << std::string("internal");
    QTest::newRow("one without a name") << 1 << std::string() << std::string("internal");
}

void TestStore::aCommandWritesExactlyOneEntry()
{
    QFETCH(const int, entries);
    QFETCH(const std::string, action);
    QFETCH(const std::string, code);
    Workspace workspace;
    const auto changed =
        workspace.store().change(workspace.ada, Permission::Operate, [&](Change &change) -> Status {
            put(change.db, "key", "value");
            for (int i = 0; i < entries; ++i)
                change.audit({.action = action, .subject = "thing"});
            return {};
        });
    QCOMPARE(codeOf(changed), code);
    const bool kept = code == "ok";
    QCOMPARE(has(workspace.store(), "key"), kept);
    QCOMPARE(workspace.auditEntries(), kept ? 2 : 1);
}

void TestStore::aFailedCommandLeavesNothing()
{
    Workspace workspace;
    const auto changed =
        workspace.store().change(workspace.ada, Permission::Operate, [](Change &change) -> Result<int> {
            put(change.db, "key", "value");
            change.audit({.action = "thing.done", .subject = "thing"});
            return failure(ErrorCode::FailedPrecondition, "Not now.");
        });
    QCOMPARE(codeOf(changed), std::string("failed_precondition"));
    QVERIFY(!has(workspace.store(), "key"));
    QCOMPARE(workspace.auditEntries(), 1);
}

void TestStore::anSqlErrorLeavesNothing()
{
    Workspace workspace;
    const auto changed =
        workspace.store().change(workspace.ada, Permission::Operate, [](Change &change) -> Status {
            change.audit({.action = "thing.done", .subject = "thing"});
            put(change.db, "key", "value");
            put(change.db, "key", "again");
            return {};
        });
    QCOMPARE(codeOf(changed), std::string("internal"));
    QVERIFY(!has(workspace.store(), "key"));
    QCOMPARE(workspace.auditEntries(), 1);
    workspace.add("bob", Role::Viewer); // the connection is usable as before
}

void TestStore::anObservationWritesNoEntry()
{
    Workspace workspace;
    const auto observed = workspace.store().observe([](SQLite::Database &db) -> Result<int> {
        put(db, "key", "value");
        return 7;
    });
    QCOMPARE(observed.value(), 7);
    QVERIFY(has(workspace.store(), "key"));
    QCOMPARE(workspace.auditEntries(), 1);
}

void TestStore::aFailedObservationLeavesNothing()
{
    Workspace workspace;
    const auto observed = workspace.store().observe([](SQLite::Database &db) -> Status {
        put(db, "key", "value");
        return failure(ErrorCode::Cancelled, "Stopped.");
    });
    QCOMPARE(codeOf(observed), std::string("cancelled"));
    QVERIFY(!has(workspace.store(), "key"));
}

void TestStore::aReadCannotWrite()
{
    const Workspace workspace;
    const auto read = workspace.store().read([](SQLite::Database &db) -> Status {
        put(db, "key", "value");
        return {};
    });
    QVERIFY(!read.has_value());
    QVERIFY(!has(workspace.store(), "key"));
}

void TestStore::aReadSeesOneSnapshot()
{
    Workspace workspace;
    const auto counts = workspace.store().read([&](SQLite::Database &db) -> Result<std::pair<int, int>> {
        const auto count = [&db] { return db.execAndGet("SELECT count(*) FROM members").getInt(); };
        const int before = count();
        workspace.add("bob", Role::Viewer);
        return std::pair(before, count());
    });
    QCOMPARE(counts.value(), std::pair(1, 1));
    QCOMPARE(listMembers(workspace.store()).value().size(), std::size_t{2});
}

void TestStore::readsInsideACommand()
{
    Workspace workspace;
    const auto changed =
        workspace.store().change(workspace.ada, Permission::Operate, [&](Change &change) -> Result<bool> {
            put(change.db, "key", "value");
            change.audit({.action = "thing.done", .subject = "thing"});
            return has(workspace.store(), "key"); // another connection: the change is not there yet
        });
    QCOMPARE(changed.value(), false);
    QVERIFY(has(workspace.store(), "key"));
}

void TestStore::dataVersionTellsOfCommits_data()
{
    QTest::addColumn<bool>("ownStore");
    QTest::newRow("of this store") << true;
    QTest::newRow("of another store") << false;
}

void TestStore::dataVersionTellsOfCommits()
{
    QFETCH(const bool, ownStore);
    Workspace workspace;
    const auto other = Store::open(workspace.folder(), workspace.clock).value();
    Store &writer = ownStore ? workspace.store() : *other;
    const std::int64_t before = workspace.store().dataVersion().value();
    QCOMPARE(workspace.store().dataVersion().value(), before);
    QVERIFY(!writer.observe([](SQLite::Database &db) -> Status {
        put(db, "lost", "value");
        return failure(ErrorCode::Cancelled, "Stopped.");
    }));
    QCOMPARE(workspace.store().dataVersion().value(), before);
    QVERIFY(setMember(writer, workspace.ada, "bob", Role::Viewer).has_value());
    QVERIFY(workspace.store().dataVersion().value() != before);
}

void TestStore::twoStoresOneTrail()
{
    Workspace workspace;
    const auto other = Store::open(workspace.folder(), workspace.clock).value();
    constexpr int each = 40;
    std::atomic<int> failures = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            Store &store = t % 2 == 0 ? workspace.store() : *other;
            for (int i = 0; i < each; ++i) {
                const auto changed =
                    store.change(workspace.ada, Permission::Operate, [&](Change &change) -> Status {
                        put(change.db, std::to_string(t) + "/" + std::to_string(i), "value");
                        change.audit({.action = "thing.done", .subject = "thing"});
                        return {};
                    });
                const auto read = store.read([](SQLite::Database &db) -> Result<int> {
                    return db.execAndGet("SELECT count(*) FROM meta").getInt();
                });
                if (!changed || !read || !store.dataVersion())
                    ++failures;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(failures.load(), 0);
    const AuditVerdict verdict = verifyAudit(*other).value();
    QVERIFY2(verdict.intact, verdict.finding.c_str());
    QCOMPARE(verdict.entries, 1 + 4 * each);
}

void TestStore::aBusyWorkspaceIsUnavailable()
{
    Workspace workspace;
    SQLite::Database other(toUtf8(workspace.file()), SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    const auto changed = setMember(workspace.store(), workspace.ada, "bob", Role::Viewer);
    QCOMPARE(codeOf(changed), std::string("unavailable"));
    QVERIFY2(listMembers(workspace.store()).has_value(), "reading goes on");
    other.exec("ROLLBACK");
    QVERIFY(setMember(workspace.store(), workspace.ada, "bob", Role::Viewer).has_value());
}

void TestStore::integrityIsChecked()
{
    Workspace workspace;
    QCOMPARE(workspace.store().checkIntegrity().value(), std::string());
    workspace.close();
    SQLite::Database raw(toUtf8(workspace.file()), SQLite::OPEN_READWRITE);
    raw.exec("PRAGMA writable_schema = ON");
    raw.exec("UPDATE sqlite_schema SET sql = replace(sql, 'role IN', 'role NOT IN') WHERE name = 'members'");
    raw.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    QVERIFY2(workspace.reopen().has_value(), "opens, for the pages are sound");
    QVERIFY(!workspace.store().checkIntegrity().value().empty());
}

void TestStore::integrityCheckCanBeCancelled()
{
    Workspace workspace;
    QVERIFY(workspace.store()
                .observe([](SQLite::Database &db) -> Status {
                    for (int i = 0; i < 20'000; ++i)
                        put(db, std::to_string(i), "value");
                    return {};
                })
                .has_value());
    QCOMPARE(codeOf(workspace.store().checkIntegrity([] { return true; })), std::string("cancelled"));
    QCOMPARE(workspace.store().checkIntegrity([] { return false; }).value(), std::string());
}

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
