#include <QTest>

#include <cstdint>
#include <string>

#include "core/base/json.h"
#include "tests/base/bytes.h"

using namespace signalbox;

class TestJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalValuesHaveEqualText();
    void depth_data();
    void depth();
    void refuses_data();
    void refuses();
    void membersOfEachType();
    void membersRefuse_data();
    void membersRefuse();
};

void TestJson::equalValuesHaveEqualText()
{
    const auto one = parseJson(R"({"b": 1, "a": [true, null, "ä"], "c": {"z": 0.1, "y": 2}})");
    const auto other = parseJson("{\"c\":{\"y\":2,\"z\":0.1},\n\"a\":[true,null,\"\\u00e4\"],\"b\":1}");
    QVERIFY(one.has_value() && other.has_value());
    QCOMPARE(bytes(one->dump()), QByteArray(R"({"a":[true,null,"ä"],"b":1,"c":{"y":2,"z":0.1}})"));
    QCOMPARE(bytes(other->dump()), bytes(one->dump()));
}

void TestJson::depth_data()
{
    QTest::addColumn<QByteArray>("open");
    QTest::addColumn<QByteArray>("inside");
    QTest::addColumn<QByteArray>("close");
    QTest::newRow("arrays") << QByteArray("[") << QByteArray("1") << QByteArray("]");
    QTest::newRow("empty arrays") << QByteArray("[") << QByteArray() << QByteArray("]");
    QTest::newRow("objects") << QByteArray("{\"a\":") << QByteArray("1") << QByteArray("}");
}

void TestJson::depth()
{
    QFETCH(const QByteArray, open);
    QFETCH(const QByteArray, inside);
    QFETCH(const QByteArray, close);
    const auto nested = [&](int levels) { return open.repeated(levels) + inside + close.repeated(levels); };
    const auto deepest = parseJson(view(nested(200)));
    QVERIFY(deepest.has_value());
    QCOMPARE(bytes(deepest->dump()), nested(200));
    for (const int levels : {201, 202, 100'000}) {
        const auto refused = parseJson(view(nested(levels)));
        QVERIFY2(!refused.has_value(), QByteArray::number(levels).constData());
        QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
        QVERIFY(bytes(refused.error().message).contains("200"));
    }
    const auto unclosed = parseJson(view(open.repeated(100'000)));
    QVERIFY(!unclosed.has_value());
}

void TestJson::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("line");
    QTest::newRow("nothing") << QByteArray() << qint64{1};
    QTest::newRow("blank lines") << QByteArray("\n\n") << qint64{3};
    QTest::newRow("word") << QByteArray("yes") << qint64{1};
    QTest::newRow("comma at the end") << QByteArray("{\n\"a\": 1,\n}") << qint64{3};
    QTest::newRow("mistake in line 4") << QByteArray("{\n\"a\": [\n1,\n2 3\n]\n}") << qint64{4};
    QTest::newRow("cut short") << QByteArray("{\n\"a\":\n") << qint64{3};
    QTest::newRow("two values") << QByteArray("{}\n{}") << qint64{2};
    QTest::newRow("single quotes") << QByteArray("{'a': 1}") << qint64{1};
    QTest::newRow("comment") << QByteArray("{} // no") << qint64{1};
    QTest::newRow("not a number") << QByteArray("[NaN]") << qint64{1};
    QTest::newRow("Latin-1") << QByteArray("[\n\"gr\xF6\xDF\"]") << qint64{2};
    QTest::newRow("control character") << QByteArray("[\"a\x01\"]") << qint64{1};
    QTest::newRow("half a surrogate") << QByteArray("[\"\\ud800\"]") << qint64{1};
    QTest::newRow("number too large") << QByteArray("[1e999]") << qint64{1};
    QTest::newRow("number too large in line 2") << QByteArray("[\n-1e999]") << qint64{2};
}

void TestJson::refuses()
{
    QFETCH(const QByteArray, text);
    QFETCH(const qint64, line);
    const auto result = parseJson(view(text));
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(qint64{result.error().line}, line);
    QVERIFY(!result.error().message.empty());
}

void TestJson::membersOfEachType()
{
    const Json json = Json::parse(R"({"flag": true, "count": -3, "large": 18446744073709551615, "share": 0.5,
                                      "name": "blue", "list": [1, 2], "whole": 4})");
    QCOMPARE(member<bool>(json, "flag"), Result<bool>(true));
    QCOMPARE(member<int>(json, "count"), Result<int>(-3));
    QCOMPARE(member<std::uint64_t>(json, "large"), Result<std::uint64_t>(UINT64_MAX));
    QCOMPARE(member<double>(json, "share"), Result<double>(0.5));
    QCOMPARE(member<double>(json, "whole"), Result<double>(4.0));
    QCOMPARE(member<std::string>(json, "name"), Result<std::string>("blue"));
    QCOMPARE(member<std::vector<int>>(json, "list"), Result<std::vector<int>>({1, 2}));
}

namespace {

template<typename T>
Error errorOf(const Json &json)
{
    const Result<T> result = member<T>(json, "a");
    return result ? Error{.message = "was read"} : result.error();
}

} // namespace

void TestJson::membersRefuse_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("type");
    QTest::newRow("missing") << QByteArray("{}") << QByteArray("string");
    QTest::newRow("no object") << QByteArray("[1]") << QByteArray("string");
    QTest::newRow("null") << QByteArray(R"({"a":null})") << QByteArray("string");
    QTest::newRow("number for text") << QByteArray(R"({"a":1})") << QByteArray("string");
    QTest::newRow("text for number") << QByteArray(R"({"a":"1"})") << QByteArray("int");
    QTest::newRow("fraction for integer") << QByteArray(R"({"a":1.5})") << QByteArray("int");
    QTest::newRow("real for integer") << QByteArray(R"({"a":1.0})") << QByteArray("int");
    QTest::newRow("boolean for integer") << QByteArray(R"({"a":true})") << QByteArray("int");
    QTest::newRow("too large") << QByteArray(R"({"a":2147483648})") << QByteArray("int");
    QTest::newRow("negative for unsigned") << QByteArray(R"({"a":-1})") << QByteArray("unsigned");
    QTest::newRow("boolean for real") << QByteArray(R"({"a":true})") << QByteArray("double");
    QTest::newRow("number for boolean") << QByteArray(R"({"a":1})") << QByteArray("bool");
    QTest::newRow("text in a list") << QByteArray(R"({"a":[1,"2"]})") << QByteArray("list");
}

void TestJson::membersRefuse()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, type);
    const Json json = Json::parse(text.toStdString());
    const Error error = type == "string"     ? errorOf<std::string>(json)
                        : type == "int"      ? errorOf<int>(json)
                        : type == "unsigned" ? errorOf<std::uint64_t>(json)
                        : type == "double"   ? errorOf<double>(json)
                        : type == "bool"     ? errorOf<bool>(json)
                                             : errorOf<std::vector<int>>(json);
    QCOMPARE(error.code, ErrorCode::InvalidArgument);
    QCOMPARE(bytes(error.field), QByteArray("a"));
    QVERIFY(bytes(error.message).contains("'a'"));
}

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
