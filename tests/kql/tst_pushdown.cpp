// What filters ask of segments: the result is the same as without asking, and segments are spared.
#include <QTest>

#include <memory>
#include <string>

#include "core/kql/tables/workspace_catalog.h"
#include "core/telemetry/telemetry_file.h"
#include "tests/kql/query_rows.h"
#include "tests/store/workspace.h"
#include "tests/telemetry/table_data.h"

using namespace signalbox;
using namespace signalbox::kql;
using namespace signalbox::telemetry;

namespace {

using Lines = QList<QByteArray>;

constexpr std::int64_t second = ticksPerSecond;
constexpr std::size_t rowsOfASegment = 10'000;
constexpr TimePoint now{Ticks(40'000 * second)};

// Four segments of requests, one a second: resultCode and version name the segment, success is false in the
// second one, duration counts the rows, score is null in the third one, and url is recorded only in the last.
Chunk segment(std::int64_t number)
{
    Chunk chunk{.columns = {}, .rows = rowsOfASegment};
    const auto integers = [&](ColumnType type, const auto &value) {
        telemetry::Column column{
            .type = type, .integers = {}, .reals = {}, .texts = {}, .codes = {}, .nulls = {}};
        for (std::size_t row = 0; row < rowsOfASegment; ++row)
            column.integers.push_back(
                value(number * static_cast<std::int64_t>(rowsOfASegment) + static_cast<std::int64_t>(row)));
        chunk.columns.push_back(column);
    };
    const auto reals = [&](bool null) {
        telemetry::Column column{
            .type = ColumnType::Real, .integers = {}, .reals = {}, .texts = {}, .codes = {}, .nulls = {}};
        for (std::size_t row = 0; row < rowsOfASegment; ++row)
            column.reals.push_back(static_cast<double>(number) * rowsOfASegment + static_cast<double>(row));
        if (null)
            column.nulls.assign(rowsOfASegment, 1);
        chunk.columns.push_back(column);
    };
    integers(ColumnType::DateTime, [](std::int64_t row) { return row * second; });
    integers(ColumnType::Bool, [&](std::int64_t) { return number == 1 ? 0 : 1; });
    integers(ColumnType::Long, [&](std::int64_t) { return number; });
    reals(false);
    reals(number == 2);
    chunk.columns.push_back({.type = ColumnType::String,
                             .integers = {},
                             .reals = {},
                             .texts = {fmt::format("{}", 200 + number)},
                             .codes = std::vector<std::uint32_t>(rowsOfASegment),
                             .nulls = {}});
    if (number == 3) {
        chunk.columns.push_back(chunk.columns.back());
        chunk.columns.back().texts = {"/score"};
    }
    return chunk;
}

TableSpec spec(std::int64_t number)
{
    TableSpec table{.name = "requests",
                    .columns = {{.name = "timestamp", .type = ColumnType::DateTime},
                                {.name = "success", .type = ColumnType::Bool},
                                {.name = "version", .type = ColumnType::Long},
                                {.name = "duration", .type = ColumnType::Real},
                                {.name = "score", .type = ColumnType::Real},
                                {.name = "resultCode", .type = ColumnType::String}}};
    if (number == 3)
        table.columns.push_back({.name = "url", .type = ColumnType::String});
    return table;
}

struct Yard
{
    Yard()
    {
        file = TelemetryFile::openForWriting(workspace.folder() / telemetryFileName).value();
        for (std::int64_t i = 0; i < 4; ++i)
            QVERIFY(file->append(spec(i), segment(i)));
        catalog = workspaceCatalog({std::shared_ptr<void>(), &workspace.store()}, file);
    }

    test::Workspace workspace;
    std::shared_ptr<TelemetryFile> file;
    std::shared_ptr<const Catalog> catalog;
};

} // namespace

class TestPushdown : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_yard = std::make_unique<Yard>(); }
    void cleanupTestCase() { m_yard.reset(); }
    void filtersSpareSegments_data();
    void filtersSpareSegments();
    void onlyUsedColumnsAreDecoded_data();
    void onlyUsedColumnsAreDecoded();
    void statisticsTellTimes();

private:
    std::unique_ptr<Yard> m_yard;
};

void TestPushdown::filtersSpareSegments_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("segments"); // read
    QTest::addColumn<int>("rows");
    const auto row = [](const char *query, int segments, int rows) {
        QTest::newRow(query) << QString::fromUtf8(query) << segments << rows;
    };
    row("requests", 4, 40'000);
    row("requests | where timestamp > ago(5m)", 1, 299);
    row("requests | where ago(5m) < timestamp", 1, 299);
    row("requests | where timestamp between (ago(10000s) .. now())", 1, 10'000);
    row("requests | where timestamp between (datetime(1970-01-01) .. 100s)", 4, 101);
    row("requests | where timestamp >= datetime(1970-01-01T02:46:40Z) and timestamp < "
        "datetime(1970-01-01T05:33:20Z)",
        2, 10'000);
    row("requests | where timestamp > ago(1h) or success == false", 4, 13'599);
    row("requests | where timestamp > ago(3h) | where version == 2", 1, 799);
    row("requests | where version == 2", 1, 10'000);
    row("requests | where version != 2", 4, 30'000);
    row("requests | where version >= 2 and version <= 2", 1, 10'000);
    row("requests | where version in (1, 2)", 4, 20'000);
    row("requests | where version > 1.5", 4, 20'000);
    row("requests | where duration >= 39999", 1, 1);
    row("requests | where duration > 12345.5 and duration < 12348", 1, 2);
    row("requests | where 5 >= duration", 1, 6);
    row("requests | where score > 0", 3, 29'999);
    row("requests | where isnull(score)", 4, 10'000);
    row("requests | where success == false", 1, 10'000);
    row("requests | where not(success)", 4, 10'000);
    row("requests | where resultCode == '203'", 1, 10'000);
    row("requests | where resultCode in ('201', '203', 'x')", 2, 20'000);
    row("requests | where resultCode in (dynamic(['201', '299']))", 1, 10'000);
    row("requests | where resultCode == 'x'", 0, 0);
    row("requests | where resultCode has '203'", 4, 10'000);
    row("requests | where url == '/score'", 4, 10'000); // where it is not recorded nothing is known
    row("requests | where url == ''", 3, 30'000);
    row("requests | where itemType == 'request'", 4, 40'000);
    row("requests | where itemCount == 1", 4, 40'000);
    row("requests | project time = timestamp, v = version | where v == 3", 1, 10'000);
    row("requests | extend version = version + 1 | where version == 3", 4, 10'000);
    row("requests | extend x = 1 | where version == 3 and x == 1", 1, 10'000);
    row("requests | project-rename v = version | where v == 3 | project-away v", 1, 10'000);
    row("requests | take 10 | where version == 3", 4, 0);
    row("requests | serialize p = prev(version) | where version == 3 and p == 2", 4, 1);
    row("requests | serialize | where version == 3 and prev(version) == 2", 4, 1);
    row("union requests, traces | where timestamp > ago(5m)", 1, 299);
    row("union withsource=t requests, (requests | where version == 0) | where version == 0", 2, 20'000);
    row("let r = materialize(requests); r | where version == 1", 4, 10'000);
    row("let r = requests; r | where version == 1", 1, 10'000);
}

void TestPushdown::filtersSpareSegments()
{
    QFETCH(const QString, query);
    QFETCH(const int, segments);
    QFETCH(const int, rows);
    const auto result = runQuery(query.toStdString(), *m_yard->catalog, {.now = now});
    QVERIFY2(result, result ? "" : result.error().text().c_str());
    QCOMPARE(result->tables.front().rows, static_cast<std::size_t>(rows));
    const ScanCounts &scanned = result->statistics.scanned;
    if (!query.contains(u"take") && !query.contains(u"withsource"))
        QCOMPARE(scanned.segments, static_cast<std::uint64_t>(segments));
    QCOMPARE(scanned.rows, scanned.segments * rowsOfASegment);
}

void TestPushdown::onlyUsedColumnsAreDecoded_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("columns");
    const auto row = [](const char *query, int columns) {
        QTest::newRow(query) << QString::fromUtf8(query) << columns;
    };
    row("requests | count", 0);
    row("requests | project duration", 4);
    row("requests | where version == 3", 1 + 6);
    row("requests | where resultCode has '203'", 4 + 6); // the others only where a row is left
    row("requests | summarize max(duration) by resultCode", 8);
    row("requests | where version == 1 | join kind=inner (requests | where version == 1) on timestamp "
        "| summarize sum(duration)",
        5);
    row("requests | top 5 by duration | project version", 8);
}

void TestPushdown::onlyUsedColumnsAreDecoded()
{
    QFETCH(const QString, query);
    QFETCH(const int, columns);
    const auto result = runQuery(query.toStdString(), *m_yard->catalog, {.now = now});
    QVERIFY2(result, result ? "" : result.error().text().c_str());
    QCOMPARE(result->statistics.scanned.columns, static_cast<std::uint64_t>(columns));
}

void TestPushdown::statisticsTellTimes()
{
    const auto result = runQuery("requests | where duration > 5", *m_yard->catalog);
    QVERIFY2(result, result ? "" : result.error().text().c_str());
    QVERIFY(result->statistics.parsing.count() > 0);
    QVERIFY(result->statistics.binding.count() > 0);
    QVERIFY(result->statistics.running.count() > 0);
}

QTEST_GUILESS_MAIN(TestPushdown)
#include "tst_pushdown.moc"
