#include <QTest>

#include <atomic>
#include <thread>

#include "core/telemetry/request_ring.h"

using namespace signalbox::telemetry;

namespace {

std::vector<std::uint64_t> operationsOf(const std::vector<RequestRow> &rows)
{
    std::vector<std::uint64_t> operations;
    for (const RequestRow &row : rows)
        operations.push_back(row.operation);
    return operations;
}

} // namespace

class TestRequestRing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsComeOutInOrder();
    void roundsUpToAPowerOfTwo();
    void countsWhatFindsNoRoom();
    void drainsNoMoreThanAsked();
    void goesRoundManyTimes();
    void carriesRowsBetweenThreads();
};

void TestRequestRing::rowsComeOutInOrder()
{
    RequestRing ring(8);
    QVERIFY(ring.push({.operation = 1}));
    QVERIFY(ring.push({.operation = 2}));
    std::vector<RequestRow> rows = {{.operation = 0}};
    QCOMPARE(ring.drain(rows, 100), std::size_t{2});
    QCOMPARE(operationsOf(rows), std::vector<std::uint64_t>({0, 1, 2}));
    QCOMPARE(ring.drain(rows, 100), std::size_t{0});
}

void TestRequestRing::roundsUpToAPowerOfTwo()
{
    RequestRing ring(5);
    for (std::uint64_t i = 0; i < 8; ++i)
        QVERIFY(ring.push({.operation = i}));
    QVERIFY(!ring.push({.operation = 8}));
}

void TestRequestRing::countsWhatFindsNoRoom()
{
    RequestRing ring(4);
    for (std::uint64_t i = 0; i < 10; ++i)
        QCOMPARE(ring.push({.operation = i}), i < 4);
    QCOMPARE(ring.refused(), std::uint64_t{6});
    std::vector<RequestRow> rows;
    ring.drain(rows, 100);
    QCOMPARE(operationsOf(rows), std::vector<std::uint64_t>({0, 1, 2, 3}));
    QVERIFY(ring.push({.operation = 11}));
    QCOMPARE(ring.refused(), std::uint64_t{6});
}

void TestRequestRing::drainsNoMoreThanAsked()
{
    RequestRing ring(4);
    for (std::uint64_t i = 0; i < 4; ++i)
        QVERIFY(ring.push({.operation = i}));
    std::vector<RequestRow> rows;
    QCOMPARE(ring.drain(rows, 0), std::size_t{0});
    QCOMPARE(ring.drain(rows, 3), std::size_t{3});
    QVERIFY(ring.push({.operation = 4}));
    QCOMPARE(ring.drain(rows, 3), std::size_t{2});
    QCOMPARE(operationsOf(rows), std::vector<std::uint64_t>({0, 1, 2, 3, 4}));
}

void TestRequestRing::goesRoundManyTimes()
{
    RequestRing ring(4);
    std::vector<RequestRow> rows;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        QVERIFY(ring.push({.operation = i}));
        if (i % 3 == 0)
            ring.drain(rows, 100);
    }
    ring.drain(rows, 100);
    for (std::size_t i = 0; i < 1000; ++i)
        QCOMPARE(rows[i].operation, std::uint64_t{i});
}

void TestRequestRing::carriesRowsBetweenThreads()
{
    RequestRing ring(64);
    constexpr std::uint64_t count = 200'000;
    std::atomic<bool> pushing = true;
    std::thread pusher([&] {
        for (std::uint64_t i = 0; i < count; ++i)
            ring.push({.operation = i});
        pushing = false;
    });
    std::vector<RequestRow> rows;
    bool last = false;
    do {
        last = !pushing;
        ring.drain(rows, 1000);
    } while (!last);
    pusher.join();
    QCOMPARE(rows.size() + ring.refused(), count);
    for (std::size_t i = 1; i < rows.size(); ++i)
        QVERIFY(rows[i - 1].operation < rows[i].operation);
}

QTEST_GUILESS_MAIN(TestRequestRing)
#include "tst_request_ring.moc"
