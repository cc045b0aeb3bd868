#include "tests/kql/query_cases.h"

using namespace signalbox::kql::test;

// What columns are called where the query gives no name.
class TestColumnNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void projected_data();
    void projected() { checkQuery(); }
    void extended_data();
    void extended() { checkQuery(); }
    void summarized_data();
    void summarized() { checkQuery(); }
};

void TestColumnNames::projected_data()
{
    declareQueries();
    query("print v=4, d=dynamic([2]) | project round(v), abs(v), sqrt(v), binary_and(v, 1), sign(v)",
          {"v:long | v1:long | v2:real | v3:long | Column1:real", "4 | 4 | 2.0 | 0 | 1.0"});
    query(
        "print v=4, d=dynamic([2]) | project repeat(v, 1), treepath(d), array_sort_asc(d), "
        "series_fill_const(d, "
        "0)",
        {"repeat_v:dynamic | tree_d:dynamic | d_sorted:dynamic | d:dynamic", "[4] | [\"[0]\"] | [2] | [2]"});
    query("print v=4 | project column_ifexists('v', 0), column_ifexists('w', 7)",
          {"v:long | Column1:long", "4 | 7"});
    query("print d=dynamic({'a': {'b': 1}}) | project d.a.b, d['a'], tolong(d.a.b)",
          {"d_a_b:dynamic | d_a:dynamic | d_a_b1:long", "1 | {\"b\":1} | 1"});
    query(
        "print v=4 | project v + 1, strcat(v, 'x'), toupper('y'), bin(v, 3), gettype(v)",
        {"Column1:long | Column2:string | Column3:string | v:long | type_v:string", "5 | 4x | Y | 3 | long"});
}

void TestColumnNames::extended_data()
{
    declareQueries();
    query(R"(print s='{"a":5}', v=1 | extend todynamic(s) | project s.a, v)",
          {"s_a:dynamic | v:long", "5 | 1"});
    query("print v=1 | extend tostring(v), v + 1, v + 2",
          {"v:string | Column1:long | Column2:long", "1 | 2 | 3"});
    query("print v=1.5, w=2 | extend v = w, round(w)", {"v:long | w:long", "2 | 2"});
}

void TestColumnNames::summarized_data()
{
    declareQueries();
    query("datatable(v:long)[1, 2] | summarize toint(avg(v)), tostring(sum(v)), round(max(v)), max(v) - 1",
          {"avg_v:int | sum_v:string | max_v:long | Column1:long", "1 | 3 | 2 | 1"});
    query("datatable(v:long)[1] | summarize count() by tostring(v), bin(v, 1), v + 1, toupper('a')",
          {"v:string | v1:long | Column1:long | Column2:string | count_:long", "1 | 1 | 2 | A | 1"});
    query("datatable(v:long)[1] | summarize sum(v), sum(v), sum(v + 1), percentile(v, 99.9), take_any(v), "
          "any(v)",
          {"sum_v:long | sum_v1:long | sum_:long | percentile_v_99_9:long | v:long | any_v:long",
           "1 | 1 | 2 | 1 | 1 | 1"});
    query("datatable(v:long)[1] | summarize h = hll(v) | project dcount_hll(h)", {"dcount_hll_h:long", "1"});
}

QTEST_GUILESS_MAIN(TestColumnNames)
#include "tst_column_names.moc"
