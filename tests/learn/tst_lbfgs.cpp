#include <QtTest>

#include <cmath>
#include <limits>

#include "core/learn/lbfgs.h"

using namespace signalbox::learn;

class TestLbfgs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheMinimum_data();
    void findsTheMinimum();
    void valuesNeverRise();
    void saysWhyItEnded();
    void survivesInfiniteValues();
};

namespace {

double largest(std::span<const double> values)
{
    double result = 0;
    for (const double value : values)
        result = std::max(result, std::abs(value));
    return result;
}

Observer until(double tolerance)
{
    return [tolerance](const MinimiserState &state) {
        return largest(state.gradient) <= tolerance ? Advice::Converged : Advice::GoOn;
    };
}

// Rosenbrock (1960): a curved valley, minimum 0 at (1, ..., 1).
double rosenbrock(std::span<const double> x, std::span<double> gradient)
{
    std::ranges::fill(gradient, 0.0);
    double value = 0;
    for (std::size_t i = 0; i + 1 < x.size(); ++i) {
        const double bend = x[i + 1] - x[i] * x[i];
        const double side = 1 - x[i];
        value += 100 * bend * bend + side * side;
        gradient[i] += -400 * bend * x[i] - 2 * side;
        gradient[i + 1] += 200 * bend;
    }
    return value;
}

// A bowl whose axes differ by a factor of 10,000, minimum 0 at (1, ..., 1).
double bowl(std::span<const double> x, std::span<double> gradient)
{
    double value = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double weight = std::pow(10.0, 4.0 * static_cast<double>(i) / static_cast<double>(x.size()));
        value += weight * (x[i] - 1) * (x[i] - 1);
        gradient[i] = 2 * weight * (x[i] - 1);
    }
    return value;
}

// Infinite outside of (0, 2), minimum at 1.
double well(std::span<const double> x, std::span<double> gradient)
{
    if (x[0] <= 0 || x[0] >= 2) {
        gradient[0] = std::numeric_limits<double>::quiet_NaN();
        return std::numeric_limits<double>::infinity();
    }
    gradient[0] = -1 / x[0] + 1 / (2 - x[0]);
    return -std::log(x[0]) - std::log(2 - x[0]);
}

} // namespace

void TestLbfgs::findsTheMinimum_data()
{
    QTest::addColumn<int>("function");
    QTest::addColumn<int>("size");
    QTest::newRow("valley of 2") << 0 << 2;
    QTest::newRow("valley of 20") << 0 << 20;
    QTest::newRow("bowl of 1") << 1 << 1;
    QTest::newRow("bowl of 50") << 1 << 50;
}

void TestLbfgs::findsTheMinimum()
{
    QFETCH(int, function);
    QFETCH(int, size);
    const Objective objective = function == 0 ? Objective(rosenbrock) : Objective(bowl);
    const auto minimum =
        minimise(objective, std::vector<double>(static_cast<std::size_t>(size), -1.2), 2000, until(1e-8));
    QVERIFY(minimum.ending == Ending::Converged);
    for (const double x : minimum.x)
        QVERIFY2(std::abs(x - 1) < 1e-6, qPrintable(QString::number(x)));
}

void TestLbfgs::valuesNeverRise()
{
    double last = std::numeric_limits<double>::infinity();
    int number = 0;
    const auto minimum = minimise(rosenbrock, {-1.2, 1, -1.2, 1}, 500, [&](const MinimiserState &state) {
        const bool falls = state.value < last || state.iteration == 0;
        last = state.value;
        return !falls || state.iteration != number++ ? Advice::Cancel : until(1e-8)(state);
    });
    QVERIFY(minimum.ending == Ending::Converged);
    QCOMPARE(minimum.iterations, number - 1);
}

void TestLbfgs::saysWhyItEnded()
{
    const auto limited = minimise(rosenbrock, {-1.2, 1}, 3, until(1e-8));
    QVERIFY(limited.ending == Ending::IterationLimit);
    QCOMPARE(limited.iterations, 3);
    const auto cancelled = minimise(rosenbrock, {-1.2, 1}, 100, [](const MinimiserState &state) {
        return state.iteration == 2 ? Advice::Cancel : Advice::GoOn;
    });
    QVERIFY(cancelled.ending == Ending::Cancelled);
    QCOMPARE(cancelled.iterations, 2);
    const auto endless = minimise(rosenbrock, {-1.2, 1}, 1000, until(0));
    QVERIFY(endless.ending == Ending::NoDecrease || endless.ending == Ending::Converged);
    QVERIFY(endless.value < 1e-20);
    const auto already = minimise(rosenbrock, {1, 1}, 1000, until(1e-8));
    QVERIFY(already.ending == Ending::Converged);
    QCOMPARE(already.iterations, 0);
}

void TestLbfgs::survivesInfiniteValues()
{
    const auto minimum = minimise(well, {1e-6}, 200, until(1e-8));
    QVERIFY(minimum.ending == Ending::Converged);
    QVERIFY(std::abs(minimum.x[0] - 1) < 1e-6);
}

QTEST_GUILESS_MAIN(TestLbfgs)
#include "tst_lbfgs.moc"
