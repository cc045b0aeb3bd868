#include <SQLiteCpp/SQLiteCpp.h>

#include "tests/store/workspace.h"

using namespace signalbox;
using namespace signalbox::store;
using namespace signalbox::test;

namespace {

// Four entries: the workspace, and three of these.
void act(Workspace &workspace, std::string_view subject, std::string_view reason = {})
{
    const auto acted =
        workspace.store().change(workspace.ada, Permission::Operate, [&](Change &change) -> Status {
            change.audit({.action = "thing.done",
                          .subject = std::string(subject),
                          .reason = std::string(reason),
                          .before = R"({"n":1})",
                          .after = R"({"n":2})"});
            return {};
        });
    QVERIFY2(acted.has_value(), messageOf(acted).c_str());
    workspace.clock.advance(std::chrono::seconds(1));
}

std::vector<std::string> subjects(const Workspace &workspace, const AuditFilter &filter)
{
    std::vector<std::string> found;
    const auto entries = listAudit(workspace.store(), filter).value();
    for (const AuditEntry &entry : entries)
        found.push_back(entry.subject);
    return found;
}

} // namespace

Q_DECLARE_METATYPE(std::vector<std::string>)

class TestAudit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsEverything();
    void isChained();
    void filters_data();
    void filters();
    void sqliteItselfRefusesEdits_data();
    void sqliteItselfRefusesEdits();
    void tamperingIsFound_data();
    void tamperingIsFound();
    void aReconcilerSigns();
};

void TestAudit::tellsEverything()
{
    Workspace workspace;
    workspace.clock.advance(std::chrono::minutes(5));
    const TimePoint now = workspace.clock.now();
    act(workspace, "diabetes/5", "größer\nthan \"before\"");
    const AuditEntry entry = workspace.lastAudit();
    QCOMPARE(entry.sequence, 2);
    QCOMPARE(toIso8601(entry.time), toIso8601(now));
    QCOMPARE(entry.actor, std::string("ada"));
    QCOMPARE(entry.action, std::string("thing.done"));
    QCOMPARE(entry.subject, std::string("diabetes/5"));
    QCOMPARE(entry.reason, std::string("größer\nthan \"before\""));
    QCOMPARE(entry.before, std::string(R"({"n":1})"));
    QCOMPARE(entry.after, std::string(R"({"n":2})"));
}

void TestAudit::isChained()
{
    Workspace workspace;
    act(workspace, "a");
    act(workspace, "a");
    const auto entries = listAudit(workspace.store(), {}).value();
    QCOMPARE(entries.size(), std::size_t{3});
    QCOMPARE(entries[2].previousHash, std::string());
    QCOMPARE(entries[1].previousHash, entries[2].hash);
    QCOMPARE(entries[0].previousHash, entries[1].hash);
    QCOMPARE(entries[0].hash.size(), std::size_t{64});
    QVERIFY(entries[0].hash != entries[1].hash);
    const AuditVerdict verdict = verifyAudit(workspace.store()).value();
    QVERIFY2(verdict.intact, verdict.finding.c_str());
    QCOMPARE(verdict.entries, 3);
    QCOMPARE(verdict.firstBroken, 0);
}

void TestAudit::filters_data()
{
    QTest::addColumn<int>("after");
    QTest::addColumn<std::string>("subject");
    QTest::addColumn<int>("limit");
    QTest::addColumn<std::vector<std::string>>("expected");
    using Subjects = std::vector<std::string>;
    QTest::newRow("all") << 0 << std::string() << 500
                         << Subjects{"diabetes-old/1", "other", "diabetes/5", "diabetes", "yard"};
    QTest::newRow("newest two") << 0 << std::string() << 2 << Subjects{"diabetes-old/1", "other"};
    QTest::newRow("later than") << 3 << std::string() << 500 << Subjects{"diabetes-old/1", "other"};
    QTest::newRow("a subject and below")
        << 0 << std::string("diabetes") << 500 << Subjects{"diabetes/5", "diabetes"};
    QTest::newRow("exactly") << 0 << std::string("diabetes/5") << 500 << Subjects{"diabetes/5"};
    QTest::newRow("unknown") << 0 << std::string("nothing") << 500 << Subjects{};
    QTest::newRow("no pattern") << 0 << std::string("d%") << 500 << Subjects{};
    QTest::newRow("no limit at all") << 0 << std::string("yard") << 0 << Subjects{};
}

void TestAudit::filters()
{
    QFETCH(const int, after);
    QFETCH(const std::string, subject);
    QFETCH(const int, limit);
    QFETCH(const std::vector<std::string>, expected);
    Workspace workspace;
    for (const char *each : {"diabetes", "diabetes/5", "other", "diabetes-old/1"})
        act(workspace, each);
    QCOMPARE(subjects(workspace,
                      {.afterSequence = after, .subject = subject, .limit = static_cast<std::size_t>(limit)}),
             expected);
}

void TestAudit::sqliteItselfRefusesEdits_data()
{
    QTest::addColumn<std::string>("sql");
    QTest::newRow("edit") << std::string("UPDATE audit SET reason = 'x' WHERE sequence = 1");
    QTest::newRow("remove") << std::string("DELETE FROM audit WHERE sequence = 1");
}

void TestAudit::sqliteItselfRefusesEdits()
{
    QFETCH(const std::string, sql);
    const Workspace workspace;
    SQLite::Database raw(toUtf8(workspace.file()), SQLite::OPEN_READWRITE);
    QVERIFY_THROWS_EXCEPTION(SQLite::Exception, raw.exec(sql));
}

void TestAudit::tamperingIsFound_data()
{
    QTest::addColumn<std::string>("sql");
    QTest::addColumn<int>("firstBroken");
    const auto row = [](const char *name, const char *sql, int firstBroken) {
        QTest::newRow(name) << std::string(sql) << firstBroken;
    };
    for (const char *column : {"actor", "action", "subject", "reason", "before", "after"})
        row(qPrintable(QStringLiteral("%1 edited").arg(QLatin1String(column))),
            qPrintable(QStringLiteral("UPDATE audit SET %1 = %1 || 'x' WHERE sequence = 3")
                           .arg(QLatin1String(column))),
            3);
    row("time edited", "UPDATE audit SET time = time + 1 WHERE sequence = 3", 3);
    row("hash edited", "UPDATE audit SET hash = lower(hex(randomblob(32))) WHERE sequence = 3", 3);
    row("previous hash edited", "UPDATE audit SET previous_hash = hash WHERE sequence = 3", 3);
    row("text moved to the next field",
        "UPDATE audit SET subject = '', action = action || subject WHERE sequence = 3", 3);
    row("first edited", "UPDATE audit SET actor = 'eve' WHERE sequence = 1", 1);
    row("last edited", "UPDATE audit SET actor = 'eve' WHERE sequence = 5", 5);
    row("first removed", "DELETE FROM audit WHERE sequence = 1", 1);
    row("one removed", "DELETE FROM audit WHERE sequence = 3", 3);
    row("removed and renumbered",
        "DELETE FROM audit WHERE sequence = 3; UPDATE audit SET sequence = 3 WHERE sequence = 4; "
        "UPDATE audit SET sequence = 4 WHERE sequence = 5; UPDATE audit_head SET sequence = 4",
        3);
    row("last removed", "DELETE FROM audit WHERE sequence = 5", 5);
    row("last removed and the head moved",
        "DELETE FROM audit WHERE sequence = 5; UPDATE audit_head SET sequence = 4", 5);
    row("all removed", "DELETE FROM audit", 1);
    row("all removed with the head", "DELETE FROM audit; DELETE FROM audit_head", 1);
    row("two exchanged",
        "UPDATE audit SET sequence = 99 WHERE sequence = 3; UPDATE audit SET sequence = 3 WHERE sequence = "
        "4; "
        "UPDATE audit SET sequence = 4 WHERE sequence = 99",
        3);
    row("replaced by a copy of another",
        "DELETE FROM audit WHERE sequence = 4; INSERT INTO audit SELECT 4, time, actor, action, subject, "
        "reason, before, after, previous_hash, hash FROM audit WHERE sequence = 3",
        4);
    row("one added",
        "INSERT INTO audit SELECT 6, time, actor, action, subject, reason, before, after, hash, "
        "hash FROM audit WHERE sequence = 5",
        6);
    row("head removed", "DELETE FROM audit_head", 6);
    row("head edited", "UPDATE audit_head SET hash = 'x'", 6);
}

void TestAudit::tamperingIsFound()
{
    QFETCH(const std::string, sql);
    QFETCH(const int, firstBroken);
    Workspace workspace;
    for (const char *subject : {"a", "b", "c", "d"})
        act(workspace, subject, "because");
    QVERIFY(verifyAudit(workspace.store()).value().intact);
    {
        SQLite::Database raw(toUtf8(workspace.file()), SQLite::OPEN_READWRITE);
        raw.exec("DROP TRIGGER audit_is_never_edited; DROP TRIGGER audit_is_never_shortened;");
        raw.exec(sql);
    }
    const AuditVerdict verdict = verifyAudit(workspace.store()).value();
    QVERIFY(!verdict.intact);
    QCOMPARE(verdict.firstBroken, firstBroken);
    QVERIFY(!verdict.finding.empty());
}

void TestAudit::aReconcilerSigns()
{
    Workspace workspace;
    QVERIFY(workspace.store()
                .change(Actor::reconciler("agent"), Permission::Administer,
                        [](Change &change) -> Status {
                            change.audit({.action = "thing.done", .subject = "a"});
                            return {};
                        })
                .has_value());
    QCOMPARE(workspace.lastAudit().actor, std::string("agent"));
}

QTEST_GUILESS_MAIN(TestAudit)
#include "tst_audit.moc"
