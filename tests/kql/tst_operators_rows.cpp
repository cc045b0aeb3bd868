#include "tests/kql/query_cases.h"

using namespace signalbox::kql::test;

class TestOperatorsRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void printsValues_data();
    void printsValues() { checkQuery(); }
    void extendsColumns_data();
    void extendsColumns() { checkQuery(); }
    void projectsColumns_data();
    void projectsColumns() { checkQuery(); }
    void picksColumns_data();
    void picksColumns() { checkQuery(); }
    void reordersColumns_data();
    void reordersColumns() { checkQuery(); }
    void showsSchemas_data();
    void showsSchemas() { checkQuery(); }
    void filters_data();
    void filters() { checkQuery(); }
    void sorts_data();
    void sorts() { checkQuery(); }
    void takesSome_data();
    void takesSome() { checkQuery(); }
    void counts_data();
    void counts() { checkQuery(); }
    void makesDistinct_data();
    void makesDistinct() { checkQuery(); }
    void makesRanges_data();
    void makesRanges() { checkQuery(); }
    void readsTables_data();
    void readsTables() { checkQuery(); }
    void showsLast_data();
    void showsLast() { checkQuery(); }
};

void TestOperatorsRows::printsValues_data()
{
    declareQueries();
    query(R"(print a=1, 2, b=strcat("a","b"))", {"a:long | print_1:long | b:string", "1 | 2 | ab"});
    query("print x=1, x=2", {"error: There are two columns 'x'."});
    query("print x=y", {"error: There is no name 'y' here."});
    query(R"(print strcatt("a"))", {"error: There is no function 'strcatt' here. Did you mean 'strcat'?"});
}

void TestOperatorsRows::extendsColumns_data()
{
    declareQueries();
    query(R"(datatable(a:long, b:string)[1,"x",2,"y"] | extend a=b, b=a)",
          {"a:string | b:long", "x | 1", "y | 2"});
    query(R"(datatable(a:long, b:string)[1,"x",2,"y"] | extend c=a, d=c)",
          {"error: There is no column 'c' here."});
    query(R"(datatable(a:long, b:string)[1,"x",2,"y"] | extend a+1)",
          {"a:long | b:string | Column1:long", "1 | x | 2", "2 | y | 3"});
    query("datatable(a:long)[] | extend b=a+1", {"a:long | b:long"});
}

void TestOperatorsRows::projectsColumns_data()
{
    declareQueries();
    query(R"(datatable(a:long, b:string)[1,"x",2,"y"] | project b, a)",
          {"b:string | a:long", "x | 1", "y | 2"});
    query(R"(datatable(a:long, b:string)[1,"x",2,"y"] | project a+1, b, a*2)",
          {"Column1:long | b:string | Column2:long", "2 | x | 2", "3 | y | 4"});
    query(R"(datatable(a:long, b:string)[1,"x",2,"y"] | project A)", {"error: There is no column 'A' here."});
    query("datatable(abc:long)[1] | where abd > 1",
          {"error: There is no column 'abd' here. Did you mean 'abc'?"});
    query(R"(datatable(a:dynamic)[dynamic({"p":{"q":1}})] | project a.p.q, a["p"])",
          {"a_p_q:dynamic | a_p:dynamic", R"(1 | {"q":1})"});
}

void TestOperatorsRows::picksColumns_data()
{
    declareQueries();
    query(R"(datatable(a:long, b:string)[1,"x",2,"y"] | project-away b)", {"a:long", "1", "2"});
    query(R"(datatable(a:long, b:string)[1,"x",2,"y"] | project-away c)",
          {"error: There is no column 'c' here."});
    query(R"(datatable(a1:long, b:string, a2:long)[1,"x",2] | project-away a*)", {"b:string", "x"});
    query(R"(datatable(a1:long, b:string, a2:long)[1,"x",2] | project-keep a*)",
          {"a1:long | a2:long", "1 | 2"});
    query(R"(datatable(a1:long, b:string, a2:long)[1,"x",2] | project-rename c=a1, d=b)",
          {"c:long | d:string | a2:long", "1 | x | 2"});
    query(R"(datatable(a1:long, b:string, a2:long)[1,"x",2] | project-rename a2=a1)",
          {"error: There are two columns 'a2'."});
    query(R"(datatable(a1:long, b:string, a2:long)[1,"x",2] | project-rename a2=a1, a1=a2)",
          {"a2:long | b:string | a1:long", "1 | x | 2"});
}

void TestOperatorsRows::reordersColumns_data()
{
    declareQueries();
    query(R"(datatable(a10:long, b:string, a2:long)[1,"x",2] | project-reorder a* granny-asc)",
          {"a2:long | a10:long | b:string", "2 | 1 | x"});
    query(R"(datatable(a10:long, b:string, a2:long)[1,"x",2] | project-reorder a* granny-desc)",
          {"a10:long | a2:long | b:string", "1 | 2 | x"});
    query(R"(datatable(a10:long, b:string, a2:long)[1,"x",2] | project-reorder a* asc)",
          {"a10:long | a2:long | b:string", "1 | 2 | x"});
    query(R"(datatable(a10:long, b:string, a2:long)[1,"x",2] | project-reorder a* desc)",
          {"a2:long | a10:long | b:string", "2 | 1 | x"});
    query(R"(datatable(a10:long, b3:string, a2:long)[1,"x",2] | project-reorder * granny-asc)",
          {"a2:long | a10:long | b3:string", "2 | 1 | x"});
    query(R"(datatable(a10:long, b:string, a2:long)[1,"x",2] | project-reorder b)",
          {"b:string | a10:long | a2:long", "x | 1 | 2"});
}

void TestOperatorsRows::showsSchemas_data()
{
    declareQueries();
    query(R"(datatable(a:long, b:string, c:dynamic)[1,"x",dynamic(null)] | getschema)",
          {"ColumnName:string | ColumnOrdinal:int | DataType:string | ColumnType:string",
           "a | 0 | System.Int64 | long", "b | 1 | System.String | string",
           "c | 2 | System.Object | dynamic"});
}

void TestOperatorsRows::filters_data()
{
    declareQueries();
    query("datatable(a:long)[1,2,3,null] | where a != 2", {"a:long", "1", "3", "null"});
    query("datatable(a:long)[1,2,3,null] | where a == a", {"a:long", "1", "2", "3"});
    query("datatable(a:long)[1,2,3,null] | where a", {"error: A condition is a bool, and this is a long."});
    query("datatable(a:long)[1,2,3,null] | where a between (2 .. 3)", {"a:long", "2", "3"});
    query("datatable(a:long)[1,2,3,null] | where not(a > 2)", {"a:long", "1", "2"});
    query("datatable(a:long)[1,2,3,null] | whre a > 1",
          {"error: 'whre' is no operator. Did you mean 'where'?"});
    query(R"(datatable(a:string)["x","X",""] | where a =~ "x")", {"a:string", "X", "x"});
    query(R"(datatable(a:string)["x","X",""] | where a in ("x",""))", {"a:string", "", "x"});
    query(R"(datatable(a:string)["x","X",""] | where a in (dynamic(["X"])))", {"a:string", "X"});
    query(R"(datatable(a:string)["x","X",""] | where a in~ ((print "X")))", {"a:string", "X", "x"});
}

void TestOperatorsRows::sorts_data()
{
    declareQueries();
    query("datatable(a:long)[1,2,3,null] | order by a", {"a:long", "3", "2", "1", "null"});
    query("datatable(a:long)[1,2,3,null] | order by a asc", {"a:long", "null", "1", "2", "3"});
    query("datatable(a:long)[1,2,3,null] | order by a asc nulls last", {"a:long", "1", "2", "3", "null"});
    query("datatable(a:long)[1,2,3,null] | order by a nulls first", {"a:long", "null", "3", "2", "1"});
    query("datatable(a:long)[1,2,3,null] | top 2 by a", {"a:long", "3", "2"});
    query("datatable(a:long)[1,2,3,null] | top 2 by a asc", {"a:long", "null", "1"});
    query("datatable(a:long)[1,2,3,null] | top 2 by -a", {"a:long", "1", "2"});
    query(R"(datatable(a:string)["b","B","a",""] | sort by a asc)", {"a:string", "", "B", "a", "b"});
    query("datatable(a:real)[1.5,real(nan),real(null),-1.5] | sort by a asc",
          {"a:real", "null", "NaN", "-1.5", "1.5"});
    query("datatable(a:long, b:long)[1,1,1,2,0,9] | sort by a asc, b",
          {"a:long | b:long", "0 | 9", "1 | 2", "1 | 1"});
    query("datatable(a:long)[] | sort by a", {"a:long"});
    query("datatable(a:long)[1] | sort by b", {"error: There is no column 'b' here."});
}

void TestOperatorsRows::takesSome_data()
{
    declareQueries();
    query("datatable(a:long)[1,2,3,null] | take 0", {"a:long"});
    query("datatable(a:long)[1,2,3,null] | limit 2 | count", {"Count:long", "2"});
    query("datatable(a:long)[1,2,3,null] | take 1.5", {"error: The number of rows must be a whole number."});
    query("datatable(a:long)[1,2,3,null] | sample 10 | sort by a asc", {"a:long", "null", "1", "2", "3"});
    query(R"(datatable(a:long, b:string)[1,"x",2,"y",3,"x"] | sample-distinct 5 of b)",
          {"b:string", "x", "y"});
    query("let n = 2; range x from 1 to 5 step 1 | take n", {"x:long", "1", "2"});
}

void TestOperatorsRows::counts_data()
{
    declareQueries();
    query("datatable(a:long)[1,2,3,null] | count", {"Count:long", "4"});
    query("datatable(a:long)[1,2,3,null] | count as N", {"N:long", "4"});
    query("datatable(a:long)[] | count", {"Count:long", "0"});
}

void TestOperatorsRows::makesDistinct_data()
{
    declareQueries();
    query("datatable(a:long)[1,1,null,null] | distinct a", {"a:long", "1", "null"});
    query("datatable(a:long)[1,1,null,null] | distinct *", {"a:long", "1", "null"});
    query(R"(datatable(a:long, b:string)[1,"x",1,"x"] | distinct a, upper=toupper(b))",
          {"a:long | upper:string", "1 | X"});
    query(R"(datatable(a:string)["","a",""] | distinct a)", {"a:string", "", "a"});
    query(R"(datatable(a:long, b:string)[1,"x"] | distinct a | project b)",
          {"error: There is no column 'b' here."});
}

void TestOperatorsRows::makesRanges_data()
{
    declareQueries();
    query("range x from 1 to 3 step 1", {"x:long", "1", "2", "3"});
    query("range x from 3 to 1 step -1", {"x:long", "3", "2", "1"});
    query("range x from 3 to 1 step 1", {"x:long"});
    query("range x from 1 to 2 step 0.5", {"x:real", "1.0", "1.5", "2.0"});
    query("range x from 1 to 3 step 0", {"error: The step of range must not be 0."});
    query("range x from 1h to 3h step 1h", {"x:timespan", "01:00:00", "02:00:00", "03:00:00"});
    query("range x from datetime(2020-01-01) to datetime(2020-01-03) step 1d",
          {"x:datetime", "2020-01-01T00:00:00.0000000Z", "2020-01-02T00:00:00.0000000Z",
           "2020-01-03T00:00:00.0000000Z"});
    query("range x from datetime(2020-01-01) to 3 step 1d",
          {"error: Both ends of range need the same type, and these are datetime and long."});
    query("range x from int(1) to int(3) step int(1)", {"x:int", "1", "2", "3"});
    query(R"(range x from "a" to "b" step 1)", {"error: range counts numbers or times, not string."});
    query("range x from 9223372036854775805 to 9223372036854775807 step 2",
          {"x:long", "9223372036854775805", "9223372036854775807"});
    query("range x from 1 to 1000000000000 step 1",
          {"error: This range has more than 10,000,000,000 rows. Choose a larger step."});
    query("range x from 1 to 10000000000 step 1 | take 2", {"x:long", "1", "2"});
    query("range x from 1 to 100000 step 1 | where x % 50000 == 0", {"x:long", "50000", "100000"});
}

void TestOperatorsRows::readsTables_data()
{
    declareQueries();
    query("datatable(a:long, b:string)[]", {"a:long | b:string"});
    query("datatable(a:long, b:string)[1]", {"error: 1 values do not fill rows of 2 columns."});
    query(R"(datatable(a:long, a:string)[1,"x"])", {"error: There are two columns 'a'."});
    query("datatable(a:nope)[1]", {"error: 'nope' is no type."});
    query("datatable(a:string)[null]", {R"(error: A string is never null. Write "".)"});
    query("datatable(a:int, b:real, c:bool, d:datetime, e:timespan, f:guid, g:dynamic, "
          "h:decimal)[null,null,null,null,null,null,null,null]",
          {"a:int | b:real | c:bool | d:datetime | e:timespan | f:guid | g:dynamic | h:decimal",
           "null | null | null | null | null | null | null | null"});
    query("datatable(a:real)[1]", {"a:real", "1.0"});
}

void TestOperatorsRows::showsLast_data()
{
    declareQueries();
    query("print x=1 | render table | take 1",
          {"error: render shows the result, so it must be the last operator."});
    query("let T = print x=1 | render table; T | take 1", {"x:long", "1"});
    query(R"(print x=1 | render timechart with (title="a b"))", {"x:long", "1"});
    query("print x=1 | consume", {"x:long"});
}

QTEST_GUILESS_MAIN(TestOperatorsRows)
#include "tst_operators_rows.moc"
