#include <QtTest>

#include <algorithm>
#include <numeric>
#include <set>

#include "core/base/random.h"
#include "core/learn/split.h"

using namespace signalbox;
using namespace signalbox::learn;

class TestSplit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isStratifiedAndDisjoint_data();
    void isStratifiedAndDisjoint();
    void sameSeedSameSplit();
    void isTheSameOnEveryMachine();
    void refusesWhatCannotBeSplit();
};

namespace {

std::vector<int> labels(std::size_t rows, double share, std::uint64_t seed)
{
    SeededRandom random(seed);
    std::vector<int> values(rows);
    for (int &value : values)
        value = random.uniform() < share ? 1 : 0;
    values[0] = values[1] = 0;
    values[rows - 1] = values[rows - 2] = 1;
    return values;
}

std::int64_t positives(const std::vector<int> &values, const std::vector<std::int64_t> &rows)
{
    return std::ranges::count_if(
        rows, [&](std::int64_t row) { return values[static_cast<std::size_t>(row)] == 1; });
}

} // namespace

void TestSplit::isStratifiedAndDisjoint_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<double>("share");
    QTest::addColumn<double>("testFraction");
    QTest::newRow("usual") << 1000 << 0.33 << 0.3;
    QTest::newRow("rare class") << 500 << 0.01 << 0.2;
    QTest::newRow("half") << 77 << 0.5 << 0.5;
    QTest::newRow("smallest") << 4 << 0.5 << 0.3;
    QTest::newRow("almost nothing held out") << 100 << 0.5 << 0.0001;
    QTest::newRow("almost everything held out") << 100 << 0.5 << 0.9999;
}

void TestSplit::isStratifiedAndDisjoint()
{
    QFETCH(int, rows);
    QFETCH(double, share);
    QFETCH(double, testFraction);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto values = labels(static_cast<std::size_t>(rows), share, seed);
        const auto split = stratifiedSplit(values, testFraction, seed);
        QVERIFY2(split.has_value(), split ? "" : split.error().text().c_str());
        std::vector<std::int64_t> all = split->trainRows;
        all.insert(all.end(), split->testRows.begin(), split->testRows.end());
        std::ranges::sort(all);
        std::vector<std::int64_t> expected(static_cast<std::size_t>(rows));
        std::iota(expected.begin(), expected.end(), 0);
        QVERIFY(all == expected);
        QVERIFY(std::ranges::is_sorted(split->trainRows) && std::ranges::is_sorted(split->testRows));

        const std::int64_t ones = std::ranges::count(values, 1);
        for (const auto &[held, total] :
             {std::pair(positives(values, split->testRows), ones),
              std::pair(std::ssize(split->testRows) - positives(values, split->testRows), rows - ones)}) {
            const double wanted = testFraction * static_cast<double>(total);
            QVERIFY(held >= 1 && held < total);
            QVERIFY(std::abs(static_cast<double>(held) - wanted) <= 0.5 || held == 1 || held == total - 1);
        }
    }
}

void TestSplit::sameSeedSameSplit()
{
    const auto values = labels(300, 0.4, 1);
    QVERIFY(stratifiedSplit(values, 0.3, 7)->testRows == stratifiedSplit(values, 0.3, 7)->testRows);
    QVERIFY(stratifiedSplit(values, 0.3, 7)->testRows != stratifiedSplit(values, 0.3, 8)->testRows);
}

void TestSplit::isTheSameOnEveryMachine()
{
    const std::vector<int> values = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
    const auto split = stratifiedSplit(values, 0.4, 42);
    QVERIFY(split.has_value());
    QCOMPARE(split->testRows, (std::vector<std::int64_t>{4, 5, 6, 7}));
}

void TestSplit::refusesWhatCannotBeSplit()
{
    const std::vector<int> both = {0, 0, 1, 1};
    for (const double fraction : {0.0, 1.0, -0.3, 2.0, std::nan("")}) {
        const auto split = stratifiedSplit(both, fraction, 0);
        QVERIFY(!split && split.error().code == ErrorCode::InvalidArgument);
        QCOMPARE(split.error().field, std::string("testFraction"));
    }
    for (const auto &values : {std::vector<int>{}, {0, 0, 0}, {1, 1, 1}, {0, 0, 0, 1}}) {
        const auto split = stratifiedSplit(values, 0.3, 0);
        QVERIFY(!split && split.error().code == ErrorCode::FailedPrecondition);
    }
}

QTEST_GUILESS_MAIN(TestSplit)
#include "tst_split.moc"
