#include <QTest>

#include <algorithm>
#include <atomic>
#include <thread>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/telemetry/telemetry_file.h"
#include "tests/base/bytes.h"
#include "tests/telemetry/table_data.h"

using namespace signalbox;
using namespace signalbox::telemetry;

namespace {

// Columns `timestamp` and `long`, one row for each number, which is both.
const TableSpec numbersTable{.name = "numbers",
                             .columns = {{.name = "timestamp", .type = ColumnType::DateTime},
                                         {.name = "long", .type = ColumnType::Long}}};

Chunk numbers(std::vector<std::int64_t> values)
{
    Column timestamps;
    timestamps.type = ColumnType::DateTime;
    timestamps.integers = values;
    Column longs;
    longs.type = ColumnType::Long;
    longs.integers = std::move(values);
    const std::size_t rows = longs.integers.size();
    return {.columns = {std::move(timestamps), std::move(longs)}, .rows = rows};
}

const std::vector<std::string> longOnly = {"long"};

constexpr std::int64_t minute = 600'000'000; // ticks
constexpr std::int64_t hour = 60 * minute;

std::vector<std::int64_t> longsOf(const Result<std::vector<Chunk>> &chunks)
{
    std::vector<std::int64_t> values;
    for (const Chunk &chunk : chunks.value_or(std::vector<Chunk>()))
        values.insert(values.end(), chunk.columns[0].integers.begin(), chunk.columns[0].integers.end());
    return values;
}

} // namespace

class TestTelemetryFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTypeComesBack();
    void columnsComeInTheAskedOrder();
    void rangesAreHalfOpen_data();
    void rangesAreHalfOpen();
    void nothingReadsAsNothing();
    void unknownColumnIsNamed();
    void tablesGainColumns();
    void typesStay();
    void rowsMustFit_data();
    void rowsMustFit();
    void statisticsCount();
    void retentionKeepsWhatIsYounger_data();
    void retentionKeepsWhatIsYounger();
    void retentionGivesSpaceBack();
    void deletesTheOldestBeyondASize();
    void damagedSegmentIsNamed();
    void readersNeedAFile();
    void readersDoNotWrite();
    void readersSeeWhatIsWrittenLater();
    void readersReadWhileAWriterWrites();
    void busyFileIsUnavailable();
    void stopsWhenAsked();
};

void TestTelemetryFile::everyTypeComesBack()
{
    const QTemporaryDir folder;
    SeededRandom random(1);
    std::vector<Chunk> written;
    {
        const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
        QVERIFY2(file, file ? "" : file.error().text().c_str());
        for (int i = 0; i < 20; ++i) {
            written.push_back(randomChunk(everyType(), 1 + random.below(300), random, i * 1000, i % 2 == 0));
            QVERIFY((*file)->append(everyType(), written.back()));
        }
        const auto read = (*file)->read("every", {}, namesOf(everyType()));
        QVERIFY(read);
        QCOMPARE(rowsOf(*read), rowsOf(written));
    }
    const auto file = TelemetryFile::openForReading(telemetryFileIn(folder));
    QVERIFY(file);
    const auto read = (*file)->read("every", {}, namesOf(everyType()));
    QVERIFY(read);
    QCOMPARE(rowsOf(*read), rowsOf(written));
    const auto tables = (*file)->tables();
    QVERIFY(tables);
    QCOMPARE(tables->size(), std::size_t{1});
    QVERIFY(tables->front().columns == everyType().columns);
}

void TestTelemetryFile::columnsComeInTheAskedOrder()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    SeededRandom random(2);
    const Chunk chunk = randomChunk(everyType(), 100, random, 0);
    QVERIFY((*file)->append(everyType(), chunk));
    const std::vector<std::string> asked = {"string", "timestamp", "bool", "string"};
    for (const TimeRange range : {TimeRange(), TimeRange{.from = at(10), .to = at(90)}}) {
        const auto read = (*file)->read("every", range, asked);
        QVERIFY(read);
        QCOMPARE(read->size(), std::size_t{1});
        const Chunk expected{
            .columns = {chunk.columns[6], chunk.columns[0], chunk.columns[1], chunk.columns[6]},
            .rows = chunk.rows};
        std::vector<QByteArray> rows = rowsOf(expected);
        if (range.from == at(10))
            rows = {rows.begin() + 10, rows.begin() + 90};
        QCOMPARE(rowsOf(*read), rows);
    }
    // How many rows there are needs no column.
    const auto counted = (*file)->read("every", {.from = at(10), .to = at(90)}, {});
    QVERIFY(counted);
    QCOMPARE(counted->front().rows, std::size_t{80});
}

void TestTelemetryFile::rangesAreHalfOpen_data()
{
    QTest::addColumn<qint64>("from");
    QTest::addColumn<qint64>("to");
    QTest::newRow("all") << qint64{0} << qint64{100};
    QTest::newRow("the first") << qint64{10} << qint64{11};
    QTest::newRow("before the first") << qint64{0} << qint64{10};
    QTest::newRow("the last") << qint64{59} << qint64{60};
    QTest::newRow("after the last") << qint64{60} << qint64{100};
    QTest::newRow("one segment") << qint64{20} << qint64{30};
    QTest::newRow("across segments") << qint64{19} << qint64{31};
    QTest::newRow("nothing") << qint64{25} << qint64{25};
    QTest::newRow("backwards") << qint64{40} << qint64{20};
}

void TestTelemetryFile::rangesAreHalfOpen()
{
    QFETCH(const qint64, from);
    QFETCH(const qint64, to);
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    std::vector<std::int64_t> expected;
    for (std::int64_t start = 10; start < 60; start += 10) {
        std::vector<std::int64_t> values;
        for (std::int64_t i = start; i < start + 10; ++i) {
            values.push_back(i);
            if (i >= from && i < to)
                expected.push_back(i);
        }
        QVERIFY((*file)->append(numbersTable, numbers(values)));
    }
    const auto read = (*file)->read("numbers", {.from = at(from), .to = at(to)}, longOnly);
    QVERIFY(read);
    QCOMPARE(longsOf(read), expected);
    QVERIFY(std::ranges::none_of(*read, [](const Chunk &chunk) { return chunk.rows == 0; }));
}

void TestTelemetryFile::nothingReadsAsNothing()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    const std::vector<std::string> any = {"anything"};
    const auto read = (*file)->read("requests", {}, any);
    QVERIFY(read);
    QVERIFY(read->empty());
    QVERIFY((*file)->append(numbersTable, numbers({})));
    QVERIFY((*file)->statistics()->empty());
    QVERIFY((*file)->tables()->empty());
}

void TestTelemetryFile::unknownColumnIsNamed()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    QVERIFY((*file)->append(numbersTable, numbers({1})));
    const std::vector<std::string> misspelt = {"timestamp", "lnog"};
    const auto read = (*file)->read("numbers", {}, misspelt);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(bytes(read.error().field), QByteArray("lnog"));
    QVERIFY(read.error().message.find("'long'") != std::string::npos);
}

void TestTelemetryFile::tablesGainColumns()
{
    const QTemporaryDir folder;
    TableSpec wider = numbersTable;
    wider.columns.push_back({.name = "note", .type = ColumnType::String});
    Chunk noted = numbers({2});
    noted.columns.emplace_back();
    noted.columns.back().texts = {"two"};
    noted.columns.back().codes = {0};
    {
        const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
        QVERIFY(file);
        QVERIFY((*file)->append(numbersTable, numbers({1})));
        QVERIFY((*file)->append(wider, noted));
        QVERIFY((*file)->append(numbersTable, numbers({3})));
    }
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    QVERIFY((*file)->append(wider, noted));
    const std::vector<std::string> names = {"long", "note"};
    const auto read = (*file)->read("numbers", {}, names);
    QVERIFY(read);
    const std::vector<QByteArray> expected = {"1 | null | ", "2 | 'two' | ", "2 | 'two' | ", "3 | null | "};
    QCOMPARE(rowsOf(*read), expected);
}

void TestTelemetryFile::typesStay()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    QVERIFY((*file)->append(numbersTable, numbers({1})));
    TableSpec other = numbersTable;
    other.columns[1].type = ColumnType::Int;
    Chunk chunk = numbers({2});
    chunk.columns[1].type = ColumnType::Int;
    const Status refused = (*file)->append(other, chunk);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(bytes(refused.error().field), QByteArray("long"));
    QVERIFY((*file)->append(numbersTable, numbers({2})));
    QCOMPARE(longsOf((*file)->read("numbers", {}, longOnly)), std::vector<std::int64_t>({1, 2}));
}

Q_DECLARE_METATYPE(signalbox::telemetry::Chunk)
Q_DECLARE_METATYPE(signalbox::telemetry::TableSpec)

void TestTelemetryFile::rowsMustFit_data()
{
    QTest::addColumn<TableSpec>("table");
    QTest::addColumn<Chunk>("chunk");
    TableSpec nameless = numbersTable;
    nameless.name.clear();
    QTest::newRow("no name") << nameless << numbers({1});
    TableSpec timeless = numbersTable;
    std::swap(timeless.columns[0], timeless.columns[1]);
    QTest::newRow("timestamp is not first") << timeless << numbers({1});
    Chunk chunk = numbers({1});
    chunk.columns.pop_back();
    QTest::newRow("a column is missing") << numbersTable << chunk;
    chunk = numbers({1});
    chunk.columns[1].integers.push_back(2);
    QTest::newRow("a column is longer") << numbersTable << chunk;
    chunk = numbers({1});
    chunk.columns[1].nulls = {0, 0};
    QTest::newRow("the nulls are longer") << numbersTable << chunk;
    chunk = numbers({1});
    chunk.columns[1].type = ColumnType::TimeSpan;
    QTest::newRow("another type") << numbersTable << chunk;
    chunk = numbers({1, 2});
    chunk.columns[0].nulls = {0, 1};
    QTest::newRow("a timestamp is null") << numbersTable << chunk;
    chunk = {.columns = {numbers({1}).columns[0], {}}, .rows = 1};
    chunk.columns[1].codes = {0};
    QTest::newRow("a text is missing")
        << TableSpec{.name = "texts",
                     .columns = {numbersTable.columns[0], {.name = "text", .type = ColumnType::String}}}
        << chunk;
}

void TestTelemetryFile::rowsMustFit()
{
    QFETCH(const TableSpec, table);
    QFETCH(const Chunk, chunk);
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    const Status status = (*file)->append(table, chunk);
    QVERIFY(!status);
    QCOMPARE(status.error().code, ErrorCode::InvalidArgument);
    QVERIFY((*file)->tables()->empty());
}

void TestTelemetryFile::statisticsCount()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    SeededRandom random(3);
    QVERIFY((*file)->append(numbersTable, numbers({7, 5, 6})));
    QVERIFY((*file)->append(numbersTable, numbers({-3})));
    QVERIFY((*file)->append(everyType(), randomChunk(everyType(), 10, random, 100)));
    const auto statistics = (*file)->statistics();
    QVERIFY(statistics);
    QCOMPARE(statistics->size(), std::size_t{2});
    QCOMPARE(bytes((*statistics)[0].table), QByteArray("every"));
    QCOMPARE((*statistics)[0].rows, std::int64_t{10});
    QVERIFY((*statistics)[0].newest == at(109));
    QCOMPARE((*statistics)[1].rows, std::int64_t{4});
    QCOMPARE((*statistics)[1].segments, std::int64_t{2});
    QVERIFY((*statistics)[1].oldest == at(-3));
    QVERIFY((*statistics)[1].newest == at(7));
    QVERIFY((*statistics)[1].bytes > 0);
}

void TestTelemetryFile::retentionKeepsWhatIsYounger_data()
{
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<qint64>("removed");
    QTest::newRow("nothing is older") << qint64{10 * hour} << qint64{0};
    QTest::newRow("one row, not yet worth a cut") << qint64{11 * hour - minute} << qint64{0};
    QTest::newRow("one row") << qint64{11 * hour} << qint64{1};
    QTest::newRow("one segment") << qint64{20 * hour} << qint64{10};
    QTest::newRow("into a segment") << qint64{24 * hour + minute} << qint64{15};
    QTest::newRow("everything") << qint64{59 * hour + 1} << qint64{50};
    QTest::newRow("the future") << qint64{1000 * hour} << qint64{50};
}

void TestTelemetryFile::retentionKeepsWhatIsYounger()
{
    QFETCH(const qint64, limit);
    QFETCH(const qint64, removed);
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    std::vector<std::int64_t> expected;
    for (std::int64_t start = 10; start < 60; start += 10) {
        std::vector<std::int64_t> values;
        for (std::int64_t i = start; i < start + 10; ++i)
            values.push_back(i * hour);
        QVERIFY((*file)->append(numbersTable, numbers(values)));
        expected.insert(expected.end(), values.begin(), values.end());
    }
    expected.erase(expected.begin(), expected.begin() + removed);
    const auto count = (*file)->deleteOlderThan("numbers", at(limit));
    QVERIFY2(count, count ? "" : count.error().text().c_str());
    QCOMPARE(*count, std::int64_t{removed});
    QCOMPARE(longsOf((*file)->read("numbers", {}, longOnly)), expected);
    QCOMPARE((*file)->deleteOlderThan("numbers", at(limit)).value_or(-1), std::int64_t{0});
    QCOMPARE((*file)->deleteOlderThan("never written", at(limit)).value_or(-1), std::int64_t{0});
}

void TestTelemetryFile::retentionGivesSpaceBack()
{
    const QTemporaryDir folder;
    SeededRandom random(4);
    const auto pages = [&folder] {
        SQLite::Database db(toUtf8(telemetryFileIn(folder)), SQLite::OPEN_READONLY);
        return db.execAndGet("PRAGMA page_count").getInt();
    };
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    for (int i = 0; i < 20; ++i)
        QVERIFY((*file)->append(everyType(), randomChunk(everyType(), 2000, random, i * 2000)));
    const int before = pages();
    QVERIFY((*file)->deleteOlderThan("every", at(38'000)));
    QVERIFY2(pages() < before / 4, QByteArray::number(pages()).constData());
}

void TestTelemetryFile::deletesTheOldestBeyondASize()
{
    const QTemporaryDir folder;
    SeededRandom random(5);
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    for (int i = 0; i < 10; ++i)
        QVERIFY((*file)->append(everyType(), randomChunk(everyType(), 1000, random, i * 1000)));
    const std::int64_t all = (*file)->statistics()->front().bytes;
    QCOMPARE((*file)->deleteBeyond(all).value(), std::int64_t{0});
    QCOMPARE((*file)->deleteBeyond(all * 55 / 100).value(), std::int64_t{5000});
    const auto left = (*file)->statistics()->front();
    QCOMPARE(left.oldest, at(5000));
    QCOMPARE(left.rows, std::int64_t{5000});
    QVERIFY(left.bytes <= all * 55 / 100);
    QCOMPARE((*file)->deleteBeyond(0).value(), std::int64_t{5000});
}

void TestTelemetryFile::damagedSegmentIsNamed()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    for (std::int64_t i = 0; i < 3; ++i)
        QVERIFY((*file)->append(numbersTable, numbers({i * 10 * hour, (i * 10 + 5) * hour})));
    SQLite::Database db(toUtf8(telemetryFileIn(folder)), SQLite::OPEN_READWRITE);
    QCOMPARE(
        db.exec(
            "UPDATE segment_columns SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'FF' AS BLOB) "
            "WHERE segment = 2 AND name = 'long'"),
        1);
    const auto damaged = (*file)->read("numbers", {}, longOnly);
    QVERIFY(!damaged);
    QCOMPARE(damaged.error().code, ErrorCode::DataLoss);
    QVERIFY2(damaged.error().message.starts_with("Segment 2 "), damaged.error().message.c_str());
    QCOMPARE(bytes(damaged.error().field), QByteArray("long"));

    QCOMPARE(longsOf((*file)->read("numbers", {.from = at(0), .to = at(10 * hour)}, longOnly)),
             std::vector<std::int64_t>({0, 5 * hour}));
    const std::vector<std::string> timestamp = {"timestamp"};
    QVERIFY((*file)->read("numbers", {}, timestamp));
    QCOMPARE((*file)->statistics()->front().rows, std::int64_t{6});

    // It does not stand in the way of retention, which cannot cut it but drops it in its time.
    QCOMPARE((*file)->deleteOlderThan("numbers", at(12 * hour)).value_or(-1), std::int64_t{2});
    QCOMPARE((*file)->deleteOlderThan("numbers", at(20 * hour)).value_or(-1), std::int64_t{2});
    QCOMPARE(longsOf((*file)->read("numbers", {}, longOnly)),
             std::vector<std::int64_t>({20 * hour, 25 * hour}));

    QCOMPARE(db.exec("DELETE FROM segment_columns WHERE segment = 3 AND name = 'timestamp'"), 1);
    const auto timeless = (*file)->read("numbers", {.from = at(21 * hour), .to = at(30 * hour)}, longOnly);
    QVERIFY(!timeless);
    QCOMPARE(timeless.error().code, ErrorCode::DataLoss);
}

void TestTelemetryFile::readersNeedAFile()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForReading(telemetryFileIn(folder));
    QVERIFY(!file);
    QCOMPARE(file.error().code, ErrorCode::NotFound);
    QVERIFY(!std::filesystem::exists(telemetryFileIn(folder)));
    const auto impossible = TelemetryFile::openForWriting(telemetryFileIn(folder) / "telemetry.db");
    QVERIFY(!impossible);
    QCOMPARE(impossible.error().code, ErrorCode::Io);
}

void TestTelemetryFile::readersDoNotWrite()
{
    const QTemporaryDir folder;
    QVERIFY(TelemetryFile::openForWriting(telemetryFileIn(folder)));
    const auto reader = TelemetryFile::openForReading(telemetryFileIn(folder));
    QVERIFY(reader);
    const Status refused = (*reader)->append(numbersTable, numbers({1}));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::FailedPrecondition);
    QVERIFY(!(*reader)->deleteOlderThan("numbers", at(0)));
}

void TestTelemetryFile::readersSeeWhatIsWrittenLater()
{
    const QTemporaryDir folder;
    const auto writer = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(writer);
    const auto reader = TelemetryFile::openForReading(telemetryFileIn(folder));
    QVERIFY(reader);
    const auto before = (*reader)->dataVersion();
    QVERIFY(before);
    QCOMPARE((*reader)->dataVersion(), before);
    QVERIFY((*writer)->append(numbersTable, numbers({1, 2})));
    QVERIFY((*reader)->dataVersion() != before);
    QCOMPARE(longsOf((*reader)->read("numbers", {}, longOnly)), std::vector<std::int64_t>({1, 2}));
}

void TestTelemetryFile::readersReadWhileAWriterWrites()
{
    const QTemporaryDir folder;
    const auto writer = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(writer);
    const auto reader = TelemetryFile::openForReading(telemetryFileIn(folder));
    QVERIFY(reader);
    constexpr int segments = 150;
    std::atomic<bool> writing = true;
    std::atomic<int> failures = 0;
    std::thread writerThread([&] {
        for (std::int64_t i = 0; i < segments; ++i) {
            if (!(*writer)->append(numbersTable, numbers({i * 2, i * 2 + 1})))
                ++failures;
            if (i % 20 == 0 && !(*writer)->mergeSmallSegments())
                ++failures;
        }
        writing = false;
    });
    // Whatever a reader sees is a prefix without a gap, in each of two threads that share a file.
    const auto readAll = [&] {
        bool last = false;
        do {
            last = !writing;
            const auto read = (*reader)->read("numbers", {}, longOnly);
            const std::vector<std::int64_t> values = longsOf(read);
            if (!read || values.size() % 2 != 0)
                ++failures;
            for (std::size_t i = 0; i < values.size(); ++i)
                failures += values[i] == static_cast<std::int64_t>(i) ? 0 : 1;
            if (last && values.size() != std::size_t{2} * segments)
                ++failures;
        } while (!last);
    };
    std::thread other(readAll);
    readAll();
    other.join();
    writerThread.join();
    QCOMPARE(failures.load(), 0);
}

void TestTelemetryFile::busyFileIsUnavailable()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    SQLite::Database other(toUtf8(telemetryFileIn(folder)), SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    const Status busy = (*file)->append(numbersTable, numbers({1}));
    QVERIFY(!busy);
    QCOMPARE(busy.error().code, ErrorCode::Unavailable);
    QVERIFY((*file)->read("numbers", {}, longOnly));
    other.exec("ROLLBACK");
    QVERIFY((*file)->append(numbersTable, numbers({1})));
}

void TestTelemetryFile::stopsWhenAsked()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    QVERIFY((*file)->append(numbersTable, numbers({1})));
    StopSource stop;
    stop.requestStop();
    const auto read = (*file)->read("numbers", {}, longOnly, stop.token());
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestTelemetryFile)
#include "tst_telemetry_file.moc"
