#include <SQLiteCpp/SQLiteCpp.h>

#include <map>
#include <vector>

#include "core/store/migrations.h"
#include "tests/store/workspace.h"

using namespace signalbox;
using namespace signalbox::store;
using namespace signalbox::test;

namespace {

// Rows for the tables that each step makes; whoever adds a step adds rows for what it makes.
const std::map<int, const char *> rowsOfStep = {
    {1, R"sql(
        INSERT INTO meta VALUES('id', '0123'), ('name', 'yard'), ('kind', 'team'),
            ('created', '2026-11-23T14:00:00.0000000Z');
        INSERT INTO members VALUES('ada', 'administrator', 1), ('größe', 'viewer', -5);
        INSERT INTO settings VALUES('second_person_must_approve', 'on');
        INSERT INTO audit VALUES(1, 17, 'ada', 'workspace.created', 'yard', '', '', '{"kind":"team"}', '', 'h');
        INSERT INTO audit_head VALUES(1, 1, 'h');)sql"},
    {2, R"sql(
        INSERT INTO experiments VALUES(1, 'diabetes', 3, 'local');
        INSERT INTO runs VALUES('r1', 1, 'calm-lever-3', 'finished', 'ada', 4, 5, '', 'local'),
            ('r2', 1, 'late-express-1', 'failed', 'ada', 6, NULL, 'no data', 'local');
        INSERT INTO run_parameters VALUES('r1', 'C', '0.5');
        INSERT INTO run_tags VALUES('r1', 'mlflow.user', 'ada');
        INSERT INTO run_metrics VALUES('r1', 'f1', 0, 9, 0.75), ('r1', 'f1', 1, 10, 1e-300);
        INSERT INTO run_latest_metrics VALUES('r1', 'f1', 1, 1e-300);)sql"},
    {3, R"sql(
        INSERT INTO models VALUES('diabetes', '', 3, 'local');
        INSERT INTO versions VALUES('diabetes', 1, 'r1', 'artifacts/models/diabetes/1', 'abc', 'approved', 7,
            'ada');
        INSERT INTO gates VALUES(1, 'registration', 'diabetes/1', 'abc', 'granted', 1, 'ada', 7, 8, '{}');
        INSERT INTO approvals VALUES(1, 'ada', 'approve', 'better', 8);)sql"},
    {4, R"sql(
        INSERT INTO endpoints(name, environment, created, primary_key_hash, secondary_key_hash)
            VALUES('risk', 'production', 9, 'p', 's');
        INSERT INTO deployments VALUES('risk', 'blue', 'diabetes', 1, 'abc', 'ready', 100, '', 9, 'ada', 10);
        INSERT INTO faults VALUES('risk', 'blue', 250, 0.5, -0.25);
        INSERT INTO loads VALUES('risk', 20.5, 11, 'ada', 12, 3, 1);)sql"},
    {5, R"sql(
        INSERT INTO rollouts VALUES(1, 'risk', 'diabetes', 1, 'abc', 'blue', 1, 'green', '{}', 'probing', 0, 13,
            0, 13, 'ada', NULL, '');
        INSERT INTO rollout_steps VALUES(1, 0, 13, NULL, '{}');)sql"},
    {6, R"sql(
        INSERT INTO jobs(id, kind, specification, state, requested_by, created)
            VALUES(1, 'training', '{}', 'queued', 'ada', 14);
        INSERT INTO lease(id, owner, pid, host, program, port, acquired, renewed, expires)
            VALUES(1, 'agent', 4711, 'host', 'signalboxd', 8080, 15, 16, 17);)sql"},
    {8, R"sql(
        INSERT INTO saved_queries VALUES(1, 'On call', 'Errors', 'requests | count', 'how many', 18, 'ada');
        INSERT INTO dashboard_tiles VALUES(1, 1, 'Errors', 'requests | count', '', 36000000000, 0, 19, 'ada');)sql"},
};

std::vector<std::string> column(SQLite::Database &db, const std::string &sql)
{
    std::vector<std::string> values;
    SQLite::Statement row(db, sql);
    while (row.executeStep())
        values.push_back(row.getColumn(0).getString());
    return values;
}

std::vector<std::string> tables(SQLite::Database &db)
{
    return column(db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                      "ORDER BY name");
}

using Columns = std::map<std::string, std::vector<std::string>>; // table → its columns

Columns columns(SQLite::Database &db)
{
    Columns result;
    for (const std::string &table : tables(db))
        result[table] = column(db, "SELECT name FROM pragma_table_info('" + table + "') ORDER BY cid");
    return result;
}

// Every value of `which`, with its type, one line a row.
std::vector<std::string> dump(SQLite::Database &db, const Columns &which)
{
    std::vector<std::string> lines;
    for (const auto &[table, names] : which) {
        std::string list;
        for (const std::string &name : names)
            list += (list.empty() ? "quote(" : " || ',' || quote(") + name + ")";
        for (const std::string &line : column(db, "SELECT " + list + " FROM " + table + " ORDER BY 1"))
            lines.push_back(table + ": " + line);
    }
    return lines;
}

void fillTo(SQLite::Database &db, int version)
{
    for (const auto &[step, rows] : rowsOfStep) {
        if (step > version)
            return;
        migrate(db, step);
        db.exec(rows);
    }
}

void rowsPerStep()
{
    QTest::addColumn<int>("version");
    for (const Migration &step : migrations())
        QTest::newRow(qPrintable(QStringLiteral("%1 to %2").arg(step.version - 1).arg(step.version)))
            << step.version;
}

} // namespace

class TestMigrations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areNumberedWithoutAGap();
    void keepWhatWasThere_data() { rowsPerStep(); }
    void keepWhatWasThere();
    void everyTableIsTested();
    void anOlderWorkspaceOpens_data() { rowsPerStep(); }
    void anOlderWorkspaceOpens();
    void aFailedMigrationLeavesTheOldSchema();
};

void TestMigrations::areNumberedWithoutAGap()
{
    int expected = 1;
    for (const Migration &step : migrations())
        QCOMPARE(step.version, expected++);
    QCOMPARE(newestVersion(), expected - 1);
}

void TestMigrations::keepWhatWasThere()
{
    QFETCH(const int, version);
    SQLite::Database db(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec("PRAGMA foreign_keys = ON");
    fillTo(db, version - 1);
    const Columns before = columns(db);
    const std::vector<std::string> rows = dump(db, before);
    migrate(db, version);
    QCOMPARE(db.execAndGet("PRAGMA user_version").getInt(), version);
    QCOMPARE(db.execAndGet("PRAGMA application_id").getInt(), applicationId);
    QVERIFY(dump(db, before) == rows);
    QCOMPARE(column(db, "PRAGMA foreign_key_check"), std::vector<std::string>());
    QCOMPARE(db.execAndGet("PRAGMA integrity_check").getString(), std::string("ok"));
}

void TestMigrations::everyTableIsTested()
{
    SQLite::Database db(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    fillTo(db, newestVersion());
    for (const std::string &table : tables(db))
        QVERIFY2(db.execAndGet("SELECT count(*) FROM " + table).getInt() > 0, table.c_str());
}

void TestMigrations::anOlderWorkspaceOpens()
{
    QFETCH(const int, version);
    if (version == 1)
        QSKIP("There was no workspace before the first step.");
    const QTemporaryDir place;
    const std::filesystem::path folder = toPath(place.path().toStdString());
    std::vector<std::string> rows;
    Columns before;
    {
        SQLite::Database db(toUtf8(folder / "workspace.db"), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        fillTo(db, version - 1);
        before = columns(db);
        rows = dump(db, before);
    }
    const SystemClock clock;
    for (int opening = 0; opening < 2; ++opening) {
        const auto store = Store::open(folder, clock);
        QVERIFY2(store.has_value(), messageOf(store).c_str());
        QCOMPARE((*store)->info().kind, WorkspaceKind::Team);
        const auto now = (*store)->read(
            [&](SQLite::Database &db) -> Result<std::vector<std::string>> { return dump(db, before); });
        QVERIFY(now.value() == rows);
    }
}

void TestMigrations::aFailedMigrationLeavesTheOldSchema()
{
    SQLite::Database db(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    migrate(db, 5);
    const Columns before = columns(db);
    db.exec("CREATE TABLE lease(it INTEGER)"); // in the way of step 6, whose first table is made before it
    QVERIFY_THROWS_EXCEPTION(SQLite::Exception, migrate(db, newestVersion()));
    db.exec("DROP TABLE lease");
    QCOMPARE(db.execAndGet("PRAGMA user_version").getInt(), 5);
    QVERIFY(columns(db) == before);
}

QTEST_GUILESS_MAIN(TestMigrations)
#include "tst_migrations.moc"
