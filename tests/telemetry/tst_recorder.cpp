#include <QTest>

#include <optional>
#include <thread>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/telemetry/recorder.h"
#include "core/telemetry/telemetry_file.h"
#include "tests/base/bytes.h"
#include "tests/telemetry/table_data.h"

using namespace signalbox;
using namespace signalbox::telemetry;

namespace {

const TimePoint start = at(17'000'000'000'000'000);

struct Bench
{
    QTemporaryDir folder;
    ManualClock clock{start};
    std::unique_ptr<TelemetryFile> file;

    Bench()
    {
        auto opened = TelemetryFile::openForWriting(telemetryFileIn(folder));
        if (opened)
            file = *std::move(opened);
    }

    std::vector<QByteArray> rows(const TableSpec &table, const std::vector<std::string> &columns) const
    {
        const auto read = file->read(table.name, {}, columns);
        return read ? rowsOf(*read) : std::vector<QByteArray>{QByteArray::fromStdString(read.error().text())};
    }
    std::size_t requests() const { return rows(requestsTable(), {"timestamp"}).size(); }
};

} // namespace

class TestRecorder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordsWhatIsPushed();
    void sealsByItself();
    void sealsAtTheEnd();
    void labelsAreInterned();
    void tracesAreKeptAndShortened();
    void lanesAreUsedAgain();
    void severalThreadsAtOnce();
    void countsWhatOverflows();
    void waitsForABusyFile();
    void keepsNoMoreThanItMay();
    void oneFlushTakesAll();
};

void TestRecorder::recordsWhatIsPushed()
{
    Bench bench;
    Recorder recorder(*bench.file, bench.clock);
    const std::uint32_t blue =
        recorder.label({.endpoint = "diabetes", .deployment = "blue", .model = "diabetes", .version = 4});
    auto lane = recorder.openLane();
    QVERIFY(lane.push({.timestamp = 2000, .operation = 2, .label = blue, .resultCode = 500}));
    QVERIFY(lane.push({.timestamp = 1000, .operation = 1, .label = 0, .resultCode = 404}));
    QVERIFY(recorder.flush());
    const std::vector<QByteArray> expected = {"1000 | '' | '404' | '' | '0000000000000001' | ",
                                              "2000 | 'diabetes' | '500' | 'blue' | '0000000000000002' | "};
    QCOMPARE(bench.rows(requestsTable(), {"timestamp", "name", "resultCode", "deployment", "operation_Id"}),
             expected);
    const RecorderHealth health = recorder.health();
    QCOMPARE(health.rowsWritten, std::uint64_t{2});
    QCOMPARE(health.rowsDropped, std::uint64_t{0});
    QCOMPARE(health.rowsWaiting, std::uint64_t{0});
    QVERIFY(health.lastFlush == start);
    QVERIFY(!health.currentError);
}

void TestRecorder::sealsByItself()
{
    Bench bench;
    Recorder recorder(*bench.file, bench.clock, {.interval = std::chrono::milliseconds(1)});
    auto lane = recorder.openLane();
    QVERIFY(lane.push({.timestamp = 1}));
    QTRY_COMPARE(recorder.health().rowsWritten, std::uint64_t{1});
    recorder.trace(at(5), 1, "hello", "agent");
    QTRY_COMPARE(recorder.health().rowsWritten, std::uint64_t{2});
}

void TestRecorder::sealsAtTheEnd()
{
    Bench bench;
    {
        Recorder recorder(*bench.file, bench.clock, {.interval = std::chrono::milliseconds(250)});
        auto lane = recorder.openLane();
        for (int i = 0; i < 100; ++i)
            QVERIFY(lane.push({.timestamp = i}));
        recorder.trace(at(5), 1, "the end", "agent");
    }
    QCOMPARE(bench.requests(), std::size_t{100});
    QCOMPARE(bench.rows(tracesTable(), {"message"}), std::vector<QByteArray>({"'the end' | "}));
}

void TestRecorder::labelsAreInterned()
{
    Bench bench;
    Recorder recorder(*bench.file, bench.clock);
    const RequestLabel blue{.endpoint = "e", .deployment = "blue", .model = "m", .version = 1};
    RequestLabel newer = blue;
    newer.version = 2;
    QCOMPARE(recorder.label({}), std::uint32_t{0});
    QVERIFY(recorder.label(blue) != recorder.label(newer));
    QCOMPARE(recorder.label(blue), recorder.label(blue));
}

void TestRecorder::tracesAreKeptAndShortened()
{
    Bench bench;
    Recorder recorder(*bench.file, bench.clock);
    recorder.trace(at(1), 3, "failed", "agent");
    std::string lengthy;
    while (lengthy.size() < 9000)
        lengthy += "ä";
    recorder.trace(at(2), 1, lengthy.insert(0, "x"), "agent");
    QVERIFY(recorder.flush());
    const auto rows = bench.rows(tracesTable(), {"severityLevel", "message", "cloud_RoleName"});
    QCOMPARE(rows.size(), std::size_t{2});
    QCOMPARE(rows[0], QByteArray("3 | 'failed' | 'agent' | "));
    QVERIFY(rows[1].size() < 8300);
    QVERIFY(rows[1].contains("ä…' |"));
}

void TestRecorder::lanesAreUsedAgain()
{
    Bench bench;
    Recorder recorder(*bench.file, bench.clock, {.laneCapacity = 4});
    for (int turn = 0; turn < 3; ++turn) {
        std::optional<Recorder::Lane> lane = recorder.openLane();
        Recorder::Lane moved = std::move(*lane);
        lane.reset();
        QVERIFY(moved.push({.timestamp = turn}));
    }
    // The three took turns with one ring, whose rows outlive them.
    auto lane = recorder.openLane();
    QVERIFY(lane.push({.timestamp = 3}));
    auto other = recorder.openLane();
    QVERIFY(other.push({.timestamp = 4}));
    QVERIFY(recorder.flush());
    QCOMPARE(bench.requests(), std::size_t{5});
}

void TestRecorder::severalThreadsAtOnce()
{
    Bench bench;
    constexpr std::int64_t each = 20'000;
    constexpr int threads = 4;
    std::uint64_t written = 0;
    std::uint64_t dropped = 0;
    {
        Recorder recorder(*bench.file, bench.clock, {.interval = std::chrono::milliseconds(1)});
        std::vector<std::thread> servers;
        for (int thread = 0; thread < threads; ++thread) {
            servers.emplace_back([&recorder, thread] {
                auto lane = recorder.openLane();
                for (std::int64_t i = 0; i < each; ++i) {
                    const std::uint32_t label =
                        i % 100 == 0 ? recorder.label({.endpoint = fmt::format("e{}", i / 5000),
                                                       .deployment = "blue",
                                                       .model = "m",
                                                       .version = thread})
                                     : 0;
                    lane.push(
                        {.timestamp = i, .operation = static_cast<std::uint64_t>(thread), .label = label});
                    if (i % 5000 == 0)
                        recorder.trace(at(i), 1, "on the way", "agent");
                }
            });
        }
        std::thread watcher([&recorder] {
            for (int i = 0; i < 50; ++i) {
                static_cast<void>(recorder.flush());
                static_cast<void>(recorder.health());
            }
        });
        for (std::thread &server : servers)
            server.join();
        watcher.join();
        QVERIFY(recorder.flush());
        written = recorder.health().rowsWritten;
        dropped = recorder.health().rowsDropped;
    }
    QCOMPARE(dropped, std::uint64_t{0});
    QCOMPARE(written, std::uint64_t{threads * each + threads * 4});
    QCOMPARE(bench.requests(), static_cast<std::size_t>(threads * each));
}

void TestRecorder::countsWhatOverflows()
{
    Bench bench;
    SQLite::Database other(toUtf8(bench.file->path()), SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE"); // nothing is sealed meanwhile
    Recorder recorder(*bench.file, bench.clock, {.laneCapacity = 16, .waitingLimit = 8, .traceLimit = 4});
    auto lane = recorder.openLane();
    for (int i = 0; i < 1000; ++i)
        lane.push({.timestamp = i});
    for (int i = 0; i < 100; ++i)
        recorder.trace(at(i), 1, "again", "agent");
    QVERIFY(recorder.health().rowsDropped >= 1000 - 16 - 8 + 100 - 2 * 4);
    other.exec("ROLLBACK");
    QVERIFY(recorder.flush());
    const RecorderHealth health = recorder.health();
    QCOMPARE(health.rowsWritten + health.rowsDropped, std::uint64_t{1100});
    QCOMPARE(bench.requests() + bench.rows(tracesTable(), {"message"}).size(),
             std::size_t{health.rowsWritten});
}

void TestRecorder::waitsForABusyFile()
{
    Bench bench;
    Recorder recorder(*bench.file, bench.clock, {.interval = std::chrono::milliseconds(250)});
    auto lane = recorder.openLane();
    SQLite::Database other(toUtf8(bench.file->path()), SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    QVERIFY(lane.push({.timestamp = 1}));
    const Status busy = recorder.flush();
    QVERIFY(!busy);
    QCOMPARE(busy.error().code, ErrorCode::Unavailable);
    RecorderHealth health = recorder.health();
    QVERIFY(health.currentError);
    QCOMPARE(health.currentError->code, ErrorCode::Unavailable);
    QVERIFY(!health.lastFlush);
    QCOMPARE(health.rowsWaiting, std::uint64_t{1});
    other.exec("ROLLBACK");

    QVERIFY(lane.push({.timestamp = 2}));
    QVERIFY(recorder.flush());
    health = recorder.health();
    QVERIFY(!health.currentError);
    QCOMPARE(health.rowsWaiting, std::uint64_t{0});
    QCOMPARE(health.rowsDropped, std::uint64_t{0});
    QCOMPARE(bench.requests(), std::size_t{2});
}

void TestRecorder::keepsNoMoreThanItMay()
{
    const Bench bench;
    const auto readOnly = TelemetryFile::openForReading(bench.file->path());
    QVERIFY(readOnly);
    Recorder recorder(**readOnly, bench.clock, {.laneCapacity = 64, .waitingLimit = 10, .traceLimit = 3});
    auto lane = recorder.openLane();
    for (int i = 0; i < 30; ++i) {
        QVERIFY(lane.push({.timestamp = i}));
        recorder.trace(at(i), 1, "again", "agent");
        QVERIFY(!recorder.flush());
    }
    const RecorderHealth health = recorder.health();
    QCOMPARE(health.rowsWaiting, std::uint64_t{13});
    QCOMPARE(health.rowsDropped, std::uint64_t{27});
    QCOMPARE(health.rowsWritten, std::uint64_t{0});
}

void TestRecorder::oneFlushTakesAll()
{
    Bench bench;
    Recorder recorder(*bench.file, bench.clock,
                      {.interval = std::chrono::milliseconds(250), .laneCapacity = 64, .waitingLimit = 10});
    auto lane = recorder.openLane();
    for (int i = 0; i < 64; ++i)
        QVERIFY(lane.push({.timestamp = i}));
    QVERIFY(recorder.flush());
    QCOMPARE(bench.requests(), std::size_t{64});
}

QTEST_GUILESS_MAIN(TestRecorder)
#include "tst_recorder.moc"
