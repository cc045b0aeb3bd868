#include <QTabBar>
#include <QTest>

#include "tests/ui/alerts/logs_page.h"
#include "ui/widgets/result_table_view.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

class TestLogsTables final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void severalResultsAreTabs();
    void aResultBecomesATable();
    void aFileBecomesATable();
};

void TestLogsTables::severalResultsAreTabs()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    logs.type(u"print a = 1;\nrange b from 1 to 5 step 1"_s);
    QVERIFY(logs.trigger("logs.runAll"));
    auto *results = logs.inTab<QTabBar>("resultTabs");
    QTRY_COMPARE(results->count(), 2);
    QVERIFY(results->isVisible());
    results->setCurrentIndex(1);
    QVERIFY(logs.status().startsWith(u"5 rows"_s));
    QCOMPARE(logs.inTab<ResultTableView>("queryResult")->shownRows(), std::size_t{5});
}

void TestLogsTables::aResultBecomesATable()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    logs.run(u"range x from 1 to 4 step 1"_s);
    QTRY_VERIFY(logs.status().startsWith(u"4 rows"_s));
    QVERIFY(logs.trigger("logs.useResult"));
    QTRY_VERIFY(logs.status().startsWith(u"4 rows"_s));
    QVERIFY(logs.tab()->text().startsWith(u"result\n"_s));
    logs.run(u"result | where x > 2 | join kind=inner (result) on x"_s);
    QTRY_VERIFY(logs.status().startsWith(u"2 rows"_s));
    QTRY_VERIFY(logs.item(u"result"_s));
}

void TestLogsTables::aFileBecomesATable()
{
    WorkspaceWindow w;
    w.dialogs.path = w.csv(20);
    const LogsPage logs(w);
    QVERIFY(logs.trigger("logs.openFile"));
    QTRY_VERIFY(logs.status().startsWith(u"20 rows"_s));
    QVERIFY(logs.tab()->text().startsWith(u"diabetes_20"_s));
}

QTEST_MAIN(TestLogsTables)
#include "tst_logs_tables.moc"
