#include <QPushButton>
#include <QTest>

#include "ui/widgets/toast.h"
#include "ui/widgets/toast_area.h"

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestToasts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        // A toast that appears under the pointer waits for it to leave.
        QCursor::setPos(0, 0);
        m_window->setGeometry(100, 100, 800, 500);
        m_area = new ToastArea(m_theme, m_window.get());
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void cleanup() { m_window.reset(); }

    void goesAwayByItself()
    {
        m_area->showToast({.text = u"Approved version 5"_s, .time = 30ms});
        QCOMPARE(m_area->count(), 1);
        QVERIFY(m_area->isVisible());
        QTRY_COMPARE(m_area->count(), 0);
        QVERIFY(!m_area->isVisible());
    }

    void undoRunsOnceAndDismisses()
    {
        int undone = 0;
        m_area->showToast(
            {.text = u"Rolled back to BLUE · v4"_s, .undo = [&undone] { ++undone; }, .time = 10s});
        auto *undo = m_area->findChild<QPushButton *>(u"toastUndo"_s);
        QVERIFY(undo);
        QCOMPARE(undo->text(), u"Undo"_s);
        undo->click();
        undo->click();
        QCOMPARE(undone, 1);
        QCOMPARE(m_area->count(), 0);
    }

    void countdownRestsWhileFocusedOrHovered()
    {
        m_area->showToast({.text = u"Deleted"_s, .undo = [] {}, .time = 60s});
        auto *note = m_area->findChild<ToastNote *>();
        QVERIFY(!note->paused());
        m_area->findChild<QPushButton *>(u"toastUndo"_s)->setFocus();
        QTRY_VERIFY(note->paused());
        m_window->setFocusPolicy(Qt::StrongFocus);
        m_window->setFocus();
        QTRY_VERIFY(!note->paused());

        QEnterEvent enter(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5));
        QApplication::sendEvent(note, &enter);
        QVERIFY(note->paused());
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(note, &leave);
        QVERIFY(!note->paused());
    }

    void keepsOnlyTheLatest()
    {
        for (int i = 0; i < 9; ++i)
            m_area->showToast({.text = QString::number(i), .time = 60s});
        QCOMPARE(m_area->count(), 4);
    }

    void staysInsideTheWindow()
    {
        m_area->setBottomMargin(26);
        m_area->showToast(
            {.text = u"A long text that wraps because it says what to do next. "_s.repeated(4), .time = 60s});
        QVERIFY(m_window->rect().adjusted(0, 0, 0, -26).contains(m_area->geometry()));
        m_window->resize(300, 200);
        QTRY_VERIFY(m_area->geometry().right() < 300);
    }

private:
    Theme m_theme{*qApp};
    std::unique_ptr<QWidget> m_window;
    ToastArea *m_area = nullptr;
};

QTEST_MAIN(TestToasts)
#include "tst_toasts.moc"
