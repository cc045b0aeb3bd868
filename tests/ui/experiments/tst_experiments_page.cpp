#include <QDialog>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTest>

#include "core/agent/lease.h"
#include "tests/ui/accessibility_check.h"
#include "tests/ui/picture.h"
#include "tests/ui/workspace_window.h"
#include "ui/experiments/experiments_page.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/filter_line.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/object_list.h"
#include "ui/widgets/time_chart.h"
#include "ui/widgets/value_table_model.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

DataTable *runs(const QWidget *page)
{
    return page->findChild<DataTable *>(u"runs"_s);
}

QString text(const QWidget *page, const QString &label)
{
    return page->findChild<QLabel *>(label)->text();
}

bool shown(const QWidget *page, const QString &name)
{
    const auto *widget = page->findChild<QWidget *>(name);
    return widget != nullptr && widget->isVisible();
}

void press(const QWidget *page, const QString &button)
{
    QTest::keyClick(page->findChild<QPushButton *>(button), Qt::Key_Space);
}

void select(const QWidget *page, const QStringList &ids)
{
    DataTable *table = runs(page);
    table->clearSelection();
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        const QModelIndex index = table->model()->index(row, 0);
        if (ids.contains(index.data(ValueTableModel::RowIdRole).toString()))
            table->selectionModel()->select(index, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
}

} // namespace

class TestExperimentsPage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyWorkspaceOffersToTrain()
    {
        WorkspaceWindow w;
        auto *page = w.open<ExperimentsPage>();
        auto *empty = page->findChild<EmptyState *>();
        QTRY_VERIFY(empty->isVisible());
        QVERIFY(!runs(page)->isVisible());
        QVERIFY(page->note() == PageNote());
        savePicture(w.window, u"experiments-empty"_s);
        press(empty, u"emptyStateAction"_s);
        QVERIFY(w.window.findChild<QDialog *>(u"trainDialog"_s));
    }

    void aRunIsShownWithAllThatIsKnownOfIt()
    {
        WorkspaceWindow w;
        const QString id = toQt(w.train(w.training(0.5, "first-run")));
        auto *page = w.open<ExperimentsPage>();
        QTRY_COMPARE(runs(page)->currentId(), id);
        QTRY_COMPARE(text(page, u"runName"_s), u"first-run"_s);
        QVERIFY(page->findChild<TimeChart *>(u"runObjective"_s)->data().series.at(0).points.size() > 2);
        QVERIFY(page->findChild<DataTable *>(u"runFiles"_s)->rowsModel()->rowOf(u"model/model.json"_s));
        QVERIFY(page->findChild<QPushButton *>(u"runRegister"_s)->isEnabled());
        const auto objects = page->objects();
        QCOMPARE(objects.size(), std::size_t{2});
        QCOMPARE(objects[0].kind, u"experiment"_s);
        QCOMPARE(objects[1].name, id);
    }

    void aFailedRunSaysWhyAndCannotBeRegistered()
    {
        WorkspaceWindow w;
        const std::string run = w.startRun("diabetes", "late-express-1", "1");
        w.failRun(run, "The data file is gone.");
        auto *page = w.open<ExperimentsPage>();
        QTRY_COMPARE(text(page, u"runError"_s), u"The data file is gone."_s);
        QVERIFY(shown(page, u"runError"_s));
        const auto *registerButton = page->findChild<QPushButton *>(u"runRegister"_s);
        QVERIFY(!registerButton->isEnabled());
        QVERIFY(!registerButton->toolTip().isEmpty());
    }

    void twoSelectedRunsStandSideBySide()
    {
        WorkspaceWindow w;
        const QString first = toQt(w.train(w.training(0.0005, "old-points-9")));
        const QString second = toQt(w.train(w.training(1.0, "calm-lever-3")));
        auto *page = w.open<ExperimentsPage>();
        QTRY_COMPARE(runs(page)->shownRows(), 2);
        select(page, {first, second});
        QTRY_COMPARE(text(page, u"pairTitle"_s), u"old-points-9 → calm-lever-3"_s);
        const auto &parameters =
            page->findChild<DataTable *>(u"runParametersCompared"_s)->rowsModel()->rows();
        QCOMPARE(parameters.at(0).id, u"C"_s);
        QCOMPARE(parameters.at(0).cells.at(3).text, u"≠"_s);
        QCOMPARE(parameters.at(1).cells.at(3).text, QString());
        const QString sentence = text(page, u"runComparisonSentence"_s);
        QVERIFY2(sentence.contains(u"F1 gain 95 % interval"_s) && sentence.contains(u"rows fixed"_s),
                 qPrintable(sentence));
        savePicture(w.window, u"experiments-compare-small"_s);

        press(page, u"pairSwap"_s);
        QTRY_COMPARE(text(page, u"pairTitle"_s), u"calm-lever-3 → old-points-9"_s);
        press(page, u"pairClose"_s);
        QTRY_COMPARE(runs(page)->selectedIds().size(), 1);
        QTRY_VERIFY(shown(page, u"runName"_s));
    }

    void aSecondRunIsPickedByKeyboard()
    {
        WorkspaceWindow w;
        w.train(w.training(0.0005, "old-points-9"));
        w.train(w.training(1.0, "calm-lever-3"));
        auto *page = w.open<ExperimentsPage>();
        QTRY_COMPARE(text(page, u"runName"_s), u"calm-lever-3"_s);
        press(page, u"runCompare"_s);
        QTRY_VERIFY(text(page, u"runHint"_s).contains(u"calm-lever-3"_s));
        QVERIFY(runs(page)->hasFocus());
        QTest::keyClick(runs(page), Qt::Key_Down);
        QTRY_VERIFY(shown(page, u"pairTitle"_s));
        QCOMPARE(text(page, u"pairTitle"_s), u"old-points-9 → calm-lever-3"_s);
    }

    void aRunThatIsNotFinishedIsComparedByParametersOnly()
    {
        WorkspaceWindow w;
        const QString done = toQt(w.train(w.training(1.0, "calm-lever-3")));
        const QString under = toQt(w.startRun("diabetes", "under-way", "2"));
        auto *page = w.open<ExperimentsPage>();
        QTRY_COMPARE(runs(page)->shownRows(), 2);
        select(page, {done, under});
        QTRY_VERIFY(shown(page, u"pairObstacle"_s));
        QVERIFY(text(page, u"pairObstacle"_s).contains(u"under-way"_s));
    }

    void selectionSurvivesWhatOthersDo()
    {
        WorkspaceWindow w;
        const QString first = toQt(w.train(w.training(0.5, "old-points-9")));
        w.train(w.training(1.0, "calm-lever-3"));
        auto *page = w.open<ExperimentsPage>();
        QTRY_COMPARE(runs(page)->shownRows(), 2);
        runs(page)->selectId(first);
        w.train(w.training(2.0, "brave-signal-20"));
        QTRY_COMPARE(runs(page)->shownRows(), 3);
        QCOMPARE(runs(page)->selectedIds(), QStringList{first});
    }

    void experimentsAndWordsFilter()
    {
        WorkspaceWindow w;
        w.train(w.training(0.5, "old-points-9"));
        job::TrainingJob other = w.training(1.0, "calm-lever-3");
        other.experiment = "nightly";
        w.train(other);
        auto *page = w.open<ExperimentsPage>();
        QTRY_COMPARE(runs(page)->shownRows(), 2);
        auto *list = page->findChild<ObjectList *>(u"experimentList"_s);
        QCOMPARE(list->count(), 3);
        w.session->services().navigator.showObject(u"experiment"_s, u"nightly"_s);
        QTRY_COMPARE(runs(page)->shownRows(), 1);
        list->selectId({});
        QTRY_COMPARE(runs(page)->shownRows(), 2);
        auto *filter = page->findChild<FilterLine *>();
        filter->setFocus();
        QTest::keyClicks(filter, u"points"_s);
        QTRY_COMPARE(runs(page)->shownRows(), 1);
        QTRY_COMPARE(text(page, u"runCount"_s), u"1 of 2"_s);
        // A link to a run that the filter hides shows it nevertheless.
        w.session->services().navigator.showObject(u"run"_s, page->objects().at(2).name);
        QTRY_COMPARE(runs(page)->shownRows(), 2);
        QCOMPARE(runs(page)->currentId(), page->objects().at(2).name);
    }

    void aQueuedJobWaitsForAnAgentAndIsCancelled()
    {
        WorkspaceWindow w;
        const auto id = valueOrThrow(job::submitTraining(w.store(), w.workspace->actor, w.training()));
        auto *page = w.open<ExperimentsPage>();
        QTRY_VERIFY(shown(page, u"job%1"_s.arg(id)));
        QVERIFY(shown(page, u"jobsWait"_s));
        QCOMPARE(page->note().text, u"▸ 1"_s);
        QTRY_VERIFY(page->findChild<QPushButton *>(u"jobCancel%1"_s.arg(id))->isEnabled());
        press(page, u"jobCancel%1"_s.arg(id));
        QTRY_VERIFY(!shown(page, u"jobStrip"_s));
        QVERIFY(valueOrThrow(job::findJob(w.store(), id)).state == job::JobState::Canceled);
        QVERIFY(page->note().text.isEmpty());
    }

    void aJobUnderWayShowsItsProgress()
    {
        WorkspaceWindow w;
        const auto id = valueOrThrow(job::submitTraining(w.store(), w.workspace->actor, w.training()));
        valueOrThrow(job::claimJob(w.store(), "test-agent", id));
        auto *page = w.open<ExperimentsPage>();
        QTRY_VERIFY(shown(page, u"job%1"_s.arg(id)));
        QVERIFY(!shown(page, u"jobsWait"_s));
        QVERIFY(page->findChild<QWidget *>(u"job%1"_s.arg(id))->findChild<QProgressBar *>()->isVisible());
    }

    void aFailedJobShowsItsErrorUntilDismissed()
    {
        WorkspaceWindow w;
        job::TrainingJob broken = w.training();
        const auto id = valueOrThrow(job::submitTraining(w.store(), w.workspace->actor, broken));
        QVERIFY(QFile::remove(toQt(broken.training.dataPath)));
        const auto claimed = valueOrThrow(job::claimJob(w.store(), "test-agent", id));
        valueOrThrow(job::executeJob(w.store(), "test-agent", claimed.value(), {}));
        auto *page = w.open<ExperimentsPage>();
        QTRY_VERIFY(shown(page, u"job%1"_s.arg(id)));
        const QString spoken = page->findChild<QWidget *>(u"job%1"_s.arg(id))->accessibleName();
        QVERIFY2(spoken.contains(u"diabetes-400.csv"_s), qPrintable(spoken));
        press(page, u"jobCancel%1"_s.arg(id));
        QTRY_VERIFY(!shown(page, u"jobStrip"_s));
    }

    void aRunIsRegisteredFromHere()
    {
        WorkspaceWindow w;
        w.train(w.training(1.0, "calm-lever-3"));
        auto *page = w.open<ExperimentsPage>();
        QTRY_VERIFY(page->findChild<QPushButton *>(u"runRegister"_s)->isVisible());
        QTRY_VERIFY(page->findChild<QPushButton *>(u"runRegister"_s)->isEnabled());
        press(page, u"runRegister"_s);
        QPointer<QDialog> dialog;
        QTRY_VERIFY(dialog = w.window.findChild<QDialog *>(u"registerDialog"_s));
        QTest::keyClicks(QApplication::focusWidget(), u"bad name"_s);
        press(dialog, u"registerSubmit"_s);
        QVERIFY(shown(dialog, u"registerError"_s));
        QTest::keySequence(QApplication::focusWidget(), QKeySequence::SelectAll);
        QTest::keyClicks(QApplication::focusWidget(), u"diabetes_classification"_s);
        press(dialog, u"registerSubmit"_s);
        QTRY_VERIFY(!dialog);
        QCOMPARE(valueOrThrow(registry::listVersions(w.store(), "diabetes_classification")).size(),
                 std::size_t{1});
        QTRY_VERIFY(page->findChild<QPushButton *>(u"runVersion-diabetes_classification/1"_s));
    }

    void aViewerLooksAndChangesNothing()
    {
        WorkspaceWindow w;
        w.train(w.training(1.0, "calm-lever-3"));
        w.actAs("guest", store::Role::Viewer);
        auto *page = w.open<ExperimentsPage>();
        QTRY_VERIFY(w.session->synced());
        QTRY_COMPARE(text(page, u"runName"_s), u"calm-lever-3"_s);
        for (const QString &name : {u"trainButton"_s, u"runRegister"_s}) {
            const auto *button = page->findChild<QPushButton *>(name);
            QVERIFY2(!button->isEnabled(), qPrintable(name));
            QVERIFY2(button->toolTip().contains(u"viewer"_s), qPrintable(button->toolTip()));
        }
        QVERIFY(!w.session->services().actions.trigger(u"experiments.train"_s));
        QVERIFY(!page->findChild<QPushButton *>(u"emptyStateAction"_s)->isEnabled());
    }

    void manyRunsAreShown()
    {
        WorkspaceWindow w;
        for (int i = 0; i < 300; ++i)
            w.startRun("bulk", {}, std::to_string(i));
        auto *page = w.open<ExperimentsPage>();
        QTRY_COMPARE(runs(page)->shownRows(), 300);
        runs(page)->sortByColumn(7, Qt::AscendingOrder);
        QCOMPARE(runs(page)->model()->index(2, 7).data().toString(), u"2"_s);
    }

    void everyControlHasANameAndIsReached()
    {
        WorkspaceWindow w;
        w.train(w.training(1.0, "calm-lever-3"));
        auto *page = w.open<ExperimentsPage>();
        w.window.resize(1440, 900);
        QTRY_VERIFY(shown(page, u"runName"_s));
        QTRY_VERIFY(page->findChild<QPushButton *>(u"runRegister"_s)->isEnabled());
        QCOMPARE(accessibilityProblems(w.window), QStringList());
    }

    void pictures()
    {
        if (qEnvironmentVariableIsEmpty("SIGNALBOX_PICTURES"))
            QSKIP("pictures are taken on request");
        WorkspaceWindow w;
        std::vector<std::string> ids;
        for (const auto &[C, name] : {std::pair{0.00001, "first-run"},
                                      {0.0001, "late-express-1"},
                                      {0.001, "old-points-9"},
                                      {0.1, "calm-lever-3"},
                                      {1.0, "brave-signal-20"}})
            ids.push_back(w.train(w.training(C, name, 0)));
        const std::string broken = w.startRun("nightly", {}, "10");
        w.failRun(broken, "The data file 'diabetes-dev.csv' has no column 'Diabetic'.");
        valueOrThrow(job::submitTraining(w.store(), w.workspace->actor, w.training(3.0, "", 0)));
        auto *page = w.open<ExperimentsPage>();
        for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            const QString suffix = choice == ThemeChoice::Light ? u"light"_s : u"dark"_s;
            w.theme.setChoice(choice);
            for (const QSize size : {QSize(1440, 900), QSize(1024, 640)}) {
                w.window.resize(size);
                const QString name = u"experiments-%1-%2"_s.arg(suffix).arg(size.width());
                runs(page)->selectId(toQt(ids.back()));
                QTRY_COMPARE(text(page, u"runName"_s), u"brave-signal-20"_s);
                QTRY_VERIFY(shown(page, u"runName"_s));
                w.settle();
                savePicture(w.window, name);
                select(page, {toQt(ids[2]), toQt(ids[4])});
                QTRY_VERIFY(shown(page, u"pairTitle"_s));
                w.settle();
                savePicture(w.window, name + u"-compare"_s);
                runs(page)->selectId(toQt(broken));
                QTRY_VERIFY(shown(page, u"runError"_s));
                w.settle();
                savePicture(w.window, name + u"-failed"_s);
            }
            w.session->services().actions.trigger(u"experiments.train"_s);
            QPointer<QDialog> dialog = w.window.findChild<QDialog *>(u"trainDialog"_s);
            w.dialogs.path = w.csv(0);
            press(dialog, u"trainBrowse"_s);
            QTRY_VERIFY(text(dialog, u"trainFileSummary"_s).contains(u"columns"_s));
            w.settle();
            savePicture(*dialog, u"train-"_s + suffix);
            dialog->close();
            QTRY_VERIFY(!dialog);
        }
    }
};

QTEST_MAIN(TestExperimentsPage)
#include "tst_experiments_page.moc"
