#include <QTest>

#include <thread>

#include "core/base/stop.h"

using namespace signalbox;

class TestStop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultTokenIsNeverAsked();
    void everyCopyHears();
    void sourcesAreApart();
    void tokenOutlivesItsSource();
    void crossesThreads();
    void stopsBehindItsDeadline();
};

void TestStop::defaultTokenIsNeverAsked()
{
    QVERIFY(!StopToken().stopRequested());
}

void TestStop::stopsBehindItsDeadline()
{
    const auto now = std::chrono::steady_clock::now();
    StopSource source;
    QVERIFY(source.token().until(now - std::chrono::seconds(1)).stopRequested());
    QVERIFY(!source.token().stopRequested()); // the others know nothing of it
    const StopToken token = source.token().until(now + std::chrono::hours(1));
    QVERIFY(!token.stopRequested());
    source.requestStop();
    QVERIFY(token.stopRequested());
    QVERIFY(StopToken().until(now - std::chrono::seconds(1)).stopRequested());
}

void TestStop::everyCopyHears()
{
    StopSource source;
    const StopToken before = source.token();
    const StopToken copy = before; // NOLINT(performance-unnecessary-copy-initialization)
    QVERIFY(!before.stopRequested());
    source.requestStop();
    source.requestStop();
    QVERIFY(before.stopRequested());
    QVERIFY(copy.stopRequested());
    QVERIFY(source.token().stopRequested());
}

void TestStop::sourcesAreApart()
{
    StopSource one;
    const StopSource other;
    one.requestStop();
    QVERIFY(!other.token().stopRequested());
}

void TestStop::tokenOutlivesItsSource()
{
    StopToken token;
    {
        StopSource source;
        token = source.token();
        source.requestStop();
    }
    QVERIFY(token.stopRequested());
}

void TestStop::crossesThreads()
{
    StopSource source;
    std::thread worker([token = source.token()] {
        while (!token.stopRequested())
            std::this_thread::yield();
    });
    source.requestStop();
    worker.join(); // ends only if the worker heard it
    QVERIFY(source.token().stopRequested());
}

QTEST_GUILESS_MAIN(TestStop)
#include "tst_stop.moc"
