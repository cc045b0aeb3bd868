#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "ui/alerts/query_drafts.h"
#include "ui/alerts/query_history.h"
#include "ui/alerts/query_link.h"
#include "ui/alerts/query_range.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

class TestQueryParts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRangeIsKeptByItsKey_data();
    void aRangeIsKeptByItsKey();
    void whatIsNoRangeIsTheUsualOne();
    void aLinkCarriesTheQuery_data();
    void aLinkCarriesTheQuery();
    void whatIsNoLinkIsRefused_data();
    void whatIsNoLinkIsRefused();
    void theHistoryIsLatestFirstAndShort();
    void theHistoryNeverKeepsHiddenTexts();
    void twoWindowsShareTheHistory();
    void tabsAreKeptInTheirOrder();
    void tabsOfAnotherWindowStay();

private:
    QSettings settings(const char *name)
    {
        return {m_folder.filePath(QString::fromLatin1(name)), QSettings::IniFormat};
    }
    QTemporaryDir m_folder;
};

void TestQueryParts::aRangeIsKeptByItsKey_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("words");
    QTest::newRow("minutes") << u"last:300"_s << u"Last 5 min"_s;
    QTest::newRow("hour") << u"last:3600"_s << u"Last hour"_s;
    QTest::newRow("hours") << u"last:86400"_s << u"Last 24 h"_s;
    QTest::newRow("days") << u"last:604800"_s << u"Last 7 days"_s;
    QTest::newRow("all") << u"all"_s << u"All time"_s;
    QTest::newRow("one day") << u"between:0:36000000000"_s << u"1 Jan 00:00 to 01:00"_s;
    QTest::newRow("two days") << u"between:0:900000000000"_s << u"1 Jan 00:00 to 2 Jan 01:00"_s;
}

void TestQueryParts::aRangeIsKeptByItsKey()
{
    QFETCH(const QString, key);
    QFETCH(const QString, words);
    const QueryRange range = rangeFromKey(key);
    QCOMPARE(rangeKey(range), key);
    QCOMPARE(rangeWords(range), words);
    const TimePoint now(std::chrono::hours(1000));
    const telemetry::TimeRange window = windowAt(range, now);
    QVERIFY(window.from < window.to);
    if (range.kind != QueryRange::Kind::AllTime)
        QVERIFY(window.to - window.from == lengthOf(range));
}

void TestQueryParts::whatIsNoRangeIsTheUsualOne()
{
    for (const auto *key :
         {u"", u"last:0", u"last:-5", u"last:9999999999999999", u"between:5:5", u"between:a:b", u"x"})
        QVERIFY(rangeFromKey(QString::fromUtf16(key)) == QueryRange());
}

void TestQueryParts::aLinkCarriesTheQuery_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("one line") << u"requests | count"_s;
    QTest::newRow("lines and signs") << u"requests\n| where name == \"ä & ?#%+😀\"\n| render timechart"_s;
    QTest::newRow("long") << u"requests | count // "_s + QString(50'000, u'x');
}

void TestQueryParts::aLinkCarriesTheQuery()
{
    QFETCH(const QString, text);
    const QueryRange range = rangeFromKey(u"last:1800"_s);
    const QString link = linkOf({.text = text, .range = range});
    QVERIFY(link.startsWith(u"signalbox://alerts/query?"_s));
    const Result<LinkedQuery> read = queryOfLink(u"  "_s + link + u'\n');
    QVERIFY(read.has_value());
    QCOMPARE(read->text, text);
    QVERIFY(read->range == range);
}

void TestQueryParts::whatIsNoLinkIsRefused_data()
{
    QTest::addColumn<QString>("link");
    const QString good = linkOf({.text = u"requests | count"_s});
    QTest::newRow("nothing") << QString();
    QTest::newRow("web") << u"https://example.org/query?q=a"_s;
    QTest::newRow("other place") << u"signalbox://registry/model"_s;
    QTest::newRow("no text") << u"signalbox://alerts/query?range=all"_s;
    QTest::newRow("cut") << good.left(good.size() - 6);
    QTest::newRow("not packed") << u"signalbox://alerts/query?q=cmVxdWVzdHM"_s;
    QTest::newRow("bomb") << linkOf({.text = QString(2'000'000, u'x')});
}

void TestQueryParts::whatIsNoLinkIsRefused()
{
    QFETCH(const QString, link);
    const Result<LinkedQuery> read = queryOfLink(link);
    QVERIFY(!read.has_value());
    QVERIFY(read.error().code == ErrorCode::InvalidArgument);
}

void TestQueryParts::theHistoryIsLatestFirstAndShort()
{
    QSettings kept = settings("short.ini");
    {
        QueryHistory history(kept, u"logs/a"_s);
        QSignalSpy changed(&history, &QueryHistory::changed);
        for (int i = 0; i < 250; ++i)
            history.add({.text = u"print %1"_s.arg(i), .milliseconds = i, .rows = 1});
        history.add({.text = u" print 240\n"_s, .milliseconds = 5, .rows = 2});
        history.add({.text = u"  "_s});
        QCOMPARE(changed.size(), 251);
    }
    const QueryHistory history(kept, u"logs/a"_s);
    QCOMPARE(history.entries().size(), longestQueryHistory);
    QCOMPARE(history.entries()[0].text, u"print 240"_s);
    QCOMPARE(history.entries()[0].rows, 2);
    QCOMPARE(history.entries()[1].text, u"print 249"_s);
    QVERIFY(QueryHistory(kept, u"logs/b"_s).entries().empty());
}

void TestQueryParts::theHistoryNeverKeepsHiddenTexts()
{
    QSettings kept = settings("hidden.ini");
    QueryHistory history(kept, u"logs/a"_s);
    history.add({.text = u"print h\"top secret\""_s, .rows = 1});
    QCOMPARE(history.entries()[0].text, u"print h\"***\""_s);
    QueryDrafts drafts(kept, u"logs/a"_s);
    drafts.keep({.id = u"1"_s, .text = u"print h'top secret'"_s});
    kept.sync();
    QFile file(kept.fileName());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QVERIFY(bytes.contains("print h"));
    QVERIFY(!bytes.contains("secret"));
}

void TestQueryParts::twoWindowsShareTheHistory()
{
    QSettings kept = settings("shared.ini");
    QueryHistory one(kept, u"logs/a"_s);
    QueryHistory other(kept, u"logs/a"_s);
    one.add({.text = u"print 1"_s});
    other.add({.text = u"print 2"_s});
    QCOMPARE(other.entries().size(), std::size_t{2});
}

void TestQueryParts::tabsAreKeptInTheirOrder()
{
    QSettings kept = settings("tabs.ini");
    QueryDrafts drafts(kept, u"logs/a"_s);
    const QueryDraftTab second{
        .id = newDraftId(), .title = u"Errors"_s, .text = u"a\n b"_s, .saved = 7, .order = 2};
    const QueryDraftTab first{
        .id = newDraftId(), .text = u"print 1"_s, .range = rangeFromKey(u"all"_s), .order = 1};
    drafts.keep(second);
    drafts.keep(first);
    const std::vector<QueryDraftTab> tabs = drafts.load();
    QCOMPARE(tabs.size(), std::size_t{2});
    QVERIFY(tabs[0] == first);
    QVERIFY(tabs[1] == second);
    drafts.forget(first.id);
    QCOMPARE(drafts.load().size(), std::size_t{1});
}

void TestQueryParts::tabsOfAnotherWindowStay()
{
    QSettings kept = settings("windows.ini");
    QueryDrafts one(kept, u"logs/a"_s);
    QueryDrafts other(kept, u"logs/a"_s);
    one.keep({.id = u"1"_s, .text = u"a"_s});
    other.keep({.id = u"2"_s, .text = u"b"_s});
    one.keep({.id = u"1"_s, .text = u"c"_s});
    QCOMPARE(QueryDrafts(kept, u"logs/a"_s).load().size(), std::size_t{2});
}

QTEST_MAIN(TestQueryParts)
#include "tst_query_parts.moc"
