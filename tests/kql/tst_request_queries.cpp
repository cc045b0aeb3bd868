#include <QTest>

#include <cmath>
#include <memory>

#include "core/kql/saved/request_queries.h"
#include "tests/kql/example_workspace.h"

using namespace signalbox;
using namespace signalbox::kql;

namespace {

const RequestChart lastHour{
    .endpoint = "prod", .range = std::chrono::hours(1), .bin = std::chrono::seconds(60)};

QueryResult resultOf(const ExampleWorkspace &workspace, const std::string &text)
{
    auto result = runQuery(text, *workspace.catalog(), {.now = workspace.now()});
    if (!result)
        qFatal("%s: %s", text.c_str(), result.error().message.c_str());
    return *std::move(result);
}

// The least and the greatest of what is there.
QString rangeOf(const DeploymentLine &line)
{
    double least = std::numeric_limits<double>::infinity();
    double greatest = -least;
    for (const double value : line.values) {
        if (std::isnan(value))
            continue;
        least = std::min(least, value);
        greatest = std::max(greatest, value);
    }
    return QStringLiteral("%1 %2 %3 to %4")
        .arg(QString::fromStdString(line.deployment))
        .arg(line.version)
        .arg(least)
        .arg(greatest);
}

} // namespace

class TestRequestQueries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_workspace = std::make_unique<ExampleWorkspace>(); }
    void spansAreLiterals_data();
    void spansAreLiterals();
    void chartsHaveALineForEachDeployment_data();
    void chartsHaveALineForEachDeployment();
    void binsWithoutRequests();
    void summaries();
    void nothingHappened();

private:
    std::unique_ptr<ExampleWorkspace> m_workspace;
};

void TestRequestQueries::spansAreLiterals_data()
{
    QTest::addColumn<qlonglong>("milliseconds");
    QTest::addColumn<QString>("literal");
    QTest::newRow("part of a second") << 1500LL << QStringLiteral("1500ms");
    QTest::newRow("seconds") << 90'000LL << QStringLiteral("90s");
    QTest::newRow("minutes") << 300'000LL << QStringLiteral("5m");
    QTest::newRow("hours") << 7'200'000LL << QStringLiteral("2h");
    QTest::newRow("days") << 172'800'000LL << QStringLiteral("2d");
}

void TestRequestQueries::spansAreLiterals()
{
    QFETCH(const qlonglong, milliseconds);
    QFETCH(const QString, literal);
    QCOMPARE(QString::fromStdString(spanLiteral(std::chrono::milliseconds(milliseconds))), literal);
}

void TestRequestQueries::chartsHaveALineForEachDeployment_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<QString>("blue");
    QTest::addColumn<QString>("green");
    QTest::newRow("latency") << latencyQuery(lastHour, 95) << QStringLiteral("blue 4 12 to 12")
                             << QStringLiteral("green 5 700 to 700");
    QTest::newRow("errors") << errorRateQuery(lastHour) << QStringLiteral("blue 4 0 to 0")
                            << QStringLiteral("green 5 14.2857 to 17.2414");
}

void TestRequestQueries::chartsHaveALineForEachDeployment()
{
    QFETCH(const std::string, text);
    QFETCH(const QString, blue);
    QFETCH(const QString, green);
    const std::vector<DeploymentLine> lines = deploymentLines(resultOf(*m_workspace, text));
    QCOMPARE(lines.size(), std::size_t{2});
    QCOMPARE(rangeOf(lines[0]), blue);
    QCOMPARE(rangeOf(lines[1]), green);
    QCOMPARE(lines[0].values.size(), std::size_t{60});
    QVERIFY(lines[0].start == m_workspace->now() - std::chrono::hours(1));
}

void TestRequestQueries::binsWithoutRequests()
{
    const std::vector<DeploymentLine> latency =
        deploymentLines(resultOf(*m_workspace, latencyQuery(lastHour, 50)));
    const std::vector<DeploymentLine> rate = deploymentLines(resultOf(*m_workspace, rateQuery(lastHour)));
    QVERIFY(std::isnan(latency[0].values.front()));
    QCOMPARE(rate[0].values.front(), 0.0);
    QVERIFY(rate[0].values.back() > 0.4 && rate[0].values.back() < 0.6);
}

void TestRequestQueries::summaries()
{
    const std::vector<DeploymentSummary> all =
        deploymentSummaries(resultOf(*m_workspace, summaryQuery("prod", std::chrono::hours(1))));
    QCOMPARE(all.size(), std::size_t{2});
    const DeploymentSummary &green = all[1];
    QCOMPARE(green.deployment, std::string("green"));
    QCOMPARE(green.version, std::int64_t{5});
    QCOMPARE(green.statistics.requests, std::int64_t{864});
    QCOMPARE(green.statistics.errors, std::int64_t{144});
    QCOMPARE(green.statistics.p95, 700.0);
    QCOMPARE(green.statistics.meanScore, 0.25);
    QVERIFY(green.last == m_workspace->now() - std::chrono::seconds(2));
}

void TestRequestQueries::nothingHappened()
{
    RequestChart other = lastHour;
    other.endpoint = "it's \"another\"";
    for (const std::string &text : {latencyQuery(other, 99), rateQuery(other), errorRateQuery(other)})
        QVERIFY(deploymentLines(resultOf(*m_workspace, text)).empty());
    QVERIFY(deploymentSummaries(resultOf(*m_workspace, summaryQuery(other.endpoint, other.range))).empty());
}

QTEST_GUILESS_MAIN(TestRequestQueries)
#include "tst_request_queries.moc"
