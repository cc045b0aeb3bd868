#include <QCoreApplication>
#include <QProcess>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <random>
#include <thread>

#include "core/base/clock.h"
#include "core/telemetry/recorder.h"
#include "core/telemetry/request_chunk.h"
#include "core/telemetry/telemetry_file.h"
#include "tests/telemetry/table_data.h"

using namespace signalbox;
using namespace signalbox::telemetry;

namespace {

constexpr std::size_t rowsOfASegment = 200;

// Appends segments until it is killed and tells after each how many there are.
int writeForever(const char *path)
{
    const auto file = TelemetryFile::openForWriting(toPath(path));
    if (!file)
        return 1;
    SeededRandom random(1);
    for (std::int64_t i = 0;; ++i) {
        const Chunk chunk = randomChunk(everyType(), rowsOfASegment, random, i * 1000);
        if (!(*file)->append(everyType(), chunk) || !(*file)->mergeSmallSegments())
            return 1;
        std::printf("%lld\n", static_cast<long long>(i + 1));
        std::fflush(stdout);
    }
}

constexpr std::int64_t ticksPerMillisecond = TimePoint::duration(std::chrono::milliseconds(1)).count();
constexpr std::uint32_t rowsOfATick = 10;
constexpr std::chrono::milliseconds tick{2}; // so 5,000 rows a second

// Traces of long ago, which retention removes at once, and joins what is small, as the agent does all the
// time.
int tidyForever(TelemetryFile &file)
{
    const SystemClock clock;
    for (;;) {
        const TimePoint now = clock.now();
        const std::vector<TraceRow> old(
            50, {.time = now - std::chrono::hours(3), .severityLevel = 1, .message = "old", .role = "agent"});
        if (!file.append(tracesTable(), traceChunk(old)))
            return 1;
        const auto merged = file.mergeSmallSegments();
        const auto deleted = file.deleteOlderThan(tracesTable().name, now - std::chrono::hours(1));
        if (!merged || !deleted)
            return 1;
        std::printf("tidied %lld %lld\n", static_cast<long long>(*merged), static_cast<long long>(*deleted));
        std::this_thread::sleep_for(10 * tick);
    }
}

// Records requests at an even rate until it is killed, each with its number as `rows`, and tells after each
// tick the number of the next one and the time.
int recordForever(const char *path, std::uint32_t first)
{
    const auto file = TelemetryFile::openForWriting(toPath(path));
    if (!file)
        return 1;
    const SystemClock clock;
    Recorder recorder(**file, clock);
    const std::uint32_t label =
        recorder.label({.endpoint = "diabetes", .deployment = "blue", .model = "diabetes", .version = 4});
    Recorder::Lane lane = recorder.openLane();
    std::thread tidying([&file] { std::_Exit(tidyForever(**file)); });
    auto next = std::chrono::steady_clock::now();
    for (std::uint32_t number = first;; number += rowsOfATick) {
        const std::int64_t now = clock.now().time_since_epoch().count();
        for (std::uint32_t i = 0; i < rowsOfATick; ++i) {
            if (!lane.push({.timestamp = now, .label = label, .rows = number + i, .resultCode = 200}))
                return 1;
        }
        std::printf("%u %lld\n", number + rowsOfATick, static_cast<long long>(now));
        std::fflush(stdout);
        next += tick;
        std::this_thread::sleep_until(next);
    }
}

// What a recording process said before it was killed.
struct Recorded
{
    struct Tick
    {
        std::int64_t end = 0; // one behind the last number that was acknowledged
        std::int64_t time = 0;
    };

    std::vector<Tick> ticks;
    std::int64_t merged = 0;
    std::int64_t deleted = 0;

    void listen(QProcess &process)
    {
        while (process.canReadLine()) {
            const QList<QByteArray> words = process.readLine().trimmed().split(' ');
            if (words.size() == 3) {
                merged += words[1].toLongLong();
                deleted += words[2].toLongLong();
            } else if (words.size() == 2) {
                ticks.push_back({.end = words[0].toLongLong(), .time = words[1].toLongLong()});
            }
        }
    }

    // One behind the last number that must outlive a kill at `time`. Where the machine was so busy that the
    // recording process itself came late, the recorder may as well.
    [[nodiscard]] std::int64_t promisedAt(std::int64_t time) const
    {
        std::int64_t latest = 0;
        for (std::size_t i = 1; i < ticks.size(); ++i)
            latest = std::max(latest, ticks[i].time - ticks[i - 1].time - 10 * ticksPerMillisecond);
        std::int64_t promised = 0;
        for (const Tick &one : ticks) {
            if (one.time <= time - 250 * ticksPerMillisecond - latest)
                promised = one.end;
        }
        return promised;
    }
};

// The numbers of all recorded requests, sorted; none with a message if the file cannot be read.
std::vector<std::int64_t> recordedNumbers(const std::filesystem::path &path)
{
    const auto file = TelemetryFile::openForWriting(path);
    if (!file) {
        qWarning("%s", file.error().text().c_str());
        return {};
    }
    const auto read = (*file)->read(requestsTable().name, {}, std::vector<std::string>{"rows"});
    if (!read) {
        qWarning("%s", read.error().text().c_str());
        return {};
    }
    std::vector<std::int64_t> numbers;
    for (const Chunk &chunk : *read)
        numbers.insert(numbers.end(), chunk.columns[0].integers.begin(), chunk.columns[0].integers.end());
    std::ranges::sort(numbers);
    return numbers;
}

} // namespace

class TestTelemetryCrash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killedRecorderLosesAQuarterOfASecond();
    void killedWriterLosesNothingThatItCommitted_data();
    void killedWriterLosesNothingThatItCommitted();
};

void TestTelemetryCrash::killedWriterLosesNothingThatItCommitted_data()
{
    QTest::addColumn<qint64>("segments");
    QTest::newRow("at once") << qint64{1};
    QTest::newRow("after the first merge") << qint64{17};
    QTest::newRow("after a checkpoint") << qint64{200};
}

void TestTelemetryCrash::killedWriterLosesNothingThatItCommitted()
{
    QFETCH(const qint64, segments);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("telemetry.db"));
    QProcess writer;
    writer.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--write-forever"), path});
    QVERIFY(writer.waitForStarted());
    qint64 told = 0;
    const auto listen = [&] {
        while (writer.canReadLine())
            told = writer.readLine().trimmed().toLongLong();
        return told;
    };
    QTRY_VERIFY_WITH_TIMEOUT(listen() >= segments, 60'000);
    // A reader that was there all the time goes on.
    const auto reader = TelemetryFile::openForReading(telemetryFileIn(folder));
    QVERIFY(reader);
    writer.kill();
    QVERIFY(writer.waitForFinished());
    QCOMPARE(writer.exitStatus(), QProcess::CrashExit);
    listen();

    const auto check = [&](const TelemetryFile &file) {
        const auto read = file.read("every", {}, namesOf(everyType()));
        QVERIFY2(read, read ? "" : read.error().text().c_str());
        SeededRandom random(1);
        std::vector<Chunk> written;
        std::size_t rows = 0;
        for (const Chunk &chunk : *read)
            rows += chunk.rows;
        // What it committed but could not tell any more is one segment.
        const qint64 found = static_cast<qint64>(rows / rowsOfASegment);
        QCOMPARE(rows % rowsOfASegment, std::size_t{0});
        QVERIFY(found == told || found == told + 1);
        for (std::int64_t i = 0; i < found; ++i)
            written.push_back(randomChunk(everyType(), rowsOfASegment, random, i * 1000));
        QCOMPARE(rowsOf(*read), rowsOf(written));
    };
    check(**reader);
    const auto again = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY2(again, again ? "" : again.error().text().c_str());
    check(**again);
}

// Fifty times at moments of chance, while it records, joins segments and removes old rows, in one file.
void TestTelemetryCrash::killedRecorderLosesAQuarterOfASecond()
{
    bool given = false;
    const int wanted = qEnvironmentVariableIntValue("SIGNALBOX_TEST_SEED", &given);
    const std::uint64_t seed =
        given ? static_cast<std::uint64_t>(wanted) : std::random_device()() % 1'000'000;
    qInfo("SIGNALBOX_TEST_SEED=%llu", static_cast<unsigned long long>(seed));
    SeededRandom random(seed);
    const QTemporaryDir folder;
    const SystemClock clock;
    std::int64_t recorded = 0;
    std::int64_t merged = 0;
    std::int64_t deleted = 0;
    std::int64_t mostLost = 0;
    for (int kill = 1; kill <= 50; ++kill) {
        const std::int64_t enough = recorded + 100 + static_cast<std::int64_t>(random.below(2'000));
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(),
                      {QStringLiteral("--record-forever"), folder.filePath(QStringLiteral("telemetry.db")),
                       QString::number(recorded)});
        Recorded told;
        while (told.ticks.empty() || told.ticks.back().end < enough) {
            QVERIFY(process.waitForReadyRead(30'000));
            told.listen(process);
        }
        const std::int64_t time = clock.now().time_since_epoch().count();
        process.kill();
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);
        told.listen(process);

        const std::vector<std::int64_t> numbers = recordedNumbers(telemetryFileIn(folder));
        std::vector<std::int64_t> expected(numbers.size());
        std::iota(expected.begin(), expected.end(), std::int64_t{0});
        QVERIFY2(numbers == expected, qPrintable(QStringLiteral("after kill %1").arg(kill)));
        recorded = static_cast<std::int64_t>(numbers.size());
        QVERIFY2(recorded >= told.promisedAt(time),
                 qPrintable(QStringLiteral("after kill %1: %2 of %3 rows are there, %4 were acknowledged")
                                .arg(kill)
                                .arg(recorded)
                                .arg(told.promisedAt(time))
                                .arg(told.ticks.back().end)));
        merged += told.merged;
        deleted += told.deleted;
        mostLost = std::max(mostLost, told.ticks.back().end - recorded);
    }
    qInfo("%lld rows recorded, at most %lld lost by a kill, %lld joined, %lld removed",
          static_cast<long long>(recorded), static_cast<long long>(mostLost), static_cast<long long>(merged),
          static_cast<long long>(deleted));
    QVERIFY(merged > 0);
    QVERIFY(deleted > 0);
}

int main(int argc, char *argv[])
{
    if (argc == 4 && std::strcmp(argv[1], "--record-forever") == 0)
        return recordForever(argv[2], static_cast<std::uint32_t>(std::strtoul(argv[3], nullptr, 10)));
    if (argc == 3 && std::strcmp(argv[1], "--write-forever") == 0)
        return writeForever(argv[2]);
    QCoreApplication application(argc, argv);
    TestTelemetryCrash test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_telemetry_crash.moc"
