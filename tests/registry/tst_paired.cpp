#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/base/random.h"
#include "core/registry/paired.h"

using namespace signalbox;
using namespace signalbox::registry;

namespace {

// The definition taken literally: draw rows, count, compare.
Interval naiveInterval(const PairedCounts &counts, int resamples)
{
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < counts.size(); ++i)
        rows.insert(rows.end(), static_cast<std::size_t>(counts[i]), i);
    SeededRandom random(7);
    std::vector<double> gains;
    for (int r = 0; r < resamples; ++r) {
        PairedCounts drawn{};
        for (std::size_t i = 0; i < rows.size(); ++i)
            ++drawn[rows[random.below(rows.size())]];
        gains.push_back(f1Gain(drawn));
    }
    std::ranges::sort(gains);
    const auto at = [&gains](double share) {
        return gains[static_cast<std::size_t>(share * static_cast<double>(gains.size() - 1))];
    };
    return {.low = at(0.025), .high = at(0.975)};
}

} // namespace

Q_DECLARE_METATYPE(signalbox::registry::PairedCounts)

class TestPaired : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsEveryOutcome();
    void gains_data();
    void gains();
    void intervalIsWhatTheDefinitionSays_data();
    void intervalIsWhatTheDefinitionSays();
    void intervalOfEqualModels();
    void intervalIsTheSameEveryTime();
    void intervalNarrowsWithRows();
};

void TestPaired::countsEveryOutcome()
{
    const std::vector<int> labels = {0, 0, 0, 0, 1, 1, 1, 1, 1};
    const std::vector<int> candidate = {0, 0, 1, 1, 0, 0, 1, 1, 1};
    const std::vector<int> baseline = {0, 1, 0, 1, 0, 1, 0, 1, 0};
    const PairedCounts counts = countPairs(labels, candidate, baseline);
    QVERIFY((counts == PairedCounts{1, 1, 1, 1, 1, 1, 2, 1}));
    QCOMPARE(fixedRows(counts), 3);  // 0 said 0 against 1, and twice 1 said 1 against 0
    QCOMPARE(brokenRows(counts), 2); // one of each kind
}

void TestPaired::gains_data()
{
    QTest::addColumn<PairedCounts>("counts");
    QTest::addColumn<double>("gain");
    QTest::newRow("no rows") << PairedCounts{} << 0.0;
    QTest::newRow("nothing positive") << PairedCounts{10, 0, 0, 0, 0, 0, 0, 0} << 0.0;
    QTest::newRow("both perfect") << PairedCounts{10, 0, 0, 0, 0, 0, 0, 5} << 0.0;
    QTest::newRow("perfect against nothing") << PairedCounts{10, 0, 0, 0, 0, 0, 5, 0} << 1.0;
    QTest::newRow("nothing against perfect") << PairedCounts{10, 0, 0, 0, 0, 5, 0, 0} << -1.0;
    QTest::newRow("3/4 against 2/3") << PairedCounts{5, 0, 1, 0, 1, 0, 1, 2} << 0.75 - 2.0 / 3.0;
}

void TestPaired::gains()
{
    QFETCH(const PairedCounts, counts);
    QFETCH(const double, gain);
    QVERIFY(std::abs(f1Gain(counts) - gain) < 1e-15);
}

void TestPaired::intervalIsWhatTheDefinitionSays_data()
{
    QTest::addColumn<PairedCounts>("counts");
    QTest::newRow("alike") << PairedCounts{600, 20, 25, 55, 60, 30, 40, 170};
    QTest::newRow("clearly better") << PairedCounts{500, 90, 10, 50, 60, 10, 120, 160};
    QTest::newRow("rare positives") << PairedCounts{950, 10, 5, 5, 10, 5, 5, 10};
    QTest::newRow("few rows") << PairedCounts{5, 0, 1, 0, 1, 0, 1, 2};
    QTest::newRow("one outcome fills almost all") << PairedCounts{1, 0, 0, 0, 0, 1, 0, 998};
}

void TestPaired::intervalIsWhatTheDefinitionSays()
{
    QFETCH(const PairedCounts, counts);
    const Interval fast = bootstrapF1Gain(counts, 20'000);
    const Interval naive = naiveInterval(counts, 20'000);
    const double tolerance = 0.04 * std::max(naive.high - naive.low, 0.005);
    QVERIFY2(std::abs(fast.low - naive.low) <= tolerance && std::abs(fast.high - naive.high) <= tolerance,
             qPrintable(QStringLiteral("%1 … %2, but %3 … %4")
                            .arg(fast.low)
                            .arg(fast.high)
                            .arg(naive.low)
                            .arg(naive.high)));
}

void TestPaired::intervalOfEqualModels()
{
    const Interval interval = bootstrapF1Gain({900, 0, 0, 50, 60, 0, 0, 300});
    QCOMPARE(interval.low, 0.0);
    QCOMPARE(interval.high, 0.0);
}

void TestPaired::intervalIsTheSameEveryTime()
{
    const PairedCounts counts = {1500, 80, 70, 250, 200, 120, 180, 600};
    const Interval first = bootstrapF1Gain(counts);
    const Interval second = bootstrapF1Gain(counts);
    QCOMPARE(first.low, second.low);
    QCOMPARE(first.high, second.high);
    QVERIFY(first.low < f1Gain(counts) && f1Gain(counts) < first.high);
}

void TestPaired::intervalNarrowsWithRows()
{
    PairedCounts counts = {150, 8, 7, 25, 20, 12, 18, 60};
    const Interval few = bootstrapF1Gain(counts);
    for (std::int64_t &count : counts)
        count *= 100;
    const Interval many = bootstrapF1Gain(counts);
    const double ratio = (few.high - few.low) / (many.high - many.low); // the root of 100
    QVERIFY2(ratio > 8.5 && ratio < 11.5, qPrintable(QString::number(ratio)));
}

QTEST_GUILESS_MAIN(TestPaired)
#include "tst_paired.moc"
