#include <QTest>

#include "ui/widgets/plot_scene.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double minute = 60'000;

PlotScene sceneOf(const std::vector<std::string> &names, kql::ChartAxisKind axis = kql::ChartAxisKind::Time)
{
    auto content = std::make_shared<kql::ChartContent>();
    content->axis = axis;
    for (const std::string &name : names) {
        kql::ChartLine line;
        line.name = name;
        line.x = {0, minute, 2 * minute};
        line.y = {1, 2, 3};
        content->lines.push_back(std::move(line));
    }
    PlotScene scene;
    scene.plan.kind = kql::ChartKind::Time;
    scene.content = std::move(content);
    return scene;
}

} // namespace

class TestPlotScene final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theWindowBeforeLooksLikeItsLine_data();
    void theWindowBeforeLooksLikeItsLine();
    void aLineThatIsGoneIsOfBeforeToo();
    void areasOfTwoWindowsAreNotAdded();
    void deploymentsKeepTheirColours();
    void theCrosshairReadsWhatWasChanged();
    void changesAreOfTimeOnly();
};

void TestPlotScene::theWindowBeforeLooksLikeItsLine_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<int>("now"); // the line that the last one belongs to, -1 for none
    QTest::newRow("series") << QStringList{u"a, now"_s, u"b, now"_s, u"a, before"_s} << 0;
    QTest::newRow("one line") << QStringList{u"now"_s, u"before"_s} << 0;
    QTest::newRow("other word") << QStringList{u"unnow"_s, u"unbefore"_s} << -1;
    QTest::newRow("no comparison") << QStringList{u"a"_s, u"before"_s} << -1;
}

void TestPlotScene::theWindowBeforeLooksLikeItsLine()
{
    QFETCH(const QStringList, names);
    QFETCH(const int, now);
    std::vector<std::string> lines;
    for (const QString &name : names)
        lines.push_back(name.toStdString());
    const PlotScene scene = sceneOf(lines);
    const std::vector<Role> roles = plotRoles(scene);
    QCOMPARE(roles.size(), lines.size());
    const std::size_t last = lines.size() - 1;
    QCOMPARE(isOfBefore(scene, last), now >= 0);
    QCOMPARE(plotPen(scene, last) == Qt::DashLine, now >= 0);
    for (std::size_t i = 0; i < last; ++i) {
        QVERIFY(!isOfBefore(scene, i));
        QCOMPARE(roles[i] == roles[last], static_cast<int>(i) == now);
    }
}

void TestPlotScene::aLineThatIsGoneIsOfBeforeToo()
{
    const PlotScene scene = sceneOf({"a, now", "b, before"});
    QVERIFY(isOfBefore(scene, 1));
    const std::vector<Role> roles = plotRoles(scene);
    QVERIFY(roles[0] != roles[1]);
}

void TestPlotScene::areasOfTwoWindowsAreNotAdded()
{
    PlotScene scene = sceneOf({"a, now", "b, now", "a, before", "b, before"});
    scene.plan.kind = kql::ChartKind::StackedArea;
    scene.plan.stacking = kql::Stacking::Stacked;
    const auto lines = preparedLines(scene);
    QCOMPARE(lines.size(), std::size_t{4});
    for (std::size_t i = 0; i < 4; ++i) {
        const double below = i % 2 == 0 ? 0 : 3;
        QCOMPARE(lines[i].base[2], below);
        QCOMPARE(lines[i].y[2], below + 3);
    }
}

void TestPlotScene::deploymentsKeepTheirColours()
{
    const std::vector<Role> roles =
        plotRoles(sceneOf({"green, before", "blue, before", "blue, now", "green, now"}));
    QVERIFY(roles[0] == Role::GreenDeployment && roles[3] == Role::GreenDeployment);
    QVERIFY(roles[1] == Role::BlueDeployment && roles[2] == Role::BlueDeployment);
}

void TestPlotScene::theCrosshairReadsWhatWasChanged()
{
    PlotScene scene = sceneOf({"a"});
    scene.events = {{.x = 0.9 * minute, .label = u"rolled back"_s},
                    {.x = 1.8 * minute, .label = u"moved"_s},
                    {.x = 9 * minute, .label = u"later"_s}};
    const std::vector<PlotReading> read = readingAt(scene, minute);
    QCOMPARE(read.size(), std::size_t{3});
    QVERIFY(read[2].text.endsWith(u"rolled back"_s) && !read[2].line);
    const QString words = eventWords(scene);
    QVERIFY(words.contains(u"rolled back"_s) && words.contains(u"moved"_s) && !words.contains(u"later"_s));
    scene.zoom = PlotRange{.low = minute, .high = 2 * minute};
    QCOMPARE(readingAt(scene, minute).size(), std::size_t{2});
}

void TestPlotScene::changesAreOfTimeOnly()
{
    PlotScene scene = sceneOf({"a"}, kql::ChartAxisKind::Number);
    scene.events = {{.x = minute, .label = u"rolled back"_s}};
    QCOMPARE(readingAt(scene, minute).size(), std::size_t{2});
    QCOMPARE(eventWords(scene), QString());
}

QTEST_GUILESS_MAIN(TestPlotScene)
#include "tst_plot_scene.moc"
