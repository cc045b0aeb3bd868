#include <QTest>

#include "core/kql/engine.h"
#include "tests/kql/cut_tables.h"

using namespace signalbox;
using namespace signalbox::kql;

namespace {

std::string times(std::size_t count, std::string_view text)
{
    std::string all;
    all.reserve(count * text.size());
    for (std::size_t i = 0; i < count; ++i)
        all += text;
    return all;
}

// `open` so many times, then `core` and as many times `close`.
std::string nested(std::size_t depth, std::string_view open, std::string_view core, std::string_view close)
{
    return times(depth, open) + std::string(core) + times(depth, close);
}

std::string numbered(std::size_t count, const std::function<std::string(std::string)> &text)
{
    std::string all;
    for (std::size_t i = 0; i < count; ++i)
        all += text(std::to_string(i));
    return all;
}

struct Outcome
{
    std::string message; // of the error; "" with a result
    ErrorCode code = ErrorCode::InvalidArgument;
};

Outcome run(const std::string &query, const QueryOptions &options)
{
    const test::CutCatalog catalog(3, 200, 64);
    const auto result = runQuery(query, catalog, options);
    if (result)
        return {};
    return {.message = result.error().message, .code = result.error().code};
}

} // namespace

// Whatever one asks for, a query ends with a result or with an error that names the limit and what to do.
class TestQueryLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deepQueriesEnd_data();
    void deepQueriesEnd();
    void longQueriesRun_data();
    void longQueriesRun();
    void explosionsMeetALimit_data();
    void explosionsMeetALimit();
    void limitsAreNamed_data();
    void limitsAreNamed();
    void whatFitsIsAnswered();
    void rowsAreCountedOnce();
};

void TestQueryLimits::deepQueriesEnd_data()
{
    QTest::addColumn<QByteArray>("query");
    const auto add = [](const char *name, const std::string &query) {
        QTest::newRow(name) << QByteArray::fromStdString(query);
    };
    for (const std::size_t depth : {std::size_t{10'000}, std::size_t{100'000}}) {
        const std::string n = std::to_string(depth) + " ";
        add((n + "brackets").c_str(), "print " + nested(depth, "(", "1", ")"));
        add((n + "brackets that stay open").c_str(), "print " + times(depth, "("));
        add((n + "brackets that were never opened").c_str(), "print 1" + times(depth, ")"));
        add((n + "calls").c_str(), "print " + nested(depth, "abs(", "1", ")"));
        add((n + "calls of not").c_str(), "print " + nested(depth, "not(", "true", ")"));
        add((n + "calls with more arguments").c_str(), "print " + nested(depth, "iff(true, ", "1", ", 2)"));
        add((n + "minuses").c_str(), "print " + times(depth, "-") + "1");
        add((n + "minuses apart").c_str(), "print " + times(depth, "- ") + "1");
        add((n + "additions").c_str(), "print 1" + times(depth, " + 1"));
        add((n + "additions to the right").c_str(), "print " + nested(depth, "1 + (", "1", ")"));
        add((n + "conjunctions").c_str(), "T | where k > 0" + times(depth, " and k > 0"));
        add((n + "comparisons").c_str(), "print 1" + times(depth, " == 1"));
        add((n + "steps of a path").c_str(), "T | project d" + times(depth, ".p"));
        add((n + "steps in brackets").c_str(), "T | project d" + times(depth, "[0]"));
        add((n + "arrays").c_str(), "print dynamic(" + nested(depth, "[", "", "]") + ")");
        add((n + "bags").c_str(), "print dynamic(" + nested(depth, "{\"a\":", "1", "}") + ")");
        add((n + "pipes").c_str(), "T" + times(depth, " | where k > 0"));
        add((n + "filters of nothing").c_str(), "T" + times(depth, " | extend k = k + 1"));
        add((n + "sorts").c_str(), "T" + times(depth, " | sort by k"));
        add((n + "tables in brackets").c_str(), nested(depth, "(", "T", ")"));
        add((n + "unions").c_str(), nested(depth, "union (", "T", ")"));
        add((n + "joins").c_str(), nested(depth, "T | join (", "U", ") on k"));
        add((n + "scalars of tables").c_str(), "print " + nested(depth, "toscalar(print ", "1", ")"));
        add((n + "applications").c_str(), "T | " + nested(depth, "mv-apply d on (", "take 1", ")"));
        add((n + "partitions").c_str(), "T | " + nested(depth, "partition by k (", "take 1", ")"));
        add((n + "functions inside functions").c_str(), nested(depth, "let f = () { ", "print 1", " }; f()"));
        add((n + "semicolons").c_str(), times(depth, ";"));
        add((n + "operators").c_str(), "T " + times(depth, "| "));
        add((n + "forks").c_str(), "T | " + nested(depth, "fork (", "count", ")"));
    }
    add("functions that call one another",
        "let f0 = (x:long) { x + 1 };" + numbered(10'000, [](const std::string &i) {
            return "let f" + std::to_string(std::stoi(i) + 1) + " = (x:long) { f" + i + "(x) };";
        }) + "print f10000(1)");
    add("names that hang on one another", "let a0 = 1;" + numbered(10'000, [](const std::string &i) {
                                              return "let a" + std::to_string(std::stoi(i) + 1) + " = a" + i +
                                                     " + 1;";
                                          }) + "print a10000");
    add("tables that hang on one another", "let a0 = T;" + numbered(10'000, [](const std::string &i) {
                                               return "let a" + std::to_string(std::stoi(i) + 1) + " = a" +
                                                      i + " | where k > 0;";
                                           }) + "a10000 | count");
    add("functions that double", "let f0 = (x:long) { x };" + numbered(60, [](const std::string &i) {
                                     const std::string f = "f" + i;
                                     return "let f" + std::to_string(std::stoi(i) + 1) + " = (x:long) { " +
                                            f + "(x) + " + f + "(x) };";
                                 }) + "print f60(1)");
    add("tables that double", "let t0 = T;" + numbered(40, [](const std::string &i) {
                                  const std::string t = "t" + i;
                                  return "let t" + std::to_string(std::stoi(i) + 1) + " = union " + t + ", " +
                                         t + ";";
                              }) + "t40 | count");
    add("a function that calls itself", "let f = (x:long) { f(x - 1) }; print f(3)");
    add("functions that call each other", "let f = (x:long) { g(x) }; let g = (x:long) { f(x) }; print g(1)");
    add("json", "print parse_json('" + nested(100'000, "[", "", "]") + "')");
    add("json of bags", "print parse_json('" + nested(100'000, "{\"a\":", "1", "}") + "')");
    add("arrays that hold each other", "print a0 = pack_array(1)" + numbered(300, [](const std::string &i) {
                                           return " | extend a" + std::to_string(std::stoi(i) + 1) +
                                                  " = pack_array(a" + i + ")";
                                       }));
    add("xml", "print parse_xml('" + nested(50'000, "<a>", "", "</a>") + "')");
    add("a pattern", "print 'a' matches regex '" + nested(50'000, "(", "a", ")") + "'");
    add("a pattern that repeats", "print 'a' matches regex '((a{1000}){1000}){1000}'");
}

void TestQueryLimits::deepQueriesEnd()
{
    QFETCH(const QByteArray, query);
    const std::string text = query.toStdString();
    const Outcome outcome = run(text, {.limits = {.time = std::chrono::seconds(30)}, .threads = 2});
    if (!outcome.message.empty())
        qInfo("%.150s", outcome.message.c_str());
    QVERIFY2(outcome.message.empty() || outcome.message.ends_with('.') || outcome.message.ends_with('?'),
             outcome.message.c_str());
    QVERIFY(outcome.message.size() < 2'000); // it does not repeat the query
    // The editor asks the same while one types.
    const test::CutCatalog catalog(3, 10, 10);
    for (const Diagnostic &one : checkQuery(text, catalog))
        QVERIFY(one.span.begin <= one.span.end && one.span.end <= text.size());
}

void TestQueryLimits::longQueriesRun_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("answer");
    const auto add = [](const char *name, const std::string &query, const char *answer) {
        QTest::newRow(name) << QByteArray::fromStdString(query) << QByteArray(answer);
    };
    const auto numbers = [](std::size_t count) {
        return "0" + numbered(count, [](const std::string &i) { return ", " + i; });
    };
    add("a list of 100,000 numbers", "T | where id in (" + numbers(100'000) + ") | count", "200");
    add("a list of 100,000 texts",
        "T | where s !in ('0'" + numbered(100'000, [](const std::string &i) { return ", 'x" + i + "'"; }) +
            ") | count",
        "200");
    add("an array of 100,000 numbers", "print array_length(dynamic([" + numbers(100'000) + "]))", "100001");
    add("a datatable of 100,000 rows", "datatable(x:long)[" + numbers(100'000) + "] | count", "100001");
    add("a text of a million bytes", "print strlen('" + times(1'000'000, "a") + "')", "1000000");
    add("a comment of a million bytes", "print 1 //" + times(1'000'000, "a"), "1");
    add("a thousand columns",
        "print " + numbered(1'000, [](const std::string &i) { return "c" + i + " = " + i + ", "; }) +
            "c = 1 | project c",
        "1");
    add("a thousand functions",
        numbered(1'000, [](const std::string &i) { return "let f" + i + " = () { " + i + " }; "; }) +
            "print f999()",
        "999");
    add("an array of a range stops", "print array_length(range(1, 10000000000, 1))", "1048576");
    add("a repeated value stops", "print array_length(repeat(1, 1000000000))", "1048576");
    add("a hundred legs", "union T" + times(99, ", T") + " | count", "20000");
}

void TestQueryLimits::longQueriesRun()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QByteArray, answer);
    const test::CutCatalog catalog(3, 200, 64);
    const auto result = runQuery(query.toStdString(), catalog);
    QVERIFY2(result, result ? "" : result.error().message.c_str());
    const Value value = result->tables.front().batches.front().column(0).value(0);
    QCOMPARE(QByteArray::number(static_cast<qlonglong>(value.whole())), answer);
}

void TestQueryLimits::explosionsMeetALimit_data()
{
    QTest::addColumn<QByteArray>("query");
    const auto add = [](const char *name, const std::string &query) {
        QTest::newRow(name) << QByteArray::fromStdString(query);
    };
    const std::string rows = "range x from 1 to 2000000 step 1";
    add("rows of a range", "range x from 1 to 10000000000 step 1");
    add("rows of a range that is sorted", "range x from 1 to 10000000000 step 1 | sort by x desc");
    add("groups", "range x from 1 to 10000000000 step 1 | summarize count() by x");
    add("groups of texts", "range x from 1 to 10000000000 step 1 | summarize count() by tostring(x)");
    add("different values", "range x from 1 to 10000000000 step 1 | distinct x");
    add("counted values", "range x from 1 to 10000000000 step 1 | summarize dcount(x)");
    add("ranks", "range x from 1 to 10000000000 step 1 | summarize percentile(x, 50)");
    add("a join with itself",
        "range x from 1 to 100000 step 1 | extend k = 1 | join kind=inner (range y from 1 to "
        "100000 step 1 | extend k = 1) on k");
    add("joins of joins",
        "let t = range x from 1 to 1000 step 1 | extend k = 1; t | join kind=inner t on k | join "
        "kind=inner t on k");
    add("arrays of arrays", "print d = range(1, 1000, 1) | mv-expand a = d | extend d | mv-expand b = d | "
                            "extend d | mv-expand c = d");
    add("a repeated text", "print strrep('abcdefgh', 1000000000)");
    add("texts that double", "print s = 'abcdefghijklmnop'" + times(40, " | extend s = strcat(s, s)"));
    add("arrays that double", "print a = range(1, 1000, 1)" + times(40, " | extend a = array_concat(a, a)"));
    add("bags of texts", rows + " | summarize make_bag(bag_pack(tostring(x), x))");
    add("lists of many groups",
        "range x from 1 to 10000000000 step 1 | summarize make_list(x) by x % 100000");
    add("a series of many steps",
        "range x from 1 to 10 step 1 | make-series count() on x from 1 to 10000000000 step 1");
    add("many long series", rows + " | make-series count() on x from 1 to 1000000 step 1 by x");
    add("padded texts", rows + " | extend s = strcat_array(repeat('abcdefgh', 1000), '')");
    add("a pivot of many columns", rows + " | evaluate pivot(x)");
    add("cells", rows + " | extend y = tostring(x), z = x + 1 | evaluate narrow()");
    add("materialized rows", "let m = materialize(range x from 1 to 10000000000 step 1); m | count");
}

void TestQueryLimits::explosionsMeetALimit()
{
    QFETCH(const QByteArray, query);
    const Outcome outcome = run(query.toStdString(), {.limits = {.rows = 10'000,
                                                                 .resultBytes = std::size_t{4} << 20U,
                                                                 .memoryBytes = std::size_t{64} << 20U,
                                                                 .time = std::chrono::seconds(30)},
                                                      .threads = 2});
    if (!outcome.message.empty())
        qInfo("%.150s", outcome.message.c_str());
    QVERIFY(!outcome.message.empty());
    QVERIFY2(outcome.code == ErrorCode::ResourceExhausted || outcome.code == ErrorCode::InvalidArgument,
             outcome.message.c_str());
}

void TestQueryLimits::limitsAreNamed_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("limit");
    QTest::addColumn<QByteArray>("advice");
    QTest::newRow("rows") << QByteArray("range x from 1 to 101 step 1") << QByteArray("more than 100 rows")
                          << QByteArray("Put take or summarize at its end.");
    QTest::newRow("bytes") << QByteArray(
                                  "range x from 1 to 2 step 1 | extend s = strrep(tostring(x), 2000000)")
                           << QByteArray("larger than 2 MB") << QByteArray("fewer rows or columns");
    QTest::newRow("memory") << QByteArray("range x from 1 to 100000000 step 1 | sort by x desc")
                            << QByteArray("limit of 32 MB") << QByteArray("fewer rows or columns");
    QTest::newRow("time") << QByteArray("range x from 1 to 10000000000 step 1 | count")
                          << QByteArray("limit of 1 s") << QByteArray("shorter time range");
}

void TestQueryLimits::limitsAreNamed()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QByteArray, limit);
    QFETCH(const QByteArray, advice);
    const Outcome outcome = run(query.toStdString(), {.limits = {.rows = 100,
                                                                 .resultBytes = std::size_t{2} << 20U,
                                                                 .memoryBytes = std::size_t{32} << 20U,
                                                                 .time = std::chrono::seconds(1)}});
    QVERIFY2(outcome.message.find(limit.toStdString()) != std::string::npos, outcome.message.c_str());
    QVERIFY2(outcome.message.find(advice.toStdString()) != std::string::npos, outcome.message.c_str());
}

void TestQueryLimits::whatFitsIsAnswered()
{
    const QueryOptions options{.limits = {.rows = 100, .resultBytes = 100 * sizeof(std::int64_t)}};
    const test::CutCatalog catalog(3, 200, 64);
    const auto result = runQuery("range x from 1 to 100 step 1", catalog, options);
    QVERIFY2(result, result ? "" : result.error().message.c_str());
    QCOMPARE(result->tables.front().rows, std::size_t{100});
}

// Operators hand the same columns on: a million rows of eight bytes, sorted and looked back at.
void TestQueryLimits::rowsAreCountedOnce()
{
    const QueryOptions options{.limits = {.memoryBytes = std::size_t{96} << 20U}, .threads = 2};
    const test::CutCatalog catalog(3, 200, 64);
    const auto result = runQuery("range x from 1 to 1000000 step 1 | sort by x desc | extend d = x - prev(x) "
                                 "| summarize n = countif(d == -1)",
                                 catalog, options);
    QVERIFY2(result, result ? "" : result.error().message.c_str());
    QCOMPARE(result->tables.front().batches.front().column(0).value(0).whole(), std::int64_t{999'999});
}

QTEST_GUILESS_MAIN(TestQueryLimits)
#include "tst_query_limits.moc"
