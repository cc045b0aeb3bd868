#include <QTest>

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <thread>

#include "core/telemetry/snapshot.h"
#include "core/telemetry/telemetry_file.h"
#include "tests/telemetry/table_data.h"

using namespace signalbox;
using namespace signalbox::telemetry;

namespace {

const TableSpec numbersTable{.name = "numbers",
                             .columns = {{.name = "timestamp", .type = ColumnType::DateTime},
                                         {.name = "long", .type = ColumnType::Long},
                                         {.name = "text", .type = ColumnType::String}}};

// `rows` rows whose timestamps and numbers count up from `first`.
Chunk numbers(std::int64_t first, std::size_t rows)
{
    SeededRandom random(1);
    Chunk chunk = randomChunk(numbersTable, rows, random, first, false);
    std::iota(chunk.columns[1].integers.begin(), chunk.columns[1].integers.end(), first);
    chunk.columns[2].texts = {fmt::format("from {}", first)};
    std::ranges::fill(chunk.columns[2].codes, 0U);
    return chunk;
}

std::int64_t sumOf(const TelemetrySnapshot &snapshot)
{
    std::int64_t sum = 0;
    const auto found = snapshot.segments("numbers", {});
    for (const Segment &segment : found.value().segments) {
        const auto column = snapshot.column(segment, numbersTable.columns[1]);
        const auto &values = column.value().value().column->integers;
        sum = std::accumulate(values.begin(), values.end(), sum);
    }
    return sum;
}

} // namespace

class TestTelemetrySnapshot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void staysAsItIsWhileOthersWrite();
    void outlivesItsFile();
    void manyThreadsRead();
    void wishesSpareSegments_data();
    void wishesSpareSegments();
    void filesOfTheFirstSchemaAreRead();
    void filesOfTheFirstSchemaGoOn();
};

void TestTelemetrySnapshot::staysAsItIsWhileOthersWrite()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder)).value();
    for (std::int64_t i = 0; i < 40; ++i)
        QVERIFY(file->append(numbersTable, numbers(i * 100, 100)));
    const auto snapshot = file->snapshot().value();
    const std::int64_t before = sumOf(*snapshot);
    QCOMPARE(before, std::int64_t{4000} * 3999 / 2);
    const auto found = snapshot->segments("numbers", {}).value();
    QVERIFY(file->mergeSmallSegments().value() > 0);
    QVERIFY(file->append(numbersTable, numbers(4000, 100)));
    QVERIFY(file->deleteOlderThan("numbers", at(2000)).value() > 0);
    QCOMPARE(sumOf(*snapshot), before);
    // Also what was found before the merge.
    QVERIFY(snapshot->column(found.segments[5], numbersTable.columns[1]).value().has_value());
    QVERIFY(sumOf(*file->snapshot().value()) != before);
}

void TestTelemetrySnapshot::outlivesItsFile()
{
    const QTemporaryDir folder;
    std::shared_ptr<const TelemetrySnapshot> snapshot;
    {
        const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder)).value();
        QVERIFY(file->append(numbersTable, numbers(0, 10)));
        snapshot = file->snapshot().value();
    }
    QCOMPARE(sumOf(*snapshot), std::int64_t{45});
}

void TestTelemetrySnapshot::manyThreadsRead()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder)).value();
    for (std::int64_t i = 0; i < 20; ++i)
        QVERIFY(file->append(numbersTable, numbers(i * 100, 100)));
    const auto snapshot = file->snapshot().value();
    std::vector<std::int64_t> sums(4);
    std::vector<std::thread> threads;
    for (std::int64_t &sum : sums)
        threads.emplace_back([&snapshot, &sum] { sum = sumOf(*snapshot); });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(sums, std::vector<std::int64_t>(4, std::int64_t{2000} * 1999 / 2));
}

void TestTelemetrySnapshot::wishesSpareSegments_data()
{
    QTest::addColumn<qint64>("from");
    QTest::addColumn<qint64>("to");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("left");
    QTest::newRow("one") << qint64{15'000} << qint64{15'100} << QByteArray() << 1;
    QTest::newRow("two") << qint64{9'999} << qint64{10'000} << QByteArray() << 2;
    QTest::newRow("none") << qint64{40'000} << qint64{50'000} << QByteArray() << 0;
    QTest::newRow("all") << qint64{0} << qint64{50'000} << QByteArray() << 3;
    QTest::newRow("a text") << qint64{0} << qint64{50'000} << QByteArray("from 20000") << 1;
    QTest::newRow("no such text") << qint64{0} << qint64{50'000} << QByteArray("elsewhere") << 0;
    QTest::newRow("both") << qint64{0} << qint64{100} << QByteArray("from 20000") << 0;
}

void TestTelemetrySnapshot::wishesSpareSegments()
{
    QFETCH(const qint64, from);
    QFETCH(const qint64, to);
    QFETCH(const QByteArray, text);
    QFETCH(const int, left);
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder)).value();
    for (std::int64_t i = 0; i < 3; ++i)
        QVERIFY(file->append(numbersTable, numbers(i * 10'000, 10'000)));
    std::vector<ColumnWish> wishes = {{.name = "long", .smallest = from, .largest = to}};
    if (!text.isEmpty())
        wishes.push_back({.name = "text", .texts = {text.toStdString(), "other"}});
    const auto found = file->snapshot().value()->segments("numbers", {}, wishes).value();
    QCOMPARE(found.segments.size(), static_cast<std::size_t>(left));
    QCOMPARE(found.skipped, static_cast<std::size_t>(3 - left));
}

namespace {

// Forty requests that the first version wrote: their sum of `rows` is 305.
std::filesystem::path oldFile(const QTemporaryDir &folder)
{
    const std::filesystem::path file = telemetryFileIn(folder);
    std::filesystem::copy_file(toPath(SIGNALBOX_TEST_DATA "/old/telemetry_1.db"), file);
    std::filesystem::permissions(file, std::filesystem::perms::owner_write,
                                 std::filesystem::perm_options::add);
    return file;
}

void checkOldRows(const TelemetryFile &file)
{
    const auto snapshot = file.snapshot().value();
    const std::vector<ColumnWish> wishes = {{.name = "rows", .smallest = 1, .largest = 3}};
    const auto segments = snapshot->segments("requests", {}, wishes).value().segments;
    QCOMPARE(segments.size(), std::size_t{1}); // nothing is known of it, so it is read
    const auto value = [&](const char *name, ColumnType type) {
        return *snapshot->column(segments[0], {.name = name, .type = type}).value().value().column;
    };
    const auto rows = value("rows", ColumnType::Long).integers;
    QCOMPARE(std::accumulate(rows.begin(), rows.end(), std::int64_t{0}), std::int64_t{305});
    const auto durations = value("duration", ColumnType::Real).reals;
    QCOMPARE(fmt::format("{:.6f}", std::accumulate(durations.begin(), durations.end(), 0.0)),
             std::string("58.322657"));
    const Column scores = value("score", ColumnType::Real);
    QCOMPARE(scores.reals[0], 0.9268766045570374);
    QVERIFY(!scores.nulls.empty());
    QCOMPARE(value("operation_Id", ColumnType::String).text(1), std::string_view("ae0fdac7816ffae0"));
    QCOMPARE(value("user_Id", ColumnType::String).text(0), std::string_view("user-02845"));
    QCOMPARE(value("timestamp", ColumnType::DateTime).integers[0], std::int64_t{17'722'380'979'684'112});
}

} // namespace

void TestTelemetrySnapshot::filesOfTheFirstSchemaAreRead()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForReading(oldFile(folder));
    QVERIFY2(file, file ? "" : file.error().text().c_str());
    checkOldRows(**file);
}

void TestTelemetrySnapshot::filesOfTheFirstSchemaGoOn()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(oldFile(folder));
    QVERIFY2(file, file ? "" : file.error().text().c_str());
    checkOldRows(**file);
    QVERIFY((*file)->append(numbersTable, numbers(0, 10)));
    QCOMPARE(sumOf(*(*file)->snapshot().value()), std::int64_t{45});
    const std::vector<ColumnWish> wishes = {{.name = "long", .smallest = 10, .largest = 20}};
    QCOMPARE((*file)->snapshot().value()->segments("numbers", {}, wishes).value().skipped, std::size_t{1});
    QCOMPARE((*file)->deleteOlderThan("requests", at(17'723'232'000'000'000)).value(), std::int64_t{40});
}

QTEST_GUILESS_MAIN(TestTelemetrySnapshot)
#include "tst_telemetry_snapshot.moc"
