// The functions over arrays, sets and bags: one row a call.
#include <QTest>

#include "core/kql/engine.h"
#include "function_rows.h"
#include "result_of.h"

using namespace signalbox::kql::test;

class DynamicFunctionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void arrays_data();
    void arrays() { checkRow(); }
    void sortsAndMakes_data();
    void sortsAndMakes() { checkRow(); }
    void sets_data();
    void sets() { checkRow(); }
    void bags_data();
    void bags() { checkRow(); }
    void columns_data();
    void columns();
};

void DynamicFunctionsTest::arrays_data()
{
    declareRows();
    row("array_length", {"dynamic:[1,2,3]"}, "long:3");
    row("array_length", {"dynamic:{\"a\":1}"}, "long:null");
    row("array_length", {"dynamic:null"}, "long:null");
    row("array_length", {"string:x"}, "array_length takes (dynamic), not (string).");
    row("array_concat", {"dynamic:[1]", "dynamic:[]", "dynamic:[\"a\",null]"}, "dynamic:[1,\"a\",null]");
    row("array_concat", {"dynamic:[1]", "dynamic:null"}, "dynamic:null");
    row("array_slice", {"dynamic:[1,2,3,4,5]", "long:1", "long:3"}, "dynamic:[2,3,4]");
    row("array_slice", {"dynamic:[1,2,3,4,5]", "long:-3", "long:-2"}, "dynamic:[3,4]");
    row("array_slice", {"dynamic:[1,2,3]", "int:0", "long:100"}, "dynamic:[1,2,3]");
    row("array_slice", {"dynamic:[1,2,3]", "long:2", "long:1"}, "dynamic:[]");
    row("array_slice", {"dynamic:[1,2,3]", "long:-100", "long:0"}, "dynamic:[1]");
    row("array_slice", {"dynamic:7", "long:0", "long:1"}, "dynamic:null");
    row("array_split", {"dynamic:[1,2,3,4,5]", "long:2"}, "dynamic:[[1,2],[3,4,5]]");
    row("array_split", {"dynamic:[1,2,3,4,5]", "dynamic:[1,3]"}, "dynamic:[[1],[2,3],[4,5]]");
    row("array_split", {"dynamic:[1,2,3,4,5]", "dynamic:[-1]"}, "dynamic:[[1,2,3,4],[5]]");
    row("array_split", {"dynamic:[1,2]", "long:9"}, "dynamic:[[1,2],[]]");
    row("array_rotate_left", {"dynamic:[1,2,3,4,5]", "long:2"}, "dynamic:[3,4,5,1,2]");
    row("array_rotate_left", {"dynamic:[1,2,3,4,5]", "long:-7"}, "dynamic:[4,5,1,2,3]");
    row("array_rotate_right", {"dynamic:[1,2,3]", "long:1"}, "dynamic:[3,1,2]");
    row("array_rotate_right", {"dynamic:[]", "long:1"}, "dynamic:[]");
    row("array_shift_left", {"dynamic:[1,2,3,4,5]", "long:2"}, "dynamic:[3,4,5,null,null]");
    row("array_shift_left", {"dynamic:[1,2,3]", "long:-2", "long:-1"}, "dynamic:[-1,-1,1]");
    row("array_shift_right", {"dynamic:[\"a\",\"b\"]", "long:1"}, "dynamic:[\"\",\"a\"]");
    row("array_shift_right", {"dynamic:[1,2]", "long:9"}, "dynamic:[null,null]");
    row("array_reverse", {"dynamic:[1,\"a\",null]"}, "dynamic:[null,\"a\",1]");
    row("array_sum", {"dynamic:[1,2.5]"}, "real:3.5");
    row("array_sum", {"dynamic:[]"}, "real:0.0");
    row("array_sum", {"dynamic:[1,\"a\"]"}, "real:null");
    row("array_index_of", {"dynamic:[\"a\",\"b\",\"a\"]", "string:a"}, "long:0");
    row("array_index_of", {"dynamic:[\"a\",\"b\",\"a\"]", "string:a", "long:1"}, "long:2");
    row("array_index_of", {"dynamic:[\"a\",\"b\",\"a\"]", "string:a", "long:1", "long:1"}, "long:-1");
    row("array_index_of", {"dynamic:[\"a\",\"b\",\"a\"]", "string:a", "long:0", "long:-1", "long:2"},
        "long:2");
    row("array_index_of", {"dynamic:[\"a\",\"b\",\"a\"]", "string:a", "long:-1"}, "long:2");
    row("array_index_of", {"dynamic:[1]", "long:1", "long:0", "long:-2"}, "long:null");
    row("array_index_of", {"dynamic:[1,2]", "int:2"}, "long:1");
    row("array_index_of", {"dynamic:[1,2]", "string:2"}, "long:-1");
    row("array_iff", {"dynamic:[true,false,true]", "dynamic:[1,2,3]", "dynamic:[4,5,6]"}, "dynamic:[1,5,3]");
    row("array_iff", {"dynamic:[1,0,50]", "string:yes", "string:no"}, "dynamic:[\"yes\",\"no\",\"yes\"]");
    row("array_iff", {"dynamic:[\"x\",null]", "long:1", "long:0"}, "dynamic:[null,null]");
    row("array_iif", {"dynamic:[true,true]", "dynamic:[1]", "dynamic:[3,4]"}, "dynamic:[1,null]");
}

void DynamicFunctionsTest::sortsAndMakes_data()
{
    declareRows();
    row("array_sort_asc", {"dynamic:[3,1,2]"}, "dynamic:[1,2,3]");
    row("array_sort_desc", {"dynamic:[3,1,2.5]"}, "dynamic:[3,2.5,1]");
    row("array_sort_asc", {"dynamic:[null,\"b\",\"a\"]"}, "dynamic:[\"a\",\"b\",null]");
    row("array_sort_asc", {"dynamic:[null,\"b\",\"a\"]", "bool:false"}, "dynamic:[null,\"a\",\"b\"]");
    row("array_sort_desc", {"dynamic:[null,\"a\",3,true,1]"}, "dynamic:[3,1,\"a\",true,null]");
    row("array_sort_asc", {"dynamic:5"}, "dynamic:null");
    row("array_sort_asc", {"string:x"},
        "array_sort_asc() takes arrays, and a bool at the end for nulls last, not (string).");
    row("range", {"long:1", "long:8", "long:3"}, "dynamic:[1,4,7]");
    row("range", {"long:1", "long:3"}, "dynamic:[1,2,3]");
    row("range", {"long:3", "long:1"}, "dynamic:[]");
    row("range", {"long:3", "long:1", "long:-1"}, "dynamic:[3,2,1]");
    row("range", {"long:3", "long:1", "long:0"}, "dynamic:null");
    row("range", {"real:1", "long:2", "real:0.5"}, "dynamic:[1.0,1.5,2.0]");
    row("range", {"timespan:01:00:00", "timespan:03:00:00"},
        "dynamic:[\"01:00:00\",\"02:00:00\",\"03:00:00\"]");
    row("range", {"datetime:2020-01-01", "datetime:2020-01-02", "timespan:1.00:00:00"},
        "dynamic:[\"2020-01-01T00:00:00.0000000Z\",\"2020-01-02T00:00:00.0000000Z\"]");
    row("range", {"long:9223372036854775806", "long:9223372036854775807"},
        "dynamic:[9223372036854775806,9223372036854775807]");
    row("repeat", {"long:1", "long:3"}, "dynamic:[1,1,1]");
    row("repeat", {"string:a", "long:0"}, "dynamic:[]");
    row("repeat", {"long:1", "long:-1"}, "dynamic:null");
    row("pack_array", {"long:1", "string:2", "timespan:00:00:02"}, "dynamic:[1,\"2\",\"00:00:02\"]");
    row("pack_array", {"long:null", "dynamic:[1]"}, "dynamic:[null,[1]]");
    row("zip", {"dynamic:[1,3]", "dynamic:[2,4]"}, "dynamic:[[1,2],[3,4]]");
    row("zip", {"dynamic:[\"A\",1,1.5]", "dynamic:[{},\"B\"]"}, "dynamic:[[\"A\",{}],[1,\"B\"],[1.5,null]]");
}

void DynamicFunctionsTest::sets_data()
{
    declareRows();
    row("set_union", {"dynamic:[1,2,2]", "dynamic:[3,2]", "dynamic:[5]"}, "dynamic:[1,2,3,5]");
    row("set_union", {"dynamic:[1]", "dynamic:null"}, "dynamic:null");
    row("set_intersect", {"dynamic:[1,2,3,3]", "dynamic:[3,2,9]", "dynamic:[3,2]"}, "dynamic:[2,3]");
    row("set_difference", {"dynamic:[1,2,3,3]", "dynamic:[2]", "dynamic:[1]"}, "dynamic:[3]");
    row("set_difference", {"dynamic:[null,1,null,2]", "dynamic:[null]"}, "dynamic:[1,2]");
    row("set_has_element", {"dynamic:[1,2]", "long:2"}, "bool:True");
    row("set_has_element", {"dynamic:[1,2]", "string:2"}, "bool:False");
    row("set_has_element", {"dynamic:{}", "string:2"}, "bool:null");
    row("jaccard_index", {"dynamic:[1,2,3]", "dynamic:[1,2,3,4]"}, "real:0.75");
    row("jaccard_index", {"dynamic:[]", "dynamic:[]"}, "real:NaN");
}

void DynamicFunctionsTest::bags_data()
{
    declareRows();
    row("bag_pack", {"string:a", "long:1", "string:b", "string:x"}, "dynamic:{\"a\":1,\"b\":\"x\"}");
    row("pack", {"string:a", "long:null"}, "dynamic:{\"a\":null}");
    row("pack_dictionary", {"string:a", "long:1", "string:a", "long:2"}, "dynamic:{\"a\":2}");
    row("bag_pack", {"string:a", "long:1", "string:b"},
        "bag_pack() takes keys and values in turn, and the last key has no value.");
    row("bag_keys", {"dynamic:{\"a\":1,\"c\":{\"d\":1}}"}, "dynamic:[\"a\",\"c\"]");
    row("bag_keys", {"dynamic:[]"}, "dynamic:null");
    row("bag_has_key", {"dynamic:{\"a\":{\"b\":null}}", "string:$.a.b"}, "bool:True");
    row("bag_has_key", {"dynamic:{\"a\":{\"b\":null}}", "string:b"}, "bool:False");
    row("bag_has_key", {"dynamic:[1]", "string:b"}, "bool:null");
    row("bag_set_key", {"dynamic:{\"a\":1}", "string:b", "long:2"}, "dynamic:{\"a\":1,\"b\":2}");
    row("bag_set_key", {"dynamic:{\"a\":1}", "string:a", "string:x"}, "dynamic:{\"a\":\"x\"}");
    row("bag_set_key", {"dynamic:{\"a\":1}", "string:$.b.c", "long:2"}, "dynamic:{\"a\":1,\"b\":{\"c\":2}}");
    row("bag_set_key", {"dynamic:{\"a\":[1]}", "string:$.a[0]", "long:2"}, "dynamic:null");
    row("bag_remove_keys", {"dynamic:{\"a\":1,\"b\":2}", "dynamic:[\"b\",\"z\"]"}, "dynamic:{\"a\":1}");
    row("bag_remove_keys", {"dynamic:{\"a\":{\"b\":1,\"c\":2},\"d\":3}", "dynamic:[\"$.a.b\",\"d\"]"},
        "dynamic:{\"a\":{\"c\":2}}");
    row("bag_merge", {"dynamic:{\"a\":1,\"b\":2}", "dynamic:{\"b\":3,\"c\":4}"},
        "dynamic:{\"a\":1,\"b\":2,\"c\":4}");
    row("bag_zip", {"dynamic:[\"a\",8,\"b\"]", "dynamic:[1,\"2\",2.5]"}, "dynamic:{\"a\":1,\"b\":2.5}");
    row("bag_zip", {"dynamic:[\"a\",\"b\"]", "dynamic:[1]"}, "dynamic:{\"a\":1,\"b\":null}");
    row("bag_zip", {"dynamic:[\"a\"]", "dynamic:1"}, "dynamic:{\"a\":null}");
    row("bag_zip", {"dynamic:1", "dynamic:[1]"}, "dynamic:null");
    row("treepath", {"dynamic:{\"a\":\"b\",\"c\":123}"}, "dynamic:[\"['a']\",\"['c']\"]");
    row("treepath", {"dynamic:{\"l\":[100,\"x\",{\"x\":\"y\"}]}"},
        "dynamic:[\"['l']\",\"['l'][0]\",\"['l'][0]['x']\"]");
}

// Functions that give several columns.
void DynamicFunctionsTest::columns_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("answer"); // names and the values of the first row
    QTest::newRow("all, named after the arguments")
        << QByteArray("print a = dynamic([2,1]), b = dynamic(['x','y']) | project array_sort_asc(a, b)")
        << QByteArray("a_sorted=[1,2] b_sorted=[\"y\",\"x\"]");
    QTest::newRow("names in brackets")
        << QByteArray(
               "print a = dynamic([2,1]), b = dynamic(['x','y']) | project (p, q) = array_sort_asc(a, b)")
        << QByteArray("p=[1,2] q=[\"y\",\"x\"]");
    QTest::newRow("fewer names drop the rest")
        << QByteArray("range i from 1 to 3 step 1 | extend a = range(i, 0, -1) | project (p, q) = "
                      "array_sort_asc(a, a, a)")
        << QByteArray("p=[0,1] q=[0,1]");
    QTest::newRow("one name takes the first")
        << QByteArray("print a = dynamic([2,1]), b = dynamic([1]) | project p = array_sort_asc(a, b)")
        << QByteArray("p=[1,2]");
    QTest::newRow("an index picks one")
        << QByteArray("print a = dynamic([2,1]), b = dynamic([7,8]) | project p = array_sort_desc(a, b)[1]")
        << QByteArray("p=[7,8]");
    QTest::newRow("as an argument the first counts")
        << QByteArray("print p = array_length(array_sort_asc(dynamic([1]), dynamic([2])))")
        << QByteArray("p=1");
    QTest::newRow("another length is null")
        << QByteArray("print array_sort_asc(dynamic([1]), dynamic([2,3]))[1]") << QByteArray("print_0=null");
    QTest::newRow("all columns as an array")
        << QByteArray("print a = 1, b = 'x' | project p = pack_array(*)") << QByteArray("p=[1,\"x\"]");
    QTest::newRow("columns as a bag")
        << QByteArray("print a = 1, b = 'x', c = 2 | project p = bag_pack_columns(c, a)")
        << QByteArray("p={\"c\":2,\"a\":1}");
    QTest::newRow("too many names")
        << QByteArray("print (a, b, c) = array_sort_asc(dynamic([1]), dynamic([2]))")
        << QByteArray("Line 1, column 7: The function gives 2 columns and not 3.");
}

void DynamicFunctionsTest::columns()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QByteArray, answer);
    const auto result = signalbox::kql::runQuery(query.toStdString(), NoTables());
    std::string shownRow;
    if (!result) {
        shownRow = result.error().message;
    } else {
        const auto &table = result->tables.at(0);
        for (std::size_t i = 0; i < table.schema.fields.size(); ++i)
            shownRow += (i > 0 ? " " : "") + table.schema.fields[i].name + "=" +
                        signalbox::kql::toJsonText(table.batches.at(0).column(i).value(0));
    }
    QCOMPARE(QByteArray::fromStdString(shownRow), answer);
}

QTEST_APPLESS_MAIN(DynamicFunctionsTest)
#include "tst_dynamic_functions.moc"
