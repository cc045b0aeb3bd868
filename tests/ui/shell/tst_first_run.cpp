#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/accessibility_check.h"
#include "tests/ui/picture.h"
#include "ui/shell/first_run_page.h"

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

class TestFirstRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offersEveryWayIn()
    {
        m_theme.setChoice(ThemeChoice::Light);
        FirstRunPage page(m_theme);
        page.resize(1024, 640);
        page.setRecent({{.path = u"/w/one"_s, .name = u"one"_s}, {.path = u"/w/two"_s, .name = u"two"_s}});
        QVERIFY(activate(page));
        QCOMPARE(accessibilityProblems(page).join(u'\n'), QString());
        savePicture(page, u"first-run"_s);
        QSignalSpy sample(&page, &FirstRunPage::sampleRequested);
        QSignalSpy recent(&page, &FirstRunPage::recentRequested);
        page.showChoices();
        QVERIFY(page.findChild<QPushButton *>(u"sampleButton"_s)->hasFocus());
        QTest::keyClick(page.focusWidget(), Qt::Key_Space);
        QCOMPARE(sample.size(), 1);
        page.findChild<QPushButton *>(u"recent1"_s)->click();
        QCOMPARE(recent[0][0].toString(), u"/w/two"_s);
    }

    void showsProgressThenErrorThenChoices()
    {
        FirstRunPage page(m_theme);
        page.resize(1024, 640);
        page.show();
        auto *sample = page.findChild<QPushButton *>(u"sampleButton"_s);
        page.showProgress(u"Training run 2 of 6"_s, 0.3);
        QVERIFY(!sample->isVisible());
        QCOMPARE(page.findChild<QProgressBar *>()->value(), 300);
        QSignalSpy cancelled(&page, &FirstRunPage::cancelRequested);
        page.findChild<QPushButton *>(u"cancelButton"_s)->click();
        QCOMPARE(cancelled.size(), 1);
        page.showProgress(u"Starting"_s, -1);
        QCOMPARE(page.findChild<QProgressBar *>()->maximum(), 0);
        savePicture(page, u"first-run-progress"_s);
        page.showError(u"There is no room on the disk. Free 20 MB and try again."_s);
        QVERIFY(sample->isVisible());
        savePicture(page, u"first-run-error"_s);
    }

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestFirstRun)
#include "tst_first_run.moc"
