#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QTabBar>
#include <QTest>

#include "core/kql/saved/saved_queries.h"
#include "tests/ui/accessibility_check.h"
#include "tests/ui/alerts/logs_page.h"
#include "tests/ui/picture.h"
#include "ui/alerts/query_link.h"
#include "ui/alerts/query_range_picker.h"
#include "ui/alerts/query_sheets.h"
#include "ui/widgets/filter_line.h"
#include "ui/widgets/result_table_view.h"
#include "ui/widgets/toast_area.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

std::int64_t save(WorkspaceWindow &w, const std::string &folder, const std::string &name,
                  const std::string &text)
{
    return valueOrThrow(
        kql::saveQuery(w.store(), w.workspace->actor, {.folder = folder, .name = name, .text = text}));
}

} // namespace

class TestLogsPage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aQueryRuns();
    void aMistakeIsShownWithItsPlace();
    void theStatementAtTheCursorRuns();
    void aRunningQueryIsStopped();
    void examplesRunAtOnce();
    void savedQueriesAreListedAndOpened();
    void aQueryIsSavedAndSavedAgain();
    void aNameIsInserted();
    void theListIsSearched();
    void theListCollapses();
    void tabsOpenCloseAndComeBack();
    void textSurvivesARestart();
    void theKeysOfTabsWorkOnlyHere();
    void theRangeRestsWhileTheQueryChooses();
    void historyIsKept();
    void aLinkOpensAndNeverRuns();
    void aBrokenLinkIsSaid();
    void twoWindowsOfOneWorkspace();
    void everythingIsAccessible_data();
    void everythingIsAccessible();
};

void TestLogsPage::aQueryRuns()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    QVERIFY(logs.inTab<QWidget>("queryStart")->isVisible());
    logs.type(u"print a = 1, b = 'x'"_s);
    logs.pressF5();
    QTRY_VERIFY(logs.status().startsWith(u"1 row · "_s));
    QVERIFY(logs.inTab<ResultTableView>("queryResult")->isVisible());
    QCOMPARE(logs.inTab<ResultTableView>("queryResult")->shownRows(), std::size_t{1});
}

void TestLogsPage::aMistakeIsShownWithItsPlace()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    logs.run(u"audit\n| wher actor == 'you'"_s);
    QTRY_VERIFY(!logs.error().isEmpty());
    auto *place = logs.inTab<QPushButton>("queryPlace");
    QCOMPARE(place->text(), u"Line 2, column 3"_s);
    QTest::keyClick(place, Qt::Key_Space);
    QCOMPARE(logs.editor()->textCursor().blockNumber(), 1);
    QCOMPARE(logs.editor()->textCursor().positionInBlock(), 2);
    QVERIFY(logs.editor()->hasFocus());
    logs.run(u"print 1"_s);
    QTRY_VERIFY(logs.error().isEmpty());
}

void TestLogsPage::theStatementAtTheCursorRuns()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    logs.type(u"print a = 1\n\nrange x from 1 to 3 step 1\n\nprint c = 2 | wher"_s);
    QTextCursor cursor = logs.editor()->textCursor();
    cursor.setPosition(18);
    logs.editor()->setTextCursor(cursor);
    logs.pressF5();
    QTRY_VERIFY(logs.status().startsWith(u"3 rows"_s));
    cursor.movePosition(QTextCursor::End);
    logs.editor()->setTextCursor(cursor);
    logs.pressF5();
    QTRY_VERIFY(!logs.error().isEmpty());
    QCOMPARE(logs.inTab<QPushButton>("queryPlace")->text(), u"Line 1, column 15"_s);
    QTest::keyClick(logs.inTab<QPushButton>("queryPlace"), Qt::Key_Space);
    QCOMPARE(logs.editor()->textCursor().blockNumber(), 4);
}

void TestLogsPage::aRunningQueryIsStopped()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    logs.run(u"range a from 1 to 20000000 step 1 | extend b = a % 7 | sort by b asc | where b == 99"_s);
    QVERIFY(logs.tab()->isRunning());
    QCOMPARE(logs.inTab<QPushButton>("queryRun")->text(), u"Stop  Esc"_s);
    QElapsedTimer timer;
    timer.start();
    QTest::keyClick(logs.editor(), Qt::Key_Escape);
    QVERIFY(!logs.tab()->isRunning());
    QVERIFY(timer.elapsed() < 50);
    QVERIFY(logs.status().startsWith(u"Stopped after"_s));
    QCOMPARE(logs.inTab<QPushButton>("queryRun")->text(), u"Run  F5"_s);
    logs.run(u"print 1"_s);
    QTRY_VERIFY(logs.status().startsWith(u"1 row"_s));
}

void TestLogsPage::examplesRunAtOnce()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    QVERIFY(logs.item(u"What was changed"_s));
    logs.activate(u"What was changed"_s);
    QTRY_VERIFY(logs.status().contains(u" row"_s));
    QCOMPARE(logs.tabs()->count(), 1);
    QCOMPARE(logs.tabs()->tabText(0), u"What was changed"_s);
    logs.activate(u"Agent restarts"_s);
    QCOMPARE(logs.tabs()->count(), 2);
    logs.activate(u"What was changed"_s);
    QCOMPARE(logs.tabs()->count(), 2);
    QCOMPARE(logs.tabs()->currentIndex(), 0);
}

void TestLogsPage::savedQueriesAreListedAndOpened()
{
    WorkspaceWindow w;
    const auto id = save(w, "On call", "My look", "print mine = 1");
    const LogsPage logs(w);
    QTRY_VERIFY(logs.item(u"My look"_s));
    logs.activate(u"My look"_s);
    QTRY_VERIFY(logs.status().startsWith(u"1 row"_s));
    QCOMPARE(logs.tab()->draft().saved, qint64(id));
    QTest::keyClick(logs.tree(), Qt::Key_Home);
    logs.tree()->setCurrentItem(logs.item(u"My look"_s));
    QTest::keyClick(logs.tree(), Qt::Key_Delete);
    QTRY_VERIFY(!logs.item(u"My look"_s));
    QVERIFY(valueOrThrow(kql::listSavedQueries(w.store())).empty());
}

void TestLogsPage::aQueryIsSavedAndSavedAgain()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    logs.type(u"print 1"_s);
    QTest::keyClick(logs.editor(), Qt::Key_S, Qt::ControlModifier);
    auto *sheet = w.window.findChild<SaveQuerySheet *>();
    QVERIFY(sheet);
    auto *submit = sheet->findChild<QPushButton *>(u"submit"_s);
    QVERIFY(!submit->isEnabled());
    sheet->findChild<QLineEdit *>(u"queryName"_s)->setText(u"One"_s);
    sheet->findChild<QComboBox *>(u"queryFolder"_s)->setCurrentText(u"Mine"_s);
    QTest::keyClick(submit, Qt::Key_Space);
    QTRY_VERIFY(logs.item(u"One"_s));
    QCOMPARE(logs.tabs()->tabText(0), u"One"_s);
    logs.type(u"print 2"_s);
    QVERIFY(logs.trigger("logs.save"));
    QTRY_COMPARE(valueOrThrow(kql::listSavedQueries(w.store())).front().query.text, std::string("print 2"));
}

void TestLogsPage::aNameIsInserted()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    QTRY_VERIFY(logs.item(u"requests"_s));
    logs.activate(u"requests"_s);
    QCOMPARE(logs.tab()->text(), u"requests"_s);
    QVERIFY(logs.editor()->hasFocus());
}

void TestLogsPage::theListIsSearched()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    QTRY_VERIFY(logs.item(u"requests"_s));
    auto *search = logs.page->findChild<FilterLine *>(u"querySearch"_s);
    search->setText(u"approved what"_s);
    QTRY_VERIFY(!logs.item(u"requests"_s));
    QVERIFY(logs.item(u"Who approved what"_s));
    QVERIFY(logs.item(u"Who approved what"_s)->parent()->isExpanded());
    search->clear();
    QTRY_VERIFY(logs.item(u"requests"_s));
}

void TestLogsPage::theListCollapses()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    QVERIFY(logs.tree()->isVisible());
    QTest::mouseClick(logs.page->findChild<QToolButton *>(u"togglePanel"_s), Qt::LeftButton);
    QVERIFY(!logs.tree()->isVisible());
    QVERIFY(logs.trigger("logs.search"));
    QVERIFY(logs.tree()->isVisible());
    QVERIFY(logs.page->findChild<FilterLine *>(u"querySearch"_s)->hasFocus());
}

void TestLogsPage::tabsOpenCloseAndComeBack()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    logs.type(u"print first = 1"_s);
    QTest::keyClick(logs.editor(), Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(logs.tabs()->count(), 2);
    QCOMPARE(logs.tabs()->currentIndex(), 1);
    logs.type(u"print second = 2"_s);
    QVERIFY(logs.trigger("logs.moveLeft"));
    QCOMPARE(logs.tabs()->tabText(0), u"print second = 2"_s);
    QTest::keyClick(logs.editor(), Qt::Key_W, Qt::ControlModifier);
    QCOMPARE(logs.tabs()->count(), 1);
    QCOMPARE(logs.tab()->text(), u"print first = 1"_s);
    auto *undo = w.window.findChild<QPushButton *>(u"toastUndo"_s);
    QVERIFY(undo);
    QTest::mouseClick(undo, Qt::LeftButton);
    QTRY_COMPARE(logs.tabs()->count(), 2);
    QCOMPARE(logs.tab()->text(), u"print second = 2"_s);
}

void TestLogsPage::textSurvivesARestart()
{
    WorkspaceWindow w;
    {
        const LogsPage logs(w);
        logs.type(u"print kept = 1"_s);
        logs.tab()->setTitle(u"Kept"_s);
        QVERIFY(logs.trigger("logs.newTab"));
        logs.type(u"print other = 1"_s);
    }
    w.window.clearPages();
    const LogsPage again(w);
    QCOMPARE(again.tabs()->count(), 2);
    QCOMPARE(again.tabs()->tabText(0), u"Kept"_s);
    QCOMPARE(again.tab()->text(), u"print kept = 1"_s);
    QVERIFY(again.inTab<QWidget>("queryStart")->isVisible()); // nothing runs by itself
}

void TestLogsPage::theKeysOfTabsWorkOnlyHere()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    w.window.services().navigator.showObject(u"audit"_s, {});
    QTest::keyClick(logs.page, Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(logs.tabs()->count(), 1);
    QTest::keyClick(logs.page, Qt::Key_L, Qt::ControlModifier);
    QTRY_VERIFY(logs.editor()->hasFocus());
    // Also where another page has taken the same keys for the whole window.
    bool elsewhere = false;
    w.window.services().actions.add({.id = u"other.train"_s,
                                     .text = u"Train"_s,
                                     .group = u"Other"_s,
                                     .shortcut = Qt::CTRL | Qt::Key_T,
                                     .run = [&] { elsewhere = true; }});
    QTest::keyClick(logs.editor(), Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(logs.tabs()->count(), 2);
    QVERIFY(!elsewhere);
    w.window.services().actions.remove(u"other.train"_s);
}

void TestLogsPage::theRangeRestsWhileTheQueryChooses()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    auto *range = logs.inTab<QueryRangePicker>("queryRange");
    auto *compare = logs.inTab<QToolButton>("queryCompare");
    QCOMPARE(range->text(), u"Last 24 h"_s);
    logs.type(u"requests | take 10"_s);
    QVERIFY(range->isEnabled());
    QVERIFY(compare->isEnabled());
    logs.type(u"requests | where timestamp > ago(5m)"_s);
    QCOMPARE(range->text(), u"Set in query"_s);
    QVERIFY(!range->isEnabled());
    QVERIFY(compare->isEnabled());
    logs.type(u"requests | where timestamp > datetime(2026-01-01)"_s);
    QVERIFY(!compare->isEnabled());
    QVERIFY(compare->toolTip().contains(u"ago()"_s));
}

void TestLogsPage::historyIsKept()
{
    WorkspaceWindow w;
    {
        const LogsPage logs(w);
        logs.run(u"print h'secret', 1"_s);
        QTRY_VERIFY(logs.item(u"print h\"***\", 1"_s));
        QVERIFY(logs.item(u"print h\"***\", 1"_s)->toolTip(0).contains(u"1 rows"_s));
    }
    w.window.clearPages();
    const LogsPage again(w);
    QVERIFY(again.item(u"print h\"***\", 1"_s));
}

void TestLogsPage::aLinkOpensAndNeverRuns()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    logs.type(u"print shared = 1"_s);
    QTest::mouseClick(logs.inTab<QToolButton>("queryShare"), Qt::LeftButton);
    const QString link = QGuiApplication::clipboard()->text();
    QVERIFY(link.startsWith(u"signalbox://"_s));
    QVERIFY(w.window.services().navigator.showObject(u"link"_s, link));
    QCOMPARE(logs.tabs()->count(), 2);
    QCOMPARE(logs.tab()->text(), u"print shared = 1"_s);
    QTest::qWait(50);
    QVERIFY(!logs.tab()->isRunning());
    QVERIFY(logs.inTab<QWidget>("queryStart")->isVisible());
}

void TestLogsPage::aBrokenLinkIsSaid()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    QGuiApplication::clipboard()->setText(u"https://example.org"_s);
    QVERIFY(logs.trigger("logs.openLink"));
    QCOMPARE(logs.tabs()->count(), 1);
    QCOMPARE(w.window.services().toasts.count(), 1);
}

void TestLogsPage::twoWindowsOfOneWorkspace()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    MainWindow second(w.theme, w.settings, w.dialogs);
    Session session(w.workspace, second.services());
    auto *page = new AlertsPage(session);
    second.addPage(page);
    second.showWorkspace();
    second.restorePage();
    second.show();
    logs.run(u"print 1"_s);
    QTRY_VERIFY(logs.status().startsWith(u"1 row"_s));
    auto *other = page->findChild<QueryTab *>();
    other->setText(u"print 2"_s);
    other->run();
    QTRY_VERIFY(other->result()->table());
    QCOMPARE(logs.tab()->text(), u"print 1"_s);
    second.clearPages();
}

void TestLogsPage::everythingIsAccessible_data()
{
    QTest::addColumn<QString>("theme");
    QTest::addColumn<QSize>("size");
    QTest::newRow("light") << u"light"_s << QSize(1440, 900);
    QTest::newRow("dark") << u"dark"_s << QSize(1440, 900);
    QTest::newRow("light-small") << u"light"_s << QSize(1024, 640);
    QTest::newRow("dark-small") << u"dark"_s << QSize(1024, 640);
}

void TestLogsPage::everythingIsAccessible()
{
    QFETCH(const QString, theme);
    QFETCH(const QSize, size);
    WorkspaceWindow w;
    w.theme.setChoice(theme == u"dark" ? ThemeChoice::Dark : ThemeChoice::Light);
    save(w, "On call", "My look", "print mine = 1");
    const LogsPage logs(w);
    w.window.resize(size);
    QTRY_VERIFY(logs.item(u"My look"_s));
    w.settle();
    const QString name = u"logs-"_s + QString::fromLatin1(QTest::currentDataTag());
    QCOMPARE(accessibilityProblems(w.window).join(u'\n'), QString());
    savePicture(w.window, name + u"-start"_s);
    logs.activate(u"What was changed"_s);
    QTRY_VERIFY(logs.status().contains(u" row"_s));
    w.settle();
    QCOMPARE(accessibilityProblems(w.window).join(u'\n'), QString());
    savePicture(w.window, name + u"-table"_s);
    logs.run(u"audit\n| wher actor == 'you'"_s);
    QTRY_VERIFY(!logs.error().isEmpty());
    w.settle();
    QCOMPARE(accessibilityProblems(w.window).join(u'\n'), QString());
    savePicture(w.window, name + u"-mistake"_s);
}

QTEST_MAIN(TestLogsPage)
#include "tst_logs_page.moc"
