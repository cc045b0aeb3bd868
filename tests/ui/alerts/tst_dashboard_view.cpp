#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTest>
#include <QToolButton>

#include "core/kql/saved/dashboard.h"
#include "tests/ui/accessibility_check.h"
#include "tests/ui/alerts/logs_page.h"
#include "tests/ui/picture.h"
#include "ui/alerts/dashboard_tile.h"
#include "ui/alerts/dashboard_view.h"
#include "ui/alerts/query_sheets.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/query_chart.h"
#include "ui/widgets/result_table_view.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

std::int64_t pin(WorkspaceWindow &w, const std::string &title, const std::string &text,
                 Ticks refresh = Ticks::zero())
{
    return valueOrThrow(
        kql::pinTile(w.store(), w.workspace->actor, {.title = title, .text = text, .refresh = refresh}));
}

struct Board
{
    explicit Board(WorkspaceWindow &w)
        : logs(w)
        , view(logs.page->findChild<DashboardView *>())
    {
        w.window.services().navigator.showObject(u"dashboard"_s, {});
    }

    [[nodiscard]] QString titles() const
    {
        QString all;
        for (const DashboardTile *tile : view->tiles())
            all += toQt(tile->tile().tile.title);
        return all;
    }
    [[nodiscard]] DashboardTile *tile(std::size_t place) const { return view->tiles().at(place); }
    [[nodiscard]] static QString age(const DashboardTile *tile)
    {
        return tile->findChild<QLabel *>(u"tileAge"_s)->text();
    }

    LogsPage logs;
    DashboardView *view;
};

} // namespace

class TestDashboardView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutTilesItLeadsToLogs();
    void aQueryIsPinnedFromItsTab();
    void tilesShowTheirResultAndAge();
    void tilesRunAgainByThemselves();
    void newTelemetryIsShownSooner();
    void aTileHasOneMenu();
    void aTileIsMovedAndRemovedWithUndo();
    void aTileIsChanged();
    void aTileOpensAsQuery();
    void aMistakeStaysInItsTile();
    void everythingIsAccessible_data();
    void everythingIsAccessible();
};

void TestDashboardView::withoutTilesItLeadsToLogs()
{
    WorkspaceWindow w;
    const Board board(w);
    auto *empty = board.view->findChild<EmptyState *>(u"dashboardEmpty"_s);
    QTRY_VERIFY(empty->isVisible());
    QTest::keyClick(empty->findChild<QPushButton *>(u"emptyStateAction"_s), Qt::Key_Space);
    QVERIFY(board.logs.editor()->isVisible());
}

void TestDashboardView::aQueryIsPinnedFromItsTab()
{
    WorkspaceWindow w;
    const Board board(w);
    w.window.services().navigator.showObject(u"query"_s, {});
    board.logs.type(u"audit | count"_s);
    QVERIFY(board.logs.trigger("logs.pin"));
    auto *sheet = w.window.findChild<TileSheet *>();
    QVERIFY(sheet);
    sheet->findChild<QLineEdit *>(u"tileTitle"_s)->setText(u"Entries"_s);
    QTest::keyClick(sheet->findChild<QPushButton *>(u"submit"_s), Qt::Key_Space);
    QTRY_COMPARE(valueOrThrow(kql::listTiles(w.store())).size(), std::size_t{1});
    QVERIFY(valueOrThrow(kql::listTiles(w.store())).front().tile.range == std::chrono::hours(24));
    QTRY_COMPARE(board.titles(), u"Entries"_s);
}

void TestDashboardView::tilesShowTheirResultAndAge()
{
    WorkspaceWindow w;
    pin(w, "Rows", "audit | project action, actor");
    pin(w, "Bars",
        "range x from 1 to 3 step 1 | extend name = strcat('n', x) | project name, x | render barchart");
    const Board board(w);
    QTRY_COMPARE(board.view->tiles().size(), std::size_t{2});
    QTRY_VERIFY(Board::age(board.tile(1)).startsWith(u"as of "_s));
    QTRY_COMPARE(board.tile(0)->findChild<ResultTableView *>(u"tileTable"_s)->shownRows(), std::size_t{3});
    QVERIFY(board.tile(1)->findChild<QueryChart *>(u"tileChart"_s)->isVisible());
}

void TestDashboardView::tilesRunAgainByThemselves()
{
    WorkspaceWindow w;
    pin(w, "Live", "audit | project action", std::chrono::seconds(1));
    const Board board(w);
    QTRY_COMPARE(board.view->tiles().size(), std::size_t{1});
    const auto rows = [&] {
        return board.tile(0)->findChild<ResultTableView *>(u"tileTable"_s)->shownRows();
    };
    QTRY_COMPARE(rows(), std::size_t{2});
    pin(w, "Other", "print 1");
    QTRY_COMPARE(rows(), std::size_t{3});
}

void TestDashboardView::newTelemetryIsShownSooner()
{
    WorkspaceWindow w;
    pin(w, "Live", "print 1", std::chrono::minutes(1));
    pin(w, "Still", "print 1");
    const Board board(w);
    QTRY_COMPARE(board.view->tiles().size(), std::size_t{2});
    QTRY_VERIFY(Board::age(board.tile(1)).startsWith(u"as of "_s));
    const TimePoint soon = w.workspace->clock->now() + std::chrono::seconds(20);
    QVERIFY(!board.tile(0)->isDue(soon));
    Q_EMIT w.session->telemetryChanged();
    QVERIFY(board.tile(0)->isDue(soon));
    QVERIFY(!board.tile(0)->isDue(soon - std::chrono::seconds(17)));
    QVERIFY(!board.tile(1)->isDue(soon));
    board.tile(0)->noteRun();
    QVERIFY(!board.tile(0)->isDue(soon));
}

void TestDashboardView::aTileHasOneMenu()
{
    WorkspaceWindow w;
    pin(w, "Bars", "datatable(name:string, n:long)['blue', 70, 'green', 30] | render barchart");
    const Board board(w);
    QTRY_COMPARE(board.view->tiles().size(), std::size_t{1});
    QTRY_VERIFY(Board::age(board.tile(0)).startsWith(u"as of "_s));
    QVERIFY(!board.tile(0)->findChild<QToolButton *>(u"tileChartMenu"_s)->isVisible());
    QTest::mouseClick(board.tile(0)->findChild<QToolButton *>(u"tileMore"_s), Qt::LeftButton);
    QStringList texts;
    for (const QMenu *menu : board.tile(0)->findChildren<QMenu *>()) {
        for (const QAction *action : menu->actions())
            texts << action->text();
    }
    QVERIFY(texts.contains(u"Read again"_s));
    QVERIFY(texts.contains(u"Save as SVG…"_s));
}

void TestDashboardView::aTileIsMovedAndRemovedWithUndo()
{
    WorkspaceWindow w;
    for (const char *title : {"a", "b", "c"})
        pin(w, title, "print 1");
    const Board board(w);
    QTRY_COMPARE(board.titles(), u"abc"_s);
    Q_EMIT board.tile(0)->deedRequested(TileDeed::MoveOn);
    QTRY_COMPARE(board.titles(), u"bac"_s);
    Q_EMIT board.tile(2)->deedRequested(TileDeed::MoveBack);
    QTRY_COMPARE(board.titles(), u"bca"_s);
    Q_EMIT board.tile(1)->deedRequested(TileDeed::Remove);
    QTRY_COMPARE(board.titles(), u"ba"_s);
    const auto undos = w.window.findChildren<QPushButton *>(u"toastUndo"_s);
    QVERIFY(!undos.isEmpty());
    QTest::mouseClick(undos.last(), Qt::LeftButton);
    QTRY_COMPARE(board.titles(), u"bca"_s);
}

void TestDashboardView::aTileIsChanged()
{
    WorkspaceWindow w;
    pin(w, "a", "print 1");
    const Board board(w);
    QTRY_COMPARE(board.titles(), u"a"_s);
    Q_EMIT board.tile(0)->deedRequested(TileDeed::Edit);
    auto *sheet = w.window.findChild<TileSheet *>();
    QVERIFY(sheet);
    sheet->findChild<QLineEdit *>(u"tileTitle"_s)->setText(u"z"_s);
    QTest::keyClick(sheet->findChild<QPushButton *>(u"submit"_s), Qt::Key_Space);
    QTRY_COMPARE(board.titles(), u"z"_s);
}

void TestDashboardView::aTileOpensAsQuery()
{
    WorkspaceWindow w;
    pin(w, "One", "print one = 1");
    const Board board(w);
    QTRY_COMPARE(board.titles(), u"One"_s);
    QTest::mouseClick(board.tile(0)->findChild<QToolButton *>(u"tileOpen"_s), Qt::LeftButton);
    QVERIFY(board.logs.editor()->isVisible());
    QCOMPARE(board.logs.tab()->text(), u"print one = 1"_s);
    QTRY_VERIFY(board.logs.status().startsWith(u"1 row"_s));
}

void TestDashboardView::aMistakeStaysInItsTile()
{
    WorkspaceWindow w;
    pin(w, "Wrong", "audit | wher x");
    pin(w, "Right", "print 1");
    const Board board(w);
    QTRY_COMPARE(board.view->tiles().size(), std::size_t{2});
    auto *problem = board.tile(0)->findChild<QLabel *>(u"tileProblem"_s);
    QTRY_VERIFY(problem->isVisible());
    QTRY_VERIFY(board.tile(1)->findChild<ResultTableView *>(u"tileTable"_s)->isVisible());
}

void TestDashboardView::everythingIsAccessible_data()
{
    QTest::addColumn<QString>("theme");
    QTest::addColumn<QSize>("size");
    QTest::newRow("light") << u"light"_s << QSize(1440, 900);
    QTest::newRow("dark-small") << u"dark"_s << QSize(1024, 640);
}

void TestDashboardView::everythingIsAccessible()
{
    QFETCH(const QString, theme);
    QFETCH(const QSize, size);
    WorkspaceWindow w;
    w.theme.setChoice(theme == u"dark" ? ThemeChoice::Dark : ThemeChoice::Light);
    pin(w, "Entries of the trail", "audit | project timestamp, actor, action, subject");
    pin(w, "A wave",
        "range t from ago(1h) to now() step 1m | extend up = sin(tolong(t) / 6e9), down = cos(tolong(t) / "
        "6e9) "
        "| render timechart");
    pin(w, "Parts", "datatable(name:string, n:long)['blue', 70, 'green', 30] | render piechart");
    const Board board(w);
    w.window.resize(size);
    QTRY_COMPARE(board.view->tiles().size(), std::size_t{3});
    QTRY_VERIFY(Board::age(board.tile(2)).startsWith(u"as of "_s));
    w.settle();
    QCOMPARE(accessibilityProblems(w.window).join(u'\n'), QString());
    savePicture(w.window, u"dashboard-"_s + QString::fromLatin1(QTest::currentDataTag()));
}

QTEST_MAIN(TestDashboardView)
#include "tst_dashboard_view.moc"
