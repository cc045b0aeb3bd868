#include <QCoreApplication>
#include <QProcess>
#include <QTest>

#include <cstdio>
#include <cstring>

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

} // namespace

class TestTelemetryCrash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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

int main(int argc, char *argv[])
{
    if (argc == 3 && std::strcmp(argv[1], "--write-forever") == 0)
        return writeForever(argv[2]);
    QCoreApplication application(argc, argv);
    TestTelemetryCrash test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_telemetry_crash.moc"
