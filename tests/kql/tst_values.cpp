#include <QTest>

#include <array>
#include <limits>
#include <numeric>

#include "core/kql/functions/overload.h"
#include "core/kql/values/batch.h"
#include "core/kql/values/column_builder.h"
#include "core/kql/values/conversions.h"
#include "core/kql/values/telemetry_columns.h"
#include "core/kql/values/text_to_value.h"
#include "core/kql/values/value_to_text.h"

using namespace signalbox;
using namespace signalbox::kql;

namespace {

// The rows of a column as texts, "null" for null.
QByteArray shown(const Column &column)
{
    QByteArrayList rows;
    for (std::size_t row = 0; row < column.size(); ++row) {
        const Value value = column.value(row);
        rows << (value.isNull() ? QByteArray("null") : QByteArray::fromStdString(elementToText(value)));
    }
    return rows.join(" ");
}

// Three rows of a type of which the middle one is null.
Column sample(Type type)
{
    static constexpr std::array<std::string_view, 10> texts{
        "true", "7", "8", "1.5", "2.25", "word", "2020-01-01", "1h", "00000000-0000-0000-0000-0000000000aa",
        "[1]"};
    const Value value = valueFromText(texts[static_cast<std::size_t>(type)], type);
    ColumnBuilder builder(type);
    builder.appendValue(value);
    builder.appendNull();
    builder.appendValue(value);
    return builder.finish();
}

} // namespace

class TestValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsInDynamics();
    void ordersAnyValues();
    void columnsOfEveryType_data();
    void columnsOfEveryType();
    void sharesDictionaries();
    void castsAConstantOnce();
    void batchesNarrowTheirSelection();
    void concatenatesBatches();
    void readsTelemetryWithoutCopies();
    void namesOfTypes();
};

void TestValues::findsInDynamics()
{
    const Value bag = Value::ofBag({{"a", Value::ofArray({Value::ofLong(1), Value::ofLong(2)})}});
    QCOMPARE(bag.property("a").element(-1).whole(), std::int64_t{2});
    QVERIFY(bag.property("A").isNull());
    QVERIFY(bag.property("a").element(2).isNull());
    QVERIFY(bag.element(0).isNull());
    QVERIFY(bag == Value::ofBag({{"a", Value::ofArray({Value::ofLong(1), Value::ofLong(2)})}}));
    QVERIFY(!(Value::ofInt(1) == Value::ofLong(1)));
    QVERIFY(Value().text().empty());
}

void TestValues::ordersAnyValues()
{
    const double notANumber = std::numeric_limits<double>::quiet_NaN();
    const std::vector<Value> ordered{Value(),
                                     Value::ofReal(notANumber),
                                     Value::ofReal(-2.5),
                                     Value::ofLong(2),
                                     Value::ofText(Type::Decimal, "2.5"),
                                     Value::ofReal(1e300),
                                     Value::ofBool(false),
                                     Value::ofBool(true),
                                     Value::of(DateTime{5}),
                                     Value::of(TimeSpan{-5}),
                                     Value::ofString("a"),
                                     Value::ofString("b"),
                                     Value::ofArray({Value::ofLong(1)})};
    for (std::size_t i = 0; i < ordered.size(); ++i) {
        QVERIFY(order(ordered[i], ordered[i]) == 0);
        for (std::size_t j = i + 1; j < ordered.size(); ++j) {
            QVERIFY2(order(ordered[i], ordered[j]) < 0, std::to_string(i).c_str());
            QVERIFY2(order(ordered[j], ordered[i]) > 0, std::to_string(j).c_str());
        }
    }
}

void TestValues::columnsOfEveryType_data()
{
    QTest::addColumn<int>("type");
    for (int type = 0; type < 10; ++type)
        QTest::newRow(typeName(static_cast<Type>(type)).data()) << type;
}

void TestValues::columnsOfEveryType()
{
    QFETCH(const int, type);
    const auto kind = static_cast<Type>(type);
    const Column column = sample(kind);
    const QByteArray value = shown(column.slice(0, 1));
    const QByteArray missing = kind == Type::String ? "" : "null";
    QCOMPARE(shown(column), value + " " + missing + " " + value);
    QCOMPARE(column.type(), kind);
    QCOMPARE(column.hasNulls(), kind != Type::String);

    const std::array<std::uint32_t, 4> rows{2, 1, 1, 0};
    QCOMPARE(shown(column.gather(rows)), value + " " + missing + " " + missing + " " + value);

    const Column constant = Column::constant(kind, column.value(0), 2);
    QVERIFY(constant.isConstant());
    QCOMPARE(shown(constant), value + " " + value);
    QCOMPARE(shown(constant.expanded()), value + " " + value);
    QVERIFY(!constant.expanded().isConstant());
    QCOMPARE(shown(Column::null(kind, 2)), missing + " " + missing);

    const std::array<Column, 3> parts{column, constant, Column::null(kind, 1)};
    QCOMPARE(shown(concatenate(kind, parts)),
             QByteArrayList({value, missing, value, value, value, missing}).join(" "));
    QCOMPARE(concatenate(kind, {}).size(), std::size_t{0});

    ColumnBuilder copy(kind);
    for (std::size_t row = 0; row < column.size(); ++row)
        copy.appendFrom(column, row);
    QCOMPARE(shown(copy.finish()), shown(column));
    QCOMPARE(copy.size(), std::size_t{0});
}

void TestValues::sharesDictionaries()
{
    const Column column = Column::ofTexts(Type::String, {"a", "b"});
    const std::vector<std::uint32_t> rows(100, 1);
    const Column many = column.gather(rows);
    QCOMPARE(many.texts().dictionary.get(), column.texts().dictionary.get());
    const Column numbers = castColumn(many, Type::Long);
    QCOMPARE(numbers.size(), std::size_t{100});
    QVERIFY(numbers.isNull(99));
    const std::array<Column, 2> parts{column, many};
    QCOMPARE(concatenate(Type::String, parts).texts().dictionary.get(), column.texts().dictionary.get());
}

void TestValues::castsAConstantOnce()
{
    const Column cast =
        castColumn(Column::constant(Type::String, Value::ofString("12"), 1'000'000), Type::Long);
    QVERIFY(cast.isConstant());
    QCOMPARE(cast.wholes().size(), std::size_t{1});
    QCOMPARE(cast.value(999'999).whole(), std::int64_t{12});
}

void TestValues::batchesNarrowTheirSelection()
{
    std::vector<std::int64_t> numbers(10);
    std::iota(numbers.begin(), numbers.end(), 0);
    const Batch batch(
        {Column::ofWholes(Type::Long, numbers), Column::constant(Type::String, Value::ofString("k"), 10)},
        10);
    const Batch even = batch.select({0, 2, 4, 6, 8});
    const Batch some = even.select({1, 3});
    QCOMPARE(some.rows(), std::size_t{2});
    QCOMPARE(shown(some.column(0)), QByteArray("2 6"));
    QCOMPARE(shown(some.column(1)), QByteArray("k k"));
    QCOMPARE(shown(even.slice(1, 3).column(0)), QByteArray("2 4 6"));
    QCOMPARE(shown(some.project({1, 0}).column(1)), QByteArray("2 6"));
    QVERIFY(!some.gathered().selection());
    QCOMPARE(Batch({}, 3).rows(), std::size_t{3});
}

void TestValues::concatenatesBatches()
{
    const Schema schema{.fields = {{.name = "x", .type = Type::Long}}};
    const Batch first({Column::ofWholes(Type::Long, {1, 2, 3})}, 3);
    const Batch all = concatenate(schema, {first.select({2}), first});
    QCOMPARE(all.rows(), std::size_t{4});
    QCOMPARE(shown(all.column(0)), QByteArray("3 1 2 3"));
    QCOMPARE(concatenate(schema, {}).columnCount(), std::size_t{1});
    QVERIFY(schema.find("x") == std::size_t{0});
    QVERIFY(!schema.find("X"));
}

void TestValues::readsTelemetryWithoutCopies()
{
    telemetry::Chunk chunk;
    chunk.rows = 3;
    chunk.columns.resize(6);
    chunk.columns[0].type = telemetry::ColumnType::Long;
    chunk.columns[0].integers = {1, 2, 3};
    chunk.columns[0].nulls = {0, 1, 0};
    chunk.columns[1].type = telemetry::ColumnType::Bool;
    chunk.columns[1].integers = {1, 0, 1};
    chunk.columns[2].texts = {"a", "b"};
    chunk.columns[2].codes = {1, 0, 1};
    chunk.columns[3].texts = {"a"};
    chunk.columns[3].codes = {0, 0, 0};
    chunk.columns[3].nulls = {0, 0, 1};
    chunk.columns[4].type = telemetry::ColumnType::Dynamic;
    chunk.columns[4].texts = {"{\"k\":1}", ""};
    chunk.columns[4].codes = {0, 1, 0};
    chunk.columns[5].type = telemetry::ColumnType::Real;
    chunk.columns[5].reals = {0.5, 1, 1.5};
    const auto shared = std::make_shared<const telemetry::Chunk>(std::move(chunk));
    const Column numbers = fromTelemetry(shared, 0);
    QCOMPARE(shown(numbers), QByteArray("1 null 3"));
    QCOMPARE(static_cast<const void *>(numbers.wholes().data()),
             static_cast<const void *>(shared->columns[0].integers.data()));
    QCOMPARE(shown(fromTelemetry(shared, 1)), QByteArray("true false true"));
    QCOMPARE(shown(fromTelemetry(shared, 2)), QByteArray("b a b"));
    QCOMPARE(shown(fromTelemetry(shared, 3)), QByteArray("a a "));
    QVERIFY(!fromTelemetry(shared, 3).hasNulls());
    QCOMPARE(shown(fromTelemetry(shared, 4)), QByteArray("{\"k\":1} null {\"k\":1}"));
    QCOMPARE(shown(fromTelemetry(shared, 5)), QByteArray("0.5 1.0 1.5"));
}

void TestValues::namesOfTypes()
{
    for (int type = 0; type < 10; ++type)
        QVERIFY(typeFromName(typeName(static_cast<Type>(type))) == static_cast<Type>(type));
    QVERIFY(typeFromName("double") == Type::Real);
    QVERIFY(!typeFromName("Long"));
    QVERIFY(castValue(Value::ofReal(2.9), Type::Long) == Value::ofLong(2));
}

QTEST_GUILESS_MAIN(TestValues)
#include "tst_values.moc"
