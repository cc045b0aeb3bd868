#include <cmath>

#include "core/registry/comparison.h"
#include "core/registry/gate.h"
#include "core/registry/registry.h"
#include "tests/registry/made_runs.h"

using namespace signalbox;
using namespace signalbox::registry;
using namespace signalbox::test;
using tracking::Predictions;

namespace {

const std::vector<std::int8_t> tenLabels = {1, 1, 1, 1, 0, 0, 0, 0, 0, 0};
// At 0.5: three hits, one miss, one false alarm.
const std::vector<double> better = {0.9, 0.8, 0.7, 0.2, 0.6, 0.1, 0.1, 0.1, 0.1, 0.1};
// At 0.5: two hits, two misses.
const std::vector<double> worse = {0.9, 0.8, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};

Predictions ten(const std::vector<double> &probabilities, double threshold = 0.5)
{
    return {.dataHash = "abc",
            .threshold = threshold,
            .rows = {3, 5, 8, 13, 21, 34, 55, 89, 144, 233},
            .labels = tenLabels,
            .probabilities = probabilities};
}

// `count` rows from `first` on: odd rows are positive and told to be.
Predictions range(std::int64_t first, std::int64_t count, const std::string &hash = "abc")
{
    Predictions predictions{.dataHash = hash, .rows = {}, .labels = {}, .probabilities = {}};
    for (std::int64_t row = first; row < first + count; ++row) {
        predictions.rows.push_back(row);
        predictions.labels.push_back(row % 2 == 1 ? 1 : 0);
        predictions.probabilities.push_back(row % 2 == 1 ? 0.75 : 0.25);
    }
    return predictions;
}

const MetricDifference &find(const Comparison &comparison, std::string_view metric)
{
    static const MetricDifference none;
    const auto found = std::ranges::find(comparison.metrics, metric, &MetricDifference::metric);
    return found == comparison.metrics.end() ? none : *found;
}

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-12;
}

std::vector<std::string> names(const Comparison &comparison)
{
    std::vector<std::string> result;
    for (const MetricDifference &difference : comparison.metrics)
        result.push_back(difference.metric);
    return result;
}

// x is 1 for positives and -1 for negatives, but the other way round in the last row of each class.
std::filesystem::path writeData(const Workspace &workspace)
{
    const auto path = workspace.folder() / "data.csv";
    if (!writeFile(path, "x,label\n1,1\n1,1\n1,1\n-1,1\n-1,0\n-1,0\n-1,0\n1,0\n"))
        qFatal("data");
    return path;
}

Predictions eight(const std::string &hash)
{
    return {.dataHash = hash,
            .rows = {0, 1, 2, 3, 4, 5, 6, 7},
            .labels = {1, 1, 1, 1, 0, 0, 0, 0},
            .probabilities = {0.9, 0.9, 0.9, 0.9, 0.1, 0.1, 0.1, 0.1}};
}

} // namespace

class TestComparison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onTheSameRows();
    void eachWithItsOwnThreshold();
    void orderIsFixed();
    void onCommonRows_data();
    void onCommonRows();
    void baselineIsScoredAgain();
    void changedDataIsSaid_data();
    void changedDataIsSaid();
    void oneClassOnly();
    void withoutABaseline();
    void recordedNumbersWhereNothingElseIsThere();
    void unfinishedRuns();
    void baselineOfAModel_data();
    void baselineOfAModel();
};

void TestComparison::onTheSameRows()
{
    Workspace workspace;
    make(workspace, {.name = "new", .model = {}, .predictions = ten(better), .metrics = {}, .data = {}});
    make(workspace, {.name = "old", .model = {}, .predictions = ten(worse), .metrics = {}, .data = {}});
    const Comparison comparison = compareRuns(workspace.store(), "new", "old").value();
    QCOMPARE(comparison.candidate, std::string("new"));
    QCOMPARE(comparison.baseline, std::string("old"));
    QVERIFY(comparison.sameRows);
    QCOMPARE(comparison.note, std::string());
    QCOMPARE(comparison.rows, 10);
    QCOMPARE(comparison.fixed, 1);
    QCOMPARE(comparison.broken, 1);
    struct Expected
    {
        const char *metric;
        double baseline, candidate;
    };
    const double oldLogLoss = -(std::log(0.9) + std::log(0.8) + 2 * std::log(0.2) + 6 * std::log(0.9)) / 10;
    const double newLogLoss =
        -(std::log(0.9) + std::log(0.8) + std::log(0.7) + std::log(0.2) + std::log(0.4) + 5 * std::log(0.9)) /
        10;
    for (const Expected &expected :
         {Expected{"f1", 2.0 / 3.0, 0.75}, Expected{"precision", 1.0, 0.75}, Expected{"recall", 0.5, 0.75},
          Expected{"accuracy", 0.8, 0.8}, Expected{"roc_auc", 1.0, 23.0 / 24.0},
          Expected{"log_loss", oldLogLoss, newLogLoss}, Expected{"brier", 0.139, 0.119}}) {
        const MetricDifference &difference = find(comparison, expected.metric);
        QVERIFY2(difference.baseline && near(*difference.baseline, expected.baseline), expected.metric);
        QVERIFY2(near(difference.candidate, expected.candidate), expected.metric);
    }
    QVERIFY(comparison.f1Gain->low < 0.75 - 2.0 / 3.0 && 0.75 - 2.0 / 3.0 < comparison.f1Gain->high);

    const Comparison turned = compareRuns(workspace.store(), "old", "new").value();
    QVERIFY(near(*find(turned, "f1").baseline, 0.75) && near(find(turned, "f1").candidate, 2.0 / 3.0));
    const Comparison same = compareRuns(workspace.store(), "new", "new").value();
    QCOMPARE(same.f1Gain->low, 0.0);
    QCOMPARE(same.f1Gain->high, 0.0);
    QCOMPARE(same.fixed + same.broken, 0);
}

void TestComparison::eachWithItsOwnThreshold()
{
    Workspace workspace;
    make(workspace, {.name = "low", .model = {}, .predictions = ten(worse, 0.15), .metrics = {}, .data = {}});
    make(workspace, {.name = "half", .model = {}, .predictions = ten(worse, 0.5), .metrics = {}, .data = {}});
    const Comparison comparison = compareRuns(workspace.store(), "low", "half").value();
    QVERIFY(near(find(comparison, "f1").candidate, 1.0));
    QVERIFY(near(*find(comparison, "f1").baseline, 2.0 / 3.0));
    QCOMPARE(comparison.fixed, 2);
    QCOMPARE(comparison.broken, 0);
    QVERIFY(near(find(comparison, "roc_auc").candidate, *find(comparison, "roc_auc").baseline));
}

void TestComparison::orderIsFixed()
{
    Workspace workspace;
    make(workspace, {.name = "new", .model = {}, .predictions = ten(better), .metrics = {}, .data = {}});
    const Comparison comparison = compareRuns(workspace.store(), "new", "new").value();
    QCOMPARE(names(comparison), (std::vector<std::string>{"f1", "precision", "recall", "accuracy", "roc_auc",
                                                          "log_loss", "brier"}));
    for (const MetricDifference &difference : comparison.metrics)
        QCOMPARE(difference.higherIsBetter, difference.metric != "log_loss" && difference.metric != "brier");
}

void TestComparison::onCommonRows_data()
{
    QTest::addColumn<int>("baselineFirst"); // the candidate held out rows 0 to 199
    QTest::addColumn<std::string>("hash");
    QTest::addColumn<bool>("sameRows");
    QTest::addColumn<int>("rows");
    QTest::newRow("all") << 0 << std::string("abc") << true << 200;
    QTest::newRow("half") << 100 << std::string("abc") << true << 100;
    QTest::newRow("too few") << 101 << std::string("abc") << false << 200;
    QTest::newRow("none") << 300 << std::string("abc") << false << 200;
    QTest::newRow("of other data") << 0 << std::string("other") << false << 200;
}

void TestComparison::onCommonRows()
{
    QFETCH(const int, baselineFirst);
    QFETCH(const std::string, hash);
    QFETCH(const bool, sameRows);
    QFETCH(const int, rows);
    Workspace workspace;
    make(workspace,
         {.name = "new", .model = {}, .predictions = range(0, 200), .metrics = {{"f1", 0.9}}, .data = {}});
    make(workspace, {.name = "old",
                     .model = {},
                     .predictions = range(baselineFirst, 200, hash),
                     .metrics = {{"f1", 0.8}},
                     .data = {}});
    const Comparison comparison = compareRuns(workspace.store(), "new", "old").value();
    QCOMPARE(comparison.sameRows, sameRows);
    QCOMPARE(comparison.rows, rows);
    QCOMPARE(comparison.note.empty(), baselineFirst == 0 && hash == "abc");
    QCOMPARE(find(comparison, "f1").candidate, sameRows ? 1.0 : 0.9);
    QCOMPARE(find(comparison, "f1").baseline.value(), sameRows ? 1.0 : 0.8);
    QCOMPARE(comparison.f1Gain.has_value(), sameRows);
}

void TestComparison::baselineIsScoredAgain()
{
    Workspace workspace;
    const auto data = writeData(workspace);
    make(workspace,
         {.name = "new", .model = oneInputModel(1), .predictions = eight("h"), .metrics = {}, .data = data});
    make(workspace, {.name = "old",
                     .model = oneInputModel(2),
                     .predictions = range(0, 200, "other"),
                     .metrics = {},
                     .data = {}});
    const Comparison comparison = compareRuns(workspace.store(), "new", "old").value();
    QVERIFY2(comparison.sameRows, comparison.note.c_str());
    QVERIFY2(comparison.note.contains("scored again") && !comparison.note.contains("flatters"),
             comparison.note.c_str());
    QCOMPARE(comparison.rows, 8);
    QCOMPARE(find(comparison, "f1").candidate, 1.0);
    QVERIFY(near(*find(comparison, "f1").baseline, 0.75)); // follows x, which misleads in two rows of eight
    const double wrong = 1 / (1 + std::exp(-2.0));
    QVERIFY(
        near(*find(comparison, "brier").baseline, (6 * (1 - wrong) * (1 - wrong) + 2 * wrong * wrong) / 8));
    QCOMPARE(comparison.fixed, 2);
    QCOMPARE(comparison.broken, 0);
}

void TestComparison::changedDataIsSaid_data()
{
    QTest::addColumn<bool>("removed");
    QTest::newRow("changed") << false;
    QTest::newRow("removed") << true;
}

void TestComparison::changedDataIsSaid()
{
    QFETCH(const bool, removed);
    Workspace workspace;
    const auto data = writeData(workspace);
    make(workspace, {.name = "new",
                     .model = oneInputModel(1),
                     .predictions = eight("h"),
                     .metrics = {{"f1", 0.9}},
                     .data = data});
    make(workspace,
         {.name = "old", .model = oneInputModel(2), .predictions = {}, .metrics = {{"f1", 0.8}}, .data = {}});
    if (removed)
        std::filesystem::remove(data);
    else
        QVERIFY(writeFile(data, "x,label\n1,1\n-1,0\n").has_value());
    const Comparison comparison = compareRuns(workspace.store(), "new", "old").value();
    QVERIFY(!comparison.sameRows);
    QVERIFY2(comparison.note.contains(removed ? "cannot be read" : "has changed"), comparison.note.c_str());
    QCOMPARE(find(comparison, "f1").candidate, 0.9);
    QCOMPARE(find(comparison, "f1").baseline.value(), 0.8);
}

void TestComparison::oneClassOnly()
{
    Workspace workspace;
    const Predictions positives{
        .dataHash = "abc", .rows = {1, 2}, .labels = {1, 1}, .probabilities = {0.9, 0.8}};
    make(workspace,
         {.name = "new", .model = {}, .predictions = positives, .metrics = {{"f1", 0.9}}, .data = {}});
    make(workspace, {.name = "old", .model = {}, .predictions = positives, .metrics = {}, .data = {}});
    const Comparison comparison = compareRuns(workspace.store(), "new", "old").value();
    QVERIFY(!comparison.sameRows && !comparison.note.empty());
    QCOMPARE(comparison.metrics.size(), std::size_t{1});
    QVERIFY(!comparison.metrics[0].baseline);
}

void TestComparison::withoutABaseline()
{
    Workspace workspace;
    make(workspace, {.name = "new",
                     .model = {},
                     .predictions = ten(better),
                     .metrics = {{"f1", 0.75}, {"brier", 0.119}, {"own", 3}},
                     .data = {}});
    for (const auto &comparison : {compareRuns(workspace.store(), "new", "").value(),
                                   compareWithBaseline(workspace.store(), "diabetes", "new").value()}) {
        QCOMPARE(comparison.baseline, std::string());
        QVERIFY(!comparison.sameRows && !comparison.note.empty() && !comparison.f1Gain);
        QCOMPARE(comparison.rows, 10);
        QCOMPARE(names(comparison), (std::vector<std::string>{"f1", "brier"}));
        QVERIFY(!comparison.metrics[0].baseline);
    }
}

void TestComparison::recordedNumbersWhereNothingElseIsThere()
{
    Workspace workspace;
    make(workspace, {.name = "new", .model = {}, .predictions = {}, .metrics = {{"f1", 0.9}}, .data = {}});
    make(
        workspace,
        {.name = "old", .model = {}, .predictions = {}, .metrics = {{"f1", 0.8}, {"recall", 1}}, .data = {}});
    const Comparison comparison = compareRuns(workspace.store(), "new", "old").value();
    QVERIFY(!comparison.sameRows);
    QVERIFY2(comparison.note.contains("no stored predictions"), comparison.note.c_str());
    QCOMPARE(comparison.rows, 0);
    QCOMPARE(names(comparison), std::vector<std::string>{"f1"});
}

void TestComparison::unfinishedRuns()
{
    Workspace workspace;
    using enum tracking::RunState;
    make(workspace, {.name = "new", .model = {}, .predictions = ten(better), .metrics = {}, .data = {}});
    make(workspace,
         {.name = "running", .model = {}, .predictions = {}, .metrics = {}, .data = {}, .state = Running});
    make(workspace,
         {.name = "failed", .model = {}, .predictions = {}, .metrics = {}, .data = {}, .state = Failed});
    const std::string refused = "failed_precondition";
    QCOMPARE(codeOf(compareRuns(workspace.store(), "running", "new")), refused);
    QCOMPARE(codeOf(compareRuns(workspace.store(), "new", "failed")), refused);
    QCOMPARE(codeOf(compareRuns(workspace.store(), "new", "unknown")), std::string("not_found"));
    QCOMPARE(codeOf(compareWithBaseline(workspace.store(), "diabetes", "running")), refused);
}

void TestComparison::baselineOfAModel_data()
{
    QTest::addColumn<int>("productionOne"); // percent of version 1 in production
    QTest::addColumn<int>("productionTwo");
    QTest::addColumn<int>("stagingOne");
    QTest::addColumn<std::string>("baseline");
    QTest::newRow("newest approved") << 0 << 0 << 0 << std::string("diabetes/2");
    QTest::newRow("staging does not count") << 0 << 0 << 100 << std::string("diabetes/2");
    QTest::newRow("in production") << 100 << 0 << 0 << std::string("diabetes/1");
    QTest::newRow("most of production") << 90 << 10 << 0 << std::string("diabetes/1");
    QTest::newRow("newer has most") << 10 << 90 << 0 << std::string("diabetes/2");
    QTest::newRow("equal shares") << 50 << 50 << 0 << std::string("diabetes/2");
}

void TestComparison::baselineOfAModel()
{
    QFETCH(const int, productionOne);
    QFETCH(const int, productionTwo);
    QFETCH(const int, stagingOne);
    QFETCH(const std::string, baseline);
    Workspace workspace;
    store::Store &store = workspace.store();
    for (int number = 1; number <= 4; ++number) {
        make(workspace, {.name = "run-" + std::to_string(number),
                         .model = oneInputModel(number),
                         .predictions = ten(number == 1 ? worse : better),
                         .metrics = {},
                         .data = {}});
        const auto version =
            registerVersion(store, workspace.ada, "diabetes", "run-" + std::to_string(number));
        QVERIFY2(version.has_value(), messageOf(version).c_str());
        // Two are approved, one is rejected, one waits.
        if (number < 4)
            QVERIFY(decide(store, workspace.ada, version->gate,
                           number == 3 ? Decision::Reject : Decision::Approve, "x")
                        .has_value());
    }
    putDeployment(workspace, "prod", "production", "blue", "diabetes", 1, productionOne);
    putDeployment(workspace, "prod", "production", "green", "diabetes", 2, productionTwo);
    putDeployment(workspace, "stage", "staging", "blue", "diabetes", 1, stagingOne);
    make(workspace,
         {.name = "new", .model = oneInputModel(9), .predictions = ten(better), .metrics = {}, .data = {}});
    const Comparison comparison = compareWithBaseline(store, "diabetes", "new").value();
    QCOMPARE(comparison.candidate, std::string("new"));
    QCOMPARE(comparison.baseline, baseline);
    QVERIFY(comparison.sameRows);
    QVERIFY(near(*find(comparison, "f1").baseline, baseline == "diabetes/1" ? 2.0 / 3.0 : 0.75));
    // A version is not measured against itself.
    QCOMPARE(
        compareWithBaseline(store, "diabetes", baseline == "diabetes/1" ? "run-1" : "run-2").value().baseline,
        std::string(baseline == "diabetes/1" ? "diabetes/2" : "diabetes/1"));
}

QTEST_GUILESS_MAIN(TestComparison)
#include "tst_comparison.moc"
