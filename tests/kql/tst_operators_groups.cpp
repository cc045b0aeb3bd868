#include "tests/kql/query_cases.h"

using namespace signalbox::kql::test;

class TestOperatorsGroups : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void groups_data();
    void groups() { checkQuery(); }
};

void TestOperatorsGroups::groups_data()
{
    declareQueries();
    query(
        R"(datatable(k:string,v:long)["a",1,"a",2,"b",3,"",null] | summarize count(), sum(v), avg(v), min(v), max(v), dcount(k) by k)",
        {"k:string | count_:long | sum_v:long | avg_v:real | min_v:long | max_v:long | dcount_k:long",
         " | 1 | 0 | NaN | null | null | 1", "a | 2 | 3 | 1.5 | 1 | 2 | 1", "b | 1 | 3 | 3.0 | 3 | 3 | 1"});
    query(R"(datatable(k:string,v:long)["a",1,"a",2] | summarize sum(v+1), sum(v*2))",
          {"sum_:long | sum_1:long", "5 | 6"});
    query(R"(datatable(k:string,v:long)["a",1,"a",2] | summarize by k, v)",
          {"k:string | v:long", "a | 1", "a | 2"});
    query("datatable(k:string,v:long)[] | summarize count(), sum(v), avg(v), max(v), make_list(v)",
          {"count_:long | sum_v:long | avg_v:real | max_v:long | list_v:dynamic", "0 | 0 | NaN | null | []"});
    query("datatable(k:string,v:long)[] | summarize count() by k", {"k:string | count_:long"});
    query(R"(datatable(k:string,v:long)["a",1,"b",2] | summarize n=count() by u=toupper(k))",
          {"u:string | n:long", "A | 1", "B | 1"});
    query(R"(datatable(k:string,v:long)["a",1,"b",2] | summarize count() by strcat(k,"x"))",
          {"Column1:string | count_:long", "ax | 1", "bx | 1"});
    query(R"(datatable(k:string,v:long)["a",1,"b",2] | summarize arg_max(v, *))",
          {"v:long | k:string", "2 | b"});
    query(R"(datatable(k:string,v:long)["a",1,"b",2,"a",5] | summarize arg_max(v, *) by k)",
          {"k:string | v:long", "a | 5", "b | 2"});
    query(R"(datatable(k:string,v:long)["a",1,"b",2] | summarize x=max(v)-min(v), y=1)",
          {"x:long | y:long", "1 | 1"});
    query(R"(datatable(k:string,v:long)["a",1,"b",2] | summarize v)",
          {"error: 'v' must be inside an aggregate such as take_any(v), or after 'by'."});
    query(R"(datatable(k:string,v:long)["a",1,"b",2] | summarize sum(v) | project v)",
          {"error: There is no column 'v' here."});
    query("datatable(d:dynamic)[dynamic([1])] | summarize count() by d",
          {"error: Rows cannot be grouped by a dynamic. Put it into tostring(…) or another cast."});
    query(R"(datatable(k:string,v:long)["a",1] | summarize sum(sum(v)))",
          {"error: sum() is an aggregate: use it in summarize."});
    query(R"(datatable(k:string,v:long)["a",1] | extend s = sum(v))",
          {"error: sum() is an aggregate: use it in summarize."});
    query(R"(datatable(k:string,v:long)["a",1] | summarize count(*) by k)",
          {"k:string | count_:long", "a | 1"});
    query("datatable(t:datetime)[datetime(2020-01-01 10:30),datetime(2020-01-01 10:45),datetime(null)] | "
          "summarize count() by bin(t, 1h)",
          {"t:datetime | count_:long", "2020-01-01T10:00:00.0000000Z | 2", "null | 1"});
    query(R"(datatable(g:string, v:long)["a",10,"b",20,"c",30,"d",1] | top-hitters 2 of g by v)",
          {"g:string | approximate_sum_v:long", "c | 30", "b | 20"});
    query(R"(datatable(g:string, v:long)["a",10,"b",20,"a",30] | top-hitters 1 of g)",
          {"g:string | approximate_count_g:long", "a | 2"});
    query(
        R"(datatable(c:string, s:string, v:long)["a","x",10,"a","y",20,"b","x",30] | top-nested 2 of c by sum(v), top-nested 1 of s by sum(v))",
        {"c:string | aggregated_c:long | s:string | aggregated_s:long", "a | 30 | y | 20",
         "b | 30 | x | 30"});
    query(
        R"(datatable(c:string, v:long)["a",10,"b",20,"c",5] | top-nested 1 of c with others="rest" by sum(v))",
        {"c:string | aggregated_c:long", "b | 20", "rest | 15"});
    query(R"(datatable(c:string, v:long)["a",10,"b",20,"c",5] | top-nested of c by m=max(v))",
          {"c:string | m:long", "a | 10", "b | 20", "c | 5"});
    query(R"(datatable(a:long,b:string)[1,"x",2,"y",3,"x"] | facet by a, b)",
          {"a:long | count_a:long", "1 | 1", "2 | 1", "3 | 1", "b:string | count_b:long", "x | 2", "y | 1"});
    query(R"(datatable(a:long,b:string)[1,"x",2,"y",3,"x"] | facet by b with (where a > 1))",
          {"b:string | count_b:long", "x | 2", "y | 1", "a:long | b:string", "2 | y", "3 | x"});
    query(
        "datatable(t:datetime,v:long)[datetime(2020-01-01),1,datetime(2020-01-03),3] | make-series s=sum(v) "
        "on t from datetime(2020-01-01) to datetime(2020-01-04) step 1d",
        {"s:dynamic | t:dynamic",
         R"([1,0,3] | ["2020-01-01T00:00:00.0000000Z","2020-01-02T00:00:00.0000000Z","2020-01-03T00:00:00.0000000Z"])"});
    query(
        "datatable(t:datetime,v:long)[datetime(2020-01-01),1,datetime(2020-01-03),3] | make-series s=sum(v) "
        "default=-1 on t step 1d",
        {"s:dynamic | t:dynamic",
         R"([1,-1,3] | ["2020-01-01T00:00:00.0000000Z","2020-01-02T00:00:00.0000000Z","2020-01-03T00:00:00.0000000Z"])"});
    query(
        "datatable(t:datetime,v:long)[datetime(2020-01-01),1,datetime(2020-01-03),3] | make-series sum(v), "
        "avg(v) on t in range(datetime(2020-01-01), datetime(2020-01-03), 1d)",
        {"sum_v:dynamic | avg_v:dynamic | t:dynamic",
         R"([1,0,3] | [1.0,0.0,3.0] | ["2020-01-01T00:00:00.0000000Z","2020-01-02T00:00:00.0000000Z","2020-01-03T00:00:00.0000000Z"])"});
    query(
        R"(datatable(t:long,v:long,k:string)[1,1,"a",3,3,"b"] | make-series s=sum(v) on t from 0 to 4 step 2 by k)",
        {"k:string | s:dynamic | t:dynamic", "a | [1,0] | [0,2]", "b | [0,3] | [0,2]"});
    query("datatable(t:long,v:long)[] | make-series s=sum(v) on t from 0 to 4 step 2",
          {"s:dynamic | t:dynamic"});
    query("datatable(t:long,v:long)[] | make-series kind=nonempty s=sum(v) on t from 0 to 4 step 2",
          {"s:dynamic | t:dynamic", "[0,0] | [0,2]"});
    query("datatable(t:long,v:long)[1,5,2,7] | make-series s=round(avg(v) * 2, 1), c=1 default=0 on t from 0 "
          "to 4 step 1",
          {"s:dynamic | c:dynamic | t:dynamic", "[0.0,10.0,14.0,0.0] | [0,1,1,0] | [0,1,2,3]"});
    // Rows decide about a bound that is not given; null times are in no step.
    query("datatable(t:long,v:long)[-3,1,4,2,9,4,long(null),8] | make-series s=sum(v) on t to 5 step 2",
          {"s:dynamic | t:dynamic", "[1,0,0,0,2] | [-4,-2,0,2,4]"});
    query("datatable(t:long,v:long)[-3,1,4,2,9,4] | make-series s=sum(v) on t from 1 step 3",
          {"s:dynamic | t:dynamic", "[0,2,4] | [1,4,7]"});
    query("datatable(t:long,v:long)[-3,1] | make-series s=sum(v) on t from 1 step 3",
          {"s:dynamic | t:dynamic"});
    query("datatable(t:real,v:long)[0.3,1,1.2,2,real(nan),8] | make-series s=sum(v) on t from 0.0 to 1.5 "
          "step 0.5",
          {"s:dynamic | t:dynamic", "[1,0,2] | [0.0,0.5,1.0]"});
    query("datatable(t:real,v:long)[0.3,1,1.2,2] | make-series s=sum(v) on t from 0.0 to real(+inf) step 0.5",
          {"error: The start and the end of make-series must be finite numbers."});
    query(
        "datatable(t:long,v:long)[-9223372036854775807,1,9223372036854775807,2] | make-series s=sum(v) on t "
        "step 1",
        {"error: This series has more than 1,048,576 steps. Choose a larger step."});
    query("datatable(t:long,v:long)[1,5] | make-series s=sum(v) on t from 0 to 4 step 0",
          {"error: The step of make-series must be above zero."});
    query("datatable(t:long,v:long)[1,5] | make-series s=sum(v) on t from 0 to 10000000 step 1",
          {"error: This series has more than 1,048,576 steps. Choose a larger step."});
    query(R"(datatable(t:string,v:long)["a",5] | make-series s=sum(v) on t step 1)",
          {"error: The axis is a number or a time, not a string."});
    query("datatable(t:long,v:long)[1,5] | make-series s=v on t step 1",
          {"error: 'v' must be inside an aggregate such as take_any(v), or after 'by'."});
    query(
        R"(datatable(k:string,p:string,v:long)["a","x",1,"a","y",2,"b","x",3] | evaluate pivot(p, sum(v), k))",
        {"k:string | x:long | y:long", "a | 1 | 2", "b | 3 | 0"});
    query(R"(datatable(k:string,p:string)["a","x","a","y","b","x"] | evaluate pivot(p))",
          {"k:string | x:long | y:long", "a | 1 | 1", "b | 1 | 0"});
    query(R"(datatable(k:string,p:string,v:long)["a","x",1,"b","y",2] | evaluate pivot(p, max(v)))",
          {"k:string | x:long | y:long", "a | 1 | null", "b | null | 2"});
    query(R"(datatable(a:long,b:string)[1,"x",2,"y",3,"x"] | partition by b (summarize s=sum(a)))",
          {"s:long", "2", "4"});
    query("datatable(id:long,a:dynamic)[1,dynamic([1,2,3]),2,dynamic([4,5])] | mv-apply x=a to typeof(long) "
          "on (summarize s=sum(x), l=make_list(x))",
          {"id:long | a:dynamic | s:long | l:dynamic", "1 | [1,2,3] | 6 | [1,2,3]", "2 | [4,5] | 9 | [4,5]"});
    query("datatable(x:long)[3,1,2] | sort by x asc | extend r=row_number(), p=prev(x), n=next(x), "
          "c=row_cumsum(x)",
          {"x:long | r:long | p:long | n:long | c:long", "1 | 1 | null | 2 | 1", "2 | 2 | 1 | 3 | 3",
           "3 | 3 | 2 | null | 6"});
    query("datatable(x:long)[3,1,2] | extend r=row_number()",
          {"error: row_number() needs rows in a fixed order. Put sort or serialize before it."});
    query("datatable(x:long)[3,1,2] | serialize | where row_number() > 1", {"x:long", "1", "2"});
    query("datatable(a:long)[1,2] | where a in (toscalar(print 2))", {"a:long", "2"});
    query("datatable(a:long)[1,2,3] | where a > toscalar(datatable(b:long)[1,2] | summarize max(b))",
          {"a:long", "3"});
    query("let T = datatable(a:long)[1,2,3]; T | where a in ((T | where a > 1 | project a)) | count",
          {"Count:long", "2"});
    query("print x = dynamic([1,2]) | mv-expand x | extend y = x + 1",
          {"x:dynamic | y:long", "1 | 2", "2 | 3"});
    query(
        R"(datatable(t:long,e:string)[1,"start",2,"x",3,"stop",4,"start",5,"stop"] | sort by t asc | scan with_match_id=id declare (n:long=0) with (step s: e == "start" => n = 1; step m output=none: e != "stop" => n = s.n; step f: e == "stop" => n = 9;))",
        {"t:long | e:string | n:long | id:long", "1 | start | 1 | 0", "3 | stop | 9 | 0", "4 | start | 1 | 1",
         "5 | stop | 9 | 0"});
}

QTEST_GUILESS_MAIN(TestOperatorsGroups)
#include "tst_operators_groups.moc"
