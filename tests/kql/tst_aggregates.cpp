#include <QTest>

#include "query_answers.h"

using namespace signalbox::kql::test;

namespace {

// Two groups with values, one with nulls only.
QByteArray over(const char *summarize)
{
    return QByteArray("datatable(k:string, x:long, r:real, s:string, t:datetime, d:dynamic, b:bool)["
                      "'a', 3, 1.5, 'pear', datetime(2020-01-03), dynamic([1,2]), true,"
                      "'a', 1, 2.5, 'fig', datetime(2020-01-01), dynamic(null), false,"
                      "'b', 5, real(nan), '', datetime(2020-01-02), dynamic(2), true,"
                      "'a', long(null), 2.5, 'fig', datetime(null), dynamic([2,3]), bool(null),"
                      "'c', long(null), real(null), '', datetime(null), dynamic(null), bool(null)"
                      "] | summarize ") +
           summarize + " by k | order by k asc";
}

} // namespace

class TestAggregates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void byGroup_data();
    void byGroup() { checkQuery(); }
    void ofNothing_data();
    void ofNothing() { checkQuery(); }
    void ofEverything_data();
    void ofEverything() { checkQuery(); }
    void refusals_data();
    void refusals() { checkQuery(); }
};

void TestAggregates::byGroup_data()
{
    declareQueries();
    query("count", over("count(), count(x), countif(b)"),
          "k | count_ | count_x | countif_b\na | 3 | 3 | 1\nb | 1 | 1 | 1\nc | 1 | 1 | 0");
    query("sum", over("sum(x), sum(r), sumif(x, b)"),
          "k | sum_x | sum_r | sumif_x\na | 4 | 6.5 | 3\nb | 5 | NaN | 5\nc | 0 | 0.0 | 0");
    query("avg", over("avg(x), avg(r), avg(t)"),
          "k | avg_x | avg_r | avg_t\na | 2.0 | 2.1666666666666667 | 2020-01-02T00:00:00.0000000Z\n"
          "b | 5.0 | NaN | 2020-01-02T00:00:00.0000000Z\nc | NaN | NaN | null");
    query("min", over("min(x), min(r), min(s), min(b), min(t)"),
          "k | min_x | min_r | min_s | min_b | min_t\n"
          "a | 1 | 1.5 | fig | False | 2020-01-01T00:00:00.0000000Z\n"
          "b | 5 | NaN |  | True | 2020-01-02T00:00:00.0000000Z\nc | null | null |  | null | null");
    query("max", over("max(x), max(r), max(s), maxif(x, x < 3)"),
          "k | max_x | max_r | max_s | maxif_x\na | 3 | 2.5 | pear | 1\nb | 5 | NaN |  | null\n"
          "c | null | null |  | null");
    query("dcount", over("dcount(x), dcount(s), dcount(r), dcountif(s, b), count_distinct(d)"),
          "k | dcount_x | dcount_s | dcount_r | dcountif_s | count_distinct_d\n"
          "a | 2 | 2 | 2 | 1 | 2\nb | 1 | 1 | 1 | 1 | 1\nc | 0 | 1 | 0 | 0 | 0");
    query("lists", over("make_list(x), make_list(s, 2), make_list_if(x, b), make_list_with_nulls(x)"),
          "k | list_x | list_s | list_x1 | list_x2\n"
          "a | [3,1] | [\"pear\",\"fig\"] | [3] | [3,1,null]\nb | [5] | [\"\"] | [5] | [5]\n"
          "c | [] | [\"\"] | [] | [null]");
    query("lists flatten arrays and keep the nulls of a dynamic", over("make_list(d), make_set(d)"),
          "k | list_d | set_d\na | [1,2,null,2,3] | [1,2,null,3]\nb | [2] | [2]\nc | [null] | [null]");
    query("sets", over("make_set(s), make_set(r), make_set_if(s, x > 1)"),
          "k | set_s | set_r | set_s1\na | [\"pear\",\"fig\"] | [1.5,2.5] | [\"pear\"]\n"
          "b | [\"\"] | [\"NaN\"] | [\"\"]\nc | [\"\"] | [] | []");
    query("arg_max", over("arg_max(x, s, r)"),
          "k | x | s | r\na | 3 | pear | 1.5\nb | 5 |  | NaN\nc | null |  | null");
    query("arg_min with all columns", over("arg_min(t, *)"),
          "k | t | x | r | s | d | b\n"
          "a | 2020-01-01T00:00:00.0000000Z | 1 | 2.5 | fig | null | False\n"
          "b | 2020-01-02T00:00:00.0000000Z | 5 | NaN |  | 2 | True\n"
          "c | null | null | null |  | null | null");
    query("arg_max of an expression", over("arg_max(x + 1, strlen(s), r * 2)"),
          "k | max_ | strlen_s | max__arg2\na | 4 | 4 | 3.0\nb | 6 | 0 | NaN\nc | null | 0 | null");
    query("arg_max of a text", over("arg_max(s, x), arg_min(r, x)"),
          "k | s | x | r | x1\na | pear | 3 | 1.5 | 3\nb |  | 5 | NaN | 5\nc |  | null | null | null");
    query("old arg_max", over("argmax(x, s)"), "k | max_x | max_x_s\na | 3 | pear\nb | 5 | \nc | null | ");
    query("take_any", over("take_any(x), any(s), take_anyif(s, not(b))"),
          "k | x | any_s | s\na | 3 | pear | fig\nb | 5 |  | \nc | null |  | ");
    query("take_any of a row", over("take_any(x, s)"), "k | x | s\na | 3 | pear\nb | 5 | \nc | null | ");
    query("percentile", over("percentile(x, 50), percentiles(r, 0, 99.9), percentiles_array(x, 50, 100)"),
          "k | percentile_x_50 | percentile_r_0 | percentile_r_99_9 | percentiles_x\n"
          "a | 1 | 1.5 | 2.5 | [1,3]\nb | 5 | null | null | [5,5]\nc | null | null | null | null");
    query("the percentile of an array", over("percentiles_array(x, dynamic([50, 100]))"),
          "k | percentiles_x\na | [1,3]\nb | [5,5]\nc | null");
    query("weighted percentiles", over("percentilew(t, x, 50), percentilesw_array(r, x, 25, 100)"),
          "k | percentile_t_50 | percentiles_r\na | 2020-01-03T00:00:00.0000000Z | [1.5,2.5]\n"
          "b | 2020-01-02T00:00:00.0000000Z | null\nc | null | null");
    query("deviations", over("stdev(x), stdevp(x), variance(x), variancepif(x, x < 9), stdev(r)"),
          "k | stdev_x | stdevp_x | variance_x | variancepif_x | stdev_r\n"
          "a | 1.4142135623730952 | 1.0 | 2.0 | 1.0 | 0.5773502691896258\nb | 0.0 | 0.0 | 0.0 | 0.0 | 0.0\n"
          "c | 0.0 | 0.0 | 0.0 | 0.0 | 0.0");
    query("sketches",
          over("a = dcount_hll(hll(s)), b = dcount_hll(hll_if(x, x > 1, 4)), "
               "c = percentile_tdigest(tdigest(x), 50), d = hll(x)") +
              " | project-away d",
          "k | a | b | c\na | 2 | 1 | 1.0\nb | 1 | 1 | 5.0\nc | 1 | null | null");
}

void TestAggregates::ofNothing_data()
{
    declareQueries();
    const QByteArray none = "datatable(x:long, s:string, d:decimal)[] | summarize ";
    query("without keys", none + "count(), sum(x), avg(x), min(x), make_list(s), dcount(s), take_any(s)",
          "count_ | sum_x | avg_x | min_x | list_s | dcount_s | s\n0 | 0 | NaN | null | [] | 0 | ");
    query("of rows", none + "arg_max(x, s), percentile(x, 50)", "x | s | percentile_x_50\nnull |  | null");
    query("of decimals", none + "sum(d), avg(d), max(d)", "sum_d | avg_d | max_d\n0 | null | null");
    query("by a key", none + "count() by s", "s | count_");
}

void TestAggregates::ofEverything_data()
{
    declareQueries();
    query("a constant",
          "range x from 1 to 4 step 1 | summarize sum(2), countif(true), dcount('a'), make_set(1)",
          "sum_ | countif_ | dcount_ | set_\n8 | 4 | 1 | [1]");
    query("decimals",
          "datatable(d:decimal)[1.5, 2.5, 10, decimal(null)] | summarize sum(d), avg(d), min(d), max(d)",
          "sum_d | avg_d | min_d | max_d\n14 | 4.666666666666666666666666666666667 | 1.5 | 10");
    query("a sum wraps", "datatable(x:long)[9223372036854775807, 1] | summarize sum(x), avg(x)",
          "sum_x | avg_x\n-9223372036854775808 | -4611686018427388000.0");
    query("ten thousand values",
          "range x from 1 to 10000 step 1 | extend r = x * 0.5 "
          "| summarize percentiles(x, 1, 50, 99.9), percentile(r, 95), dcount(x % 100)",
          "percentile_x_1 | percentile_x_50 | percentile_x_99_9 | percentile_r_95 | dcount_\n"
          "100 | 5000 | 9990 | 4750.0 | 100");
    query("old lists hold 128",
          "range x from 1 to 200 step 1 | summarize array = makelist(x), makeset(x % 3) "
          "| extend array = tostring(array[127]), more = isnull(array[128])",
          "array | set_ | more\n128 | [1,2,0] | True");
    query("covariance",
          "datatable(x:real, y:real)[1, 14, 2, 10, 3, 17, 4, 20, 5, 50] "
          "| summarize covariance(x, y), covariancep(x, y), covarianceif(x, y, x < 3)",
          "covariance_x_y | covariancep_x_y | covarianceif_x_y\n20.5 | 16.4 | -2.0");
    query("bits",
          "datatable(n:long)[12, 10, long(null)] "
          "| summarize binary_all_and(n), b = binary_all_or(n), c = binary_all_xor(n)",
          "n | b | c\n8 | 14 | 6");
    query("bags",
          "datatable(d:dynamic)[dynamic({'a':1,'b':2}), dynamic(7), dynamic({'b':3,'c':4})] "
          "| summarize make_bag(d), make_bag(d, 1), make_dictionary(d), make_bag_if(d, d.a == 1)",
          "bag_d | bag_d1 | dictionary_d | bag_d2\n"
          "{\"a\":1,\"b\":2,\"c\":4} | {\"a\":1} | {\"a\":1,\"b\":2,\"c\":4} | {\"a\":1,\"b\":2}");
    query("a schema",
          "datatable(value:dynamic)[dynamic({'x':1, 'y':3.5}), dynamic({'x':'somevalue', 'z':[1, 2, 3]}), "
          "dynamic({'y':{'w':'zzz'}, 't':['aa', 'bb'], 'z':['foo']})] | summarize buildschema(value)",
          "schema_value\n{\"x\":[\"long\",\"string\"],\"y\":[\"double\",{\"w\":\"string\"}],"
          "\"z\":{\"`indexer`\":[\"long\",\"string\"]},\"t\":{\"`indexer`\":\"string\"}}");
    query(
        "merged sketches",
        "range x from 1 to 1000 step 1 | summarize h = hll(x), t = tdigest(x) by g = x % 2 "
        "| summarize h = hll_merge(h), t = tdigest_merge(t) "
        "| project a = dcount_hll(h), b = percentile_tdigest(t, 95, typeof(long)), c = rank_tdigest(t, 10), "
        "d = percentrank_tdigest(t, 500), e = percentiles_array_tdigest(t, 0, 50, dynamic([100]))",
        "a | b | c | d | e\n1000 | 950 | 10.0 | 50.0 | [1.0,500.0,1000.0]");
    query("merged in a row",
          "range x from 1 to 10 step 1 | extend y = x + 10 "
          "| summarize a = tdigest(x), b = tdigest(y), h = hll(x), i = hll(y % 13) "
          "| project p = percentile_tdigest(merge_tdigest(a, b), 100, typeof(long)), "
          "n = dcount_hll(hll_merge(h, i)), none = dcount_hll(dynamic([1]))",
          "p | n | none\n20 | 13 | null");
    query("the order of a sorted table",
          "range x from 1 to 300000 step 1 | order by x desc | summarize list = make_list(x) "
          "| project list[0], list[65536], list[-1]",
          "list_0 | list_65536 | Column1\n300000 | 234464 | 1");
}

void TestAggregates::refusals_data()
{
    declareQueries();
    query("text", "print s = 'a' | summarize sum(s)",
          "Line 1, column 27: sum() takes a number or a timespan, not (string).");
    query("no bool", "print x = 1 | summarize countif(x)",
          "Line 1, column 25: countif() takes a bool, not (long).");
    query("percentile", "range x from 1 to 2 step 1 | summarize percentile(x, x)",
          "Line 1, column 40: A percentile is a number from 0 to 100 that does not depend on the rows.");
    query("size", "range x from 1 to 2 step 1 | summarize make_list(x, x)",
          "Line 1, column 40: make_list() takes a number that does not depend on the rows as maxSize.");
}

QTEST_APPLESS_MAIN(TestAggregates)
#include "tst_aggregates.moc"
