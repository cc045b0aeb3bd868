#include <QTest>

#include <map>

#include "core/base/stop.h"
#include "core/serve/load_generator.h"
#include "core/serve/load_statistics.h"
#include "tests/serve/server_fixture.h"

using namespace signalbox;
using namespace signalbox::serve;

class TestLoadGenerator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsAndCounts();
    void pinsADeployment();
    void countsFailures();
    void nobodyListens();
    void survivesClosedConnections();
    void stopsWhenAsked();
    void rateCanChange();
    void refusesOptions_data();
    void refusesOptions();
    void quantiles();
};

namespace {

LoadOptions loadFor(std::uint16_t port, std::uint64_t requests)
{
    return {.port = port,
            .endpoint = "churn",
            .key = primaryKey,
            .columns = {"age", "income", "visits"},
            .rows = {{30, 41000.5, 2}, {61, 72000, 0}, {18, 0.125, 40}},
            .requestsPerSecond = 2000,
            .maximumRequests = requests,
            .timeLimit = std::chrono::seconds(20)};
}

// Waits for the last request.
LoadReport reportOf(const LoadOptions &options)
{
    const auto load = LoadGenerator::start(options).value();
    [&load] { QTRY_VERIFY_WITH_TIMEOUT(!load->running(), 30'000); }();
    return load->stop();
}

} // namespace

void TestLoadGenerator::sendsAndCounts()
{
    const auto server = startServer({.threads = 1}, sampleRoutes(50, 50));
    LoadOptions options = loadFor(server->port(), 200);
    options.rowsPerRequest = 2;
    const LoadReport report = reportOf(options);
    QCOMPARE(report.sent, std::uint64_t{200});
    QCOMPARE(report.answered, std::uint64_t{200});
    QCOMPARE(report.failed, std::uint64_t{0});
    QCOMPARE(report.byStatus, (std::map<int, std::uint64_t>{{200, 200}}));
    QCOMPARE(report.byDeployment, (std::map<std::string, std::uint64_t>{{"blue", 100}, {"green", 100}}));
    QVERIFY(report.p50 > 0 && report.p50 <= report.p95 && report.p95 <= report.p99 &&
            report.p99 <= report.maximum);
    QCOMPARE(server->counters().received, std::uint64_t{200});
    QVERIFY(server->counters().connections <= 16);
}

void TestLoadGenerator::pinsADeployment()
{
    const auto server = startServer({}, sampleRoutes(100, 0));
    LoadOptions options = loadFor(server->port(), 20);
    options.deployment = "green";
    QCOMPARE(reportOf(options).byDeployment, (std::map<std::string, std::uint64_t>{{"green", 20}}));
}

void TestLoadGenerator::countsFailures()
{
    const auto server = startServer({}, sampleRoutes(50, 50, {.errorRate = 1}));
    LoadOptions options = loadFor(server->port(), 100);
    const LoadReport report = reportOf(options);
    QCOMPARE(report.answered, std::uint64_t{100});
    QCOMPARE(report.byStatus.size(), std::size_t{2});
    QCOMPARE(report.failed, report.byStatus.at(500));
    options.key = "wrong";
    QCOMPARE(reportOf(options).byStatus, (std::map<int, std::uint64_t>{{401, 100}}));
}

void TestLoadGenerator::nobodyListens()
{
    auto server = startServer();
    const std::uint16_t port = server->port();
    server.reset();
    const LoadReport report = reportOf(loadFor(port, 10));
    QCOMPARE(report.byStatus, (std::map<int, std::uint64_t>{{0, 10}}));
    QCOMPARE(report.failed, std::uint64_t{10});
    QCOMPARE(report.answered, std::uint64_t{0});
}

// The server closes idle connections faster than the generator uses them: nothing may fail for that.
void TestLoadGenerator::survivesClosedConnections()
{
    const auto server = startServer({.idleTimeLimit = std::chrono::milliseconds(40)});
    LoadOptions options = loadFor(server->port(), 12);
    options.requestsPerSecond = 20;
    const LoadReport report = reportOf(options);
    QCOMPARE(report.answered, std::uint64_t{12});
    QCOMPARE(report.failed, std::uint64_t{0});
}

void TestLoadGenerator::stopsWhenAsked()
{
    const auto server = startServer();
    StopSource source;
    LoadOptions options = loadFor(server->port(), 0);
    options.stop = source.token();
    const auto load = LoadGenerator::start(options).value();
    QTRY_VERIFY(load->report().answered > 10);
    QVERIFY(load->running());
    source.requestStop();
    QTRY_VERIFY(!load->running());
    const LoadReport report = load->stop();
    QCOMPARE(report.answered, report.sent);
    QCOMPARE(report.failed, std::uint64_t{0});
    QCOMPARE(load->stop().sent, report.sent);
}

void TestLoadGenerator::rateCanChange()
{
    const auto server = startServer();
    LoadOptions options = loadFor(server->port(), 40);
    options.requestsPerSecond = 0.01; // the second one would be due in 100 seconds
    const auto load = LoadGenerator::start(options).value();
    QTRY_COMPARE(load->report().answered, std::uint64_t{1});
    load->setRate(2000);
    QTRY_VERIFY(!load->running());
    QCOMPARE(load->report().answered, std::uint64_t{40});
}

void TestLoadGenerator::refusesOptions_data()
{
    QTest::addColumn<int>("defect");
    QTest::newRow("no rows") << 0;
    QTest::newRow("no columns") << 1;
    QTest::newRow("ragged row") << 2;
    QTest::newRow("rate 0") << 3;
    QTest::newRow("rate not a number") << 4;
    QTest::newRow("no connection") << 5;
    QTest::newRow("endpoint") << 6;
    QTest::newRow("key with a line break") << 7;
    QTest::newRow("no row in a request") << 8;
}

void TestLoadGenerator::refusesOptions()
{
    QFETCH(int, defect);
    LoadOptions options = loadFor(1, 1);
    switch (defect) {
    case 0:
        options.rows.clear();
        break;
    case 1:
        options.columns.clear();
        break;
    case 2:
        options.rows[1].pop_back();
        break;
    case 3:
        options.requestsPerSecond = 0;
        break;
    case 4:
        options.requestsPerSecond = std::nan("");
        break;
    case 5:
        options.maximumConnections = 0;
        break;
    case 6:
        options.endpoint = "a b";
        break;
    case 7:
        options.key = "a\r\nX: y";
        break;
    default:
        options.rowsPerRequest = 0;
    }
    const auto load = LoadGenerator::start(options);
    QVERIFY(!load);
    QCOMPARE(load.error().code, ErrorCode::InvalidArgument);
}

void TestLoadGenerator::quantiles()
{
    LoadStatistics statistics;
    for (int i = 1; i <= 1000; ++i)
        statistics.countDone(200, "blue", std::chrono::milliseconds(i));
    const LoadReport report = statistics.report();
    const auto near = [](double actual, double wanted) {
        return actual >= wanted && actual <= wanted * 1.0101;
    };
    QVERIFY2(near(report.p50, 500), qPrintable(QString::number(report.p50)));
    QVERIFY2(near(report.p95, 950), qPrintable(QString::number(report.p95)));
    QVERIFY2(near(report.p99, 990), qPrintable(QString::number(report.p99)));
    QCOMPARE(report.maximum, 1000.0);
}

QTEST_GUILESS_MAIN(TestLoadGenerator)
#include "tst_load_generator.moc"
