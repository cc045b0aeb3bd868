#include <QTest>
#include <algorithm>

#include "core/kql/engine.h"
#include "core/kql/language/completion.h"
#include "core/kql/language/match_rank.h"
#include "core/kql/language/vocabulary.h"
#include "core/kql/results/render_plan.h"
#include "language_catalog.h"

using namespace signalbox::kql;

namespace {

// '^' marks the cursor.
Completion completeAt(std::string text)
{
    const std::size_t cursor = text.find('^');
    text.erase(cursor, 1);
    return complete(text, cursor, test::LanguageCatalog());
}

std::string labels(const Completion &completion, std::size_t most = 60)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(most, completion.items.size()); ++i)
        text += (i > 0 ? " " : "") + completion.items[i].label;
    return text;
}

} // namespace

class TestLanguageCompletion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void first_data();
    void first();
    void offers_data();
    void offers();
    void offersNothing_data();
    void offersNothing();
    void insertsWhatRuns();
    void replacesTheWordTyped();
    void ranksByPrefix();
    void definitionsAloneHaveNoColumns();
    void offersTheChartsThatAreDrawn();
    void everyChoiceBinds_data();
    void everyChoiceBinds();
};

// The items that come first, in order.
void TestLanguageCompletion::first_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *query, const char *expected) {
        QTest::newRow(query) << QString::fromUtf8(query) << QString::fromUtf8(expected);
    };
    row("^", "exceptions requests traces let");
    row("req^", "requests");
    row("requests\n| ^", "where summarize project extend sort take join render top count distinct union");
    row("requests | su^", "summarize");
    row("requests | project-^", "project-away project-by-names project-keep project-rename project-reorder");
    row("requests | where du^", "duration");
    row("requests | where ^", "timestamp id name resultCode duration success customDimensions");
    row("requests | where code^", "resultCode");
    row("requests | extend t = name | where ^", "timestamp id name resultCode duration success "
                                                "customDimensions t");
    row("requests | summarize n = count(), avg(duration) by name | where ^", "name n avg_duration");
    row("requests | where foo == 1 | project id, name | where ^", "id name");
    row("requests | project id | where i^", "id");
    row("requests | summarize countif(suc^", "success");
    row("requests | summarize count() by n^", "name");
    row("requests | summarize count() ^", "by");
    row("requests | sort by name ^", "desc asc nulls first nulls last");
    row("requests | join ^", "exceptions requests traces kind=");
    row("requests | join kind=^",
        "innerunique inner leftouter rightouter fullouter leftsemi rightsemi leftanti "
        "rightanti");
    row("requests | join kind=inner (ex^", "exceptions");
    row("requests | join kind=inner (exceptions | where p^", "problemId");
    row("requests | join kind=inner exceptions ^", "on");
    row("requests | join kind=inner (exceptions | project id, problemId) on ^", "id $left $right");
    row("requests | join exceptions on $left.id == $right.^", "timestamp id problemId outerMessage");
    row("requests | union ^", "exceptions requests traces kind= withsource= isfuzzy=");
    row("requests | render ti^", "timechart");
    row("requests | render timechart with (^", "title xtitle ytitle xcolumn ycolumns series kind");
    row("requests | render timechart with (title=\"a\", kind=^", "default unstacked stacked stacked100");
    row("requests | render timechart with (xcolumn=t^", "timestamp");
    row("requests | extend x = tolong(^", "timestamp id name");
    row("requests | mv-expand customDimensions to typeof(^", "string long int real");
    row("requests | mv-expand ^", "customDimensions bagexpansion= with_itemindex=");
    row("requests | evaluate ^", "bag_unpack narrow pivot");
    row("requests | evaluate pivot(na^", "name");
    row("requests | parse name with \"a\" b:^", "string long int real");
    row("datatable(a:^", "string long int real");
    row("let most = 5; requests | take ^", "most");
    row("let slow = requests | where duration > 5 | project id, d = duration; slow | where ^", "id d");
    row("let f = (most:long, t:(a:string, b:long)) { t | where ^", "a b most");
    row("let f = (most:long) { requests | where dur^", "duration");
    row("let tab^le = 5; requests", "");
    row("let x = re^", "requests");
    row("let a = 1;\nrequests\n| mv-apply x = customDimensions to typeof(string) on (where ^",
        "timestamp id name resultCode duration success customDimensions x");
    row("requests | partition by name (^", "where summarize");
    row("requests | fork (where su^", "success");
    row("requests | where name in (na^", "name");
    row("requests | take 5\n\ntr^", "traces");
    row("traces | take 1; req^", "requests");
    row("requests | where timestamp > ago(1h) and na^", "name");
    row("requests | make-series cou^", "count");
    row("union req^", "requests");
    row("requests | as r; r | where res^", "resultCode");
}

void TestLanguageCompletion::first()
{
    QFETCH(QString, query);
    QFETCH(QString, expected);
    const std::string found = labels(completeAt(query.toStdString()));
    QVERIFY2(found.starts_with(expected.toStdString()) && found.empty() == expected.isEmpty(), found.c_str());
}

// Labels that are among the items, and one that is not.
void TestLanguageCompletion::offers_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("offered");
    QTest::addColumn<QString>("left");
    const auto row = [](const char *query, const char *offered, const char *left) {
        QTest::newRow(query) << QString::fromUtf8(query) << QString::fromUtf8(offered)
                             << QString::fromUtf8(left);
    };
    row("requests | where ^", "ago", "count");
    row("requests | where ^", "strlen", "requests");
    row("requests | where name ^", "has", "strlen");
    row("requests | where name h^", "has", "name");
    row("requests | where name ^", "matches regex", "notlike");
    row("requests | where success ^", "and", "by");
    row("^", "print", "where");
    row("^", "datatable", "count");
    row("requests | summarize ^", "percentile", "has");
    row("requests | summarize max(^", "duration", "max");
    row("requests | summarize round(^", "avg", "where");
    row("requests | summarize count() by ^", "bin", "countif");
    row("requests ^", "where", "requests");
    row("let f = (a:long) { a + 1 }; requests | extend ^", "f", "requests");
    row("let t = requests; ^", "t", "duration");
    row("requests | project-away ^", "name", "strlen");
    row("requests | make-series count() ^", "on", "by x");
    row("requests | sort by name desc, ^", "duration", "asc");
}

void TestLanguageCompletion::offers()
{
    QFETCH(QString, query);
    QFETCH(QString, offered);
    QFETCH(QString, left);
    const Completion found = completeAt(query.toStdString());
    const auto has = [&found](const QString &label) {
        return std::ranges::count(found.items, label.toStdString(), &CompletionItem::label) != 0;
    };
    QVERIFY2(has(offered), labels(found).c_str());
    QVERIFY2(!has(left), labels(found).c_str());
}

void TestLanguageCompletion::offersNothing_data()
{
    QTest::addColumn<QString>("query");
    for (const char *query :
         {"requests | where name == \"na^", "requests // wh^", "let na^", "requests | as re^",
          "requests | where timestamp > datetime(20^", "requests | take 5^", "datatable(na^",
          "requests | where customDimensions.na^", "requests | where name has @'na^"})
        QTest::newRow(query) << QString::fromUtf8(query);
}

void TestLanguageCompletion::offersNothing()
{
    QFETCH(QString, query);
    const Completion found = completeAt(query.toStdString());
    QVERIFY2(found.items.empty(), labels(found).c_str());
}

void TestLanguageCompletion::insertsWhatRuns()
{
    const auto item = [](const char *query) { return completeAt(query).items.front(); };
    QCOMPARE(item("requests | wh^").insert, std::string("where "));
    QCOMPARE(item("requests | extend strle^").insert, std::string("strlen()"));
    QCOMPARE(item("requests | extend strle^").caretFromEnd, std::size_t{1});
    QCOMPARE(item("print now^").insert, std::string("now()"));
    QCOMPARE(item("requests | extend substring^").detail, std::string("substring(text, start, [length])"));
    QCOMPARE(item("requests | where durat^").detail, std::string("real"));
    QCOMPARE(item("requests | extend ['a b'] = 1 | where a^").insert, std::string("['a b']"));
    QCOMPARE(item("requests | where name betwe^").insert, std::string("between ( .. )"));
}

void TestLanguageCompletion::replacesTheWordTyped()
{
    const Completion found = completeAt("traces;\nrequests | project-aw^");
    QCOMPARE(found.items.size(), std::size_t{1});
    QCOMPARE(found.replaced, (Span{.begin = 19, .end = 29}));
    const Completion gap = completeAt("requests | ^where");
    QCOMPARE(gap.replaced, (Span{.begin = 11, .end = 11}));
}

void TestLanguageCompletion::ranksByPrefix()
{
    QCOMPARE(matchRank("res", "resultCode"), std::optional(0));
    QCOMPARE(matchRank("Res", "resultCode"), std::optional(1));
    QCOMPARE(matchRank("code", "resultCode"), std::optional(2));
    QCOMPARE(matchRank("code", "result_code"), std::optional(2));
    QCOMPARE(matchRank("ult", "resultCode"), std::optional(3));
    QCOMPARE(matchRank("xyz", "resultCode"), std::nullopt);
    QCOMPARE(matchRank("", "resultCode"), std::optional(0));
    QCOMPARE(matchRank("resultCodes", "resultCode"), std::nullopt);
}

void TestLanguageCompletion::definitionsAloneHaveNoColumns()
{
    QVERIFY(!resultSchema("let a = 1;", test::LanguageCatalog()));
    QVERIFY(!resultSchema("", test::LanguageCatalog()));
    QVERIFY(!resultSchema("set a = 1; declare query_parameters(b:long = 1);", test::LanguageCatalog()));
}

void TestLanguageCompletion::offersTheChartsThatAreDrawn()
{
    QCOMPARE(chartKinds().size(), everyChartKind().size());
    for (const Choice &chart : chartKinds())
        QVERIFY2(chartKindOf(chart.name), std::string(chart.name).c_str());
}

// What the completion offers must be what the binder takes.
void TestLanguageCompletion::everyChoiceBinds_data()
{
    QTest::addColumn<QString>("query");
    const auto row = [](const std::string &query) {
        QTest::newRow(query.c_str()) << QString::fromStdString(query);
    };
    for (const Choice &kind : parameterValues("join", "kind"))
        row("requests | join kind=" + std::string(kind.name) + " exceptions on id");
    for (const Choice &kind : parameterValues("lookup", "kind"))
        row("requests | lookup kind=" + std::string(kind.name) + " exceptions on id");
    for (const Choice &kind : parameterValues("union", "kind"))
        row("union kind=" + std::string(kind.name) + " requests, exceptions");
    for (const Choice &kind : parameterValues("parse", "kind"))
        row("requests | parse kind=" + std::string(kind.name) + " name with 'a' b");
    for (const Choice &kind : parameterValues("make-series", "kind"))
        row("requests | make-series kind=" + std::string(kind.name) + " count() on timestamp step 1h");
    for (const Choice &kind : parameterValues("mv-expand", "bagexpansion"))
        row("requests | mv-expand bagexpansion=" + std::string(kind.name) + " customDimensions");
    for (const Choice &kind : parameterValues("search", "kind"))
        row("search kind=" + std::string(kind.name) + " 'a'");
    for (const Choice &chart : chartKinds())
        row("requests | render " + std::string(chart.name));
    for (const Choice &type : typeWords())
        row("datatable(a:" + std::string(type.name) + ") []");
    for (const PluginHelp &plugin : plugins()) {
        const std::string name(plugin.name);
        row("requests | evaluate " + name +
            (name == "narrow"  ? "()"
             : name == "pivot" ? "(name)"
                               : "(customDimensions)"));
    }
}

void TestLanguageCompletion::everyChoiceBinds()
{
    QFETCH(QString, query);
    const auto found = checkQuery(query.toStdString(), test::LanguageCatalog());
    QVERIFY2(found.empty(), found.empty() ? "" : found.front().message.c_str());
}

QTEST_APPLESS_MAIN(TestLanguageCompletion)
#include "tst_language_completion.moc"
