#include <QTest>

#include <limits>

#include "core/telemetry/segment_statistics.h"
#include "tests/telemetry/table_data.h"

using namespace signalbox;
using namespace signalbox::telemetry;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

Column reals(std::vector<double> values, std::vector<std::uint8_t> nulls = {})
{
    return {.type = ColumnType::Real,
            .integers = {},
            .reals = std::move(values),
            .texts = {},
            .codes = {},
            .nulls = std::move(nulls)};
}

ColumnStatistics ofReals(std::vector<double> values, std::vector<std::uint8_t> nulls = {})
{
    const TableSpec table{.name = "t", .columns = {{.name = "x", .type = ColumnType::Real}}};
    const std::size_t rows = values.size();
    return statisticsOf(table, {.columns = {reals(std::move(values), std::move(nulls))}, .rows = rows})
        .front();
}

} // namespace

class TestSegmentStatistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realsWithoutNullsAndNaN();
    void wishes_data();
    void wishes();
    void aColumnOfNullsHoldsNothing();
    void comeBackFromBytes();
    void damagedBytesTellNothing();
    void sketchesKnowTheirTexts();
    void aNullTextIsEmpty();
};

void TestSegmentStatistics::realsWithoutNullsAndNaN()
{
    const ColumnStatistics one = ofReals({notANumber, 3, 1, 100}, {0, 0, 0, 1});
    QCOMPARE(one.lowest, 1.0);
    QCOMPARE(one.highest, 3.0);
}

void TestSegmentStatistics::wishes_data()
{
    QTest::addColumn<double>("from");
    QTest::addColumn<double>("to");
    QTest::addColumn<bool>("may");
    QTest::newRow("inside") << 1.5 << 1.6 << true;
    QTest::newRow("touching below") << 0.0 << 1.0 << true;
    QTest::newRow("below") << 0.0 << 0.9 << false;
    QTest::newRow("above") << 3.1 << 9.0 << false;
    QTest::newRow("around") << 0.0 << 9.0 << true;
}

void TestSegmentStatistics::wishes()
{
    QFETCH(const double, from);
    QFETCH(const double, to);
    QFETCH(const bool, may);
    QCOMPARE(mayHold(ofReals({1, 3}), {.name = "x", .lowest = from, .highest = to}), may);
    const ColumnStatistics whole{.name = "x", .smallest = 10, .largest = 30};
    QCOMPARE(mayHold(whole, {.name = "x",
                             .smallest = static_cast<std::int64_t>(from * 10),
                             .largest = static_cast<std::int64_t>(to * 10)}),
             may);
}

void TestSegmentStatistics::aColumnOfNullsHoldsNothing()
{
    QVERIFY(!mayHold(ofReals({1, notANumber}, {1, 0}), {.name = "x"}));
}

void TestSegmentStatistics::comeBackFromBytes()
{
    SeededRandom random(1);
    auto statistics = statisticsOf(everyType(), randomChunk(everyType(), 50, random, 0));
    statistics.push_back(ofReals({notANumber}));
    QVERIFY(statistics.size() > 5);
    QVERIFY(decodeStatistics(encodeStatistics(statistics)) == statistics);
    QVERIFY(decodeStatistics(encodeStatistics({})).empty());
}

void TestSegmentStatistics::damagedBytesTellNothing()
{
    std::string bytes = encodeStatistics({ofReals({1, 3})});
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        std::string damaged = bytes;
        damaged[i] = static_cast<char>(damaged[i] ^ 4);
        QVERIFY(decodeStatistics(damaged).empty());
        QVERIFY(decodeStatistics(std::string_view(bytes).substr(0, i)).empty());
    }
    QVERIFY(sketchMayHold("", "x"));
    QVERIFY(sketchMayHold("odd", "x"));
}

void TestSegmentStatistics::sketchesKnowTheirTexts()
{
    Column column{
        .type = ColumnType::String, .integers = {}, .reals = {}, .texts = {}, .codes = {}, .nulls = {}};
    for (std::uint32_t i = 0; i < 5000; ++i) {
        column.texts.push_back(fmt::format("text {}", i));
        column.codes.push_back(i);
    }
    column.texts.push_back("unused");
    const std::string sketch = sketchOf(column);
    for (const std::string_view text : column.texts)
        QVERIFY(text == "unused" || sketchMayHold(sketch, text));
    int wrong = 0;
    for (int i = 5000; i < 15'000; ++i)
        wrong += sketchMayHold(sketch, fmt::format("text {}", i)) ? 1 : 0;
    QVERIFY2(wrong < 500, QByteArray::number(wrong).constData());
}

void TestSegmentStatistics::aNullTextIsEmpty()
{
    Column column{.type = ColumnType::String,
                  .integers = {},
                  .reals = {},
                  .texts = {"a"},
                  .codes = {0, 0},
                  .nulls = {0, 1}};
    QVERIFY(sketchMayHold(sketchOf(column), ""));
    column.nulls.clear();
    QVERIFY(!sketchMayHold(sketchOf(column), ""));
}

QTEST_APPLESS_MAIN(TestSegmentStatistics)
#include "tst_segment_statistics.moc"
