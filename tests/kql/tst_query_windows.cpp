#include <QTest>

#include <string>
#include <vector>

#include "core/kql/values/column_builder.h"
#include "core/kql/values/value_to_text.h"
#include "core/kql/windows/comparison.h"
#include "core/kql/windows/query_time.h"
#include "core/kql/windows/windowed_catalog.h"

using namespace signalbox;
using namespace signalbox::kql;

namespace {

constexpr std::int64_t second = ticksPerSecond;

TimePoint at(std::int64_t seconds)
{
    return TimePoint(Ticks(seconds * second));
}

// Columns name, timestamp and n; one batch for each of `batches`, whose rows are at so many seconds.
class Table final : public TableSource
{
public:
    explicit Table(std::vector<std::vector<std::int64_t>> batches, std::string timeName = "timestamp")
        : m_batches(std::move(batches))
    {
        m_schema.fields = {{.name = "name"},
                           {.name = std::move(timeName), .type = Type::DateTime},
                           {.name = "n", .type = Type::Long}};
    }

    [[nodiscard]] const Schema &schema() const override { return m_schema; }
    [[nodiscard]] Result<BatchSourcePtr> read(const ScanRequest &request, StopToken) const override
    {
        asked = request.times;
        Batches batches;
        for (const std::vector<std::int64_t> &seconds : m_batches) {
            std::vector<std::int64_t> times;
            std::vector<std::string> names;
            for (const std::int64_t one : seconds) {
                times.push_back(one * second);
                names.push_back(one % 2 == 0 ? "even" : "odd");
            }
            const std::vector<Column> all = {Column::ofTexts(Type::String, names),
                                             Column::ofWholes(Type::DateTime, times),
                                             Column::ofWholes(Type::Long, seconds)};
            std::vector<Column> columns;
            for (const std::size_t column : request.columns)
                columns.push_back(all[column]);
            batches.emplace_back(columns, seconds.size());
        }
        return memorySource(std::move(batches));
    }

    mutable telemetry::TimeRange asked = {};

private:
    std::vector<std::vector<std::int64_t>> m_batches;
    Schema m_schema;
};

class OneTable final : public Catalog
{
public:
    explicit OneTable(std::shared_ptr<const Table> table)
        : m_table(std::move(table))
    {
    }
    [[nodiscard]] TablePtr find(std::string_view name) const override
    {
        return name == "t" ? m_table : TablePtr();
    }
    [[nodiscard]] std::vector<std::string> names() const override { return {"t"}; }

private:
    std::shared_ptr<const Table> m_table;
};

// All rows as "a,b;c,d".
QString rowsOf(const ResultTable &table)
{
    QStringList rows;
    for (const Batch &batch : table.batches) {
        for (std::size_t row = 0; row < batch.rows(); ++row) {
            QStringList cells;
            for (std::size_t column = 0; column < batch.columnCount(); ++column)
                cells << QString::fromStdString(toText(batch.column(column).value(row)));
            rows << cells.join(QLatin1Char(','));
        }
    }
    return rows.join(QLatin1Char(';'));
}

QString answer(const QString &query, const Catalog &catalog, TimePoint now = at(100))
{
    const auto result = runQuery(query.toStdString(), catalog, {.now = now, .threads = 1});
    return result ? rowsOf(result->tables.front()) : QString::fromStdString(result.error().message);
}

} // namespace

class TestQueryWindows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWindowHidesOtherRows_data();
    void aWindowHidesOtherRows();
    void aTableWithoutTimestampIsWhole();
    void theTimeOfAQueryIsSeen_data();
    void theTimeOfAQueryIsSeen();
    void twoWindowsLieOverEachOther();
    void aTableOfTheSameNameOfColumnIsToldApart();
    void chartsTellTheWindowsApart_data();
    void chartsTellTheWindowsApart();
};

void TestQueryWindows::aWindowHidesOtherRows_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("rows");
    const auto row = [](const char *query, const char *rows) {
        QTest::newRow(query) << QString::fromUtf8(query) << QString::fromUtf8(rows);
    };
    row("t | count", "4");
    row("t | project n", "12;15;20;29");
    row("t | where name == 'odd' | project n", "15;29");
    row("t | top 1 by n | project n", "29");
    row("t | where timestamp > datetime(1970-01-01 00:00:15) | project n", "20;29");
    row("t | where timestamp < datetime(1970-01-01 00:00:05) | count", "0");
    row("t | union t | count", "8");
}

void TestQueryWindows::aWindowHidesOtherRows()
{
    QFETCH(const QString, query);
    QFETCH(const QString, rows);
    const auto table = std::make_shared<const Table>(
        std::vector<std::vector<std::int64_t>>{{1, 2, 12}, {15, 20}, {30, 31}, {}, {29, 40}});
    const WindowedCatalog windowed(std::make_shared<const OneTable>(table), {.from = at(12), .to = at(30)});
    QCOMPARE(answer(query, windowed), rows);
    QVERIFY(table->asked.from >= at(12));
    QVERIFY(table->asked.to <= at(30) || table->asked.from == table->asked.to);
}

void TestQueryWindows::aTableWithoutTimestampIsWhole()
{
    const auto table =
        std::make_shared<const Table>(std::vector<std::vector<std::int64_t>>{{1, 2}}, "started");
    const WindowedCatalog windowed(std::make_shared<const OneTable>(table), {.from = at(2), .to = at(3)});
    QCOMPARE(answer(QStringLiteral("t | count"), windowed), QStringLiteral("2"));
    QVERIFY(!windowed.find("u"));
    QCOMPARE(windowed.names().size(), std::size_t{1});
}

void TestQueryWindows::theTimeOfAQueryIsSeen_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<bool>("chooses");
    QTest::addColumn<qlonglong>("ago"); // seconds, 0 for none
    const auto row = [](const char *query, bool chooses, qlonglong ago) {
        QTest::newRow(query) << QString::fromUtf8(query) << chooses << ago;
    };
    row("t | where timestamp > ago(1h) | count", true, 3600);
    row("t | where timestamp between (ago(2d) .. ago(1d))", true, 2 * 86400);
    row("t | where ago(90s) < timestamp", true, 90);
    row("t | where datetime(2026-01-01) <= timestamp", true, 0);
    row("let since = ago(30m); t | where timestamp >= since", true, 1800);
    row("t | summarize count() by bin(timestamp, 5m)", false, 0);
    row("t | extend age = now() - timestamp", false, 0);
    row("// where timestamp > ago(1h)\nt | count", false, 0);
    row("t | where message has 'ago(1h)'", false, 0);
    row("t | where x > ago(", true, 0);
    row("", false, 0);
}

void TestQueryWindows::theTimeOfAQueryIsSeen()
{
    QFETCH(const QString, query);
    QFETCH(const bool, chooses);
    QFETCH(const qlonglong, ago);
    QCOMPARE(choosesItsTime(query.toStdString()), chooses);
    const auto longest = longestAgo(query.toStdString());
    QCOMPARE(longest.has_value(), ago != 0);
    QCOMPARE(longest.value_or(Ticks::zero()).count(), ago * second);
}

void TestQueryWindows::twoWindowsLieOverEachOther()
{
    const auto inner = std::make_shared<const OneTable>(
        std::make_shared<const Table>(std::vector<std::vector<std::int64_t>>{{80, 85, 90, 91, 99}}));
    const std::string query = "t | where timestamp > ago(10s) | project timestamp, n";
    const auto both = runBesideBefore(query, inner, {.to = at(100)}, Ticks(10 * second), {.now = at(100)});
    QVERIFY(both);
    QCOMPARE(rowsOf(both->tables.front()),
             QStringLiteral("1970-01-01T00:01:31.0000000Z,91,now;1970-01-01T00:01:39.0000000Z,99,now;"
                            "1970-01-01T00:01:35.0000000Z,85,before"));
    QCOMPARE(both->tables.front().rows, std::size_t{3});
    QCOMPARE(both->tables.front().schema.fields.back().name, std::string("window"));
}

void TestQueryWindows::aTableOfTheSameNameOfColumnIsToldApart()
{
    const auto inner = std::make_shared<const OneTable>(
        std::make_shared<const Table>(std::vector<std::vector<std::int64_t>>{{1}}));
    const auto one = runQuery("t | project window = n, window1 = n", *inner);
    const auto other = runQuery("t | project window = name", *inner);
    QVERIFY(one && other);
    const QueryResult both = besideBefore(*one, *other, Ticks(second));
    QVERIFY(both.statistics.running == one->statistics.running + other->statistics.running);
    QCOMPARE(both.tables.front().schema.fields.back().name, std::string("window2"));
    QCOMPARE(both.tables.front().rows, std::size_t{1});
}

void TestQueryWindows::chartsTellTheWindowsApart_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("series");
    const auto row = [](const char *query, const char *series) {
        QTest::newRow(query) << QString::fromUtf8(query) << QString::fromUtf8(series);
    };
    row("t | render timechart", "name,window");
    row("t | project timestamp, n | render timechart", "window");
    row("t | render columnchart", "window");
    row("t | render timechart with (series = name)", "name,window");
    row("t", "name,window");
}

void TestQueryWindows::chartsTellTheWindowsApart()
{
    QFETCH(const QString, query);
    QFETCH(const QString, series);
    const auto inner = std::make_shared<const OneTable>(
        std::make_shared<const Table>(std::vector<std::vector<std::int64_t>>{{80, 95}}));
    const auto both = runBesideBefore(query.toStdString(), inner, {.from = at(90), .to = at(100)},
                                      Ticks(10 * second), {.now = at(100)});
    QVERIFY(both);
    QStringList names;
    for (const Rendering::Property &property : both->tables.front().rendering->properties) {
        if (property.name == "series") {
            for (const std::string &value : property.values)
                names << QString::fromStdString(value);
        }
    }
    QCOMPARE(names.join(QLatin1Char(',')), series);
}

QTEST_GUILESS_MAIN(TestQueryWindows)
#include "tst_query_windows.moc"
