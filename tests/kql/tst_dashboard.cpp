#include <QTest>

#include "core/kql/saved/dashboard.h"
#include "tests/store/workspace.h"

using namespace signalbox;
using namespace signalbox::kql;

namespace {

TileDraft tile(const std::string &title)
{
    return {.title = title,
            .text = "requests | count",
            .chart = "timechart",
            .range = std::chrono::hours(1),
            .refresh = std::chrono::minutes(1)};
}

std::string titles(const store::Store &store)
{
    std::string line;
    const std::vector<Tile> tiles = listTiles(store).value();
    for (const Tile &shown : tiles)
        line += shown.tile.title;
    return line;
}

} // namespace

class TestDashboard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatWasPinned();
    void movesATile_data();
    void movesATile();
    void aRemovedTileComesBackToItsPlace();
    void whatDoesNotFitIsRefused();
    void isFullAtItsLimit();
};

void TestDashboard::keepsWhatWasPinned()
{
    test::Workspace w;
    const std::int64_t id = pinTile(w.store(), w.ada, tile("a")).value();
    QVERIFY(listTiles(w.store()).value().front().tile == tile("a"));
    TileDraft other = tile("b");
    other.refresh = Ticks::zero();
    QVERIFY(changeTile(w.store(), w.ada, id, other));
    QVERIFY(listTiles(w.store()).value().front().tile == other);
    QCOMPARE(w.lastAudit().action, std::string("tile.changed"));
    QCOMPARE(w.auditEntries(), std::int64_t{3});
    QVERIFY(w.reopen());
    QVERIFY(listTiles(w.store()).value().front().tile == other);
}

void TestDashboard::movesATile_data()
{
    QTest::addColumn<int>("which");
    QTest::addColumn<int>("before"); // 0 for the end
    QTest::addColumn<std::string>("order");
    QTest::newRow("to the front") << 3 << 1 << std::string("cabd");
    QTest::newRow("to the end") << 1 << 0 << std::string("bcda");
    QTest::newRow("down one") << 1 << 3 << std::string("bacd");
    QTest::newRow("nowhere") << 2 << 3 << std::string("abcd");
}

void TestDashboard::movesATile()
{
    QFETCH(const int, which);
    QFETCH(const int, before);
    QFETCH(const std::string, order);
    test::Workspace w;
    for (const char *title : {"a", "b", "c", "d"})
        QVERIFY(pinTile(w.store(), w.ada, tile(title)));
    QVERIFY(moveTile(w.store(), w.ada, which, before));
    QCOMPARE(titles(w.store()), order);
    QCOMPARE(w.lastAudit().action, std::string("tile.moved"));
    QCOMPARE(test::codeOf(moveTile(w.store(), w.ada, which, 77)), std::string("not_found"));
    QCOMPARE(titles(w.store()), order);
}

void TestDashboard::aRemovedTileComesBackToItsPlace()
{
    test::Workspace w;
    for (const char *title : {"a", "b", "c"})
        QVERIFY(pinTile(w.store(), w.ada, tile(title)));
    QVERIFY(removeTile(w.store(), w.ada, 2));
    QCOMPARE(titles(w.store()), std::string("ac"));
    QCOMPARE(test::codeOf(removeTile(w.store(), w.ada, 2)), std::string("not_found"));
    QVERIFY(pinTile(w.store(), w.ada, tile("b"), 3));
    QCOMPARE(titles(w.store()), std::string("abc"));
}

void TestDashboard::whatDoesNotFitIsRefused()
{
    test::Workspace w;
    w.add("vera", store::Role::Viewer);
    TileDraft wrong = tile(" ");
    QCOMPARE(test::codeOf(pinTile(w.store(), w.ada, wrong)), std::string("invalid_argument"));
    wrong = tile("a");
    wrong.text = "print h'secret'";
    QCOMPARE(test::codeOf(pinTile(w.store(), w.ada, wrong)), std::string("invalid_argument"));
    wrong = tile("a");
    wrong.refresh = Ticks(-1);
    QCOMPARE(test::codeOf(pinTile(w.store(), w.ada, wrong)), std::string("invalid_argument"));
    QCOMPARE(test::codeOf(pinTile(w.store(), store::Actor::member("vera"), tile("a"))),
             std::string("permission_denied"));
    QVERIFY(listTiles(w.store()).value().empty());
}

void TestDashboard::isFullAtItsLimit()
{
    test::Workspace w;
    for (std::size_t i = 0; i < mostTiles; ++i)
        QVERIFY(pinTile(w.store(), w.ada, tile("t")));
    QCOMPARE(test::codeOf(pinTile(w.store(), w.ada, tile("t"))), std::string("resource_exhausted"));
}

QTEST_GUILESS_MAIN(TestDashboard)
#include "tst_dashboard.moc"
