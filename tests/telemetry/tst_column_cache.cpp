#include <QTest>

#include <algorithm>
#include <thread>

#include "core/telemetry/column_cache.h"
#include "tests/telemetry/table_data.h"

using namespace signalbox;
using namespace signalbox::telemetry;

namespace {

constexpr std::size_t rows = 1000;
constexpr std::size_t bytesOfColumn = sizeof(Column) + rows * sizeof(std::int64_t);

std::shared_ptr<const Column> numbers()
{
    SeededRandom random(1);
    return std::make_shared<const Column>(randomColumn(ColumnType::Long, rows, random, false));
}

} // namespace

class TestColumnCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatItKeeps();
    void dropsWhatWasNotAskedFor();
    void refusesWhatIsTooLarge();
    void manyThreads();
};

void TestColumnCache::findsWhatItKeeps()
{
    ColumnCache cache(10 * bytesOfColumn);
    const auto column = numbers();
    QVERIFY(!cache.find(1, "a"));
    cache.keep(1, "a", column);
    QCOMPARE(cache.find(1, "a").get(), column.get());
    QVERIFY(!cache.find(1, "b"));
    QVERIFY(!cache.find(2, "a"));
    cache.keep(1, "a", numbers());
    QCOMPARE(cache.find(1, "a").get(), column.get());
    QCOMPARE(cache.bytes(), bytesOfColumn);
}

void TestColumnCache::dropsWhatWasNotAskedFor()
{
    ColumnCache cache(2 * bytesOfColumn);
    cache.keep(1, "a", numbers());
    cache.keep(2, "a", numbers());
    QVERIFY(cache.find(1, "a"));
    cache.keep(3, "a", numbers());
    QVERIFY(cache.find(1, "a"));
    QVERIFY(!cache.find(2, "a"));
    QVERIFY(cache.find(3, "a"));
    QCOMPARE(cache.bytes(), 2 * bytesOfColumn);
}

void TestColumnCache::refusesWhatIsTooLarge()
{
    ColumnCache cache(bytesOfColumn - 1);
    cache.keep(1, "a", numbers());
    QCOMPARE(cache.bytes(), std::size_t{0});
}

void TestColumnCache::manyThreads()
{
    ColumnCache cache(5 * bytesOfColumn);
    const auto column = numbers();
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&cache, &column] {
            for (std::int64_t i = 0; i < 1000; ++i) {
                cache.keep(i % 10, "a", column);
                static_cast<void>(cache.find(i % 7, "a"));
            }
        });
    std::ranges::for_each(threads, &std::thread::join);
    QVERIFY(cache.bytes() <= 5 * bytesOfColumn);
}

QTEST_APPLESS_MAIN(TestColumnCache)
#include "tst_column_cache.moc"
