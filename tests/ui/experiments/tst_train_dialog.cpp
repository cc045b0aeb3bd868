#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QTreeWidget>

#include "core/agent/lease.h"
#include "tests/ui/accessibility_check.h"
#include "tests/ui/picture.h"
#include "tests/ui/workspace_window.h"
#include "ui/experiments/experiments_page.h"
#include "ui/experiments/train_dialog.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

QLineEdit *line(QWidget *dialog, const QString &field)
{
    return dialog->findChild<QLineEdit *>(u"train-"_s + field);
}

QLabel *problem(QWidget *dialog, const QString &field)
{
    return dialog->findChild<QLabel *>(u"train-"_s + field + u"Error"_s);
}

void type(QWidget *dialog, const QString &field, const QString &text)
{
    line(dialog, field)->setFocus();
    line(dialog, field)->selectAll();
    QTest::keyClicks(line(dialog, field), text);
}

void press(QWidget *dialog, const QString &button)
{
    QTest::keyClick(dialog->findChild<QPushButton *>(button), Qt::Key_Space);
}

} // namespace

class TestTrainDialog final : public QObject
{
    Q_OBJECT

private:
    // Opens the dialog through the page's button and chooses the data by Browse.
    static TrainDialog *openDialog(WorkspaceWindow &w, const QString &path)
    {
        w.dialogs.path = path;
        w.session->services().actions.trigger(u"experiments.train"_s);
        auto *dialog = w.window.findChild<TrainDialog *>();
        if (dialog != nullptr && !path.isEmpty())
            press(dialog, u"trainBrowse"_s);
        return dialog;
    }

    static void waitForPreview(TrainDialog *dialog)
    {
        QTRY_VERIFY(dialog->findChild<QTreeWidget *>()->topLevelItemCount() > 0);
    }

private Q_SLOTS:
    void aTrainingIsSubmittedByKeyboard()
    {
        WorkspaceWindow w;
        w.open<ExperimentsPage>();
        QTRY_VERIFY(w.session->synced());
        TrainDialog *dialog = openDialog(w, w.csv());
        QVERIFY(dialog);
        waitForPreview(dialog);
        QCOMPARE(dialog->input().label, u"Diabetic"_s);
        QCOMPARE(dialog->input().ignoredColumns, QStringList{u"PatientID"_s});
        QCOMPARE(dialog->input().experiment, u"diabetes-400"_s);
        QVERIFY(dialog->findChild<QLabel *>(u"trainAgentHint"_s)->isVisible());
        QCOMPARE(accessibilityProblems(*dialog), QStringList());
        savePicture(*dialog, u"train-dialog"_s);
        type(dialog, u"C"_s, u"0.5"_s);
        QPointer<TrainDialog> open = dialog;
        QTest::keyClick(line(dialog, u"C"_s), Qt::Key_Return);
        QTRY_VERIFY(!open);

        const auto jobs = valueOrThrow(job::listJobs(w.store()));
        QCOMPARE(jobs.size(), std::size_t{1});
        QVERIFY(jobs[0].state == job::JobState::Queued);
        QVERIFY(jobs[0].specification.contains("\"C\":0.5"));

        // The next training starts from the last one.
        w.dialogs.path.clear();
        TrainDialog *again = openDialog(w, {});
        waitForPreview(again);
        QCOMPARE(again->input().C, u"0.5"_s);
        QCOMPARE(again->input().ignoredColumns, QStringList{u"PatientID"_s});
    }

    void whatIsWrongIsSaidAtItsField()
    {
        WorkspaceWindow w;
        w.open<ExperimentsPage>();
        QTRY_VERIFY(w.session->synced());
        TrainDialog *dialog = openDialog(w, w.csv());
        waitForPreview(dialog);
        for (const auto &[field, wrong] :
             {std::pair{u"C"_s, u"0"_s}, std::pair{u"tolerance"_s, u"small"_s},
              std::pair{u"testFraction"_s, u"30"_s}, std::pair{u"seed"_s, u"-3"_s}}) {
            const QString right = line(dialog, field)->text();
            type(dialog, field, wrong);
            press(dialog, u"trainSubmit"_s);
            QVERIFY2(problem(dialog, field)->isVisible(), qPrintable(field));
            QVERIFY(line(dialog, field)->hasFocus());
            savePicture(*dialog, u"train-dialog-wrong"_s);
            type(dialog, field, right);
            QVERIFY2(!problem(dialog, field)->isVisible(), "typing takes the sentence away");
        }
        QVERIFY(valueOrThrow(job::listJobs(w.store())).empty());
    }

    void afileThatIsNoneIsSaidAtThePath()
    {
        WorkspaceWindow w;
        w.open<ExperimentsPage>();
        QTRY_VERIFY(w.session->synced());
        TrainDialog *dialog = openDialog(w, w.csv());
        waitForPreview(dialog);
        type(dialog, u"dataPath"_s, w.folder.filePath(u"gone.csv"_s));
        QTRY_VERIFY(problem(dialog, u"dataPath"_s)->isVisible());
        QCOMPARE(dialog->findChild<QTreeWidget *>()->topLevelItemCount(), 0);
        press(dialog, u"trainSubmit"_s);
        QVERIFY(problem(dialog, u"label"_s)->isVisible());
    }

    // Core's answer about a column is shown at the columns.
    void allColumnsLeftOutIsRefused()
    {
        WorkspaceWindow w;
        w.open<ExperimentsPage>();
        QTRY_VERIFY(w.session->synced());
        TrainDialog *dialog = openDialog(w, w.csv());
        waitForPreview(dialog);
        auto *columns = dialog->findChild<QTreeWidget *>();
        columns->setFocus();
        for (int i = 0; i < columns->topLevelItemCount(); ++i) {
            columns->setCurrentItem(columns->topLevelItem(i));
            if (columns->topLevelItem(i)->checkState(0) == Qt::Checked &&
                columns->topLevelItem(i)->flags().testFlag(Qt::ItemIsUserCheckable))
                QTest::keyClick(columns, Qt::Key_Space);
        }
        QCOMPARE(dialog->input().ignoredColumns.size(), 9);
        press(dialog, u"trainSubmit"_s);
        QTRY_VERIFY(dialog->findChild<QPushButton *>(u"trainSubmit"_s)->isEnabled());
        QVERIFY(problem(dialog, u"ignoredColumns"_s)->isVisible() ||
                dialog->findChild<QLabel *>(u"trainError"_s)->isVisible());
        QVERIFY(valueOrThrow(job::listJobs(w.store())).empty());
    }
};

QTEST_MAIN(TestTrainDialog)
#include "tst_train_dialog.moc"
