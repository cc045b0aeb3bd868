#include <limits>

#include "core/tracking/tracking.h"
#include "tests/store/workspace.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace signalbox::tracking;

namespace {

RunId started(Workspace &workspace)
{
    const auto id = startRun(workspace.store(), workspace.ada,
                             {.experiment = "diabetes", .name = {}, .parameters = {}, .tags = {}});
    return id ? *id : messageOf(id);
}

} // namespace

class TestRunMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void latestMetricIsOfTheHighestStep();
    void laterValuesReplaceEarlierOnes();
    void numbersThatAreNone_data();
    void numbersThatAreNone();
    void oneBadMetricLeavesNone();
};

void TestRunMetrics::latestMetricIsOfTheHighestStep()
{
    Workspace workspace;
    store::Store &store = workspace.store();
    const RunId id = started(workspace);
    QVERIFY(logMetrics(store, id,
                       {{.key = "loss", .value = 0.5, .step = 10},
                        {.key = "loss", .value = 0.9, .step = 1},
                        {.key = "loss", .value = 0.7, .step = 2}})
                .has_value());
    QCOMPARE(findRun(store, id).value().metrics.at("loss"), 0.5);
    const auto history = metricHistory(store, id, "loss").value();
    QCOMPARE(history.size(), std::size_t{3});
    QCOMPARE(history[0].step, 1);
    QCOMPARE(history[1].value, 0.7);
    QCOMPARE(history[2].step, 10);
    QVERIFY(metricHistory(store, id, "unknown").value().empty());
}

void TestRunMetrics::laterValuesReplaceEarlierOnes()
{
    Workspace workspace;
    store::Store &store = workspace.store();
    const RunId id = started(workspace);
    QVERIFY(logMetrics(store, id, {{.key = "loss", .value = 0.5, .step = 1}}).has_value());
    workspace.clock.advance(std::chrono::seconds(1));
    QVERIFY(logMetrics(store, id, {{.key = "loss", .value = 0.25, .step = 1}}).has_value());
    const auto history = metricHistory(store, id, "loss").value();
    QCOMPARE(history.size(), std::size_t{1});
    QCOMPARE(history[0].value, 0.25);
    QCOMPARE(toIso8601(history[0].time), toIso8601(workspace.clock.now()));
    QCOMPARE(findRun(store, id).value().metrics.at("loss"), 0.25);
}

void TestRunMetrics::numbersThatAreNone_data()
{
    QTest::addColumn<double>("value");
    QTest::newRow("not a number") << std::numeric_limits<double>::quiet_NaN();
    QTest::newRow("infinite") << std::numeric_limits<double>::infinity();
    QTest::newRow("negative infinite") << -std::numeric_limits<double>::infinity();
}

void TestRunMetrics::numbersThatAreNone()
{
    QFETCH(const double, value);
    Workspace workspace;
    const RunId id = started(workspace);
    const auto logged = logMetrics(workspace.store(), id, {{.key = "loss", .value = value}});
    QCOMPARE(codeOf(logged), std::string("invalid_argument"));
    QCOMPARE(logged.error().field, std::string("loss"));
}

void TestRunMetrics::oneBadMetricLeavesNone()
{
    Workspace workspace;
    const RunId id = started(workspace);
    QCOMPARE(codeOf(logMetrics(workspace.store(), id,
                               {{.key = "loss", .value = 1}, {.key = "lo'ss", .value = 1}})),
             std::string("invalid_argument"));
    QVERIFY(findRun(workspace.store(), id).value().metrics.empty());
}

QTEST_GUILESS_MAIN(TestRunMetrics)
#include "tst_run_metrics.moc"
