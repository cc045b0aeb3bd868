#include <QTest>
#include <cmath>
#include <limits>
#include <random>

#include "core/kql/results/chart_content.h"
#include "core/kql/results/downsample.h"
#include "core/kql/results/render_plan.h"
#include "tests/base/bytes.h"
#include "tests/kql/result_of.h"

using namespace signalbox;
using namespace signalbox::kql;
using signalbox::kql::test::resultOf;

namespace {

const std::string requests = "datatable(name:string, timestamp:datetime, n:long, p95:real, code:string)["
                             "'blue', datetime(2026-01-01T00:05:00Z), 5, 1.5, '200',"
                             "'green', datetime(2026-01-01T00:00:00Z), 7, 2.5, '500',"
                             "'blue', datetime(2026-01-01T00:00:00Z), 1, real(nan), '200']";

const std::string series = "print deployment='blue', n=dynamic([1,2,30]), ad_flag=dynamic([0,0,1]), "
                           "timestamp=dynamic(['2026-01-01T00:00:00Z','2026-01-01T00:05:00Z',"
                           "'2026-01-01T00:10:00Z'])";

// "timechart x=timestamp y=n,p95 series=name", and the remark.
QString shown(const ResultTable &table, const RenderPlan &plan)
{
    const auto name = [&table](std::size_t column) {
        return QString::fromStdString(table.schema.fields[column].name);
    };
    const auto names = [&name](const std::vector<std::size_t> &columns) {
        QStringList all;
        for (const std::size_t column : columns)
            all.append(name(column));
        return all.join(QLatin1Char(','));
    };
    QString text = QString::fromUtf8(bytes(chartName(plan.kind)));
    if (plan.kind != ChartKind::Table) {
        text += QStringLiteral(" x=") + (plan.x ? name(*plan.x) : QString()) + QStringLiteral(" y=") +
                names(plan.y);
        if (!plan.series.empty())
            text += QStringLiteral(" series=") + names(plan.series);
        if (!plan.anomalies.empty())
            text += QStringLiteral(" anomalies=") + names(plan.anomalies);
    }
    if (!plan.remark.empty())
        text += QStringLiteral(": ") + QString::fromStdString(plan.remark);
    return text;
}

// "name(x y)(x y)", one a line; NaN is a dash.
QString shown(const ChartContent &content)
{
    QStringList lines;
    for (const ChartLine &line : content.lines) {
        QString text = QString::fromStdString(line.name);
        for (std::size_t i = 0; i < line.x.size(); ++i) {
            const QString x =
                content.axis == ChartAxisKind::Category
                    ? QString::fromStdString(content.categories[static_cast<std::size_t>(line.x[i])])
                : content.axis == ChartAxisKind::Time ? QString::number((line.x[i] - 1767225600000.0) / 60000)
                                                      : QString::number(line.x[i]);
            text += QStringLiteral("(%1 %2%3)")
                        .arg(x, std::isnan(line.y[i]) ? QStringLiteral("-") : QString::number(line.y[i]),
                             !line.marks.empty() && line.marks[i] != 0 ? QStringLiteral("!") : QString());
        }
        lines.append(text);
    }
    return lines.join(QLatin1Char('\n'));
}

QString drawn(const std::string &query, const ChartLimits &limits = {})
{
    const auto table = resultOf(query);
    return shown(*chartContent(*table, renderPlan(*table), limits));
}

} // namespace

class TestRenderPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plans_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const std::string &query, const char *expected) {
            QTest::newRow(name) << QString::fromStdString(query) << QString::fromUtf8(expected);
        };
        row("no render", requests, "table");
        row("render table", requests + "| render table", "table");
        row("ysplit", requests + "| render timechart with (ysplit=panels)",
            "timechart x=timestamp y=n,p95 series=name: ysplit is not drawn here: all lines share one axis. "
            "Hide a line in the legend to see the others better.");
        row("timechart", requests + "| render timechart", "timechart x=timestamp y=n,p95 series=name");
        row("x is the first column", requests + "| render columnchart",
            "columnchart x=name y=n,p95 series=code");
        row("named columns", requests + "| render timechart with (ycolumns=p95, series=name, code)",
            "timechart x=timestamp y=p95 series=name,code");
        row("named x", requests + "| render barchart with (xcolumn=code, ycolumns=n, series=name)",
            "barchart x=code y=n series=name");
        row("a name that is not there", requests + "| render timechart with (xcolumn=when)",
            "table: render names the column 'when', which the result does not have.");
        row("pie", requests + "| render piechart", "piechart x=name y=n");
        row("scatter", requests + "| project n, p95, name | render scatterchart",
            "scatterchart x=n y=p95 series=name");
        row("scatter of one number", "print a=1, b='x' | render scatterchart",
            "table: A scatterchart needs a second column of numbers beside x.");
        row("no times", "print a=1, b=2 | render timechart",
            "table: A timechart needs a column of datetimes, and the result has none.");
        row("no numbers", "print a='x', b='y' | render columnchart",
            "table: A chart needs a column of numbers, and the result has none.");
        row("no rows", requests + "| where false | render timechart",
            "table: The result has no rows to draw.");
        row("one number", "print count_=5 | render columnchart", "columnchart x= y=count_");
        row("one row of numbers", "print p50=1, p95=2, p99=3 | render piechart", "piechart x= y=p50,p95,p99");
        row("all whole numbers", "range a from 1 to 3 step 1 | extend b=a*a | render linechart",
            "linechart x=a y=b");
        row("spans as y", "datatable(t:datetime, d:timespan)[datetime(2026-01-01), 5ms] | render timechart",
            "timechart x=t y=d");
        row("card", "print a=1, b='x' | render card", "card x= y=a,b");
        row("card of rows", "range a from 1 to 3 step 1 | render card",
            "card x= y=a: A card shows the first of 3 rows.");
        row("make-series", series + "| render timechart",
            "timechart x=timestamp y=n,ad_flag series=deployment");
        row("anomalies by name", series + "| render anomalychart",
            "anomalychart x=timestamp y=n series=deployment anomalies=ad_flag");
        row("anomalies named",
            series + "| project-rename z=ad_flag | render anomalychart with (anomalycolumns=z)",
            "anomalychart x=timestamp y=n series=deployment anomalies=z");
        row("no such kind", "print a=1 | render treemap",
            "table: There is no treemap here; the result is shown as a table. Charts are timechart, "
            "linechart, columnchart, barchart, areachart, stackedareachart, piechart, scatterchart, "
            "anomalychart and card.");
    }
    void plans()
    {
        QFETCH(const QString, query);
        QFETCH(const QString, expected);
        const auto table = resultOf(query.toStdString());
        QCOMPARE(shown(*table, renderPlan(*table)), expected);
    }

    void propertiesOfAppearance()
    {
        const auto table = resultOf(
            requests + "| render columnchart with (title='My title', xtitle=\"when\", ytitle=total, "
                       "kind=stacked100, ymin=0.5, ymax=10, legend=hidden, yaxis=log, accumulate=true)");
        const RenderPlan plan = renderPlan(*table);
        QCOMPARE(plan.title, std::string("My title"));
        QCOMPARE(plan.xTitle, std::string("when"));
        QCOMPARE(plan.yTitle, std::string("total"));
        QCOMPARE(plan.stacking, Stacking::Hundred);
        QCOMPARE(plan.yMinimum, std::optional(0.5));
        QCOMPARE(plan.yMaximum, std::optional(10.0));
        QVERIFY(!plan.legend && plan.logarithmicY && !plan.logarithmicX && plan.accumulate);
        // The reader's choice of another kind keeps what was written.
        QCOMPARE(renderPlan(*table, ChartKind::Pie).title, std::string("My title"));
    }

    void everyKindHasAName()
    {
        QCOMPARE(everyChartKind().size(), 11U);
        for (const ChartKind kind : everyChartKind())
            QCOMPARE(chartKindOf(chartName(kind)), std::optional(kind));
        QVERIFY(!chartKindOf("nochart"));
    }

    void contents_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const std::string &query, const char *expected) {
            QTest::newRow(name) << QString::fromStdString(query) << QString::fromUtf8(expected);
        };
        row("lines in order of x", requests + "| render timechart with (ycolumns=n)",
            "blue(0 1)(5 5)\ngreen(0 7)");
        row("gaps", requests + "| render timechart with (ycolumns=p95)", "blue(0 -)(5 1.5)\ngreen(0 2.5)");
        row("several y", requests + "| render timechart",
            "blue n(0 1)(5 5)\nblue p95(0 -)(5 1.5)\ngreen n(0 7)\ngreen p95(0 2.5)");
        row("equal categories are summed", requests + "| project name, n | render columnchart",
            "n(blue 6)(green 7)");
        row("stacked areas have the same x",
            requests + "| render stackedareachart with (xcolumn=timestamp, "
                       "ycolumns=n, series=name)",
            "blue(0 1)(5 5)\ngreen(0 7)(5 0)");
        row("accumulate", "range a from 1 to 4 step 1 | extend b=a | render linechart with (accumulate=true)",
            "b(1 1)(2 3)(3 6)(4 10)");
        row("columns at even times stay on the clock",
            "range t from datetime(2026-01-01) to datetime(2026-01-01T00:03:00Z) step 1m | extend n=1 "
            "| render columnchart",
            "n(0 1)(1 1)(2 1)(3 1)");
        row("columns at far numbers are categories",
            "datatable(c:long, n:long)[500, 1, 200, 2, 404, 3] "
            "| render columnchart",
            "n(200 2)(404 3)(500 1)");
        row("bars at times",
            "datatable(t:datetime, n:long)[datetime(2026-01-02), 1, datetime(2026-01-01), 2] "
            "| render barchart",
            "n(2026-01-01 00:00:00 2)(2026-01-02 00:00:00 1)");
        row("pie of times",
            "datatable(t:datetime, n:long)[datetime(2026-01-02T03:04:05.5Z), 1] | render piechart",
            "n(2026-01-02T03:04:05.5000000Z 1)");
        row("pie", "datatable(c:string, n:long)['a', 1, 'b', 5, 'a', 2, 'c', -1] | render piechart",
            "n(b 5)(a 3)");
        row("one row", "print p50=1, p95=2 | render columnchart", "(p50 1)(p95 2)");
        row("one column", "range a from 5 to 7 step 1 | render linechart", "a(1 5)(2 6)(3 7)");
        row("pie of one column", "range a from 5 to 7 step 1 | render piechart", "a(3 7)(2 6)(1 5)");
        row("arrays", series + "| render anomalychart", "blue(0 1)(5 2)(10 30!)");
        row("spans are milliseconds",
            "datatable(t:datetime, d:timespan)[datetime(2026-01-01), 5ms] | render timechart", "d(0 5)");
        row("empty names",
            "datatable(t:datetime, s:string, n:long)[datetime(2026-01-01), '', 5] "
            "| render timechart",
            "(0 5)");
        row("null x",
            "datatable(t:datetime, n:long)[datetime(null), 5, datetime(2026-01-01), 6] "
            "| render timechart",
            "n(0 6)");
    }
    void contents()
    {
        QFETCH(const QString, query);
        QFETCH(const QString, expected);
        QCOMPARE(drawn(query.toStdString()), expected);
    }

    void theLargestSeriesStay()
    {
        const auto table =
            resultOf("range i from 0 to 9999 step 1 | extend t = datetime(2026-01-01) + i * 1s, "
                     "s = strcat('series ', i), n = i | project t, s, n | render timechart");
        const auto content = chartContent(*table, renderPlan(*table), {.lines = 3});
        QCOMPARE(content->lines.size(), 3U);
        QCOMPARE(content->linesLeftOut, 9997U);
        QCOMPARE(content->lines[0].name, std::string("series 9997"));
        QCOMPARE(content->lines[2].name, std::string("series 9999"));
    }

    void categoriesAndSlicesAreCut()
    {
        const std::string query = "range i from 1 to 1000 step 1 | extend c = tostring(i) | project c, i";
        const auto columns = resultOf(query + "| render columnchart");
        const auto content = chartContent(*columns, renderPlan(*columns), {.categories = 50});
        QCOMPARE(content->categories.size(), 50U);
        QCOMPARE(content->categoriesLeftOut, 950U);
        QCOMPARE(content->points(), 50U);
        const auto pie = resultOf(query + "| render piechart");
        const auto slices = chartContent(*pie, renderPlan(*pie), {.slices = 4});
        QCOMPARE(slices->lines[0].y, (std::vector<double>{1000, 999, 998, 997, 500'500 - 3994}));
        QCOMPARE(slices->categories.back(), std::string());
        QCOMPARE(slices->categoriesLeftOut, 996U);
    }

    void cardsHoldTheFirstRow()
    {
        const auto table = resultOf("print total=5, name='x' | render card");
        const auto content = chartContent(*table, renderPlan(*table));
        QCOMPARE(content->cards.size(), 2U);
        QCOMPARE(content->cards[0].name, std::string("total"));
        QVERIFY(content->cards[1].value == Value::ofString("x"));
    }

    void thinningKeepsPeaksAndGaps()
    {
        std::vector<double> x;
        std::vector<double> y;
        for (std::size_t i = 0; i < 1'000'000; ++i) {
            x.push_back(static_cast<double>(i));
            y.push_back(std::sin(static_cast<double>(i) / 1000));
        }
        y[123'456] = 100;
        y[654'321] = -100;
        for (std::size_t i = 800'000; i < 810'000; ++i)
            y[i] = std::numeric_limits<double>::quiet_NaN();
        const auto kept = drawnPoints(x, y, 0, 999'999, 500);
        QVERIFY(kept.size() <= 2000);
        QVERIFY(std::ranges::is_sorted(kept));
        QVERIFY(std::ranges::binary_search(kept, 123'456U));
        QVERIFY(std::ranges::binary_search(kept, 654'321U));
        QVERIFY(std::ranges::any_of(kept, [&](std::uint32_t i) { return std::isnan(y[i]); }));
        QCOMPARE(kept.front(), 0U);
        QCOMPARE(kept.back(), 999'999U);
        // Zoomed in, the neighbours outside stay, so that the line leaves the picture.
        const auto few = drawnPoints(x, y, 1000.5, 1004.5, 500);
        QCOMPARE(few, (std::vector<std::uint32_t>{1000, 1001, 1002, 1003, 1004, 1005}));
        QVERIFY(drawnPoints({}, {}, 0, 1, 100).empty());
        QCOMPARE(drawnPoints(std::vector<double>{1}, std::vector<double>{1}, 5, 9, 10).size(), 1U);
        // All at one x.
        QVERIFY(drawnPoints(std::vector<double>(10'000, 3.0), y, 2, 4, 100).size() <= 4);
    }
};

QTEST_GUILESS_MAIN(TestRenderPlan)
#include "tst_render_plan.moc"
