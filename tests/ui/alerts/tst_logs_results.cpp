#include <QElapsedTimer>
#include <QTest>

#include "tests/ui/accessibility_check.h"
#include "tests/ui/alerts/logs_page.h"
#include "tests/ui/picture.h"
#include "ui/alerts/query_details.h"
#include "ui/widgets/filter_line.h"
#include "ui/widgets/plot_canvas.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

QueryAnswer answerWith(const kql::ScanCounts &scanned)
{
    kql::QueryResult result{.statistics = {.scanned = scanned,
                                           .parsing = std::chrono::microseconds(120),
                                           .binding = std::chrono::microseconds(340),
                                           .running = std::chrono::microseconds(3500)}};
    return {.result = std::make_shared<const kql::QueryResult>(std::move(result)),
            .elapsed = std::chrono::milliseconds(5)};
}

QString valueOf(const std::vector<KeyValue> &details, const QString &key)
{
    const auto found = std::ranges::find(details, key, &KeyValue::key);
    return found == details.end() ? QString() : found->value;
}

} // namespace

class TestLogsResults final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasReadIsSaid_data();
    void whatWasReadIsSaid();
    void theStagesAreTold();
    void theStatusSaysWhatWasRead();
    void theDetailsOpenByKeyboard_data();
    void theDetailsOpenByKeyboard();
    void twoWindowsAreCompared();
    void theStartLeadsThroughAnIncident();
    void theSearchLeadsToAQuery();
    void aMegabyteIsPasted();
};

void TestLogsResults::whatWasReadIsSaid_data()
{
    QTest::addColumn<qulonglong>("rows");
    QTest::addColumn<qulonglong>("segments");
    QTest::addColumn<qulonglong>("skipped");
    QTest::addColumn<QString>("words");
    QTest::newRow("no table") << 0ULL << 0ULL << 0ULL << QString();
    QTest::newRow("one row") << 1ULL << 1ULL << 0ULL << u"1 row scanned"_s;
    QTest::newRow("all") << 900ULL << 3ULL << 0ULL << u"900 rows scanned"_s;
    QTest::newRow("some") << 500ULL << 2ULL << 118ULL << u"500 rows scanned · 118 of 120 segments skipped"_s;
    QTest::newRow("none") << 0ULL << 0ULL << 4ULL << u"0 rows scanned · 4 of 4 segments skipped"_s;
}

void TestLogsResults::whatWasReadIsSaid()
{
    QFETCH(const qulonglong, rows);
    QFETCH(const qulonglong, segments);
    QFETCH(const qulonglong, skipped);
    QFETCH(const QString, words);
    const QueryAnswer answer = answerWith({.rows = rows, .segments = segments, .segmentsSkipped = skipped});
    QCOMPARE(readWords(answer).join(u" · "_s), words);
}

void TestLogsResults::theStagesAreTold()
{
    const auto details = queryDetails(
        answerWith({.rows = 900, .segments = 3, .segmentsSkipped = 2, .columns = 6, .bytes = 48'100}));
    QCOMPARE(valueOf(details, u"Took"_s), durationText(5));
    QCOMPARE(valueOf(details, u"Parsing"_s), durationText(0.12));
    QCOMPARE(valueOf(details, u"Binding names"_s), durationText(0.34));
    QCOMPARE(valueOf(details, u"Running"_s), durationText(3.5));
    QCOMPARE(valueOf(details, u"Opening tables"_s), durationText(1.04));
    QCOMPARE(valueOf(details, u"Rows scanned"_s), u"900"_s);
    QCOMPARE(valueOf(details, u"Segments"_s), u"3 read, 2 skipped"_s);
    QCOMPARE(valueOf(details, u"Columns decoded"_s), u"6"_s);
    QCOMPARE(valueOf(details, u"Read from disk"_s), byteText(48'100));
}

void TestLogsResults::theStatusSaysWhatWasRead()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    logs.run(u"audit | count"_s);
    QTRY_VERIFY(logs.status().startsWith(u"1 row · "_s));
    QVERIFY2(logs.status().endsWith(u" row scanned"_s) || logs.status().endsWith(u" rows scanned"_s),
             qPrintable(logs.status()));
    logs.run(u"print 1"_s);
    QTRY_VERIFY(!logs.status().contains(u"scanned"_s));
}

void TestLogsResults::theDetailsOpenByKeyboard_data()
{
    QTest::addColumn<QString>("theme");
    QTest::newRow("light") << u"light"_s;
    QTest::newRow("dark") << u"dark"_s;
}

void TestLogsResults::theDetailsOpenByKeyboard()
{
    QFETCH(const QString, theme);
    WorkspaceWindow w;
    w.theme.setChoice(theme == u"dark" ? ThemeChoice::Dark : ThemeChoice::Light);
    const LogsPage logs(w);
    logs.run(u"audit"_s);
    QTRY_VERIFY(logs.status().contains(u"scanned"_s));
    auto *button = logs.inTab<QToolButton>("queryDetails");
    const auto popup = [button] { return button->findChild<QWidget *>(u"queryDetailsPopup"_s); };
    button->setFocus();
    QTest::keyClick(button, Qt::Key_Space);
    QVERIFY(popup() && popup()->isVisible());
    QVERIFY(popup()->accessibleDescription().contains(u"Rows scanned: "_s));
    QCOMPARE((namelessControls(*popup()) + namelessStops(*popup())).join(u'\n'), QString());
    savePicture(*popup(), u"logs-details-"_s + theme);
    QTest::keyClick(popup(), Qt::Key_Escape);
    QTRY_VERIFY(!popup());
    QVERIFY(logs.trigger("logs.details"));
    QVERIFY(popup() && popup()->isVisible());
}

void TestLogsResults::twoWindowsAreCompared()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    auto *compare = logs.inTab<QToolButton>("queryCompare");
    const auto windows = [&] {
        QStringList names;
        const auto table = logs.tab()->result()->table();
        if (table && table->schema.fields.back().name == "window") {
            for (const PlotCanvas *canvas = logs.inTab<PlotCanvas>("queryChartCanvas");
                 const kql::ChartLine &line : canvas->scene().content->lines)
                names << toQt(line.name);
        }
        return names.join(u' ');
    };
    logs.run(u"range timestamp from ago(10m) to now() step 1m | extend n = 1 | render timechart"_s);
    QTRY_VERIFY(logs.status().startsWith(u"11 rows"_s));
    QCOMPARE(windows(), QString());
    QTest::mouseClick(compare, Qt::LeftButton);
    QTRY_COMPARE(windows(), u"now before"_s);
    QVERIFY(logs.status().startsWith(u"22 rows"_s));
    QTest::keyClick(compare, Qt::Key_Space);
    QTRY_VERIFY(logs.status().startsWith(u"11 rows"_s));
    QCOMPARE(windows(), QString());
}

void TestLogsResults::theStartLeadsThroughAnIncident()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    const auto buttons = logs.inTab<QWidget>("queryStart")->findChildren<QPushButton *>(u"queryExample"_s);
    QVERIFY(buttons.size() >= 5);
    QCOMPARE(buttons.front()->text(), u"Error rate by deployment"_s);
    // The same are in sight in the list too.
    for (const QPushButton *button : buttons) {
        QVERIFY(!button->accessibleDescription().isEmpty());
        QVERIFY(logs.item(button->text()) && logs.item(button->text())->parent()->isExpanded());
    }
    QTest::keyClick(buttons.at(3), Qt::Key_Space);
    QTRY_VERIFY(logs.status().contains(u"scanned"_s));
    QCOMPARE(logs.tabs()->tabText(0), u"What was changed"_s);
}

void TestLogsResults::theSearchLeadsToAQuery()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    QVERIFY(logs.trigger("logs.search"));
    auto *search = logs.page->findChild<FilterLine *>(u"querySearch"_s);
    QTRY_VERIFY(search->hasFocus());
    QTest::keyClicks(search, u"everything people did"_s); // only in what it answers
    QTest::keyClick(search, Qt::Key_Down);
    QVERIFY(logs.tree()->hasFocus());
    QCOMPARE(logs.tree()->currentItem()->text(0), u"What was changed"_s);
    search->setFocus();
    QTest::keyClick(search, Qt::Key_Return);
    QTRY_COMPARE(logs.tabs()->tabText(0), u"What was changed"_s);
}

void TestLogsResults::aMegabyteIsPasted()
{
    WorkspaceWindow w;
    const LogsPage logs(w);
    QString text = u"datatable(a:long, b:string)[\n"_s;
    while (text.size() < 1'000'000)
        text += u"    1234567, 'some words of a row',\n"_s;
    text += u"]\n| where a > ago(1h)"_s;
    QElapsedTimer timer;
    timer.start();
    logs.type(text);
    const qint64 pasted = timer.restart();
    QVERIFY2(pasted < 1000, qPrintable(QString::number(pasted)));
    QTest::keyClick(logs.editor(), Qt::Key_Space);
    const qint64 typed = timer.elapsed();
    QVERIFY2(typed < 200, qPrintable(QString::number(typed)));
    auto *range = logs.inTab<QWidget>("queryRange");
    QTRY_VERIFY(!range->isEnabled());
}

QTEST_MAIN(TestLogsResults)
#include "tst_logs_results.moc"
