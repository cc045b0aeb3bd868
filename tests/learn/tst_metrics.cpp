#include <QtTest>

#include <cmath>
#include <limits>

#include "core/learn/metrics.h"

using namespace signalbox;
using namespace signalbox::learn;

using Labels = std::vector<int>;
using Probabilities = std::vector<double>;
using Counts = std::vector<std::int64_t>;

// The expected numbers are scikit-learn 1.4.2's.
class TestMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalScikitLearn_data();
    void equalScikitLearn();
    void refusesWhatCannotBeJudged_data();
    void refusesWhatCannotBeJudged();
};

void TestMetrics::equalScikitLearn_data()
{
    QTest::addColumn<Labels>("labels");
    QTest::addColumn<Probabilities>("probabilities");
    QTest::addColumn<double>("threshold");
    QTest::addColumn<Probabilities>("expected");
    QTest::addColumn<Counts>("counts");
    const auto row = [](const char *name, Labels labels, Probabilities probabilities, double threshold,
                        Probabilities expected, Counts counts) {
        QTest::newRow(name) << labels << probabilities << threshold << expected << counts;
    };
    row("ties", {0, 0, 1, 1, 0, 1, 0, 1}, {0.1, 0.4, 0.4, 0.8, 0.4, 0.9, 0.4, 0.1}, 0.5,
        {0.75, 1.0, 0.5, 0.6666666666666666, 0.6875, 0.75, 0.6481521598495045, 0.21375000000000002},
        {4, 0, 2, 2});
    row("all equal", {0, 1, 0, 1}, {0.5, 0.5, 0.5, 0.5}, 0.5,
        {0.5, 0.5, 1.0, 0.6666666666666666, 0.5, 0.5, 0.6931471805599453, 0.25}, {0, 2, 0, 2});
    row("certain and wrong", {0, 1, 1, 0}, {1.0, 0.0, 1.0, 0.0}, 0.5,
        {0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 18.021826694558577, 0.5}, {1, 1, 1, 1});
    row("nothing predicted positive", {0, 1, 0, 1, 1}, {0.1, 0.2, 0.3, 0.25, 0.05}, 0.5,
        {0.4, 0.0, 0.0, 0.0, 0.3333333333333333, 0.5888888888888889, 1.2907000013409082, 0.441},
        {2, 0, 3, 0});
    row("everything predicted positive", {0, 1, 0, 1, 1}, {0.6, 0.7, 0.8, 0.9, 0.95}, 0.5,
        {0.6, 0.6, 1.0, 0.75, 0.8333333333333333, 0.9166666666666665, 0.607811479658473, 0.2205},
        {0, 2, 0, 3});
    row("threshold 0.25", {0, 1, 0, 1, 1, 0}, {0.1, 0.25, 0.3, 0.9, 0.2, 0.24}, 0.25,
        {0.6666666666666666, 0.6666666666666666, 0.6666666666666666, 0.6666666666666666, 0.6666666666666667,
         0.7555555555555555, 0.6395941824183561, 0.22835000000000003},
        {2, 1, 1, 2});
    row("perfect", {0, 0, 1, 1}, {0.1, 0.2, 0.7, 0.9}, 0.5,
        {1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.1976348816421487, 0.037500000000000006}, {2, 0, 0, 2});
    row("reversed", {1, 1, 0, 0}, {0.1, 0.2, 0.7, 0.9}, 0.5,
        {0.0, 0.0, 0.0, 0.0, 0.0, 0.41666666666666663, 1.8546452256870318, 0.6875}, {0, 2, 2, 0});
}

void TestMetrics::equalScikitLearn()
{
    QFETCH(Labels, labels);
    QFETCH(Probabilities, probabilities);
    QFETCH(double, threshold);
    QFETCH(Probabilities, expected);
    QFETCH(Counts, counts);
    const auto metrics = computeMetrics(labels, probabilities, threshold);
    QVERIFY2(metrics.has_value(), metrics ? "" : metrics.error().text().c_str());
    const auto named = namedMetrics(*metrics);
    for (std::size_t i = 0; i < named.size(); ++i)
        QVERIFY2(std::abs(named[i].value - expected[i]) < 1e-12,
                 qPrintable(QStringLiteral("%1 is %2 instead of %3")
                                .arg(QString::fromUtf8(named[i].name))
                                .arg(named[i].value, 0, 'g', 17)
                                .arg(expected[i], 0, 'g', 17)));
    QCOMPARE((Counts{metrics->trueNegatives, metrics->falsePositives, metrics->falseNegatives,
                     metrics->truePositives}),
             counts);
}

void TestMetrics::refusesWhatCannotBeJudged_data()
{
    QTest::addColumn<Labels>("labels");
    QTest::addColumn<Probabilities>("probabilities");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, Labels labels, Probabilities probabilities, ErrorCode code) {
        QTest::newRow(name) << labels << probabilities << static_cast<int>(code);
    };
    row("other lengths", {0, 1}, {0.5}, ErrorCode::InvalidArgument);
    row("label 2", {0, 2}, {0.5, 0.5}, ErrorCode::InvalidArgument);
    row("above 1", {0, 1}, {0.5, 1.5}, ErrorCode::InvalidArgument);
    row("NaN", {0, 1}, {0.5, std::numeric_limits<double>::quiet_NaN()}, ErrorCode::InvalidArgument);
    row("no rows", {}, {}, ErrorCode::FailedPrecondition);
    row("one class", {1, 1}, {0.5, 0.6}, ErrorCode::FailedPrecondition);
}

void TestMetrics::refusesWhatCannotBeJudged()
{
    QFETCH(Labels, labels);
    QFETCH(Probabilities, probabilities);
    QFETCH(int, code);
    const auto metrics = computeMetrics(labels, probabilities, 0.5);
    QVERIFY(!metrics.has_value());
    QCOMPARE(static_cast<int>(metrics.error().code), code);
}

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
