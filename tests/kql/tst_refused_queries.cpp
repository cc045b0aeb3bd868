#include "tests/kql/query_cases.h"

using namespace signalbox::kql::test;

// Queries that the real engine refuses, and near them those that it takes.
class TestRefusedQueries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void types_data();
    void types() { checkQuery(); }
    void dynamics_data();
    void dynamics() { checkQuery(); }
    void columns_data();
    void columns() { checkQuery(); }
    void operators_data();
    void operators() { checkQuery(); }
};

void TestRefusedQueries::types_data()
{
    declareQueries();
    query(R"(print 1 == "1")", {"error: cannot compare long with string"});
    query(R"(print "a" < "b")", {"error: cannot compare string with string"});
    query(R"(print "a" + "b")", {"error: takes numbers"});
    query("print datetime(2020-01-01) + datetime(2020-01-01)", {"error: takes numbers"});
    query("print 1d * 1d", {"error: takes numbers"});
    query("print not(1)", {"error: takes (bool)"});
    query("print true and 1", {"error: takes (bool, bool)"});
    query(R"(print iff(true, 1, "a"))", {"error: values of one type"});
    query("print coalesce(1)", {"error: coalesce takes"});
    query("print max_of(1)", {"error: max_of takes"});
    query(R"(print substring("abc", 1.5))", {"error: substring takes"});
    query(R"(print startofday("2020-01-01"))", {"error: startofday takes"});
    query("print ago(5)", {"error: takes a timespan"});
    query(R"(print extract("[", 1, "abc"))", {"error: cannot be read"});
    query("datatable(x:long)[1] | where x", {"error: A condition is a bool"});
    query("datatable(x:long)[1] | summarize countif(x)", {"error: takes a bool"});
    query(R"(datatable(x:string)["a"] | summarize sum(x))", {"error: takes a number"});
    query("datatable(x:long)[1] | take 1.5", {"error: must be a whole number"});
    query(R"(datatable(x:long, v:long)[1, 2] | make-series sum(v) on x from "a" to 5 step 1)",
          {"error: is a string, and the axis needs a long"});
    query("datatable(k:long)[1] | join kind=inner (datatable(k:string)['1']) on k",
          {"error: different types: long and string"});
    query("datatable(k:long)[1] | join kind=inner (datatable(j:real)[1.0]) on $left.k == $right.j",
          {"error: different types: long and real"});
    query("datatable(k:long)[1] | join kind=inner (datatable(j:int)[1]) on $left.k == $right.j",
          {"k:long | j:int", "1 | 1"});
}

void TestRefusedQueries::dynamics_data()
{
    declareQueries();
    query("print d=dynamic(1) | summarize count() by d", {"error: cannot be grouped by a dynamic"});
    query("print d=dynamic(1) | distinct d", {"error: cannot be grouped by a dynamic"});
    query("print d=dynamic(1), e=2 | distinct *", {"error: cannot be grouped by a dynamic"});
    query("print d=dynamic(1) | distinct tostring(d)", {"d:string", "1"});
    query("print d=dynamic(1) | sort by d asc", {"error: cannot be sorted by a dynamic"});
    query("print d=dynamic(1) | sort by tolong(d) asc", {"d:dynamic", "1"});
    query("print d=dynamic(1) | sample-distinct 2 of d", {"error: cannot be grouped by a dynamic"});
    query("print d=dynamic(1) | partition by d (take 1)", {"error: cannot be grouped by a dynamic"});
    query("print d=dynamic(1) | facet by d", {"error: cannot be grouped by a dynamic"});
    query("print d=dynamic(1) == dynamic(1)", {"error: cannot compare dynamic with dynamic"});
    query("print d=dynamic([1]) | extend e = d + d", {"error: cast the dynamic first"});
    // Beside another type iff and case give that type.
    query(R"(print d=dynamic({"a":5}) | summarize count() by k = iff(isnull(d.a), "none", d.a))",
          {"k:string | count_:long", "5 | 1"});
    query("print d=dynamic({'a':5}) | project k = case(isnull(d.b), d.a, 1)", {"k:long", "5"});
    query("print d=dynamic({'a':5}) | project k = iff(isnull(d.b), d.a, d.b)", {"k:dynamic", "5"});
}

void TestRefusedQueries::columns_data()
{
    declareQueries();
    query("datatable(x:long)[1] | where sum(x) > 1", {"error: is an aggregate"});
    query("datatable(x:long)[1] | summarize sum(sum(x))", {"error: is an aggregate"});
    query("datatable(x:long)[1] | summarize x", {"error: must be inside an aggregate"});
    query("datatable(x:long)[1] | summarize a=sum(x), a=count()", {"error: two columns 'a'"});
    query("datatable(x:long)[1] | extend a=1, a=2", {"error: two columns 'a'"});
    query("datatable(x:long)[1] | extend y=1, z=y", {"error: no column 'y'"});
    query("datatable(x:long)[1] | project y=x | where x == 1", {"error: no column 'x'"});
    query("datatable(x:long)[1] | project-away y", {"error: no column 'y'"});
    query("datatable(x:long)[1] | summarize count() | where x == 1", {"error: no column 'x'"});
    query("datatable(x:long)[1] | join (datatable(y:long)[1]) on x", {"error: no column 'x'"});
}

void TestRefusedQueries::operators_data()
{
    declareQueries();
    query("datatable(x:long)[1] | join (datatable(x:long)[1])", {"error: needs its keys"});
    query("datatable(x:long)[1] | mv-expand x", {"error: takes arrays and bags"});
    query("datatable(x:long)[1] | make-series count() on x", {"error: needs a step"});
    query("datatable(x:long)[1] | extend n = row_number()", {"error: fixed order"});
    query("datatable(x:long)[1] | evaluate nosuch()", {"error: no plugin 'nosuch'"});
    query("datatable(x:long, y:string)[1]", {"error: do not fill rows"});
    query("range x from 1 to 5 step 0", {"error: must not be 0"});
    query("let x = 5; x", {"error: a value where a table is needed"});
    query("where x == 1", {"error: needs a table before it"});
}

QTEST_GUILESS_MAIN(TestRefusedQueries)
#include "tst_refused_queries.moc"
