#include <QTest>

#include "function_rows.h"

using namespace signalbox::kql::test;

class TestFunctionsNumbers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void casts_data();
    void casts() { checkRow(); }
    void conditions_data();
    void conditions() { checkRow(); }
    void maths_data();
    void maths() { checkRow(); }
    void bins_data();
    void bins() { checkRow(); }
    void drawsAnotherNumberForEachRow();
    void saysWhatIsKnownElsewhere();
    void everyFunctionHasHelp();
};

void TestFunctionsNumbers::casts_data()
{
    declareRows();
    row("toint", {"string: 45 "}, "int:45");
    row("toint", {"string:3.14"}, "int:null");
    row("toint", {"real:-2.5"}, "int:-2");
    row("toint", {"timespan:1h"}, "int:1640261632");
    row("toint", {"bool:true"}, "int:1");
    row("toint", {"real:1e300"}, "int:2147483647");
    row("tolong", {"string:0x1F"}, "long:31");
    row("tolong", {"string:9223372036854775808"}, "long:null");
    row("tolong", {"datetime:1970-01-01"}, "long:621355968000000000");
    row("tolong", {"dynamic:\"12\""}, "long:12");
    row("toreal", {"string:1e400"}, "real:inf");
    row("toreal", {"string:0x1F"}, "real:null");
    row("tobool", {"string:tRuE"}, "bool:True");
    row("tobool", {"string: true"}, "bool:null");
    row("tobool", {"long:-5"}, "bool:True");
    row("tostring", {"real:1"}, "string:1.0");
    row("tostring", {"long:null"}, "string:");
    row("tostring", {"bool:true"}, "string:True");
    row("tostring", {"dynamic:\"a\""}, "string:a");
    row("tostring", {"dynamic:true"}, "string:true");
    row("tostring", {"dynamic:{\"b\": [1, 2.0]}"}, "string:{\"b\":[1,2.0]}");
    row("todecimal", {"real:0.1"}, "decimal:0.1");
    row("todatetime", {"long:0"}, "datetime:0001-01-01T00:00:00.0000000Z");
    row("todatetime", {"string:13-01-2022"}, "datetime:null");
    row("totimespan", {"string:1.02:03:04.5"}, "timespan:1.02:03:04.5000000");
    row("toguid", {"string:xyz"}, "guid:null");
    row("parse_json", {"string:{\"z\":1,\"a\":2}"}, "dynamic:{\"z\":1,\"a\":2}");
    row("parse_json", {"string:no json"}, "dynamic:\"no json\"");
    row("todynamic", {"dynamic:[1]"}, "dynamic:[1]");
    row("gettype", {"int:null"}, "string:int");
    row("gettype", {"dynamic:{}"}, "string:dictionary");
    row("gettype", {"dynamic:1.5"}, "string:double");
    row("gettype", {"dynamic:null"}, "string:null");
    row("gettype", {"real:1"}, "string:real");
    row("tohex", {"long:-1"}, "string:ffffffffffffffff");
    row("tohex", {"int:-256", "long:8"}, "string:ffffff00");
    row("tohex", {"long:255", "long:4"}, "string:00ff");
}

void TestFunctionsNumbers::conditions_data()
{
    declareRows();
    row("iff", {"bool:true", "long:1", "long:2"}, "long:1");
    row("iff", {"bool:null", "string:a", "string:b"}, "string:b");
    row("iif", {"bool:false", "int:1", "real:2.5"}, "real:2.5");
    row("iff", {"bool:true", "string:[1]", "dynamic:[2]"}, "string:[1]");
    row("case", {"bool:false", "string:a", "bool:true", "string:b", "string:c"}, "string:b");
    row("case", {"bool:false", "string:a", "bool:null", "string:b", "string:c"}, "string:c");
    row("coalesce", {"long:null", "long:3", "long:4"}, "long:3");
    row("coalesce", {"string:", "string:x"}, "string:x");
    row("coalesce", {"real:null", "real:null"}, "real:null");
    row("max_of", {"long:null", "long:3", "real:2.5"}, "real:3.0");
    row("min_of", {"int:4", "int:2"}, "int:2");
    row("max_of", {"datetime:2020-01-01", "datetime:2021-01-01"}, "datetime:2021-01-01T00:00:00.0000000Z");
}

void TestFunctionsNumbers::maths_data()
{
    declareRows();
    row("abs", {"long:-9223372036854775808"}, "long:-9223372036854775808");
    row("abs", {"int:-2147483648"}, "long:2147483648");
    row("abs", {"real:-1.5"}, "real:1.5");
    row("abs", {"timespan:-1h"}, "timespan:01:00:00");
    row("sign", {"real:-2"}, "real:-1.0");
    row("ceiling", {"real:-0.5"}, "real:-0.0");
    row("round", {"real:2.5"}, "real:3.0");
    row("round", {"real:-2.5"}, "real:-3.0");
    row("round", {"real:3.25", "long:1"}, "real:3.3");
    row("round", {"real:1234.5", "long:-2"}, "real:1200.0");
    row("round", {"decimal:2.345", "long:2"}, "decimal:2.35");
    row("sqrt", {"real:-1"}, "real:NaN");
    row("log", {"real:-1"}, "real:null");
    row("log", {"real:0"}, "real:-inf");
    row("log2", {"long:8"}, "real:3.0");
    row("pow", {"long:2", "long:10"}, "real:1024.0");
    row("exp10", {"long:2"}, "real:100.0");
    row("gcd", {"long:12", "long:18"}, "long:6");
    row("pi", {}, "real:3.141592653589793");
    row("binary_and", {"long:12", "long:10"}, "long:8");
    row("binary_xor", {"long:12", "long:10"}, "long:6");
    row("binary_not", {"long:0"}, "long:-1");
    row("binary_shift_left", {"long:1", "long:65"}, "long:2");
    row("binary_shift_right", {"long:-8", "long:1"}, "long:-4");
    row("bitset_count_ones", {"long:-1"}, "long:64");
    row("sin", {"real:null"}, "real:null");
}

void TestFunctionsNumbers::bins_data()
{
    declareRows();
    row("bin", {"long:-5", "long:2"}, "long:-6");
    row("bin", {"real:-1.5", "long:1"}, "real:-2.0");
    row("bin", {"long:5", "long:0"}, "long:null");
    row("bin", {"long:5", "long:-2"}, "long:null");
    row("bin", {"datetime:2020-06-18", "timespan:7d"}, "datetime:2020-06-15T00:00:00.0000000Z");
    row("bin", {"datetime:1969-12-31T23:30:00Z", "timespan:1h"}, "datetime:1969-12-31T23:00:00.0000000Z");
    row("bin", {"timespan:16d", "timespan:7d"}, "timespan:14.00:00:00");
    row("bin", {"decimal:7.5", "decimal:2"}, "decimal:6");
    row("floor", {"real:5.7", "real:0.5"}, "real:5.5");
    row("bin_at", {"long:6", "long:5", "long:7"}, "long:2");
    row("bin_at", {"datetime:2023-03-12T07:30:00Z", "timespan:1d", "datetime:1970-01-01T12:00:00Z"},
        "datetime:2023-03-11T12:00:00.0000000Z");
    row("bin_at", {"timespan:1h", "timespan:0h", "timespan:0h"}, "timespan:null");
}

void TestFunctionsNumbers::drawsAnotherNumberForEachRow()
{
    using namespace signalbox;
    using namespace signalbox::kql;
    const ScalarFunction *guid = FunctionRegistry::standard().findScalar("new_guid");
    QVERIFY(guid != nullptr);
    QCOMPARE(guid->evaluation, Evaluation::Volatile);
    const auto bound = guid->bind({});
    QVERIFY(bound.has_value());
    SeededRandom random(7);
    const auto guids = bound->kernel({}, 2, EvalContext{.now = {}, .random = random});
    QVERIFY(guids.has_value());
    QCOMPARE(guids->text(0).size(), std::size_t{36});
    QVERIFY(guidFromText(guids->text(0)) == std::string(guids->text(0)));
    QVERIFY(guids->text(0) != guids->text(1));
}

void TestFunctionsNumbers::saysWhatIsKnownElsewhere()
{
    using signalbox::kql::FunctionRegistry;
    QVERIFY(FunctionRegistry::isKnownElsewhere("geo_distance_2points"));
    QVERIFY(!FunctionRegistry::isKnownElsewhere("strlen"));
    for (const std::string &name : FunctionRegistry::namesKnownElsewhere()) {
        QVERIFY2(FunctionRegistry::isKnownElsewhere(name), name.c_str());
        QVERIFY2(FunctionRegistry::standard().findScalar(name) == nullptr, name.c_str());
    }
}

void TestFunctionsNumbers::everyFunctionHasHelp()
{
    const auto &registry = signalbox::kql::FunctionRegistry::standard();
    const auto names = registry.scalarNames();
    QVERIFY(names.size() > 150);
    for (const std::string &name : names) {
        const auto *function = registry.findScalar(name);
        QVERIFY2(function->help.ends_with('.'), name.c_str());
        QVERIFY2(function->maximumArguments == 0 || !function->parameters.empty(), name.c_str());
    }
}

QTEST_GUILESS_MAIN(TestFunctionsNumbers)
#include "tst_functions_numbers.moc"
