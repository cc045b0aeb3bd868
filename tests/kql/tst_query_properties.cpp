#include <array>
#include <string>

#include <QTest>

#include "tests/kql/cut_tables.h"
#include "tests/kql/query_answer.h"

using namespace signalbox;
using namespace signalbox::kql::test;

// What must hold of any table: how its rows are cut and how many threads work says nothing about the answer,
// and a query gives what its rewritten form gives.
class TestQueryProperties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersDoNotHangOnBatches_data();
    void answersDoNotHangOnBatches();
    void rewrittenQueriesAgree_data();
    void rewrittenQueriesAgree();
    void randomConditionsAgree();
};

namespace {

constexpr std::size_t tableRows = 300;

QByteArray answer(const std::string &query, std::uint64_t seed, std::size_t rows, std::size_t rowsPerBatch,
                  unsigned threads)
{
    const CutCatalog catalog(seed, rows, rowsPerBatch);
    QByteArray text;
    for (const std::string &line : answerTo(query, catalog, {.threads = threads}))
        text += QByteArray::fromStdString(line) + '\n';
    return text;
}

// The rows without the line of columns.
QByteArray rowsOnly(const QByteArray &answer)
{
    return answer.mid(answer.indexOf('\n') + 1);
}

std::string randomCondition(SeededRandom &random, int depth)
{
    static constexpr std::array<std::string_view, 22> atoms = {
        "k == 1",
        "k != 1",
        "k > n",
        "v >= 0",
        "v < k",
        "s == 'alpha'",
        "s =~ 'ALPHA'",
        "s has 'beta'",
        "s contains 'a'",
        "s in ('omega', '')",
        "isempty(s)",
        "isnull(k)",
        "isnotnull(v)",
        "t > datetime(1970-01-02)",
        "t between (datetime(1970-01-01) .. 1d)",
        "w in (1s, 3s)",
        "b",
        "b == true",
        "isnan(v)",
        "k in (1, 2, 3)",
        "array_length(d) > 1",
        "n % 2 == 0",
    };
    if (depth == 0 || random.below(3) == 0)
        return std::string(atoms[random.below(atoms.size())]);
    if (random.below(4) == 0)
        return "not(" + randomCondition(random, depth - 1) + ")";
    return "(" + randomCondition(random, depth - 1) + (random.below(2) == 0 ? " and " : " or ") +
           randomCondition(random, depth - 1) + ")";
}

} // namespace

void TestQueryProperties::answersDoNotHangOnBatches_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query : {
             "T",
             "T | where k > 0 and s has 'alpha'",
             "T | extend x = v * 2 + k, y = strcat(s, '-', k) | project id, x, y",
             "T | summarize count(), sum(v), min(t), max(s), avg(n), dcount(s), countif(b) by k",
             "T | summarize count(), sum(k), array_sort_asc(make_set(s))",
             "T | summarize c = count() by s, bin(t, 1d)",
             "T | summarize arg_max(id, *) by k",
             "T | summarize percentile(n, 50), percentile(n, 95) by b",
             "T | summarize array_sort_asc(make_list(id)) by s",
             "T | distinct k, s",
             "T | sort by k asc, id desc",
             "T | sort by v, id asc | project id, v",
             "T | top 17 by n, id asc",
             "T | where isnull(k) | count",
             "T | join kind=inner U on k | summarize count() by k",
             "T | join kind=leftouter (U | distinct s, b) on s, b",
             "T | join kind=fullouter (U | where k > 2) on k | count",
             "T | join kind=leftanti (U | where k > 2) on k",
             "T | join kind=rightsemi (U | where k > 2) on k",
             "T | lookup (U | summarize m = max(id) by k) on k",
             "union T, U | summarize count() by k",
             "union withsource=src T, (U | project id, extra = k) | where id < 20",
             "T | mv-expand d to typeof(long) | summarize sum(d), count() by k",
             "T | mv-expand with_itemindex=i d | project id, i, d",
             "T | mv-apply d to typeof(long) on (summarize m = max(d)) | project id, m",
             "T | make-series count(), sum(k) default=-1 on t step 6h by b",
             "T | sort by id asc | extend p = prev(k), r = row_number(), c = row_cumsum(n, isnull(n))",
             "T | sort by id asc | scan declare (c:long=0) with (step a: true => c = a.c + coalesce(k, 0);)",
             "T | parse s with a:string '-' m:long | project id, a, m",
             "T | partition by s (top 2 by id)",
             "T | top-nested 2 of s by count(), top-nested 1 of k by sum(id)",
             "T | evaluate pivot(b, count(), s)",
             "T | where isnotnull(d) | evaluate bag_unpack(d)",
             "T | as X | where k == 1 | join kind=inner X on id | count",
             "T | search 'omega' | count",
             "let m = materialize(T | where k > 0); m | where id in ((m | project id)) | count",
             "T | where id > toscalar(U | summarize max(id)) | count",
             "T | getschema",
         })
        QTest::newRow(query) << QByteArray(query);
}

void TestQueryProperties::answersDoNotHangOnBatches()
{
    QFETCH(const QByteArray, query);
    for (const std::size_t rows : {std::size_t{0}, std::size_t{1}, tableRows}) {
        const QByteArray expected = answer(query.toStdString(), 7, rows, 1024, 1);
        QVERIFY2(!expected.startsWith("error"), expected.constData());
        for (const std::size_t rowsPerBatch : {1U, 7U, 64U}) {
            for (const unsigned threads : {1U, 2U})
                QCOMPARE(answer(query.toStdString(), 7, rows, rowsPerBatch, threads), expected);
        }
    }
}

void TestQueryProperties::rewrittenQueriesAgree_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("rewritten");
    const auto pair = [](const char *query, const char *rewritten) {
        QTest::newRow(query) << QByteArray(query) << QByteArray(rewritten);
    };
    pair("T | where k > 1 and n < 50", "T | where n < 50 | where k > 1");
    pair("T | extend x = k + 1 | where x == 2", "T | where k == 1 | extend x = k + 1");
    pair("T | sort by id asc | where k == 1", "T | where k == 1 | sort by id asc");
    pair("T | top 5 by n, id", "T | sort by n, id | take 5");
    pair("T | project id, s | where id < 9", "T | where id < 9 | project id, s");
    pair("T | distinct k, s", "T | summarize by k, s");
    pair("T | count", "T | summarize Count = count()");
    pair("T | where k in (1, 2)", "T | where k == 1 or k == 2");
    pair("T | where k !in (1, 2)", "T | where not(k in (1, 2))");
    pair("T | where n between (10 .. 20)", "T | where n >= 10 and n <= 20");
    pair("T | where s startswith 'AL'", "T | where tolower(s) startswith_cs 'al'");
    pair("T | join kind=leftsemi U on k",
         "T | where k in ((U | project k)) or (isnull(k) and toscalar(U | where isnull(k) | count) > 0)");
    pair("T | join kind=leftanti U on s", "T | where s !in ((U | project s))");
    pair("T | join kind=inner U on k | project id, id1",
         "U | join kind=inner T on k | project id=id1, id1=id");
    pair("T | join kind=leftouter U on k | project id, id1",
         "U | join kind=rightouter T on k | project id=id1, id1=id");
    pair("T | join kind=leftouter U on k | count", "union (T | join kind=inner U on k | project id), (T | "
                                                   "join kind=leftanti U on k | project id) | count");
    pair("T | join kind=inner (U | summarize m = max(id) by k) on k | project-away k1",
         "T | lookup kind=inner (U | summarize m = max(id) by k) on k");
    pair("union T, T | count", "T | summarize Count = 2 * count()");
    pair("union T, U | summarize c = count() by s", "union (T | summarize c = count() by s), (U | summarize "
                                                    "c = count() by s) | summarize c = sum(c) by s");
    pair("T | summarize sum(id) by k", "T | sort by s asc | summarize sum(id) by k");
    pair("T | summarize c = countif(b)", "T | where b | summarize c = count()");
    pair("T | summarize c = count() by k | summarize s = sum(c)", "T | summarize s = count()");
    pair("T | mv-expand d to typeof(long) | project id, d",
         "T | mv-apply d to typeof(long) on (where true) | project id, d");
    pair("T | make-series c = count() on t from datetime(1970-01-01) to datetime(1970-01-04) step 1d | "
         "mv-expand c to typeof(long), t to typeof(datetime) | where c > 0 | project t, c",
         "T | where isnotnull(t) | summarize c = count() by t = bin(t, 1d) | project t, c");
    pair("let f = (x: long) { x * 2 }; T | project id, y = f(k)", "T | project id, y = k * 2");
    pair("materialize(T) | where k == 1", "T | where k == 1");
    pair("T | partition by s (summarize m = max(id) by s)", "T | summarize m = max(id) by s");
    pair("T | evaluate narrow() | where Column == 's' | summarize c = count() by Value",
         "T | summarize c = count() by Value = s");
    pair("T | extend p = pack('a', k, 'b', s) | project id, a = tolong(p.a), b = tostring(p.b)",
         "T | project id, a = k, b = s");
    pair("T | where id < 50 | extend s = toupper(s) | summarize count() by s",
         "T | where id < 50 | summarize count() by s = toupper(s)");
}

void TestQueryProperties::rewrittenQueriesAgree()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QByteArray, rewritten);
    for (const std::uint64_t seed : {11U, 12U, 13U}) {
        const QByteArray first = answer(query.toStdString(), seed, tableRows, 64, 2);
        const QByteArray second = answer(rewritten.toStdString(), seed, tableRows, 50, 2);
        QVERIFY2(!first.startsWith("error"), first.constData());
        QVERIFY2(!second.startsWith("error"), second.constData());
        QCOMPARE(first, second);
    }
}

// Each condition divides the rows into those where it is true, false and null.
void TestQueryProperties::randomConditionsAgree()
{
    SeededRandom random(5);
    for (int i = 0; i < 150; ++i) {
        const std::string condition = randomCondition(random, 3);
        const auto ask = [&](const std::string &query) {
            const QByteArray text = answer(query, 21, tableRows, 64, 2);
            return text.startsWith("error") ? text + query.c_str() : rowsOnly(text);
        };
        const QByteArray kept = ask("T | where " + condition);
        QVERIFY2(!kept.startsWith("error"), kept.constData());
        QCOMPARE(ask("T | extend q = " + condition + " | where q | project-away q"), kept);
        QCOMPARE(ask("T | where not(not(" + condition + "))"), kept);
        QCOMPARE(ask("T | where iff(" + condition + ", true, false)"), kept);
        QCOMPARE(ask("T | where " + condition + " | count"), ask("T | summarize countif(" + condition + ")"));
        QCOMPARE(ask("union (T | where " + condition + "), (T | where not(" + condition +
                     ")), (T | where isnull(" + condition + ")) | project id"),
                 ask("T | project id"));
    }
}

QTEST_GUILESS_MAIN(TestQueryProperties)
#include "tst_query_properties.moc"
