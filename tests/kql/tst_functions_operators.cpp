#include <QTest>

#include "function_rows.h"

using namespace signalbox::kql::test;

class TestFunctionsOperators : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void arithmetic_data();
    void arithmetic() { checkRow(); }
    void comparison_data();
    void comparison() { checkRow(); }
    void logic_data();
    void logic() { checkRow(); }
    void terms_data();
    void terms() { checkRow(); }
    void membership_data();
    void membership() { checkRow(); }
    void dynamics_data();
    void dynamics() { checkRow(); }
    void refuses_data();
    void refuses();
};

void TestFunctionsOperators::arithmetic_data()
{
    declareRows();
    row("+", {"int:2147483647", "int:1"}, "long:2147483648");
    row("+", {"long:9223372036854775807", "long:1"}, "long:-9223372036854775808");
    row("+", {"int:1", "real:0.5"}, "real:1.5");
    row("+", {"long:1", "long:null"}, "long:null");
    row("+", {"decimal:0.1", "decimal:0.2"}, "decimal:0.3");
    row("+", {"datetime:2020-02-28", "timespan:2d"}, "datetime:2020-03-01T00:00:00.0000000Z");
    row("+", {"datetime:9999-12-31", "timespan:2d"}, "datetime:null");
    row("+", {"timespan:1h", "timespan:30m"}, "timespan:01:30:00");
    row("-", {"datetime:2020-03-01", "datetime:2020-02-28"}, "timespan:2.00:00:00");
    row("-", {"int:5"}, "long:-5");
    row("-", {"real:0"}, "real:-0.0");
    row("-", {"timespan:1d"}, "timespan:-1.00:00:00");
    row("*", {"timespan:1h", "real:1.5"}, "timespan:01:30:00");
    row("*", {"long:3", "timespan:1m"}, "timespan:00:03:00");
    row("/", {"long:-7", "long:2"}, "long:-3");
    row("/", {"long:7", "long:0"}, "long:null");
    row("/", {"long:-9223372036854775808", "long:-1"}, "long:-9223372036854775808");
    row("/", {"real:1", "long:0"}, "real:inf");
    row("/", {"real:-7", "real:2"}, "real:-3.5");
    row("/", {"timespan:90m", "timespan:1h"}, "real:1.5");
    row("/", {"timespan:1h", "long:2"}, "timespan:00:30:00");
    row("/", {"decimal:1", "decimal:8"}, "decimal:0.125");
    row("%", {"long:-7", "long:3"}, "long:2");
    row("%", {"long:7", "long:-3"}, "long:1");
    row("%", {"long:7", "long:0"}, "long:null");
    row("%", {"real:-7.5", "real:2"}, "real:0.5");
    row("%", {"timespan:25h", "timespan:1d"}, "timespan:01:00:00");
    row("+", {"dynamic:5", "long:2"}, "long:7");
    row("*", {"real:2", "dynamic:1.5"}, "real:3.0");
}

void TestFunctionsOperators::comparison_data()
{
    declareRows();
    row("==", {"long:1", "long:null"}, "bool:False");
    row("!=", {"long:1", "long:null"}, "bool:True");
    row("==", {"long:null", "long:null"}, "bool:null");
    row("<", {"long:1", "long:null"}, "bool:null");
    row("==", {"real:nan", "real:nan"}, "bool:False");
    row("!=", {"real:nan", "real:nan"}, "bool:True");
    row("==", {"int:2", "real:2"}, "bool:True");
    row("<", {"long:2", "real:2.5"}, "bool:True");
    row(">=", {"decimal:2.50", "real:2.5"}, "bool:True");
    row("==", {"string:a", "string:A"}, "bool:False");
    row("=~", {"string:MÜLLER", "string:müller"}, "bool:True");
    row("!~", {"string:a", "string:b"}, "bool:True");
    row("==", {"bool:true", "long:1"}, "bool:True");
    row("<", {"datetime:2020-01-01", "datetime:2020-01-02"}, "bool:True");
    row("==", {"dynamic:\"a\"", "string:a"}, "bool:True");
    row("==", {"dynamic:5", "long:5"}, "bool:True");
    row("==", {"dynamic:null", "string:a"}, "bool:False");
    row("!=", {"dynamic:null", "string:a"}, "bool:True");
    row(">", {"dynamic:5", "long:4"}, "bool:True");
    row("==", {"guid:{00000000-0000-0000-0000-0000000000AB}", "string:00000000-0000-0000-0000-0000000000ab"},
        "bool:True");
    row("between", {"long:3", "long:1", "long:3"}, "bool:True");
    row("between", {"long:4", "long:1", "long:3"}, "bool:False");
    row("!between", {"long:4", "long:1", "long:3"}, "bool:True");
    row("between", {"datetime:2020-01-03", "datetime:2020-01-01", "timespan:2d"}, "bool:True");
    row("between", {"datetime:2020-01-03T00:00:00.0000001Z", "datetime:2020-01-01", "timespan:2d"},
        "bool:False");
    row("between", {"long:null", "long:1", "long:3"}, "bool:null");
}

void TestFunctionsOperators::logic_data()
{
    declareRows();
    row("and", {"bool:null", "bool:false"}, "bool:False");
    row("and", {"bool:null", "bool:true"}, "bool:null");
    row("or", {"bool:null", "bool:true"}, "bool:True");
    row("or", {"bool:false", "bool:null"}, "bool:null");
    row("and", {"bool:true", "bool:true"}, "bool:True");
    row("not", {"bool:null"}, "bool:null");
    row("not", {"bool:false"}, "bool:True");
    row("isnull", {"string:"}, "bool:False");
    row("isempty", {"string:"}, "bool:True");
    row("isempty", {"long:null"}, "bool:True");
    row("isnotempty", {"dynamic:{}"}, "bool:True");
    row("isnull", {"dynamic:null"}, "bool:True");
    row("isnan", {"real:null"}, "bool:null");
    row("isfinite", {"real:inf"}, "bool:False");
}

void TestFunctionsOperators::terms_data()
{
    declareRows();
    row("has", {"string:one_two three", "string:TWO"}, "bool:True");
    row("has", {"string:twofold", "string:two"}, "bool:False");
    row("has_cs", {"string:one Two", "string:two"}, "bool:False");
    row("has", {"string:C'EST NAÏVE!", "string:naïve"}, "bool:True");
    row("has", {"string:version 1.2.3", "string:2.3"}, "bool:True");
    row("has", {"string:version 1.2.33", "string:2.3"}, "bool:False");
    row("has", {"string:a b", "string: "}, "bool:True");
    row("has", {"string:anything", "string:"}, "bool:True");
    row("!has", {"string:one two", "string:three"}, "bool:True");
    row("hasprefix", {"string:see teapot", "string:Tea"}, "bool:True");
    row("hasprefix", {"string:see steam", "string:tea"}, "bool:False");
    row("hassuffix", {"string:pot of tea.", "string:TEA"}, "bool:True");
    row("contains", {"string:steamer", "string:TEAM"}, "bool:True");
    row("contains_cs", {"string:steamer", "string:TEAM"}, "bool:False");
    row("!contains", {"string:steamer", "string:x"}, "bool:True");
    row("startswith", {"string:Éclair", "string:éc"}, "bool:True");
    row("endswith_cs", {"string:Éclair", "string:AIR"}, "bool:False");
    row("!endswith", {"string:Éclair", "string:AIR"}, "bool:False");
    row("has", {"dynamic:{\"k\":\"some words\"}", "string:words"}, "bool:True");
    row("matches regex", {"string:ab12", "string:[a-z]\\d"}, "bool:True");
    row("matches regex", {"string:ab", "string:^b"}, "bool:False");
    row("has_any", {"string:red and blue", "string:green", "string:BLUE"}, "bool:True");
    row("has_any", {"string:reddish", "dynamic:[\"red\",\"blue\"]"}, "bool:False");
    row("has_all", {"string:red and blue", "dynamic:[\"blue\",\"red\"]"}, "bool:True");
    row("has_all", {"string:red and blue", "string:blue", "string:green"}, "bool:False");
}

void TestFunctionsOperators::membership_data()
{
    declareRows();
    row("in", {"string:b", "string:a", "string:b"}, "bool:True");
    row("in", {"string:B", "string:a", "string:b"}, "bool:False");
    row("in~", {"string:MÜLLER", "string:müller"}, "bool:True");
    row("!in~", {"string:x", "string:müller"}, "bool:True");
    row("in", {"long:3", "dynamic:[1,2,3]"}, "bool:True");
    row("in", {"int:3", "real:3"}, "bool:True");
    row("in", {"long:3", "real:3.5"}, "bool:False");
    row("in", {"long:null", "long:1"}, "bool:False");
    row("!in", {"long:null", "long:1"}, "bool:True");
    row("in", {"datetime:2020-01-01", "datetime:2020-01-01"}, "bool:True");
    row("in", {"dynamic:\"a\"", "string:a"}, "bool:True");
    row("in", {"string:a"}, "bool:False");
}

void TestFunctionsOperators::dynamics_data()
{
    declareRows();
    row(".", {"dynamic:{\"a\":{\"b\":1}}", "string:a"}, "dynamic:{\"b\":1}");
    row(".", {"dynamic:{\"a\":1}", "string:b"}, "dynamic:null");
    row("[]", {"dynamic:[1,2,3]", "long:-1"}, "dynamic:3");
    row("[]", {"dynamic:[1,2,3]", "long:3"}, "dynamic:null");
    row("[]", {"dynamic:[1,2,3]", "string:a"}, "dynamic:null");
    row("[]", {"dynamic:{\"a\":1}", "long:0"}, "dynamic:null");
    row("[]", {"dynamic:{\"a\":1}", "dynamic:\"a\""}, "dynamic:1");
    row("[]", {"dynamic:\"text\"", "long:0"}, "dynamic:null");
}

void TestFunctionsOperators::refuses_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArrayList>("arguments");
    QTest::newRow("dynamic times dynamic") << QByteArray("*") << QByteArrayList{"dynamic:1", "dynamic:2"};
    QTest::newRow("text plus text") << QByteArray("+") << QByteArrayList{"string:a", "string:b"};
    QTest::newRow("datetime plus datetime")
        << QByteArray("+") << QByteArrayList{"datetime:2020-01-01", "datetime:2020-01-01"};
    QTest::newRow("datetime equals text")
        << QByteArray("==") << QByteArrayList{"datetime:2020-01-01", "string:2020-01-01"};
    QTest::newRow("number equals text") << QByteArray("==") << QByteArrayList{"long:1", "string:1"};
    QTest::newRow("dynamic equals dynamic")
        << QByteArray("==") << QByteArrayList{"dynamic:[1]", "dynamic:[1]"};
    QTest::newRow("text before text") << QByteArray("<") << QByteArrayList{"string:a", "string:b"};
    QTest::newRow("number has") << QByteArray("has") << QByteArrayList{"long:5", "string:5"};
    QTest::newRow("pattern that cannot be read")
        << QByteArray("matches regex") << QByteArrayList{"string:a", "string:(a"};
    QTest::newRow("number in texts") << QByteArray("in") << QByteArrayList{"long:1", "string:a"};
    QTest::newRow("minus text") << QByteArray("-") << QByteArrayList{"string:a"};
}

void TestFunctionsOperators::refuses()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArrayList, arguments);
    std::vector<signalbox::kql::Argument> given;
    std::vector<Typed> typedArguments;
    for (const QByteArray &argument : arguments)
        typedArguments.push_back(typed(argument.toStdString()));
    for (const Typed &argument : typedArguments)
        given.push_back({.type = argument.type, .constant = &argument.value});
    const auto *function = signalbox::kql::FunctionRegistry::standard().findScalar(name.toStdString());
    QVERIFY(function != nullptr);
    const auto bound = function->bind(given);
    QVERIFY(!bound.has_value());
    QVERIFY(bound.error().message.ends_with('.'));
}

QTEST_GUILESS_MAIN(TestFunctionsOperators)
#include "tst_functions_operators.moc"
