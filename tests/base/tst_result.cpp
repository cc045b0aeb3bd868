#include <QTest>

#include <memory>
#include <set>
#include <string>

#include "core/base/result.h"
#include "tests/base/bytes.h"

using namespace signalbox;

namespace {

Result<int> half(int value)
{
    if (value % 2 != 0)
        return failure(ErrorCode::InvalidArgument, "odd");
    return value / 2;
}

Status even(int value)
{
    SIGNALBOX_CHECK(half(value));
    return {};
}

Result<int> quarter(int value)
{
    SIGNALBOX_TRY(const int once, half(value));
    SIGNALBOX_TRY(const int twice, half(once));
    return twice;
}

Result<std::unique_ptr<int>> boxed(int value)
{
    SIGNALBOX_TRY(const int halved, half(value));
    return std::make_unique<int>(halved);
}

Result<int> unboxed(int value)
{
    SIGNALBOX_TRY(const auto box, boxed(value));
    return *box;
}

template<typename Function>
auto call(Function function)
{
    return function();
}

// Compiles only while the hidden names of the macros differ.
Result<int> nested(int value)
{
    SIGNALBOX_CHECK(call([value]() -> Status {
        SIGNALBOX_CHECK(even(value));
        return {};
    }));
    SIGNALBOX_TRY(const int result, call([value]() -> Result<int> {
                      SIGNALBOX_TRY(const int halved, half(value));
                      return halved;
                  }));
    return result;
}

} // namespace

class TestResult : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void macrosPassValuesAndErrors();
    void everyCodeHasItsName();
    void text_data();
    void text();
};

void TestResult::macrosPassValuesAndErrors()
{
    QCOMPARE(quarter(12), Result<int>(3));
    QVERIFY(!quarter(6));
    QCOMPARE(quarter(6).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(bytes(quarter(3).error().message), QByteArray("odd"));
    QVERIFY(even(2).has_value());
    QVERIFY(!even(1).has_value());
    QCOMPARE(unboxed(8), Result<int>(4));
    QVERIFY(!unboxed(7));
    QCOMPARE(nested(4), Result<int>(2));
    QVERIFY(!nested(5));
}

void TestResult::everyCodeHasItsName()
{
    std::set<std::string_view> names;
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
        const std::string_view name = errorCodeName(static_cast<ErrorCode>(code));
        QVERIFY(!name.empty());
        QVERIFY2(names.insert(name).second, bytes(name).constData());
    }
    QCOMPARE(bytes(errorCodeName(ErrorCode::FailedPrecondition)), QByteArray("failed_precondition"));
    QCOMPARE(bytes(errorCodeName(ErrorCode::Io)), QByteArray("io"));
}

void TestResult::text_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("expected");

    QTest::newRow("message alone") << QByteArray() << 0 << 0 << QByteArray() << QByteArray("No.");
    QTest::newRow("file") << QByteArray("a.csv") << 0 << 0 << QByteArray() << QByteArray("a.csv: No.");
    QTest::newRow("line") << QByteArray("a.csv") << 7 << 0 << QByteArray() << QByteArray("a.csv:7: No.");
    QTest::newRow("line without file") << QByteArray() << 7 << 0 << QByteArray() << QByteArray("line 7: No.");
    QTest::newRow("field") << QByteArray() << 0 << 0 << QByteArray("age") << QByteArray("No. (field: age)");
    QTest::newRow("status") << QByteArray() << 0 << 404 << QByteArray() << QByteArray("No. (status 404)");
    QTest::newRow("all") << QByteArray("a.csv") << 7 << 5 << QByteArray("age")
                         << QByteArray("a.csv:7: No. (field: age) (status 5)");
}

void TestResult::text()
{
    QFETCH(const QByteArray, file);
    QFETCH(const int, line);
    QFETCH(const int, status);
    QFETCH(const QByteArray, field);
    QFETCH(const QByteArray, expected);

    const Error error{.code = ErrorCode::InvalidArgument,
                      .message = "No.",
                      .file = file.toStdString(),
                      .line = line,
                      .status = status,
                      .field = field.toStdString()};
    QCOMPARE(bytes(error.text()), expected);
}

QTEST_GUILESS_MAIN(TestResult)
#include "tst_result.moc"
