#include <QTest>
#include <cmath>
#include <limits>

#include "ui/widgets/chart_scale.h"

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

class TestChartScale : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scales_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<bool>("fromZero");
        QTest::addColumn<double>("axisLow");
        QTest::addColumn<double>("axisHigh");
        QTest::addColumn<double>("step");
        const double nan = std::nan("");
        QTest::newRow("latency") << 31.0 << 47.0 << false << 30.0 << 50.0 << 5.0;
        QTest::newRow("error rate from zero") << 0.2 << 5.6 << true << 0.0 << 6.0 << 2.0;
        QTest::newRow("scores") << 0.698 << 0.781 << false << 0.675 << 0.8 << 0.025;
        QTest::newRow("negative") << -3.0 << 1.0 << false << -3.0 << 1.0 << 1.0;
        QTest::newRow("one value") << 5.0 << 5.0 << false << 4.5 << 5.5 << 0.25;
        QTest::newRow("all zero") << 0.0 << 0.0 << true << 0.0 << 1.0 << 0.25;
        QTest::newRow("nothing") << nan << nan << false << 0.0 << 1.0 << 0.25;
        QTest::newRow("no points") << std::numeric_limits<double>::infinity()
                                   << -std::numeric_limits<double>::infinity() << true << 0.0 << 1.0 << 0.25;
    }
    void scales()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(bool, fromZero);
        const AxisScale scale = roundScale(low, high, fromZero);
        QTEST(scale.low, "axisLow");
        QTEST(scale.high, "axisHigh");
        QTEST(scale.step, "step");
        QVERIFY(scale.tickCount() >= 2 && scale.tickCount() <= 8);
    }

    void labelsTellTicksApart()
    {
        QCOMPARE(roundScale(31, 47, false).decimals, 0);
        QCOMPARE(roundScale(0.698, 0.781, false).decimals, 3);
        QCOMPARE(roundScale(0, 1, true).decimals, 2);
    }

    void timeLabelsStandAtRoundTimesInUtc()
    {
        const double start = 1'795'444'267'000.0; // 2026-11-23T14:31:07Z
        const auto labels = axisLabels(ChartAxis::Time, start, start + 120'000, 4);
        QStringList texts;
        for (const AxisLabel &label : labels)
            texts.append(label.text);
        QCOMPARE(texts, (QStringList{u"14:31:30"_s, u"14:32:00"_s, u"14:32:30"_s, u"14:33:00"_s}));
    }

    void midnightsSayWhichDayBegins()
    {
        const double start = 1'795'392'000'000.0; // 2026-11-23T00:00:00Z
        const double hour = 3'600'000;
        QStringList texts;
        for (const AxisLabel &label : axisLabels(ChartAxis::Time, start + 6 * hour, start + 54 * hour, 4))
            texts.append(label.text);
        QCOMPARE(texts, (QStringList{u"12:00"_s, u"24 Nov"_s, u"12:00"_s, u"25 Nov"_s}));
        QCOMPARE(axisLabels(ChartAxis::Time, start, start + 20 * hour, 4).front().text, u"00:00"_s);
    }

    void labelsOfOddRanges()
    {
        QVERIFY(axisLabels(ChartAxis::Time, std::nan(""), 1, 4).empty());
        QVERIFY(axisLabels(ChartAxis::Number, 1, 0, 4).empty());
        QCOMPARE(axisLabels(ChartAxis::Number, 5, 5, 4).size(), std::size_t{1});
        QVERIFY(axisLabels(ChartAxis::Number, 0, 1e9, 4).size() <= 5);
    }

    void countsAreLabelledAtWholeNumbers()
    {
        QStringList texts;
        for (const AxisLabel &label : axisLabels(ChartAxis::Count, 1, 4, 8))
            texts.append(label.text);
        QCOMPARE(texts, (QStringList{u"1"_s, u"2"_s, u"3"_s, u"4"_s}));
        for (const AxisLabel &label : axisLabels(ChartAxis::Count, 0, 17, 8))
            QCOMPARE(label.x, std::round(label.x));
    }

    void logarithmsAreLabelledAtPowersOfTen()
    {
        QStringList texts;
        for (const AxisLabel &label : axisLabels(ChartAxis::Logarithm, -2, 1, 10))
            texts.append(label.text);
        QCOMPARE(texts, (QStringList{u"0.01"_s, u"0.1"_s, u"1"_s, u"10"_s}));
        QCOMPARE(axisText(ChartAxis::Logarithm, std::log10(0.3)), u"0.3"_s);
    }

    void gapsSplitALine()
    {
        const double nan = std::nan("");
        const auto runs = drawableRuns({{0, 1}, {1, 2}, {2, nan}, {3, 4}, {nan, 5}}, 100);
        QCOMPARE(runs.size(), std::size_t{2});
        QCOMPARE(runs[0].size(), std::size_t{2});
        QCOMPARE(runs[1].size(), std::size_t{1});
        QVERIFY(drawableRuns({}, 100).empty());
        QVERIFY(drawableRuns({{0, nan}}, 100).empty());
    }

    void longLinesKeepTheirPeaks()
    {
        std::vector<ChartPoint> points;
        for (int i = 0; i < 100'000; ++i)
            points.push_back({static_cast<double>(i), i == 77'777 ? 50.0 : i == 12'345 ? -50.0 : 1.0});
        const auto runs = drawableRuns(points, 500);
        QCOMPARE(runs.size(), std::size_t{1});
        QVERIFY(runs[0].size() <= 1002);
        const auto [low, high] = std::ranges::minmax(runs[0], {}, &ChartPoint::y);
        QCOMPARE(low.x, 12'345.0);
        QCOMPARE(high.x, 77'777.0);
        QVERIFY(std::ranges::is_sorted(runs[0], {}, &ChartPoint::x));
    }
};

QTEST_MAIN(TestChartScale)
#include "tst_chart_scale.moc"
