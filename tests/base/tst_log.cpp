#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "core/base/file.h"
#include "core/base/log.h"
#include "core/base/text.h"
#include "tests/base/bytes.h"

using namespace signalbox;

class TestLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void handsLinesWithTheirSeverity();
    void endsWithAnEmptyFunction();
    void survivesStartLog();
    void sinkMayLogItself();
    void replacedWhileOthersLog();
    void writesLinesToTheFile();
    void refusesAFileItCannotMake();
};

void TestLog::init()
{
    QVERIFY(startLog("test", {}, true).has_value());
}

void TestLog::cleanup()
{
    setLogSink({});
    QVERIFY(startLog("test", {}, true).has_value());
}

void TestLog::handsLinesWithTheirSeverity()
{
    std::vector<std::pair<int, std::string>> seen;
    const TimePoint before = SystemClock().now();
    TimePoint when;
    setLogSink([&](const LogLine &line) {
        seen.emplace_back(line.severityLevel, std::string(line.message));
        when = line.time;
    });
    spdlog::info("one {}", 1);
    spdlog::warn("two");
    spdlog::error("three");
    spdlog::critical("größe");
    const std::vector<std::pair<int, std::string>> expected = {
        {1, "one 1"}, {2, "two"}, {3, "three"}, {4, "größe"}};
    QCOMPARE(seen, expected);
    QVERIFY(before <= when && when <= SystemClock().now());
}

void TestLog::endsWithAnEmptyFunction()
{
    int first = 0;
    int second = 0;
    setLogSink([&](const LogLine &) { ++first; });
    spdlog::info("a");
    setLogSink([&](const LogLine &) { ++second; });
    spdlog::info("b");
    setLogSink({});
    spdlog::info("c");
    QCOMPARE(first, 1);
    QCOMPARE(second, 1);
}

void TestLog::survivesStartLog()
{
    int lines = 0;
    setLogSink([&](const LogLine &) { ++lines; });
    QVERIFY(startLog("test", {}, true).has_value());
    spdlog::info("still heard");
    QCOMPARE(lines, 1);
}

void TestLog::sinkMayLogItself()
{
    int lines = 0;
    setLogSink([&](const LogLine &) {
        ++lines;
        spdlog::warn("from inside");
    });
    spdlog::info("from outside");
    spdlog::info("again");
    QCOMPARE(lines, 2);
}

void TestLog::replacedWhileOthersLog()
{
    std::atomic<bool> done = false;
    std::atomic<int> lines = 0;
    setLogSink([&](const LogLine &) { ++lines; });
    std::vector<std::thread> loggers;
    for (int i = 0; i < 2; ++i) {
        loggers.emplace_back([&done] {
            while (!done)
                spdlog::info("line");
        });
    }
    for (int i = 0; i < 200; ++i) {
        setLogSink({});
        const int after = lines;
        QCOMPARE(lines.load(), after);
        setLogSink([&](const LogLine &) { ++lines; });
    }
    QTRY_VERIFY(lines > 0);
    done = true;
    for (std::thread &logger : loggers)
        logger.join();
}

void TestLog::writesLinesToTheFile()
{
    const QTemporaryDir folder;
    const auto path = toPath(folder.filePath(QStringLiteral("größe.log")).toStdString());
    QVERIFY(startLog("test", path, true).has_value());
    spdlog::info("first");
    spdlog::warn("second");
    spdlog::debug("not at this level");
    const Result<std::string> text = readFile(path);
    QVERIFY(text.has_value());
    const auto lines = split(trimmed(*text), '\n');
    QCOMPARE(lines.size(), std::size_t{2});
    QVERIFY2(lines[0].ends_with("Z info first"), bytes(lines[0]).constData());
    QVERIFY2(trimmed(lines[1]).ends_with("Z warning second"), bytes(lines[1]).constData());
    QVERIFY(fromIso8601(split(lines[0], ' ').front()).has_value());
}

void TestLog::refusesAFileItCannotMake()
{
    const QTemporaryDir folder;
    const auto file = toPath(folder.filePath(QStringLiteral("file")).toStdString());
    QVERIFY(writeFile(file, "x").has_value());
    const Status status = startLog("test", file / "below.log", true);
    QVERIFY(!status.has_value());
    QCOMPARE(status.error().code, ErrorCode::Io);
}

QTEST_GUILESS_MAIN(TestLog)
#include "tst_log.moc"
