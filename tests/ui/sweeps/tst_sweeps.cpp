#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/accessibility_check.h"
#include "tests/ui/picture.h"
#include "tests/ui/workspace_window.h"
#include "ui/sweeps/sweeps_page.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/time_chart.h"
#include "ui/widgets/value_table_model.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
using tracking::Run;

namespace {

Run run(const std::string &name, const std::string &C, double f1)
{
    Run made;
    made.id = name;
    made.name = name;
    made.parameters = {{"C", C}};
    made.metrics = {{"f1", f1}};
    return made;
}

} // namespace

class TestSweeps final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsAreGroupedByAParameter()
    {
        std::vector<Run> runs = {run("a", "10", 0.7), run("b", "0.1", 0.6), run("c", "10", 0.8),
                                 run("d", "10", 0.75)};
        Run without;
        without.id = "e";
        without.metrics = {{"f1", 1.0}};
        runs.push_back(without);
        const auto groups = groupRuns(runs, "C", "f1", true);
        QCOMPARE(groups.size(), std::size_t{2});
        QCOMPARE(groups[0].value, std::string("0.1"));
        QCOMPARE(groups[1].runs, std::size_t{3});
        QCOMPARE(groups[1].best, 0.8);
        QCOMPARE(groups[1].worst, 0.7);
        QCOMPARE(groups[1].mean, 0.75);
        QCOMPARE(groups[1].bestRun, std::string("c"));
        QCOMPARE(groupRuns(runs, "C", "f1", false)[1].bestRun, std::string("a"));
        QVERIFY(groupRuns(runs, "C", "brier", false).empty());
    }

    void decadesAreSeen_data()
    {
        QTest::addColumn<QStringList>("values");
        QTest::addColumn<bool>("spans");
        QTest::newRow("three decades") << QStringList{u"0.01"_s, u"1"_s, u"10"_s} << true;
        QTest::newRow("narrow") << QStringList{u"1"_s, u"2"_s, u"50"_s} << false;
        QTest::newRow("zero has no logarithm") << QStringList{u"0"_s, u"1"_s, u"1000"_s} << false;
        QTest::newRow("words") << QStringList{u"true"_s, u"false"_s} << false;
    }
    void decadesAreSeen()
    {
        QFETCH(QStringList, values);
        QFETCH(bool, spans);
        std::vector<Run> runs;
        for (const QString &value : values)
            runs.push_back(run(fromQt(value), fromQt(value), 0.5));
        QCOMPARE(spansDecades(groupRuns(runs, "C", "f1", true)), spans);
    }

    void anEmptyWorkspaceSaysWhatIsMissing()
    {
        WorkspaceWindow w;
        auto *page = w.open<SweepsPage>();
        auto *empty = page->findChild<EmptyState *>();
        QTRY_VERIFY(empty->accessibleName().contains(u"no finished run"_s));
        QVERIFY(empty->isVisible());
        w.train(w.training(1.0, "calm-lever-3"));
        QTRY_VERIFY(empty->accessibleName().contains(u"same parameters"_s));
    }

    void theMetricIsShownByParameter()
    {
        WorkspaceWindow w;
        for (const double C : {0.0001, 0.01, 1.0})
            w.train(w.training(C));
        auto *page = w.open<SweepsPage>();
        auto *groups = page->findChild<DataTable *>(u"sweepGroups"_s);
        QTRY_COMPARE(groups->shownRows(), 3);
        QCOMPARE(page->findChild<QComboBox *>(u"sweepParameter"_s)->currentText(), u"C"_s);
        QCOMPARE(page->findChild<QComboBox *>(u"sweepMetric"_s)->currentText(), u"F1"_s);
        const ChartData &chart = page->findChild<TimeChart *>(u"sweepChart"_s)->data();
        QVERIFY(chart.axis == ChartAxis::Logarithm);
        QCOMPARE(chart.series.at(0).points.at(0).x, -4.0);
        QVERIFY(page->findChild<QPushButton *>(u"sweepBest"_s)->text().startsWith(u"Best: "_s));
        QCOMPARE(page->objects().at(0).name, u"C"_s);
    }

    void anotherMetricIsChosenByKeyboard()
    {
        WorkspaceWindow w;
        for (const double C : {0.0001, 1.0})
            w.train(w.training(C));
        auto *page = w.open<SweepsPage>();
        auto *metric = page->findChild<QComboBox *>(u"sweepMetric"_s);
        QTRY_VERIFY(metric->count() > 2);
        metric->setFocus();
        QTest::keyClicks(metric, u"Log"_s);
        auto *groups = page->findChild<DataTable *>(u"sweepGroups"_s);
        QTRY_COMPARE(groups->rowsModel()->columns().at(2).title, u"Best Log loss"_s);
        const auto &rows = groups->rowsModel()->rows();
        const auto best = [&rows](std::size_t row) { return rows.at(row).cells.at(2).sortKey.toDouble(); };
        QVERIFY2(best(0) > best(1), "a weaker penalty fits better");
        QVERIFY(rows.at(1).cells.at(2).bold);
    }

    void everyControlHasANameAndIsReached()
    {
        WorkspaceWindow w;
        for (const double C : {0.0001, 1.0})
            w.train(w.training(C));
        auto *page = w.open<SweepsPage>();
        w.window.resize(1440, 900);
        QTRY_COMPARE(page->findChild<DataTable *>(u"sweepGroups"_s)->shownRows(), 2);
        QCOMPARE(accessibilityProblems(w.window), QStringList());
    }

    void pictures()
    {
        if (qEnvironmentVariableIsEmpty("SIGNALBOX_PICTURES"))
            QSKIP("pictures are taken on request");
        WorkspaceWindow w;
        for (const double C : {0.00001, 0.0001, 0.001, 0.01, 0.1, 1.0})
            for (const std::uint64_t seed : {0U, 1U}) {
                job::TrainingJob training = w.training(C, {}, 0);
                training.training.seed = seed;
                w.train(training);
            }
        auto *page = w.open<SweepsPage>();
        for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            w.theme.setChoice(choice);
            for (const QSize size : {QSize(1440, 900), QSize(1024, 640)}) {
                w.window.resize(size);
                QTRY_COMPARE(page->findChild<DataTable *>(u"sweepGroups"_s)->shownRows(), 6);
                w.settle();
                savePicture(w.window,
                            u"sweeps-%1-%2"_s.arg(choice == ThemeChoice::Light ? u"light"_s : u"dark"_s)
                                .arg(size.width()));
            }
        }
    }
};

QTEST_MAIN(TestSweeps)
#include "tst_sweeps.moc"
