#include <QTest>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/kql/tables/record_table.h"
#include "core/kql/tables/workspace_catalog.h"
#include "core/telemetry/application_insights.h"
#include "core/telemetry/request_chunk.h"
#include "core/telemetry/telemetry_file.h"
#include "tests/kql/query_rows.h"
#include "tests/store/workspace.h"

using namespace signalbox;
using namespace signalbox::kql;
using namespace signalbox::telemetry;

namespace {

using Lines = QList<QByteArray>;

// A run, its versions, gates, deployments and rollouts, as the rooms below write them.
constexpr const char *records = R"sql(
INSERT INTO experiments(id, name, created) VALUES(1, 'diabetes', 1);
INSERT INTO runs(id, experiment, name, state, member, started, ended) VALUES
    ('r1', 1, 'first', 'finished', 'ada', 10000000, 610000000), ('r2', 1, 'second', 'running', 'ben', 20000000, NULL);
INSERT INTO run_parameters VALUES('r1', 'C', '0.5');
INSERT INTO run_metrics VALUES('r1', 'accuracy', 0, 30000000, 0.75), ('r1', 'accuracy', 1, 40000000, 0.875);
INSERT INTO run_latest_metrics VALUES('r1', 'accuracy', 1, 0.875);
INSERT INTO models(name, created) VALUES('diabetes', 1);
INSERT INTO versions VALUES('diabetes', 5, 'r1', 'artifacts/5', 'feed', 'approved', 50000000, 'ada');
INSERT INTO gates VALUES(7, 'production', 'diabetes/5', 'feed', 'granted', 1, 'ada', 50000000, 70000000, '{"auc":0.9}');
INSERT INTO approvals VALUES(7, 'ben', 'approve', 'looks good', 60000000);
INSERT INTO endpoints(name, environment, created, primary_key_hash, secondary_key_hash) VALUES
    ('prod', 'production', 60000000, 'secret-one', 'secret-two');
INSERT INTO deployments VALUES('prod', 'blue', 'diabetes', 5, 'feed', 'ready', 100, '', 60000000, 'ada', 60000000);
INSERT INTO rollouts(id, endpoint, model, version, hash, blue, blue_version, green, plan, state, step, step_since,
    started, started_by) VALUES(3, 'prod', 'diabetes', 5, 'feed', 'blue', 4, 'green', '{"steps":[5,100]}', 'running',
    1, 70000000, 60000000, 'ada');
INSERT INTO rollout_steps VALUES(3, 0, 60000000, 70000000, '{"requests":12}'), (3, 1, 70000000, NULL, '{}');
INSERT INTO jobs(id, kind, specification, state, requested_by, created) VALUES(4, 'training', '{"C":1}', 'queued', 'ada',
    60000000);
)sql";

struct Yard
{
    Yard()
    {
        const auto filled = workspace.store().observe([](SQLite::Database &db) -> Status {
            db.exec(records);
            return {};
        });
        QVERIFY2(filled, filled ? "" : filled.error().text().c_str());
    }

    void record()
    {
        file = TelemetryFile::openForWriting(workspace.folder() / telemetryFileName).value();
        const std::vector<RequestLabel> labels = {
            {}, {.endpoint = "prod", .deployment = "blue", .model = "diabetes", .version = 5}};
        std::vector<RequestRow> rows;
        for (int i = 0; i < 4; ++i)
            rows.push_back({.timestamp = 100'000'000 + i * 10'000'000,
                            .duration = 1'500'000 * (i + 1),
                            .operation = static_cast<std::uint64_t>(i),
                            .label = i == 3 ? 0U : 1U,
                            .rows = 1,
                            .score = 0.5F,
                            .resultCode = static_cast<std::uint16_t>(i == 3 ? 404 : 200),
                            .success = i != 3});
        QVERIFY(file->append(requestsTable(), requestChunk(rows, labels)));
    }

    [[nodiscard]] std::shared_ptr<const Catalog> catalog()
    {
        return workspaceCatalog({std::shared_ptr<void>(), &workspace.store()}, file);
    }

    test::Workspace workspace;
    std::shared_ptr<TelemetryFile> file;
};

} // namespace

class TestWorkspaceCatalog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTableIsThereBeforeTheFirstRow();
    void recordedColumnsAreApplicationInsights();
    void queries_data();
    void queries();
    void noKeyIsShown();
    void aTableThatOnlyTheFileHas();
    void aDamagedFileIsTold();
};

void TestWorkspaceCatalog::everyTableIsThereBeforeTheFirstRow()
{
    Yard yard;
    const auto catalog = yard.catalog();
    for (const TableSpec &table : applicationInsightsTables()) {
        QCOMPARE(queryRows(*catalog, table.name + " | where timestamp > ago(1d) | count"), Lines{"0"});
        QCOMPARE(queryRows(*catalog, table.name +
                                         " | where cloud_RoleName == 'x' | project itemCount, operation_Id, "
                                         "tostring(customDimensions.a)"),
                 Lines());
    }
    for (const std::string &name : catalog->names())
        QVERIFY2(catalog->find(name) != nullptr, name.c_str());
    QVERIFY(catalog->find("nothing") == nullptr);
}

void TestWorkspaceCatalog::recordedColumnsAreApplicationInsights()
{
    for (const TableSpec *recorded : {&requestsTable(), &tracesTable()}) {
        const auto all = applicationInsightsTables();
        const auto table = std::ranges::find(all, recorded->name, &TableSpec::name);
        QVERIFY(table != all.end());
        for (const ColumnSpec &column : recorded->columns)
            QVERIFY2(std::ranges::find(table->columns, column) != table->columns.end(), column.name.c_str());
    }
}

void TestWorkspaceCatalog::queries_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<Lines>("rows");
    const auto row = [](const char *name, const char *query, const Lines &rows) {
        QTest::newRow(name) << QString::fromUtf8(query) << rows;
    };
    row("requests", "requests | where duration > 4 | project resultCode, duration | sort by duration asc",
        {"200 | 4.5", "404 | 6.0"});
    row("what was not recorded",
        "requests | where success | take 1 | project itemType, itemCount, url, isnull(customDimensions)",
        {"request | 1 |  | True"});
    row("runs",
        "runs | sort by started asc | project id, experiment, state, duration, tostring(parameters.C), "
        "toreal(metrics.accuracy), isnull(ended)",
        {"r1 | diabetes | finished | 00:01:00 | 0.5 | 0.875 | False",
         "r2 | diabetes | running |  |  |  | True"});
    row("metrics", "metrics | top 1 by step | project run, name, value", {"r1 | accuracy | 0.875"});
    row("models", "models | project model, version, state, registered",
        {"diabetes | 5 | approved | 1970-01-01T00:00:05.0000000Z"});
    row("gates",
        "gates | join approvals on $left.id == $right.gate | project subject, state, approvals, member, "
        "toreal(evidence.auc)",
        {"diabetes/5 | granted | 1 | ben | 0.9"});
    row("endpoints", "endpoints | project endpoint, environment, isnull(rollout)",
        {"prod | production | True"});
    row("rollouts", "rollouts | project id, state, step, tostring(plan.steps[1]), isnull(ended)",
        {"3 | running | 1 | 100 | True"});
    row("rolloutSteps", "rolloutSteps | where isnull(left) | project endpoint, step", {"prod | 1"});
    row("jobs", "jobs | project id, kind, state, toint(specification.C)", {"4 | training | queued | 1"});
    row("audit", "audit | where action == 'workspace.created' | count", {"1"});
    row("traffic and decisions in one query",
        "requests | join kind=inner (deployments | where percent > 0) on deployment, version "
        "| distinct endpoint, createdBy",
        {"prod | ada"});
}

void TestWorkspaceCatalog::queries()
{
    QFETCH(const QString, query);
    QFETCH(const Lines, rows);
    Yard yard;
    yard.record();
    QCOMPARE(queryRows(*yard.catalog(), query.toStdString()), rows);
}

void TestWorkspaceCatalog::noKeyIsShown()
{
    Yard yard;
    for (const RecordTable &table : recordTables()) {
        for (const QByteArray &row : queryRows(*yard.catalog(), table.name)) {
            QVERIFY2(!row.startsWith("error"), row.constData());
            QVERIFY2(!row.contains("secret"), row.constData());
        }
        QVERIFY2(!table.sql.contains("key_hash"), table.name.c_str());
    }
}

void TestWorkspaceCatalog::aTableThatOnlyTheFileHas()
{
    Yard yard;
    yard.record();
    const TableSpec own{.name = "scores",
                        .columns = {{.name = "timestamp", .type = ColumnType::DateTime},
                                    {.name = "score", .type = ColumnType::Real}}};
    telemetry::Column time{
        .type = ColumnType::DateTime, .integers = {1}, .reals = {}, .texts = {}, .codes = {}, .nulls = {}};
    telemetry::Column score{
        .type = ColumnType::Real, .integers = {}, .reals = {0.25}, .texts = {}, .codes = {}, .nulls = {}};
    QVERIFY(yard.file->append(own, {.columns = {time, score}, .rows = 1}));
    QCOMPARE(queryRows(*yard.catalog(), "scores | project score"), Lines{"0.25"});
    QVERIFY(std::ranges::count(yard.catalog()->names(), "scores") == 1);
}

void TestWorkspaceCatalog::aDamagedFileIsTold()
{
    Yard yard;
    yard.record();
    {
        SQLite::Database db((yard.workspace.folder() / telemetryFileName).string(), SQLite::OPEN_READWRITE);
        db.exec("UPDATE segment_columns SET bytes = zeroblob(10) WHERE name = 'duration'");
    }
    const Lines rows = queryRows(*yard.catalog(), "requests | where duration > 1");
    QVERIFY2(rows.value(0).startsWith("error: Segment 1 of the telemetry is damaged."),
             rows.value(0).constData());
}

QTEST_GUILESS_MAIN(TestWorkspaceCatalog)
#include "tst_workspace_catalog.moc"
