#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

#include "tests/ui/accessibility_check.h"
#include "tests/ui/picture.h"
#include "tests/ui/workspace_window.h"
#include "ui/registry/lineage_strip.h"
#include "ui/registry/registry_page.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/time_chart.h"
#include "ui/widgets/value_table_model.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
using registry::Decision;
using registry::GateState;

namespace {

DataTable *versions(const QWidget *page)
{
    return page->findChild<DataTable *>(u"versions"_s);
}

bool shown(const QWidget *page, const QString &name)
{
    const auto *widget = page->findChild<QWidget *>(name);
    return widget != nullptr && widget->isVisible();
}

QString text(const QWidget *page, const QString &label)
{
    return page->findChild<QLabel *>(label)->text();
}

void press(const QWidget *page, const QString &button)
{
    QTest::keyClick(page->findChild<QPushButton *>(button), Qt::Key_Space);
}

QString state(const QWidget *page, int row)
{
    return versions(page)->model()->index(row, 1).data().toString();
}

GateState gateState(WorkspaceWindow &w, std::int64_t gate)
{
    return valueOrThrow(registry::findGate(w.store(), gate)).state;
}

} // namespace

class TestRegistryPage final : public QObject
{
    Q_OBJECT

private:
    // A version that is approved and one that waits at its gate.
    static std::vector<registry::Version> fill(WorkspaceWindow &w, int rows = 400)
    {
        std::vector<registry::Version> made;
        made.push_back(w.registerRun(w.train(w.training(0.0005, "calm-lever-3", rows))));
        w.decide(made[0].gate, Decision::Approve, "a first version");
        made.push_back(w.registerRun(w.train(w.training(1.0, "brave-signal-20", rows))));
        return made;
    }

private Q_SLOTS:
    void anEmptyWorkspaceOffersToTrainThenToRegister()
    {
        WorkspaceWindow w;
        auto *page = w.open<RegistryPage>();
        auto *empty = page->findChild<EmptyState *>();
        auto *action = empty->findChild<QPushButton *>(u"emptyStateAction"_s);
        QTRY_COMPARE(action->text(), u"Train a model…"_s);
        QVERIFY(empty->isVisible());
        savePicture(w.window, u"registry-empty"_s);
        w.train(w.training(1.0, "calm-lever-3"));
        QTRY_COMPARE(action->text(), u"Register from run…"_s);
        QTest::keyClick(action, Qt::Key_Space);
        QPointer<QDialog> dialog = w.window.findChild<QDialog *>(u"registerDialog"_s);
        QVERIFY(dialog);
        QTRY_COMPARE(QApplication::focusWidget()->objectName(), u"registerModel"_s);
        QTest::keyClicks(QApplication::focusWidget(), u"diabetes_classification"_s);
        press(dialog, u"registerSubmit"_s);
        QTRY_COMPARE(versions(page)->shownRows(), 1);
        QTRY_VERIFY(shown(page, u"gateApprove"_s));
        QCOMPARE(page->note().count, 1);
    }

    void aGateIsApprovedByKeyboard()
    {
        WorkspaceWindow w;
        const auto made = fill(w);
        auto *page = w.open<RegistryPage>();
        QTRY_COMPARE(versions(page)->currentId(), u"2"_s);
        QCOMPARE(state(page, 0), u"waiting for approval"_s);
        QTRY_VERIFY(shown(page, u"gateApprove"_s));
        QTRY_VERIFY(page->findChild<QPushButton *>(u"gateApprove"_s)->isEnabled());
        QVERIFY(text(page, u"gateComparisonSentence"_s).contains(u"F1 gain 95 % interval"_s));
        QVERIFY(w.session->services().actions.trigger(u"registry.decide"_s));
        QTRY_COMPARE(QApplication::focusWidget()->objectName(), u"gateApprove"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QTRY_COMPARE(state(page, 0), u"approved"_s);
        QVERIFY(gateState(w, made[1].gate) == GateState::Granted);
        QTRY_VERIFY(!shown(page, u"gateApprove"_s));
        QTRY_VERIFY(text(page, u"gateOutcome"_s).contains(u"Approved by you"_s));
        QTRY_COMPARE(page->note().count, 0);
    }

    void aGateIsRejectedByKeyboardWithAReason()
    {
        WorkspaceWindow w;
        const auto made = fill(w);
        auto *page = w.open<RegistryPage>();
        QTRY_VERIFY(shown(page, u"gateReject"_s));
        QTRY_VERIFY(page->findChild<QPushButton *>(u"gateReject"_s)->isEnabled());
        page->findChild<QPushButton *>(u"gateReject"_s)->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"gateReason"_s);
        QTest::keyClicks(QApplication::focusWidget(), u"recall fell"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"gateReject"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QTRY_COMPARE(state(page, 0), u"rejected"_s);
        QVERIFY(gateState(w, made[1].gate) == GateState::Refused);
        QTRY_VERIFY(text(page, u"gateOutcome"_s).contains(u"recall fell"_s));
    }

    void whoAskedMayOnlyTakeBackWhereASecondPersonMustApprove()
    {
        WorkspaceWindow w(store::WorkspaceKind::Team);
        const auto version = w.registerRun(w.train(w.training(1.0, "calm-lever-3")));
        auto *page = w.open<RegistryPage>();
        QTRY_VERIFY(shown(page, u"gateObstacle"_s));
        QVERIFY(text(page, u"gateObstacle"_s).contains(u"second person"_s));
        QVERIFY(!page->findChild<QPushButton *>(u"gateApprove"_s)->isEnabled());
        QVERIFY(page->findChild<QPushButton *>(u"gateReject"_s)->isEnabled());
        QVERIFY(gateState(w, version.gate) == GateState::Open);
    }

    void aViewerMayNotDecide()
    {
        WorkspaceWindow w;
        fill(w);
        w.actAs("guest", store::Role::Viewer);
        auto *page = w.open<RegistryPage>();
        QTRY_VERIFY(shown(page, u"gateObstacle"_s));
        QVERIFY(!page->findChild<QPushButton *>(u"gateApprove"_s)->isEnabled());
        QVERIFY(!page->findChild<QPushButton *>(u"gateReject"_s)->isEnabled());
        QTRY_VERIFY(page->findChild<QPushButton *>(u"registerFromRun"_s)->toolTip().contains(u"viewer"_s));
    }

    void theInboxLeadsToVersionsAndGates()
    {
        WorkspaceWindow w;
        const auto made = fill(w);
        auto *page = w.open<RegistryPage>();
        QTRY_COMPARE(versions(page)->shownRows(), 2);
        Navigator &navigator = w.session->services().navigator;
        QVERIFY(navigator.showObject(u"version"_s, u"diabetes_classification/1"_s));
        QTRY_COMPARE(versions(page)->currentId(), u"1"_s);
        QTRY_VERIFY(text(page, u"gateOutcome"_s).contains(u"a first version"_s));
        QVERIFY(navigator.showObject(u"gate"_s, QString::number(made[1].gate)));
        QTRY_COMPARE(versions(page)->currentId(), u"2"_s);
        QTRY_COMPARE(QApplication::focusWidget()->objectName(), u"gateApprove"_s);
        // What does not exist changes nothing.
        QVERIFY(navigator.showObject(u"version"_s, u"nonsense"_s));
        QVERIFY(navigator.showObject(u"gate"_s, u"999"_s));
        QTest::qWait(0);
        QCOMPARE(versions(page)->currentId(), u"2"_s);
    }

    void severalModelsAreChosenFrom()
    {
        WorkspaceWindow w;
        fill(w);
        w.registerRun(w.train(w.training(2.0, "old-points-9")), "risk_score");
        auto *page = w.open<RegistryPage>();
        auto *models = page->findChild<QComboBox *>(u"modelChoice"_s);
        QTRY_COMPARE(models->count(), 2);
        QVERIFY(models->isVisible());
        QTRY_COMPARE(versions(page)->shownRows(), 2);
        models->setFocus();
        QTest::keyClick(models, Qt::Key_Down);
        QTRY_COMPARE(versions(page)->shownRows(), 1);
        QTRY_COMPARE(models->currentText(), u"risk_score"_s);
    }

    void theWayOfAVersionIsShown()
    {
        WorkspaceWindow w;
        const auto made = fill(w);
        auto *page = w.open<RegistryPage>();
        QTRY_VERIFY(shown(page, u"lineage-run-%1"_s.arg(toQt(made[1].run))));
        QVERIFY(shown(page, u"lineage-gate-%1"_s.arg(made[1].gate)));
        QTRY_COMPARE(page->findChild<TimeChart *>(u"f1ByVersion"_s)->data().series.at(0).points.size(),
                     std::size_t{2});
        QTRY_VERIFY(page->findChild<DataTable *>(u"gateHistory"_s)->shownRows() >= 1);
    }

    void twoVersionsAreCompared()
    {
        WorkspaceWindow w;
        fill(w);
        auto *page = w.open<RegistryPage>();
        QTRY_VERIFY(page->findChild<QPushButton *>(u"compareVersions"_s)->isEnabled());
        press(page, u"compareVersions"_s);
        auto *dialog = w.window.findChild<QDialog *>(u"compareVersionsDialog"_s);
        QVERIFY(dialog);
        QTRY_VERIFY(text(dialog, u"versionComparisonSentence"_s).contains(u"rows fixed"_s));
        QCOMPARE(accessibilityProblems(*dialog), QStringList());
        savePicture(*dialog, u"compare-versions"_s);
    }

    void selectionSurvivesWhatOthersDo()
    {
        WorkspaceWindow w;
        fill(w);
        auto *page = w.open<RegistryPage>();
        QTRY_COMPARE(versions(page)->shownRows(), 2);
        versions(page)->selectId(u"1"_s);
        w.registerRun(w.train(w.training(2.0, "old-points-9")));
        QTRY_COMPARE(versions(page)->shownRows(), 3);
        QCOMPARE(versions(page)->currentId(), u"1"_s);
    }

    void everyControlHasANameAndIsReached()
    {
        WorkspaceWindow w;
        fill(w);
        auto *page = w.open<RegistryPage>();
        w.window.resize(1440, 900);
        QTRY_VERIFY(shown(page, u"gateApprove"_s));
        QTRY_VERIFY(page->findChild<QPushButton *>(u"gateApprove"_s)->isEnabled());
        QCOMPARE(accessibilityProblems(w.window), QStringList());
    }

    void pictures()
    {
        if (qEnvironmentVariableIsEmpty("SIGNALBOX_PICTURES"))
            QSKIP("pictures are taken on request");
        WorkspaceWindow w;
        int step = 0;
        for (const auto &[C, name] : {std::pair{0.00001, "first-run"},
                                      {0.0001, "late-express-1"},
                                      {0.0005, "old-points-9"},
                                      {0.001, "calm-lever-3"},
                                      {1.0, "brave-signal-20"}}) {
            const auto version = w.registerRun(w.train(w.training(C, name, 0)));
            if (++step < 5)
                w.decide(version.gate, step == 2 ? Decision::Reject : Decision::Approve,
                         step == 2 ? "worse than what serves" : "better on the same rows");
        }
        auto *page = w.open<RegistryPage>();
        for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            const QString suffix = choice == ThemeChoice::Light ? u"light"_s : u"dark"_s;
            w.theme.setChoice(choice);
            for (const QSize size : {QSize(1440, 900), QSize(1024, 640)}) {
                w.window.resize(size);
                const QString name = u"registry-%1-%2"_s.arg(suffix).arg(size.width());
                page->showObject(u"version"_s, u"diabetes_classification/5"_s);
                QTRY_VERIFY(shown(page, u"gateApprove"_s));
                w.settle();
                savePicture(w.window, name);
                page->showObject(u"version"_s, u"diabetes_classification/2"_s);
                QTRY_VERIFY(!shown(page, u"gateApprove"_s));
                w.settle();
                savePicture(w.window, name + u"-rejected"_s);
            }
        }
    }
};

QTEST_MAIN(TestRegistryPage)
#include "tst_registry_page.moc"
