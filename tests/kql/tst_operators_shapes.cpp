#include "tests/kql/query_cases.h"

using namespace signalbox::kql::test;

class TestOperatorsShapes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expands_data();
    void expands() { checkQuery(); }
    void applies_data();
    void applies() { checkQuery(); }
    void parses_data();
    void parses() { checkQuery(); }
    void parsesByExpressions_data();
    void parsesByExpressions() { checkQuery(); }
    void parsesPairs_data();
    void parsesPairs() { checkQuery(); }
    void unpacks_data();
    void unpacks() { checkQuery(); }
    void reduces_data();
    void reduces() { checkQuery(); }
    void scans_data();
    void scans() { checkQuery(); }
};

void TestOperatorsShapes::expands_data()
{
    declareQueries();
    query(
        R"(datatable(a:dynamic)[dynamic([1,2]),dynamic([]),dynamic(null),dynamic({"p":1,"q":2}),dynamic(5)] | mv-expand a)",
        {"a:dynamic", "1", "2", "5", "null", R"({"p":1})", R"({"q":2})"});
    query(R"(datatable(a:dynamic)[dynamic([1,2]),dynamic({"p":1})] | mv-expand a to typeof(long))",
          {"a:long", "1", "2", "null"});
    query(R"(datatable(a:dynamic,b:dynamic)[dynamic([1,2,3]),dynamic(["x"])] | mv-expand a, b)",
          {"a:dynamic | b:dynamic", R"(1 | "x")", "2 | null", "3 | null"});
    query(R"(datatable(a:dynamic,b:dynamic)[dynamic([1,2,3]),dynamic(["x"])] | mv-expand a, b limit 2)",
          {"a:dynamic | b:dynamic", R"(1 | "x")", "2 | null"});
    query("datatable(a:dynamic)[dynamic([1,2])] | mv-expand with_itemindex=i a",
          {"a:dynamic | i:long", "1 | 0", "2 | 1"});
    query(R"(datatable(a:dynamic)[dynamic({"p":1})] | mv-expand bagexpansion=array a)",
          {"a:dynamic", R"(["p",1])"});
    query(R"(datatable(a:dynamic)[dynamic({"p":1})] | mv-expand kind=array a)", {"a:dynamic", R"(["p",1])"});
    query("datatable(a:dynamic)[dynamic([1,2])] | mv-expand b=a",
          {"a:dynamic | b:dynamic", "[1,2] | 1", "[1,2] | 2"});
    query("datatable(a:dynamic)[dynamic([1,2])] | mv-expand a to typeof(string), c=a to typeof(real)",
          {"a:string | c:real", "1 | 1.0", "2 | 2.0"});
    query("datatable(a:long)[1] | mv-expand a",
          {"error: mv-expand takes arrays and bags, and this is a long."});
    query(R"(datatable(a:string)["[1,2]"] | mv-expand b=parse_json(a))",
          {"a:string | b:dynamic", "[1,2] | 1", "[1,2] | 2"});
    query("datatable(a:dynamic)[] | mv-expand a to typeof(long)", {"a:long"});
    query(R"(datatable(a:dynamic)[dynamic(["b",null,3])] | mv-expand a to typeof(string))",
          {"a:string", "", "3", "b"});
    query("datatable(id:long,a:dynamic)[1,dynamic([[1],[2,3]])] | mv-expand a | mv-expand a",
          {"id:long | a:dynamic", "1 | 1", "1 | 2", "1 | 3"});
}

void TestOperatorsShapes::applies_data()
{
    declareQueries();
    query("datatable(id:long,a:dynamic)[1,dynamic([1,2,3]),2,dynamic([4])] | mv-apply a to typeof(long) on "
          "(where a > 1)",
          {"id:long | a:long", "1 | 2", "1 | 3", "2 | 4"});
    query("datatable(id:long,a:dynamic)[1,dynamic([1,2,3]),2,dynamic([])] | mv-apply x=a to typeof(long) on "
          "(top 1 by x)",
          {"id:long | a:dynamic | x:long", "1 | [1,2,3] | 3"});
    query("datatable(id:long,a:dynamic)[1,dynamic([1,2,3])] | mv-apply x=a to typeof(long) on (count)",
          {"id:long | a:dynamic | Count:long", "1 | [1,2,3] | 3"});
    query("datatable(id:long,a:dynamic)[1,dynamic([1,2,3])] | mv-apply with_itemindex=i x=a to typeof(long) "
          "on (where i > 0 | project x)",
          {"id:long | a:dynamic | x:long", "1 | [1,2,3] | 2", "1 | [1,2,3] | 3"});
    query("datatable(id:long,a:dynamic)[1,dynamic([1,2]),2,dynamic([3])] | mv-apply x=a to typeof(long) on "
          "(as T | union T)",
          {"id:long | a:dynamic | x:long", "1 | [1,2] | 1", "1 | [1,2] | 1", "1 | [1,2] | 2", "1 | [1,2] | 2",
           "2 | [3] | 3", "2 | [3] | 3"});
    query(R"(datatable(id:long,a:dynamic)[1,dynamic([{"p":1}])] | mv-apply x=a on (evaluate bag_unpack(x)))",
          {"error: toscalar(), pivot and bag_unpack cannot read the rows of mv-apply or partition from "
           "inside it. Put them behind it."});
}

void TestOperatorsShapes::parses_data()
{
    declareQueries();
    query(R"(datatable(s:string)["a=1, b=xyz;","nothing"] | parse s with "a=" a:long ", b=" b ";")",
          {"s:string | a:long | b:string", "a=1, b=xyz; | 1 | xyz", "nothing | null | "});
    query(R"(datatable(s:string)["a=1, b=xyz;","nothing"] | parse-where s with "a=" a:long ", b=" b ";")",
          {"s:string | a:long | b:string", "a=1, b=xyz; | 1 | xyz"});
    query(R"(datatable(s:string)["a=q, b=xyz;"] | parse s with "a=" a:long ", b=" b ";")",
          {"s:string | a:long | b:string", "a=q, b=xyz; | null | "});
    query(R"(datatable(s:string)["a=q, b=xyz;"] | parse kind=relaxed s with "a=" a:long ", b=" b ";")",
          {"s:string | a:long | b:string", "a=q, b=xyz; | null | xyz"});
    query(R"(datatable(s:string)["n=5x rest"] | parse kind=relaxed s with "n=" n:long * " " rest)",
          {"s:string | n:long | rest:string", "n=5x rest | 5 | rest"});
    query(R"(datatable(s:string)["xx a=1 yy"] | parse s with * "a=" a:long *)",
          {"s:string | a:long", "xx a=1 yy | 1"});
    query(R"(datatable(s:string)["xx a=1 yy"] | parse s with "a=" a:long *)",
          {"s:string | a:long", "xx a=1 yy | null"});
    query(
        R"(datatable(s:string)["t=1.5e3 d=2020-01-02 g=x"] | parse s with "t=" t:real " d=" d:datetime " g=" g)",
        {"s:string | t:real | d:datetime | g:string",
         "t=1.5e3 d=2020-01-02 g=x | 1500.0 | 2020-01-02T00:00:00.0000000Z | x"});
    query(R"(datatable(s:string)["one.two"] | parse s with a "." b)",
          {"s:string | a:string | b:string", "one.two | one | two"});
    query(R"(datatable(s:string)["a1"] | parse s with a b)",
          {"error: Two columns need a text or * between them."});
    query(R"(datatable(s:string)["x"] | parse kind=nope s with a)",
          {"error: 'nope' is no kind of parse. Use simple, regex or relaxed."});
}

void TestOperatorsShapes::parsesByExpressions_data()
{
    declareQueries();
    query(
        R"(datatable(s:string)["MixedCASE123end"] | parse kind=regex s with up:string @"[0-9]+" tail:string)",
        {"s:string | up:string | tail:string", "MixedCASE123end | MixedCASE12 | end"});
    query(R"(datatable(s:string)["name=ab, name=cd, x"] | parse kind=regex s with * "name=" n "," *)",
          {"s:string | n:string", "name=ab, name=cd, x | ab, name=cd"});
    query(
        R"(datatable(s:string)["name=ab, name=cd, x"] | parse kind=regex flags=Ui s with * "NAME=" n "," *)",
        {"s:string | n:string", "name=ab, name=cd, x | cd"});
    query(R"(datatable(s:string)["k=(1) v=2"] | parse kind=regex s with @"(k)=\((\d)\) v=" v:long)",
          {"s:string | v:long", "k=(1) v=2 | 2"});
    query(R"(datatable(s:string)["a\nb"] | parse kind=regex s with "a." rest | project rest)",
          {"rest:string", ""});
    query(R"(datatable(s:string)["a\nb"] | parse kind=regex flags=s s with "a." rest | project rest)",
          {"rest:string", "b"});
    query(R"(datatable(s:string)["a"] | parse kind=regex s with "(" rest)",
          {R"(error: The regular expression "(" cannot be read: missing ): (.)"});
}

void TestOperatorsShapes::parsesPairs_data()
{
    declareQueries();
    query(
        R"(datatable(s:string)["k1=v1 k2=5"] | parse-kv s as (k1:string, k2:long) with (pair_delimiter=' ', kv_delimiter='='))",
        {"s:string | k1:string | k2:long", "k1=v1 k2=5 | v1 | 5"});
    query(
        R"(datatable(s:string)["k1:'a b',k2:5"] | parse-kv s as (k1:string, k2:long) with (pair_delimiter=',', kv_delimiter=':', quote="'"))",
        {"s:string | k1:string | k2:long", "k1:'a b',k2:5 | a b | 5"});
    query(
        R"(datatable(s:string)["k1=v1 k2=x"] | parse-kv s as (k2:long, k3:string) with (pair_delimiter=' ', kv_delimiter='='))",
        {"s:string | k2:long | k3:string", "k1=v1 k2=x | null | "});
    query(
        R"(print s="10:00 [INFO] Id:4587, Machine:Node1, Text: Started" | parse-kv s as (Text:string, Id:long, Machine:string) | project-away s)",
        {"Text:string | Id:long | Machine:string", "Started | 4587 | Node1"});
    query(
        R"(print s="Id:1, Text: 'it \\' is'" | parse-kv s as (Text:string, Id:long) with (quote="'", escape='\\') | project-away s)",
        {"Text:string | Id:long", "it ' is | 1"});
    query(
        R"(print s='a=1 "b c"=2 d="x y"' | parse-kv s as (a:long, ['b c']:long, d:string) with (pair_delimiter=' ', kv_delimiter='=', quote='"') | project-away s)",
        {"a:long | b c:long | d:string", "1 | 2 | x y"});
    query(
        R"(print s='a=1 (b c)=(2 3)' | parse-kv s as (a:long, ['b c']:string) with (pair_delimiter=' ', kv_delimiter='=', quote='()') | project-away s)",
        {"a:long | b c:string", "1 | 2 3"});
    query(R"(datatable(s:string)[""] | parse-kv s as (k:string) with (pair_delimiter=' ', kv_delimiter='='))",
          {"s:string | k:string", " | "});
}

void TestOperatorsShapes::unpacks_data()
{
    declareQueries();
    query(R"(datatable(d:dynamic)[dynamic({"b":1,"a":"x"}),dynamic({"b":2})] | evaluate bag_unpack(d))",
          {"a:string | b:long", " | 2", "x | 1"});
    query(
        R"(datatable(d:dynamic)[dynamic({"b":1,"a":"x"}),dynamic({"b":2.5})] | evaluate bag_unpack(d, "p_"))",
        {"p_a:string | p_b:real", " | 2.5", "x | 1.0"});
    query(R"(datatable(a:long, d:dynamic)[1,dynamic({"a":7})] | evaluate bag_unpack(d))",
          {"error: The bags have a property 'a', and there is such a column."});
    query(
        R"(datatable(a:long, d:dynamic)[1,dynamic({"a":7})] | evaluate bag_unpack(d, columnsConflict='replace_source'))",
        {"a:long", "7"});
    query(
        R"(datatable(d:dynamic)[dynamic({"b":1,"a":"x"}),dynamic({"b":2})] | evaluate bag_unpack(d) : (b:real, z:string))",
        {"b:real | z:string", "1.0 | ", "2.0 | "});
    query("datatable(a:long)[1] | evaluate bag_unpack(a)",
          {"error: bag_unpack() takes a column of type dynamic."});
    query(
        R"(datatable(d:dynamic, s:string)[dynamic({"a":1,"b":2}),"x"] | evaluate bag_unpack(d) : (*, b:long, c:string))",
        {"s:string | b:long | c:string", "x | 2 | "});
    query("evaluate narrow()", {"error: "});
    query("datatable(a:long)[1] | evaluate bag_unpak(a)",
          {"error: There is no plugin 'bag_unpak' here. Did you mean 'bag_unpack'?"});
    query(R"(datatable(a:long)[1] | evaluate python(typeof(*), ""))",
          {"error: The plugin python() is not supported here."});
    query(R"(datatable(a:long, s:string)[1,"a",2,"b"] | evaluate narrow())",
          {"Row:long | Column:string | Value:string", "0 | a | 1", "0 | s | a", "1 | a | 2", "1 | s | b"});
}

void TestOperatorsShapes::reduces_data()
{
    declareQueries();
    query(R"(datatable(s:string)["Machine 1 failed","Machine 2 failed","all fine here now"] | reduce by s)",
          {"Pattern:string | Count:long | Representative:string", "Machine * failed | 2 | Machine 1 failed",
           "all fine here now | 1 | all fine here now"});
}

void TestOperatorsShapes::scans_data()
{
    declareQueries();
    query("datatable(x:long)[1,2,3,4,5] | scan declare (s:long=0) with (step a: true => s = x + a.s;)",
          {"error: scan needs rows in a fixed order. Put sort or serialize before it."});
    query("datatable(x:long)[1,2,3,4,5] | sort by x asc | scan declare (s:long=0) with (step a: true => s = "
          "x + a.s;)",
          {"x:long | s:long", "1 | 1", "2 | 3", "3 | 6", "4 | 10", "5 | 15"});
    // A sequence that goes on keeps its number; a new one begins when the last step has taken it over.
    query(
        "datatable(x:long)[0,1,32,36,75] | sort by x asc | scan with_match_id=m declare (s:long) with "
        "(step a: true => s = iff(isnull(a.s), x, a.s); step b output=none: x - a.s > 30;)",
        {"x:long | s:long | m:long", "0 | 0 | 0", "1 | 0 | 0", "32 | 32 | 1", "36 | 32 | 1", "75 | 75 | 2"});
    query("datatable(x:long)[1,2,3] | sort by x asc | scan declare (x:long=0) with (step a: true;)",
          {"error: There is a column 'x' already."});
    query("datatable(x:long)[1,2,3] | sort by x asc | scan declare (s:long=0) with (step a: true => t = 1;)",
          {"error: 't' is not declared."});
}

QTEST_GUILESS_MAIN(TestOperatorsShapes)
#include "tst_operators_shapes.moc"
