#include <QtTest>

#include <cmath>
#include <limits>

#include "core/base/random.h"
#include "core/learn/logistic_regression.h"

using namespace signalbox;
using namespace signalbox::learn;

class TestLogisticRegression : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void objectiveFallsEveryIteration();
    void reachesTheToleranceItWasGiven_data();
    void reachesTheToleranceItWasGiven();
    void staysFiniteOnHardData_data();
    void staysFiniteOnHardData();
    void ignoresRowsThatWereNotGiven();
    void stopsWhenAsked();
    void tellsThatTheLimitCameFirst();
    void refusesBadInput_data();
    void refusesBadInput();
};

namespace {

struct Sample
{
    std::vector<std::vector<double>> columns;
    std::vector<int> labels;
    std::vector<std::int64_t> rows;

    [[nodiscard]] std::vector<NumericView> features() const { return {columns.begin(), columns.end()}; }
};

Sample makeSample(std::uint64_t seed, std::size_t rows = 400)
{
    SeededRandom random(seed);
    Sample sample{.columns = std::vector<std::vector<double>>(3), .labels = {}, .rows = {}};
    for (std::size_t row = 0; row < rows; ++row) {
        double logOdds = -0.5;
        for (std::size_t i = 0; i < sample.columns.size(); ++i) {
            const double value = random.normal();
            sample.columns[i].push_back(10.0 * static_cast<double>(i + 1) + std::pow(20.0, i) * value);
            logOdds += (1.0 - static_cast<double>(i) * 0.7) * value;
        }
        sample.labels.push_back(random.uniform() < 1 / (1 + std::exp(-logOdds)) ? 1 : 0);
        sample.rows.push_back(static_cast<std::int64_t>(row));
    }
    return sample;
}

Result<LogisticFit> fit(const Sample &sample, const LogisticSettings &settings,
                        const IterationCallback &progress = {}, const StopToken &stop = {})
{
    return fitLogistic(sample.features(), sample.labels, sample.rows, settings, progress, stop);
}

// The largest partial derivative of the mean penalised loss, straight from its definition.
double slopeAt(const Sample &sample, const LogisticFit &fitted, double C)
{
    const auto count = static_cast<double>(sample.rows.size());
    std::vector<double> slopes;
    for (const double coefficient : fitted.coefficients)
        slopes.push_back(coefficient / (C * count));
    double interceptSlope = 0;
    for (std::size_t row = 0; row < sample.labels.size(); ++row) {
        double logOdds = fitted.intercept;
        for (std::size_t i = 0; i < slopes.size(); ++i)
            logOdds += fitted.coefficients[i] * (sample.columns[i][row] - fitted.means[i]) / fitted.scales[i];
        const double residual = 1 / (1 + std::exp(-logOdds)) - sample.labels[row];
        for (std::size_t i = 0; i < slopes.size(); ++i)
            slopes[i] += residual * (sample.columns[i][row] - fitted.means[i]) / fitted.scales[i] / count;
        interceptSlope += residual / count;
    }
    double largest = std::abs(interceptSlope);
    for (const double slope : slopes)
        largest = std::max(largest, std::abs(slope));
    return largest;
}

} // namespace

void TestLogisticRegression::objectiveFallsEveryIteration()
{
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        std::vector<Iteration> iterations;
        const auto fitted = fit(makeSample(seed), {.tolerance = 1e-8},
                                [&](const Iteration &each) { iterations.push_back(each); });
        QVERIFY(fitted && fitted->converged);
        QCOMPARE(std::ssize(iterations), std::ptrdiff_t{fitted->iterations});
        for (std::size_t i = 1; i < iterations.size(); ++i) {
            QCOMPARE(iterations[i].number, iterations[i - 1].number + 1);
            QVERIFY(iterations[i].objective <= iterations[i - 1].objective);
        }
        QCOMPARE(iterations.front().number, 1);
        QCOMPARE(iterations.back().objective, fitted->objective);
    }
}

void TestLogisticRegression::reachesTheToleranceItWasGiven_data()
{
    QTest::addColumn<bool>("standardise");
    QTest::addColumn<double>("C");
    QTest::addColumn<double>("tolerance");
    for (const bool standardise : {true, false})
        for (const double C : {0.001, 1.0, 1000.0})
            for (const double tolerance : {1e-3, 1e-5, 1e-7})
                QTest::addRow("standardise %d, C %g, tolerance %g", standardise, C, tolerance)
                    << standardise << C << tolerance;
}

void TestLogisticRegression::reachesTheToleranceItWasGiven()
{
    QFETCH(bool, standardise);
    QFETCH(double, C);
    QFETCH(double, tolerance);
    const Sample sample = makeSample(3);
    double reported = 0;
    const auto fitted = fit(sample, {.C = C, .tolerance = tolerance, .standardise = standardise},
                            [&](const Iteration &each) { reported = each.gradient; });
    QVERIFY(fitted && fitted->converged);
    const double slope = slopeAt(sample, *fitted, C);
    QVERIFY2(slope <= tolerance * 1.001, qPrintable(QString::number(slope)));
    QVERIFY(std::abs(slope - reported) <= 1e-9 + 1e-6 * reported);
    QCOMPARE(fitted->scales[0] == 1.0, !standardise);
}

void TestLogisticRegression::staysFiniteOnHardData_data()
{
    QTest::addColumn<double>("factor");
    QTest::addColumn<double>("C");
    QTest::newRow("separable, hardly a penalty") << 1.0 << 1e12;
    QTest::newRow("huge values") << 1e150 << 1.0;
    QTest::newRow("tiny values") << 1e-150 << 1.0;
    QTest::newRow("constant column") << 0.0 << 1.0;
}

void TestLogisticRegression::staysFiniteOnHardData()
{
    QFETCH(double, factor);
    QFETCH(double, C);
    Sample sample{.columns = {{}}, .labels = {}, .rows = {}};
    for (int row = 0; row < 40; ++row) {
        sample.columns[0].push_back(factor * (row - 20));
        sample.labels.push_back(row < 20 ? 0 : 1);
        sample.rows.push_back(row);
    }
    for (const bool standardise : {true, false}) {
        const auto fitted = fit(sample, {.C = C, .maximumIterations = 1000, .standardise = standardise});
        QVERIFY2(fitted.has_value(), fitted ? "" : fitted.error().text().c_str());
        QVERIFY(std::isfinite(fitted->coefficients[0]) && std::isfinite(fitted->intercept));
        QVERIFY(std::isfinite(fitted->objective));
        QVERIFY(factor == 0 ? fitted->coefficients[0] == 0 : fitted->coefficients[0] > 0 || !standardise);
    }
}

void TestLogisticRegression::ignoresRowsThatWereNotGiven()
{
    Sample sample = makeSample(5);
    sample.rows.resize(300);
    const auto before = fit(sample, {});
    for (std::size_t row = 300; row < sample.labels.size(); ++row) {
        sample.columns[0][row] = std::numeric_limits<double>::quiet_NaN();
        sample.labels[row] = 7;
    }
    const auto after = fit(sample, {});
    QVERIFY(before && after);
    QVERIFY(before->coefficients == after->coefficients && before->intercept == after->intercept);
}

void TestLogisticRegression::stopsWhenAsked()
{
    StopSource source;
    int seen = 0;
    const auto fitted = fit(
        makeSample(1), {.tolerance = 1e-12},
        [&](const Iteration &each) {
            seen = each.number;
            if (each.number == 2)
                source.requestStop();
        },
        source.token());
    QVERIFY(!fitted && fitted.error().code == ErrorCode::Cancelled);
    QCOMPARE(seen, 2);
}

void TestLogisticRegression::tellsThatTheLimitCameFirst()
{
    const auto fitted = fit(makeSample(1), {.tolerance = 1e-10, .maximumIterations = 2});
    QVERIFY(fitted.has_value());
    QVERIFY(!fitted->converged);
    QCOMPARE(fitted->iterations, 2);
}

void TestLogisticRegression::refusesBadInput_data()
{
    QTest::addColumn<int>("mistake");
    QTest::addColumn<QString>("says");
    QTest::newRow("C 0") << 0 << "C is 0";
    QTest::newRow("tolerance NaN") << 1 << "tolerance is nan";
    QTest::newRow("no iterations") << 2 << "iteration limit is 0";
    QTest::newRow("NaN") << 3 << "Feature 2 is not a finite number in row 8";
    QTest::newRow("infinity") << 4 << "Feature 1 is not a finite number in row 1";
    QTest::newRow("label 2") << 5 << "label in row 3 is 2";
    QTest::newRow("one class") << 6 << "do not hold both classes";
    QTest::newRow("no rows") << 7 << "do not hold both classes";
    QTest::newRow("no features") << 8 << "no feature";
    QTest::newRow("beyond averaging") << 9 << "feature 3 are too large";
}

void TestLogisticRegression::refusesBadInput()
{
    QFETCH(int, mistake);
    QFETCH(QString, says);
    Sample sample = makeSample(2);
    LogisticSettings settings;
    switch (mistake) {
    case 0:
        settings.C = 0;
        break;
    case 1:
        settings.tolerance = std::nan("");
        break;
    case 2:
        settings.maximumIterations = 0;
        break;
    case 3:
        sample.columns[1][7] = std::nan("");
        break;
    case 4:
        sample.columns[0][0] = std::numeric_limits<double>::infinity();
        break;
    case 5:
        sample.labels[2] = 2;
        break;
    case 6:
        std::ranges::fill(sample.labels, 1);
        break;
    case 7:
        sample.rows.clear();
        break;
    case 8:
        sample.columns.clear();
        break;
    default:
        std::ranges::fill(sample.columns[2], 1e308);
        sample.columns[2][0] = 1.1e308;
    }
    const auto fitted = fit(sample, settings);
    QVERIFY(!fitted.has_value());
    QVERIFY2(QString::fromStdString(fitted.error().message).contains(says), fitted.error().text().c_str());
}

QTEST_GUILESS_MAIN(TestLogisticRegression)
#include "tst_logistic_regression.moc"
