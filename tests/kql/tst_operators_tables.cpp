#include "tests/kql/query_cases.h"

using namespace signalbox::kql::test;

class TestOperatorsTables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lets_data();
    void lets() { checkQuery(); }
    void functionsOfTables_data();
    void functionsOfTables() { checkQuery(); }
    void views_data();
    void views() { checkQuery(); }
    void scalarsOfTables_data();
    void scalarsOfTables() { checkQuery(); }
    void joins_data();
    void joins() { checkQuery(); }
    void joinConditions_data();
    void joinConditions() { checkQuery(); }
    void lookups_data();
    void lookups() { checkQuery(); }
    void unions_data();
    void unions() { checkQuery(); }
    void searches_data();
    void searches() { checkQuery(); }
    void finds_data();
    void finds() { checkQuery(); }
    void forks_data();
    void forks() { checkQuery(); }
    void partitions_data();
    void partitions() { checkQuery(); }
    void names_data();
    void names() { checkQuery(); }
};

void TestOperatorsTables::lets_data()
{
    declareQueries();
    query(
        "set query_bin_auto_size=1h; set query_bin_auto_at=datetime(2017-01-01 00:05); "
        "datatable(t:datetime)[datetime(2017-01-01 01:04), datetime(2017-01-01 01:06)] | summarize count() "
        "by bin_auto(t)",
        {"t:datetime | count_:long", "2017-01-01T00:05:00.0000000Z | 1", "2017-01-01T01:05:00.0000000Z | 1"});
    query("set query_bin_auto_size=10; print x=bin_auto(25)", {"x:long", "20"});
    query("print bin_auto(5)", {"error: set query_bin_auto_size"});
    query("let a = 3; print a", {"print_0:long", "3"});
    query("let f = (x:long, y:long=5) { x+y }; print f(1), f(1,2), f(y=1,x=2)",
          {"print_0:long | print_1:long | print_2:long", "6 | 3 | 3"});
    query(R"(let f = (x:long) { x+1 }; print f("a"))", {"error: The argument 'x' is a long, not a string."});
    query("let f = (x:long) { x+1 }; print f()", {"error: The argument 'x' is missing."});
    query("let f = (x:long) { x+1 }; print f(1,2)", {"error: The function takes 1 arguments."});
    query("let f = (x:real) { x }; print f(1)", {"print_0:real", "1.0"});
    query("let f = (x:long) { f(x) }; print f(1)", {"error: There is no function 'f' here."});
    query("let f = () { let inner = 2; inner * 3 }; print f()", {"print_0:long", "6"});
    query("let T = datatable(a:long)[1,2]; T | where a > 1", {"a:long", "2"});
    query("let a = b; let b = 1; print a", {"error: There is no name 'b' here."});
}

void TestOperatorsTables::functionsOfTables_data()
{
    declareQueries();
    query("let f = (T:(a:long), n:long) { T | where a > n }; f(datatable(a:long)[1,2,3], 1)",
          {"a:long", "2", "3"});
    query("let f = (T:(a:long), n:long) { T | where a > n }; datatable(a:long)[1,2,3] | invoke f(2)",
          {"a:long", "3"});
    query("let f = (T:(z:long)) { T | where z > 1 }; datatable(a:long)[1,2,3] | invoke f()",
          {"error: There is no column 'z' here."});
    query("let f = (T:(*)) { T | count }; datatable(a:long)[1,2,3] | invoke f()", {"Count:long", "3"});
    query("let f = (n:long) { range x from 1 to n step 1 }; f(2)", {"x:long", "1", "2"});
    query("datatable(a:long)[1] | invoke nope()", {"error: There is no function 'nope' in this query."});
}

void TestOperatorsTables::views_data()
{
    declareQueries();
    query("let v = view () { print x=1 }; union v, (print x=2)", {"x:long", "1", "2"});
    query("let v = view () { print x=1 }; union withsource=S v, (print x=2)",
          {"S:string | x:long", "union_arg1 | 2", "v | 1"});
    query("let v = view () { print x=1 }; union withsource=S *", {"S:string | x:long", "v | 1"});
}

void TestOperatorsTables::scalarsOfTables_data()
{
    declareQueries();
    query("print x=toscalar(print 5)", {"x:long", "5"});
    query("print x=toscalar(datatable(a:long)[] | take 1)", {"x:long", "null"});
    query("let m = materialize(range x from 1 to 3 step 1 | extend r=rand()); m | join kind=inner m on x | "
          "where r == r1 | count",
          {"Count:long", "3"});
    query("declare query_parameters(n:long=5); print n", {"print_0:long", "5"});
    query("declare query_parameters(n:long); print n", {"error: The query parameter 'n' has no value."});
    query("set truncationmaxsize=100; print 1", {"print_0:long", "1"});
    query("print 1; print 2", {"print_0:long", "1", "print_0:long", "2"});
    query("let x = 1;", {"error: There is no query here, only definitions."});
}

void TestOperatorsTables::joins_data()
{
    declareQueries();
    query(
        R"(let L=datatable(k:long,a:string)[1,"a",2,"b",3,"c",null,"n"]; let R=datatable(k:long,b:string)[1,"x",1,"y",4,"z",null,"m"]; L | join kind=inner R on k)",
        {"k:long | a:string | k1:long | b:string", "1 | a | 1 | x", "1 | a | 1 | y", "null | n | null | m"});
    query(
        R"(let L=datatable(k:long,a:string)[1,"a",1,"b",3,"c"]; let R=datatable(k:long,b:string)[1,"x",1,"y",4,"z"]; L | join R on k | count)",
        {"Count:long", "2"});
    query(
        R"(let L=datatable(k:long,a:string)[1,"a",2,"b"]; let R=datatable(k:long,b:string)[1,"x",4,"z"]; L | join kind=leftouter R on k)",
        {"k:long | a:string | k1:long | b:string", "1 | a | 1 | x", "2 | b | null | "});
    query(
        R"(let L=datatable(k:long,a:string)[1,"a",2,"b"]; let R=datatable(k:long,b:string)[1,"x",4,"z"]; L | join kind=rightouter R on k)",
        {"k:long | a:string | k1:long | b:string", "1 | a | 1 | x", "null |  | 4 | z"});
    query(
        R"(let L=datatable(k:long,a:string)[1,"a",2,"b"]; let R=datatable(k:long,b:string)[1,"x",4,"z"]; L | join kind=fullouter R on k)",
        {"k:long | a:string | k1:long | b:string", "1 | a | 1 | x", "2 | b | null | ", "null |  | 4 | z"});
    query(
        R"(let L=datatable(k:long,a:string)[1,"a",2,"b"]; let R=datatable(k:long,b:string)[1,"x",4,"z"]; L | join kind=leftsemi R on k)",
        {"k:long | a:string", "1 | a"});
    query(
        R"(let L=datatable(k:long,a:string)[1,"a",2,"b"]; let R=datatable(k:long,b:string)[1,"x",4,"z"]; L | join kind=rightsemi R on k)",
        {"k:long | b:string", "1 | x"});
    query(
        R"(let L=datatable(k:long,a:string)[1,"a",2,"b"]; let R=datatable(k:long,b:string)[1,"x",4,"z"]; L | join kind=leftanti R on k)",
        {"k:long | a:string", "2 | b"});
    query(
        R"(let L=datatable(k:long,a:string)[1,"a",2,"b"]; let R=datatable(k:long,b:string)[1,"x",4,"z"]; L | join kind=rightanti R on k)",
        {"k:long | b:string", "4 | z"});
    query(
        R"(let L=datatable(k:long)[]; let R=datatable(k:long,b:string)[1,"x"]; L | join kind=fullouter R on k)",
        {"k:long | k1:long | b:string", "null | 1 | x"});
    query(R"(let L=datatable(k:string)["a","A",""]; L | join kind=inner L on k)",
          {"k:string | k1:string", " | ", "A | A", "a | a"});
    query("let L=datatable(k:real)[real(nan),0.0,1.5]; L | join kind=inner "
          "(datatable(k:real)[real(nan),-0.0]) on k",
          {"k:real | k1:real", "0.0 | -0.0", "NaN | NaN"});
    query(R"(let L=datatable(k:long,k1:string)[1,"a"]; L | join kind=inner L on k)",
          {"k:long | k1:string | k2:long | k11:string", "1 | a | 1 | a"});
    query(
        R"(datatable(k:long,a:string)[1,"a"] | join hint.strategy=broadcast kind=inner (datatable(k:long)[1]) on k)",
        {"k:long | a:string | k1:long", "1 | a | 1"});
}

void TestOperatorsTables::joinConditions_data()
{
    declareQueries();
    query(
        R"(let L=datatable(k:long,a:string)[1,"a",2,"b"]; let R=datatable(j:real,b:string)[1,"x",4,"z"]; L | join kind=inner R on $left.k == $right.j)",
        {"error: The keys have different types: long and real."});
    query(
        R"(let L=datatable(k:long,a:string)[1,"a",2,"b"]; let R=datatable(j:long,b:string)[1,"x",4,"z"]; L | join kind=inner R on $right.j == $left.k)",
        {"k:long | a:string | j:long | b:string", "1 | a | 1 | x"});
    query(
        R"(let L=datatable(k:long,a:string)[1,"x",2,"b"]; let R=datatable(j:long,b:string)[1,"x",4,"z"]; L | join kind=inner R on $left.k == $right.j, $left.a == $right.b)",
        {"k:long | a:string | j:long | b:string", "1 | x | 1 | x"});
    query(R"(let L=datatable(k:long)[1]; let R=datatable(k:string)["1"]; L | join kind=inner R on k)",
          {"error: The keys have different types: long and string."});
    query("let L=datatable(k:long)[1]; let R=datatable(j:long)[1]; L | join kind=inner R on k",
          {"error: There is no column 'k' here."});
    query("let L=datatable(k:long)[1]; let R=datatable(j:long)[1]; L | join kind=inner R on $left.k == "
          "$right.x",
          {"error: There is no column 'x' here."});
    query("let L=datatable(k:long)[1]; L | join kind=inner L", {"error: 'join' needs its keys: on …"});
    query("let L=datatable(k:long)[1]; L | join kind=outer L on k", {"error: 'outer' is no kind of join."});
    query("let L=datatable(k:dynamic)[dynamic(1)]; L | join kind=inner L on k",
          {"error: Tables cannot be joined on a dynamic. Cast it first, with tostring(…) for example."});
    // The filter is asked before one of the left rows is chosen.
    query(
        R"(datatable(k:long, v:string)[1,"a", 1,"b"] | join kind=innerunique (datatable(k:long, w:long)[1,7]) on k
             | where w > 1 and v == "b" | where v != "a" | project v, w)",
        {"v:string | w:long", "b | 7"});
    query(R"(datatable(k:long, v:string)[1,"a", 1,"b"] | join (datatable(k:long, w:long)[1,7, 1,8]) on k
             | where w > 7 or v == "b" | count)",
          {"Count:long", "1"});
}

void TestOperatorsTables::lookups_data()
{
    declareQueries();
    query(
        R"(let L=datatable(k:long,a:string)[1,"a",2,"b"]; let R=datatable(k:long,a:string)[1,"x",1,"y"]; L | lookup R on k)",
        {"k:long | a:string | a1:string", "1 | a | x", "1 | a | y", "2 | b | "});
    query(
        R"(let L=datatable(k:long,a:string)[1,"a",2,"b"]; let R=datatable(k:long,c:string)[1,"x",1,"y"]; L | lookup kind=inner R on k)",
        {"k:long | a:string | c:string", "1 | a | x", "1 | a | y"});
    query(
        R"(let L=datatable(k:long,a:string)[1,"a",2,"b"]; let R=datatable(j:long,c:string)[1,"x"]; L | lookup R on $left.k == $right.j)",
        {"k:long | a:string | c:string", "1 | a | x", "2 | b | "});
    query("let L=datatable(k:long)[1]; L | lookup kind=rightouter L on k",
          {"error: 'rightouter' is no kind of lookup."});
}

void TestOperatorsTables::unions_data()
{
    declareQueries();
    query(R"(union (print x=1), (print x="a"))", {"x_long:long | x_string:string", "1 | ", "null | a"});
    query("union (print x=1), (print y=2.0)", {"x:long | y:real", "1 | null", "null | 2.0"});
    query("union kind=inner (print x=1, y=2), (print x=3, z=4)", {"x:long", "1", "3"});
    query("union withsource=T (print x=1), (print x=2)",
          {"T:string | x:long", "union_arg0 | 1", "union_arg1 | 2"});
    query("print x=1 | union (print x=2)", {"x:long", "1", "2"});
    query("print x=1 | union withsource=T (print x=2)",
          {"T:string | x:long", "union_arg0 | 1", "union_arg1 | 2"});
    query("union isfuzzy=true Nope, (print x=1)", {"x:long", "1"});
    query("union isfuzzy=true Nope", {"error: None of the tables exists."});
    query("union Nope, (print x=1)", {"error: There is no table 'Nope' here."});
    query("let A=print x=1; let B=print x=2; union withsource=src A,B",
          {"src:string | x:long", "union_arg0 | 1", "union_arg1 | 2"});
    query(R"(union (print s=""), (print t=1))", {"s:string | t:long", " | 1", " | null"});
    query("let A = datatable(x:long)[1]; let B = datatable(x:real)[1.5]; A | union B | where x > 0",
          {"error: There is no column 'x' here."});
}

void TestOperatorsTables::searches_data()
{
    declareQueries();
    query(R"(datatable(s:string)["my lab12pc", "xLab3PC", "LabPCs"] | search "Lab*PC" | project s)",
          {"s:string", "my lab12pc"});
    query(
        R"(datatable(s:string)["lab12PC", "Lab12PC"] | search kind=case_sensitive "Lab*" and "*PC" | project s)",
        {"s:string", "Lab12PC"});
    query(R"(datatable(a:long,b:string)[1,"x",2,"y"] | search "x")",
          {"$table:string | a:long | b:string", "search_arg0 | 1 | x"});
    query(R"(datatable(a:long,b:string)[1,"x1",2,"y"] | search "x*")",
          {"$table:string | a:long | b:string", "search_arg0 | 1 | x1"});
    query(R"(datatable(a:long,b:string)[1,"x1",2,"y"] | search "*1")",
          {"$table:string | a:long | b:string", "search_arg0 | 1 | x1"});
    query(R"(datatable(a:long,b:string)[1,"x1",2,"y"] | search b:"x")",
          {"$table:string | a:long | b:string"});
    query(R"(datatable(a:long,b:string)[1,"x 1",2,"y"] | search b:"x")",
          {"$table:string | a:long | b:string", "search_arg0 | 1 | x 1"});
    query(R"(datatable(a:long,b:string)[1,"x1",2,"y"] | search a==2)",
          {"$table:string | a:long | b:string", "search_arg0 | 2 | y"});
    query(R"(datatable(a:long,b:string)[1,"x1",2,"y"] | search "1" and b startswith "x")",
          {"$table:string | a:long | b:string", "search_arg0 | 1 | x1"});
    query(R"(datatable(a:long,b:string)[1,"x1",2,"y"] | search not("2"))",
          {"$table:string | a:long | b:string", "search_arg0 | 1 | x1"});
    query(R"(datatable(a:long,b:string)[1,"x1",2,"Y"] | search kind=case_sensitive "y")",
          {"$table:string | a:long | b:string"});
    query(
        R"(let T=datatable(a:long,b:string)[1,"x1",2,"Y"]; let U=datatable(a:long,c:string)[1,"z"]; search in (T, U) "x1" or "z")",
        {"$table:string | a:long | b:string | c:string", "search_arg0 | 1 | x1 | ",
         "search_arg1 | 1 |  | z"});
}

void TestOperatorsTables::finds_data()
{
    declareQueries();
    query(
        R"(let T=datatable(a:long,b:string)[1,"x1",2,"Y"]; let U=datatable(a:long,c:string)[1,"z"]; find in (T, U) where a == 1)",
        {"source_:string | a:long | pack_:dynamic", R"(union_arg0 | 1 | {"b":"x1"})",
         R"(union_arg1 | 1 | {"c":"z"})"});
    query(
        R"(let T=datatable(a:long,b:string)[1,"x1",2,"Y"]; let U=datatable(a:long,c:string)[1,"z"]; find in (T, U) where a == 1 project b, c, pack(*))",
        {"source_:string | b:string | c:string | pack_:dynamic", R"(union_arg0 | x1 |  | {"a":1})",
         R"(union_arg1 |  | z | {"a":1})"});
    query(
        R"(let T=datatable(a:long,b:string)[1,"x1",2,"Y"]; let U=datatable(a:long,c:string)[1,"z"]; find withsource=S in (T, U) where a == 1 project-away a)",
        {"S:string | pack_:dynamic", R"(union_arg0 | {"b":"x1"})", R"(union_arg1 | {"c":"z"})"});
    query("find in (T) where a == 1", {"error: There is no table 'T' here."});
}

void TestOperatorsTables::forks_data()
{
    declareQueries();
    query(R"(datatable(a:long,b:string)[1,"x1",2,"Y"] | fork (where a == 1) (count))",
          {"a:long | b:string", "1 | x1", "Count:long", "2"});
    query(R"(datatable(a:long,b:string)[1,"x1",2,"Y"] | fork one=(where a == 1) two=(project b))",
          {"a:long | b:string", "1 | x1", "b:string", "Y", "x1"});
}

void TestOperatorsTables::partitions_data()
{
    declareQueries();
    query(R"(datatable(a:long,b:string)[1,"x",2,"y",3,"x"] | partition by b (top 1 by a))",
          {"a:long | b:string", "2 | y", "3 | x"});
    query(
        R"(datatable(a:long,b:string)[1,"x",2,"y",3,"x"] | partition hint.strategy=native by b (top 1 by a asc))",
        {"a:long | b:string", "1 | x", "2 | y"});
    query("datatable(a:long,b:string)[] | partition by b (count)", {"Count:long"});
}

void TestOperatorsTables::names_data()
{
    declareQueries();
    query(R"(datatable(a:long,b:string)[1,"x",2,"y",3,"x"] | as T | where a > 1)",
          {"a:long | b:string", "2 | y", "3 | x"});
    query(R"(datatable(a:long,b:string)[1,"x",2,"y",3,"x"] | as T | union T | count)", {"Count:long", "6"});
}

QTEST_GUILESS_MAIN(TestOperatorsTables)
#include "tst_operators_tables.moc"
