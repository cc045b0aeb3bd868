#include <QTest>

#include <array>
#include <cmath>
#include <limits>

#include "core/base/text.h"
#include "tests/base/bytes.h"

using namespace signalbox;

class TestText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void trims_data();
    void trims();
    void splits_data();
    void splits();
    void utf8_data();
    void utf8();
    void hex();
    void integers_data();
    void integers();
    void numbers_data();
    void numbers();
    void nearestWord_data();
    void nearestWord();
    void names_data();
    void names();
    void nameErrorsNameTheThing();
};

void TestText::trims_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("blank") << QByteArray(" \t\r\n\f\v ") << QByteArray();
    QTest::newRow("word") << QByteArray("word") << QByteArray("word");
    QTest::newRow("both ends") << QByteArray("\t a b \r\n") << QByteArray("a b");
    QTest::newRow("one letter") << QByteArray(" x ") << QByteArray("x");
    QTest::newRow("other scripts") << QByteArray(" größe ") << QByteArray("größe");
}

void TestText::trims()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, expected);
    QCOMPARE(bytes(trimmed(view(text))), expected);
}

void TestText::splits_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArrayList>("expected");
    QTest::newRow("nothing") << QByteArray() << QByteArrayList{""};
    QTest::newRow("one") << QByteArray("a") << QByteArrayList{"a"};
    QTest::newRow("three") << QByteArray("a,b,c") << QByteArrayList{"a", "b", "c"};
    QTest::newRow("empty parts") << QByteArray(",a,,b,") << QByteArrayList{"", "a", "", "b", ""};
    QTest::newRow("separator alone") << QByteArray(",") << QByteArrayList{"", ""};
}

void TestText::splits()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArrayList, expected);
    QByteArrayList parts;
    for (const std::string_view part : split(view(text), ','))
        parts << bytes(part);
    QCOMPARE(parts, expected);
}

void TestText::utf8_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("valid");
    QTest::newRow("nothing") << QByteArray() << true;
    QTest::newRow("ASCII") << QByteArray("plain") << true;
    QTest::newRow("two bytes") << QByteArray("\xC3\xA4") << true;
    QTest::newRow("four bytes") << QByteArray("\xF0\x9F\x9A\x82") << true;
    QTest::newRow("embedded zero") << QByteArray("a\0b", 3) << true;
    QTest::newRow("cut short") << QByteArray("\xC3") << false;
    QTest::newRow("stray continuation") << QByteArray("\xA4") << false;
    QTest::newRow("overlong") << QByteArray("\xC0\xAF") << false;
    QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << false;
    QTest::newRow("beyond Unicode") << QByteArray("\xF4\x90\x80\x80") << false;
    QTest::newRow("Latin-1") << QByteArray("gr\xF6\xDF"
                                           "e")
                             << false;
}

void TestText::utf8()
{
    QFETCH(const QByteArray, text);
    QFETCH(const bool, valid);
    QCOMPARE(isUtf8(view(text)), valid);
}

void TestText::hex()
{
    constexpr std::array<std::uint8_t, 5> raw = {0x00, 0x0F, 0xA0, 0x7F, 0xFF};
    QCOMPARE(bytes(toHex(raw)), QByteArray("000fa07fff"));
    QVERIFY(toHex({}).empty());
}

void TestText::integers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("valid");
    QTest::addColumn<qint64>("value");
    const auto accept = [](const char *text, qint64 value) {
        QTest::newRow(text) << QByteArray(text) << true << value;
    };
    const auto refuse = [](const char *name, const char *text) {
        QTest::newRow(name) << QByteArray(text) << false << qint64{0};
    };
    accept("0", 0);
    accept("-0", 0);
    accept("007", 7);
    accept("-42", -42);
    accept("9223372036854775807", std::numeric_limits<qint64>::max());
    accept("-9223372036854775808", std::numeric_limits<qint64>::min());
    refuse("nothing", "");
    refuse("sign alone", "-");
    refuse("plus", "+1");
    refuse("too large", "9223372036854775808");
    refuse("too small", "-9223372036854775809");
    refuse("decimal", "1.0");
    refuse("exponent", "1e3");
    refuse("space in front", " 1");
    refuse("space behind", "1 ");
    refuse("hexadecimal", "0x10");
    refuse("words", "twelve");
}

void TestText::integers()
{
    QFETCH(const QByteArray, text);
    QFETCH(const bool, valid);
    QFETCH(const qint64, value);
    const auto result = toInteger(view(text));
    QCOMPARE(result.has_value(), valid);
    if (valid)
        QCOMPARE(qint64{*result}, value);
    else
        QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
}

void TestText::numbers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("valid");
    QTest::addColumn<double>("value");
    const auto accept = [](const char *text, double value) {
        QTest::newRow(text) << QByteArray(text) << true << value;
    };
    const auto refuse = [](const char *name, const char *text) {
        QTest::newRow(name) << QByteArray(text) << false << 0.0;
    };
    accept("0", 0.0);
    accept("12", 12.0);
    accept("-1.5", -1.5);
    accept("1e3", 1000.0);
    accept("2.5E-3", 0.0025);
    accept("0.1", 0.1);
    accept("1.7976931348623157e308", std::numeric_limits<double>::max());
    accept("4.9406564584124654e-324", std::numeric_limits<double>::denorm_min());
    accept("9007199254740993", 9007199254740992.0); // to nearest, ties to even
    refuse("nothing", "");
    refuse("sign alone", "-");
    refuse("plus", "+1");
    refuse("comma", "1,5");
    refuse("two points", "1.2.3");
    refuse("exponent alone", "e5");
    refuse("space in front", " 1");
    refuse("space behind", "1 ");
    refuse("hexadecimal", "0x1p3");
    refuse("not a number", "nan");
    refuse("infinity", "inf");
    refuse("minus infinity", "-Infinity");
    refuse("overflow", "1e999");
    refuse("unit", "5ms");
}

void TestText::numbers()
{
    QFETCH(const QByteArray, text);
    QFETCH(const bool, valid);
    QFETCH(const double, value);
    const auto result = toNumber(view(text));
    QCOMPARE(result.has_value(), valid);
    if (valid)
        QVERIFY(*result == value); // to the last bit; QCOMPARE would round
    else
        QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
}

void TestText::nearestWord_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("exact") << QByteArray("production") << QByteArray("production");
    QTest::newRow("swapped neighbours") << QByteArray("prodcution") << QByteArray("production");
    QTest::newRow("missing letter") << QByteArray("stagin") << QByteArray("staging");
    QTest::newRow("letter too many") << QByteArray("stagging") << QByteArray("staging");
    QTest::newRow("wrong letter") << QByteArray("ape") << QByteArray("age");
    QTest::newRow("first of equals") << QByteArray("bat") << QByteArray("bar");
    QTest::newRow("two letters") << QByteArray("br") << QByteArray("bar");
    QTest::newRow("too far") << QByteArray("traffic") << QByteArray();
    QTest::newRow("nothing in common") << QByteArray("x") << QByteArray();
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("a pasted page") << QByteArray(1'000'000, 'a') << QByteArray();
}

void TestText::nearestWord()
{
    QFETCH(const QByteArray, word);
    QFETCH(const QByteArray, expected);
    const std::array<std::string, 6> candidates = {"production", "staging", "age", "bar", "car", "y"};
    QCOMPARE(bytes(nearest(view(word), candidates)), expected);
    QVERIFY(nearest(view(word), {}).empty());
}

void TestText::names_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("valid");
    QTest::newRow("word") << QByteArray("diabetes") << true;
    QTest::newRow("all kinds") << QByteArray("Diabetes-2.1_b") << true;
    QTest::newRow("digit first") << QByteArray("2nd") << true;
    QTest::newRow("one letter") << QByteArray("a") << true;
    QTest::newRow("63 letters") << QByteArray(63, 'a') << true;
    QTest::newRow("64 letters") << QByteArray(64, 'a') << false;
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("dot first") << QByteArray(".hidden") << false;
    QTest::newRow("hyphen first") << QByteArray("-rf") << false;
    QTest::newRow("underscore first") << QByteArray("_a") << false;
    QTest::newRow("folder up") << QByteArray("../a") << false;
    QTest::newRow("slash") << QByteArray("a/b") << false;
    QTest::newRow("backslash") << QByteArray("a\\b") << false;
    QTest::newRow("space") << QByteArray("a b") << false;
    QTest::newRow("line end") << QByteArray("a\n") << false;
    QTest::newRow("zero byte") << QByteArray("a\0b", 3) << false;
    QTest::newRow("other scripts") << QByteArray("größe") << false;
    QTest::newRow("quote") << QByteArray("a'b") << false;
}

void TestText::names()
{
    QFETCH(const QByteArray, name);
    QFETCH(const bool, valid);
    const Status status = checkName("model", view(name));
    QCOMPARE(status.has_value(), valid);
    if (!valid)
        QCOMPARE(status.error().code, ErrorCode::InvalidArgument);
}

void TestText::nameErrorsNameTheThing()
{
    QVERIFY(bytes(checkName("model", "a b").error().message)
                .startsWith("'a b' cannot be the name of a model. Use "));
    QVERIFY(bytes(checkName("endpoint", "").error().message).contains(" of an endpoint. "));
}

QTEST_GUILESS_MAIN(TestText)
#include "tst_text.moc"
