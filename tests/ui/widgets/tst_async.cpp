#include <QSemaphore>
#include <QTest>
#include <QThread>
#include <QThreadPool>
#include <memory>

#include "core/base/result.h"
#include "ui/widgets/async.h"

using namespace signalbox;
using namespace signalbox::ui;

class TestAsync : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QThreadPool::globalInstance()->waitForDone(); }

    void deliversOnTheGuiThread()
    {
        QObject page;
        QThread *worked = nullptr;
        QThread *delivered = nullptr;
        int value = 0;
        runOnPool(
            &page,
            [&worked] {
                worked = QThread::currentThread();
                return 7;
            },
            [&](int result) {
                delivered = QThread::currentThread();
                value = result;
            });
        QTRY_COMPARE(value, 7);
        QCOMPARE(delivered, thread());
        QVERIFY(worked != thread());
    }

    void carriesErrorsAndMoveOnlyValues()
    {
        QObject page;
        QString message;
        runOnPool(
            &page, []() -> Result<std::unique_ptr<int>> { return failure(ErrorCode::NotFound, "gone"); },
            [&message](Result<std::unique_ptr<int>> result) {
                message = QString::fromStdString(result.error().message);
            });
        QTRY_COMPARE(message, QStringLiteral("gone"));
    }

    void supersededResultIsDroppedAndToldToStop()
    {
        QObject page;
        Latest latest;
        auto gate = std::make_shared<QSemaphore>();
        std::vector<int> delivered;
        bool sawStop = false;
        runOnPool(
            &page, latest,
            [gate, &sawStop](StopToken stop) {
                gate->acquire();
                sawStop = stop.stopRequested();
                return 1;
            },
            [&delivered](int value) { delivered.push_back(value); });
        QVERIFY(latest.waiting());
        runOnPool(&page, latest, [] { return 2; }, [&delivered](int value) { delivered.push_back(value); });
        gate->release();
        QTRY_COMPARE(delivered.size(), std::size_t{1});
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::processEvents();
        QCOMPARE(delivered, std::vector<int>{2});
        QVERIFY(sawStop);
        QVERIFY(!latest.waiting());
    }

    void nothingArrivesAfterThePageIsGone()
    {
        auto gate = std::make_shared<QSemaphore>();
        bool arrived = false;
        {
            QObject page;
            Latest latest;
            runOnPool(
                &page, latest,
                [gate] {
                    gate->acquire();
                    return 1;
                },
                [&arrived](int) { arrived = true; });
            gate->release();
        }
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::processEvents();
        QVERIFY(!arrived);
    }

    void cancelledRequestIsNotWaitedFor()
    {
        QObject page;
        Latest latest;
        bool arrived = false;
        runOnPool(&page, latest, [] { return 1; }, [&arrived](int) { arrived = true; });
        latest.cancel();
        QVERIFY(!latest.waiting());
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::processEvents();
        QVERIFY(!arrived);
    }
};

QTEST_MAIN(TestAsync)
#include "tst_async.moc"
