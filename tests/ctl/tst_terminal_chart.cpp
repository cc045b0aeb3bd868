#include <QTest>
#include <cmath>
#include <limits>

#include "app/ctl/terminal_chart.h"
#include "app/ctl/terminal_text.h"

using namespace signalbox::ctl;

namespace {

std::string whole(double value)
{
    return std::to_string(std::lround(value));
}

std::string joined(const std::vector<std::string> &lines)
{
    std::string text;
    for (const std::string &line : lines)
        text += line + "\n";
    return text;
}

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

} // namespace

class TestTerminalChart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRisingLineRises()
    {
        const std::vector<PlotSeries> series = {{.name = "up", .points = {{0, 0}, {1, 7}}}};
        const auto lines = drawLines(series, whole, whole, {.columns = 7, .rows = 2});
        QCOMPARE(joined(lines), std::string("   up\n"
                                            "7 │     ⣀⡠⠔⠒⠉\n"
                                            "0 │⣀⠤⠔⠊⠉     \n"
                                            "   0        1\n"));
    }

    void seriesShareAPlotWhereColoursTellThemApart()
    {
        const std::vector<PlotSeries> series = {{.name = "a", .points = {{0, 1}, {1, 1}}},
                                                {.name = "b", .points = {{0, 9}, {1, 9}}}};
        const auto paint = [](std::size_t number, const std::string &text) {
            return std::to_string(number) + text;
        };
        const auto together = drawLines(series, whole, whole, {.columns = 20, .rows = 3}, paint);
        QCOMPARE(together.size(), std::size_t{5});
        QVERIFY(together[0].contains("1⠉"));
        QVERIFY(together[2].contains("0⣀"));
        QVERIFY(together[4].ends_with("0■ a   1■ b"));
        const auto apart = drawLines(series, whole, whole, {.columns = 20, .rows = 3});
        QCOMPARE(apart.size(), std::size_t{9}); // two names, two plots, one axis
    }

    void gapsAreNotBridged()
    {
        const std::vector<PlotSeries> series = {
            {.name = "", .points = {{0, 0}, {4, 0}, {5, notANumber}, {6, 0}, {10, 0}}}};
        const auto lines = drawLines(series, whole, whole, {.columns = 25, .rows = 2});
        QVERIFY2(lines[1].contains("⣀ "), lines[1].c_str());
        QVERIFY2(lines[1].ends_with("⣀"), lines[1].c_str());
    }

    void oddInputIsDrawnOrLeftOut_data()
    {
        QTest::addColumn<double>("x");
        QTest::addColumn<double>("y");
        QTest::addColumn<bool>("drawn");
        QTest::newRow("one point") << 3.0 << 4.0 << true;
        QTest::newRow("largest") << std::numeric_limits<double>::max()
                                 << std::numeric_limits<double>::lowest() << true;
        QTest::newRow("not a number") << 1.0 << notANumber << false;
        QTest::newRow("infinite") << infinity << 1.0 << false;
    }
    void oddInputIsDrawnOrLeftOut()
    {
        QFETCH(double, x);
        QFETCH(double, y);
        QFETCH(bool, drawn);
        const std::vector<PlotSeries> series = {{.name = "one", .points = {{x, y}}}};
        QCOMPARE(!drawLines(
                      series, [](double) { return std::string("x"); },
                      [](double) { return std::string("y"); }, {.columns = 1, .rows = 0})
                      .empty(),
                 drawn);
    }

    void theWholeRangeOfNumbersFits()
    {
        const double most = std::numeric_limits<double>::max();
        const std::vector<PlotSeries> series = {{.name = "", .points = {{-most, -most}, {most, most}}}};
        const auto lines = drawLines(
            series, [](double) { return std::string(); }, [](double) { return std::string(); },
            {.columns = 12, .rows = 2});
        QVERIFY2(!lines[1].ends_with(" "), lines[1].c_str());
        QVERIFY2(lines[2].contains("│⣀"), lines[2].c_str());
    }

    void barsAreInProportion()
    {
        const std::vector<PlotBar> bars = {{.name = "blue", .value = 16},
                                           {.name = "grün", .value = 4},
                                           {.name = "", .value = -3},
                                           {.name = "?", .value = notANumber}};
        const auto text = [](double value) { return std::isfinite(value) ? whole(value) : std::string("–"); };
        QCOMPARE(joined(drawBars(bars, text, {.columns = 24})), std::string("blue 16 ████████████████\n"
                                                                            "grün  4 ████\n"
                                                                            "     -3 \n"
                                                                            "?     – \n"));
        QVERIFY(drawBars({}, text, {}).empty());
    }

    void widthCountsCharacters()
    {
        QCOMPARE(width("grün ▏"), std::size_t{6});
        QCOMPARE(toTheRight("ü", 3), std::string("  ü"));
        QCOMPARE(toTheLeft("ü", 3), std::string("ü  "));
        QCOMPARE(toTheLeft("longer", 3), std::string("longer"));
    }
};

QTEST_APPLESS_MAIN(TestTerminalChart)
#include "tst_terminal_chart.moc"
