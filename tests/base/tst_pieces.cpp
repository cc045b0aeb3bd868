#include <QTest>

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/pieces.h"
#include "core/base/random.h"

using namespace signalbox;

class TestPieces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyIndexOnce_data();
    void everyIndexOnce();
    void stopsBetweenPieces();
    void sorts_data();
    void sorts();
    void stopsWhileItSorts();
};

void TestPieces::everyIndexOnce_data()
{
    QTest::addColumn<qulonglong>("count");
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, pieceSize - 1, pieceSize, pieceSize + 1,
                                    3 * pieceSize + 5, 8 * pieceSize})
        QTest::addRow("%zu", count) << qulonglong{count};
}

void TestPieces::everyIndexOnce()
{
    QFETCH(const qulonglong, count);
    std::size_t next = 0;
    QVERIFY(forEachIndex(count, {}, [&](std::size_t index) { QCOMPARE(index, next++); }));
    QCOMPARE(next, std::size_t{count});
}

void TestPieces::stopsBetweenPieces()
{
    StopSource source;
    std::size_t done = 0;
    const bool all = forEachIndex(10 * pieceSize, source.token(), [&](std::size_t index) {
        ++done;
        if (index == 2 * pieceSize)
            source.requestStop();
    });
    QVERIFY(!all);
    QCOMPARE(done, 3 * pieceSize);
    // The first piece is always done, so that there is something to go on with.
    done = 0;
    QVERIFY(!forEachIndex(10 * pieceSize, source.token(), [&](std::size_t) { ++done; }));
    QCOMPARE(done, pieceSize);
}

void TestPieces::sorts_data()
{
    everyIndexOnce_data();
}

// As std::stable_sort does: equal keys keep their places.
void TestPieces::sorts()
{
    QFETCH(const qulonglong, count);
    SeededRandom random(count + 1);
    using Entry = std::pair<std::uint64_t, std::size_t>;
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < count; ++i)
        entries.emplace_back(random.below(1'000), i);
    std::vector<Entry> expected = entries;
    const auto less = [](const Entry &a, const Entry &b) { return a.first < b.first; };
    std::ranges::stable_sort(expected, less);
    sortInPieces(entries, {}, less);
    QVERIFY(entries == expected);
}

void TestPieces::stopsWhileItSorts()
{
    std::vector<std::uint64_t> numbers;
    SeededRandom random(1);
    for (std::size_t i = 0; i < 8 * pieceSize; ++i)
        numbers.push_back(random.below(1'000'000));
    std::vector<std::uint64_t> expected = numbers;
    std::size_t compared = 0;
    sortInPieces(expected, {}, [&](std::uint64_t a, std::uint64_t b) {
        ++compared;
        return a < b;
    });
    QVERIFY(std::ranges::is_sorted(expected));
    // While it merges for the last time.
    StopSource source;
    std::size_t left = compared - 4 * pieceSize;
    sortInPieces(numbers, source.token(), [&](std::uint64_t a, std::uint64_t b) {
        if (--left == 0)
            source.requestStop();
        return a < b;
    });
    QVERIFY(source.token().stopRequested());
    QVERIFY(numbers != expected);
    std::ranges::sort(numbers);
    QVERIFY(numbers == expected); // none is lost
}

QTEST_APPLESS_MAIN(TestPieces)
#include "tst_pieces.moc"
