#include <QAccessible>
#include <QTest>
#include <QToolButton>
#include <cmath>

#include "ui/widgets/chart_view.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/time_chart.h"

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

ChartData twoLines()
{
    return {
        .series = {{.name = u"blue"_s,
                    .role = Role::BlueDeployment,
                    .points = {{1000, 40}, {2000, 41}, {3000, 42}}},
                   {.name = u"green"_s, .role = Role::GreenDeployment, .points = {{1000, 39}, {3000, 38}}}},
        .events = {{.x = 2000, .label = u"50 %"_s}, {.x = 99'000, .label = u"outside"_s}},
        .unit = u"ms"_s};
}

} // namespace

class TestTimeChart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void drawsWhateverItIsGiven_data()
    {
        QTest::addColumn<int>("points");
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("series");
        QTest::newRow("no series") << 0 << 0.0 << 0;
        QTest::newRow("no points") << 0 << 0.0 << 2;
        QTest::newRow("one point") << 1 << 5.0 << 1;
        QTest::newRow("one point at zero") << 1 << 0.0 << 1;
        QTest::newRow("flat") << 50 << 7.0 << 2;
        QTest::newRow("not a number") << 50 << std::nan("") << 1;
        QTest::newRow("huge") << 50 << 1e300 << 1;
        QTest::newRow("tiny") << 50 << 1e-300 << 1;
    }
    void drawsWhateverItIsGiven()
    {
        QFETCH(int, points);
        QFETCH(double, value);
        QFETCH(int, series);
        const Theme theme(*qApp);
        TimeChart chart(theme, u"chart"_s, u"Latency"_s);
        chart.resize(500, 220);
        chart.show();
        ChartData data{.events = {{.x = 0, .label = u"rollout"_s}}, .unit = u"ms"_s};
        for (int s = 0; s < series; ++s) {
            ChartSeries line{.name = QString::number(s)};
            for (int i = 0; i < points; ++i)
                line.points.push_back({static_cast<double>(i) * 1000, value});
            data.series.push_back(std::move(line));
        }
        chart.setData(data);
        QCOMPARE(chart.data().series.size(), data.series.size());
        QVERIFY(!chart.picture().isNull());
        chart.showTable(true);
        QVERIFY(!chart.grab().isNull());
        chart.setData({});
        QVERIFY(!chart.picture().isNull());
    }

    void crosshairReadsTheNearestPoint()
    {
        const Theme theme(*qApp);
        const ChartData data = twoLines();
        ChartView view(theme, nullptr);
        view.setData(&data);
        QCOMPARE(view.readingAt(1100),
                 (QStringList{u"1 Jan 00:00:01"_s, u"blue  40.0 ms"_s, u"green  39.0 ms"_s}));
        QCOMPARE(view.readingAt(2100), (QStringList{u"1 Jan 00:00:02"_s, u"blue  41.0 ms"_s}));
        view.setHidden({u"blue"_s});
        QCOMPARE(view.readingAt(2100).size(), 2);
        view.setHidden({u"blue"_s, u"green"_s});
        QVERIFY(view.readingAt(2100).isEmpty());
        view.setData(nullptr);
        QVERIFY(view.readingAt(0).isEmpty());
    }

    void keyboardReadsTheValuesOut()
    {
        const Theme theme(*qApp);
        TimeChart chart(theme, u"chart"_s, u"Latency"_s);
        chart.setData(twoLines());
        auto *view = chart.findChild<ChartView *>();
        QTest::keyClick(view, Qt::Key_Right);
        QVERIFY(view->accessibleDescription().contains(u"blue  40.0 ms"_s));
        QTest::keyClick(view, Qt::Key_Right);
        QVERIFY(view->accessibleDescription().contains(u"blue  41.0 ms"_s));
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(view, Qt::Key_Right);
        QVERIFY(view->accessibleDescription().contains(u"blue  42.0 ms"_s));
        QTest::keyClick(view, Qt::Key_Left);
        QVERIFY(view->accessibleDescription().contains(u"blue  41.0 ms"_s));
    }

    void saysWhatItShows()
    {
        const Theme theme(*qApp);
        TimeChart chart(theme, u"chart"_s, u"Latency P95, ms"_s);
        chart.setData(twoLines());
        QCOMPARE(chart.accessibleName(), u"Latency P95, ms"_s);
        QCOMPARE(chart.accessibleDescription(),
                 u"blue: 3 points, last 42.0 ms; green: 2 points, last 38.0 ms"_s);
    }

    void tableHasTheSameNumbers()
    {
        const Theme theme(*qApp);
        TimeChart chart(theme, u"chart"_s, u"Latency"_s);
        chart.setData(twoLines());
        chart.showTable(true);
        QVERIFY(chart.tableShown());
        const auto *table = chart.findChild<DataTable *>();
        QCOMPARE(table->text(TableFormat::Markdown),
                 u"| Time, UTC | blue, ms | green, ms |\n| --- | --- | --- |\n"
                 "| 1 Jan 00:00:01 | 40.0 | 39.0 |\n| 1 Jan 00:00:02 | 41.0 | — |\n"
                 "| 1 Jan 00:00:03 | 42.0 | 38.0 |\n"_s);
        ChartData more = twoLines();
        more.series[0].points.push_back({4000, 43});
        chart.setData(more);
        QCOMPARE(table->shownRows(), 4);
    }

    void legendHidesAndShows()
    {
        const Theme theme(*qApp);
        TimeChart chart(theme, u"chart"_s, u"Latency"_s);
        chart.setData(twoLines());
        auto *button = chart.findChild<QToolButton *>(u"chartLegend1"_s);
        QVERIFY(button);
        QCOMPARE(button->text(), u"green"_s);
        button->click();
        QVERIFY(!chart.seriesVisible(u"green"_s));
        // What was hidden stays hidden when new data comes.
        ChartData more = twoLines();
        more.series[1].points.push_back({4000, 37});
        chart.setData(more);
        QVERIFY(!chart.seriesVisible(u"green"_s));
        QVERIFY(!button->isChecked());
        button->click();
        QVERIFY(chart.seriesVisible(u"green"_s));
    }
};

QTEST_MAIN(TestTimeChart)
#include "tst_time_chart.moc"
