#include <QTest>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/base/random.h"
#include "core/kql/values/dynamic_json.h"
#include "core/kql/values/text_to_value.h"
#include "core/kql/values/value_to_text.h"

using namespace signalbox::kql;

class TestTextOfValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsDateTimes_data();
    void readsDateTimes();
    void readsTimeSpans_data();
    void readsTimeSpans();
    void readsScalars_data();
    void readsScalars();
    void writesReals_data();
    void writesReals();
    void readsBackEveryReal();
    void writesSpans_data();
    void writesSpans();
    void keepsJson_data();
    void keepsJson();
    void writesLiterals_data();
    void writesLiterals();
};

void TestTextOfValues::readsDateTimes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("time");
    const auto row = [](const QByteArray &text, const QByteArray &time) {
        QTest::newRow(text.constData()) << text << time;
    };
    row("2020-06-15", "2020-06-15T00:00:00.0000000Z");
    row("2020-06-15T13:45:09.1234567Z", "2020-06-15T13:45:09.1234567Z");
    row("2020-06-15 13:45:09", "2020-06-15T13:45:09.0000000Z");
    row(" 2020-06-15T13:45 ", "2020-06-15T13:45:00.0000000Z");
    row("2020-06-15T13:45:09.12345678912Z", "2020-06-15T13:45:09.1234567Z");
    row("2020-06-15T01:00:00+02:00", "2020-06-14T23:00:00.0000000Z");
    row("2020-06-15T23:00:00-0130", "2020-06-16T00:30:00.0000000Z");
    row("2020-06-15Z", "2020-06-15T00:00:00.0000000Z");
    row("2020-06", "2020-06-01T00:00:00.0000000Z");
    row("2020", "2020-01-01T00:00:00.0000000Z");
    row("20200615", "2020-06-15T00:00:00.0000000Z");
    row("2020/6/5", "2020-06-05T00:00:00.0000000Z");
    row("1/15/2022", "2022-01-15T00:00:00.0000000Z");
    row("01-15-2022 3:04:05 PM", "2022-01-15T15:04:05.0000000Z");
    row("12/31/99", "1999-12-31T00:00:00.0000000Z");
    row("Jan 15, 2022", "2022-01-15T00:00:00.0000000Z");
    row("15 January 2022 10:20", "2022-01-15T10:20:00.0000000Z");
    row("Sat, 15 Jan 2022 10:20:30 GMT", "2022-01-15T10:20:30.0000000Z");
    row("15-Jan-22", "2022-01-15T00:00:00.0000000Z");
    row("1546300800", "2019-01-01T00:00:00.0000000Z");
    row("1546300800000", "2019-01-01T00:00:00.0000000Z");
    row("0001-01-01", "0001-01-01T00:00:00.0000000Z");
    row("9999-12-31T23:59:59.9999999", "9999-12-31T23:59:59.9999999Z");
    for (const char *bad :
         {"", "13-01-2022", "2020-13-01", "2020-02-30", "not a date", "2020-06-15T25:00", "0000-01-01",
          "2020-06-15T10:00:00 CET", "2020-06-15T", "10000-01-01", "1/2", "2020-06-15x"})
        row(bad, "none");
}

void TestTextOfValues::readsDateTimes()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, time);
    const auto read = dateTimeFromText(text.toStdString());
    QCOMPARE(read ? QByteArray::fromStdString(toText(*read)) : QByteArray("none"), time);
}

void TestTextOfValues::readsTimeSpans_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("span");
    const auto row = [](const QByteArray &text, const QByteArray &span) {
        QTest::newRow(text.constData()) << text << span;
    };
    row("1.02:03:04", "1.02:03:04");
    row("-00:30", "-00:30:00");
    row("0.00:03:00", "00:03:00");
    row("2", "2.00:00:00");
    row("1.5h", "01:30:00");
    row("3 days", "3.00:00:00");
    row("100ms", "00:00:00.1000000");
    row("5microseconds", "00:00:00.0000050");
    row("1tick", "00:00:00.0000001");
    row("10:20:30.5", "10:20:30.5000000");
    row("14:00:00:00", "14.00:00:00");
    for (const char *bad :
         {"", "abc", "1w", "24:00", "10:60", "1d2h", "1.2.3", "99999999999d", "1.02:03:04.12345678"})
        row(bad, "none");
}

void TestTextOfValues::readsTimeSpans()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, span);
    const auto read = timeSpanFromText(text.toStdString());
    QCOMPARE(read ? QByteArray::fromStdString(toText(*read)) : QByteArray("none"), span);
}

void TestTextOfValues::readsScalars_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](Type type, const QByteArray &text, const QByteArray &value) {
        QTest::addRow("%s %s", typeName(type).data(), text.constData())
            << static_cast<int>(type) << text << value;
    };
    row(Type::Long, "+7", "7");
    row(Type::Long, "-9223372036854775808", "-9223372036854775808");
    row(Type::Long, "0xffffffffffffffff", "-1");
    row(Type::Long, "-0x10", "");
    row(Type::Long, "0b101", "");
    row(Type::Long, "1e3", "");
    row(Type::Int, "2147483648", "");
    row(Type::Int, "\t456\t", "456");
    row(Type::Real, " 2.50 ", "2.5");
    row(Type::Real, "NaN", "NaN");
    row(Type::Real, "-inf", "-inf");
    row(Type::Real, "1.5x", "");
    row(Type::Real, "4.9e-324", "5e-324");
    row(Type::Bool, "FALSE", "False");
    row(Type::Bool, "2", "True");
    row(Type::Bool, "1.0", "");
    row(Type::Decimal, "-0.0", "0");
    row(Type::Decimal, "1.2300e2", "123");
    row(Type::Decimal, "3.14159265358979323846264338327950288419", "3.141592653589793238462643383279503");
    row(Type::Decimal, "9.9999999999999999999999999999999999", "10");
    row(Type::Decimal, "1.2.3", "");
    row(Type::Guid, "{74BE27DE-1E4E-49D9-B579-FE0B331D3642}", "74be27de-1e4e-49d9-b579-fe0b331d3642");
    row(Type::Guid, "74be27de1e4e49d9b579fe0b331d3642", "74be27de-1e4e-49d9-b579-fe0b331d3642");
    row(Type::Guid, "74be27de-1e4e-49d9-b579", "");
}

void TestTextOfValues::readsScalars()
{
    QFETCH(const int, type);
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, value);
    QCOMPARE(QByteArray::fromStdString(toText(valueFromText(text.toStdString(), static_cast<Type>(type)))),
             value);
}

void TestTextOfValues::writesReals_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("grid");
    const auto row = [](double value, const QByteArray &text, const QByteArray &grid) {
        QTest::newRow(text.constData()) << value << text << grid;
    };
    row(1, "1.0", "1");
    row(-0.0, "-0.0", "-0");
    row(0.1 + 0.2, "0.30000000000000007", "0.30000000000000004");
    row(1.0 / 3.0, "0.3333333333333333", "0.3333333333333333");
    row(5e-324, "5e-324", "5E-324");
    row(1e11, "100000000000.0", "100000000000");
    row(1e15, "1000000000000000.0", "1E+15");
    row(1e20, "100000000000000000000.0", "1E+20");
    row(1.5e21, "1.5e21", "1.5E+21");
    row(0.0001, "0.0001", "0.0001");
    row(0.00001, "0.00001", "1E-05");
    row(1.5e-7, "1.5e-7", "1.5E-07");
    row(123456.789, "123456.789", "123456.789");
    row(std::numeric_limits<double>::infinity(), "inf", "Infinity");
    row(-std::numeric_limits<double>::infinity(), "-inf", "-Infinity");
    row(std::numeric_limits<double>::quiet_NaN(), "NaN", "NaN");
    row(1.7976931348623157e308, "1.7976931348623157e308", "1.7976931348623157E+308");
}

void TestTextOfValues::writesReals()
{
    QFETCH(const double, value);
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, grid);
    QCOMPARE(QByteArray::fromStdString(toText(value)), text);
    QCOMPARE(QByteArray::fromStdString(toGridText(value)), grid);
}

void TestTextOfValues::readsBackEveryReal()
{
    signalbox::SeededRandom random(5);
    for (int i = 0; i < 20'000; ++i) {
        const auto value = std::bit_cast<double>(random.below(std::numeric_limits<std::uint64_t>::max()));
        if (std::isfinite(value))
            QVERIFY2(realFromText(toText(value)) == value, toText(value).c_str());
    }
}

void TestTextOfValues::writesSpans_data()
{
    QTest::addColumn<qint64>("ticks");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("zero") << qint64{0} << QByteArray("00:00:00");
    QTest::newRow("a tick before") << qint64{-1} << QByteArray("-00:00:00.0000001");
    QTest::newRow("a day") << qint64{ticksPerDay} << QByteArray("1.00:00:00");
    QTest::newRow("the smallest") << std::numeric_limits<qint64>::min()
                                  << QByteArray("-10675199.02:48:05.4775808");
}

void TestTextOfValues::writesSpans()
{
    QFETCH(const qint64, ticks);
    QFETCH(const QByteArray, text);
    QCOMPARE(QByteArray::fromStdString(toText(TimeSpan{ticks})), text);
}

void TestTextOfValues::keepsJson_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("compact");
    QTest::addColumn<QByteArray>("indented");
    QTest::newRow("order of keys")
        << QByteArray(R"({"z": 1, "a": {"b": [1, 2.50, "x"]}})")
        << QByteArray(R"({"z":1,"a":{"b":[1,2.5,"x"]}})")
        << QByteArray(
               "{\n  \"z\": 1,\n  \"a\": {\n    \"b\": [\n      1,\n      2.5,\n      \"x\"\n    ]\n  }\n}");
    QTest::newRow("empty") << QByteArray(R"([{}, []])") << QByteArray(R"([{},[]])")
                           << QByteArray("[\n  {},\n  []\n]");
    QTest::newRow("escapes") << QByteArray(R"(["\"\\\/\n\u0007é"])")
                             << QByteArray("[\"\\\"\\\\/\\n\\u0007é\"]")
                             << QByteArray("[\n  \"\\\"\\\\/\\n\\u0007é\"\n]");
    QTest::newRow("repeated key") << QByteArray(R"({"a":1,"b":2,"a":3})") << QByteArray(R"({"a":3,"b":2})")
                                  << QByteArray("{\n  \"a\": 3,\n  \"b\": 2\n}");
    QTest::newRow("scalars") << QByteArray(R"([true,null,1.0,1e3])")
                             << QByteArray(R"([true,null,1.0,1000.0])")
                             << QByteArray("[\n  true,\n  null,\n  1.0,\n  1000.0\n]");
    QTest::newRow("text that is no JSON")
        << QByteArray("{oops") << QByteArray(R"("{oops")") << QByteArray(R"("{oops")");
    QTest::newRow("blank") << QByteArray("  ") << QByteArray("null") << QByteArray("null");
}

void TestTextOfValues::keepsJson()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QByteArray, compact);
    QFETCH(const QByteArray, indented);
    const Value value = parseDynamic(json.toStdString());
    QCOMPARE(QByteArray::fromStdString(toJsonText(value)), compact);
    QCOMPARE(QByteArray::fromStdString(toIndentedJsonText(value)), indented);
}

void TestTextOfValues::writesLiterals_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("literal");
    const auto row = [](Type type, const QByteArray &text, const QByteArray &literal) {
        QTest::newRow(literal.constData()) << static_cast<int>(type) << text << literal;
    };
    row(Type::Long, "5", "5");
    row(Type::Int, "5", "int(5)");
    row(Type::Long, "none", "long(null)");
    row(Type::Real, "1.5", "real(1.5)");
    row(Type::Real, "inf", "real(+inf)");
    row(Type::String, "a\"b\\\n", "\"a\\\"b\\\\\\n\"");
    row(Type::DateTime, "2020-01-01", "datetime(2020-01-01T00:00:00.0000000Z)");
    row(Type::TimeSpan, "1d", "timespan(1.00:00:00)");
    row(Type::Dynamic, "[1,\"x\"]", "dynamic([1,\"x\"])");
    row(Type::Dynamic, "\"x\"", "dynamic(\"x\")");
    row(Type::Bool, "true", "true");
}

void TestTextOfValues::writesLiterals()
{
    QFETCH(const int, type);
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, literal);
    const auto kind = static_cast<Type>(type);
    QCOMPARE(QByteArray::fromStdString(toLiteral(valueFromText(text.toStdString(), kind), kind)), literal);
}

QTEST_GUILESS_MAIN(TestTextOfValues)
#include "tst_text_of_values.moc"
