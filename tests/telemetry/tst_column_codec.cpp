#include <QTest>

#include <cmath>
#include <limits>

#include "core/telemetry/column_codec.h"
#include "tests/base/bytes.h"
#include "tests/telemetry/table_data.h"

using namespace signalbox;
using namespace signalbox::telemetry;

namespace {

constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

std::vector<QByteArray> rowsOfColumn(const Column &column)
{
    return rowsOf(Chunk{.columns = {column}, .rows = column.size()});
}

Column integers(std::vector<std::int64_t> values)
{
    Column column;
    column.type = ColumnType::Long;
    column.integers = std::move(values);
    return column;
}

Column reals(std::vector<double> values)
{
    Column column;
    column.type = ColumnType::Real;
    column.reals = std::move(values);
    return column;
}

Column texts(const std::vector<std::string> &values, std::vector<std::uint32_t> codes)
{
    Column column;
    column.texts = TextList(values);
    column.codes = std::move(codes);
    return column;
}

} // namespace

Q_DECLARE_METATYPE(signalbox::telemetry::Column)

class TestColumnCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chosenValuesComeBack_data();
    void chosenValuesComeBack();
    void randomValuesComeBack_data();
    void randomValuesComeBack();
    void regularColumnsAreSmall_data();
    void regularColumnsAreSmall();
    void everyDamagedByteIsNoticed_data();
    void everyDamagedByteIsNoticed();
    void cutBytesAreNoticed();
    void anotherColumnIsNoticed();
};

void TestColumnCodec::chosenValuesComeBack_data()
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    QTest::addColumn<Column>("column");
    QTest::newRow("no integers") << integers({});
    QTest::newRow("one integer") << integers({42});
    QTest::newRow("equal integers") << integers({7, 7, 7, 7});
    QTest::newRow("both ends") << integers({smallest, largest});
    QTest::newRow("both ends and back") << integers({largest, smallest, largest, 0, -1});
    QTest::newRow("falling") << integers({100, 90, 80, 70, 69});
    QTest::newRow("a regular clock") << integers(
        {17'000'000'000'000'000, 17'000'000'000'001'000, 17'000'000'000'002'000, 17'000'000'000'003'001});
    QTest::newRow("no reals") << reals({});
    QTest::newRow("floats") << reals({0.5, -0.25, 1024, 0});
    QTest::newRow("doubles") << reals({0.1, 1e300, -1e-300});
    QTest::newRow("larger than a float") << reals({1, std::numeric_limits<double>::max()});
    QTest::newRow("smaller than a float") << reals({1, std::numeric_limits<double>::denorm_min()});
    QTest::newRow("not numbers") << reals(
        {infinity, -infinity, std::numeric_limits<double>::quiet_NaN(), -0.0});
    QTest::newRow("a negative nan") << reals({-std::numeric_limits<double>::quiet_NaN()});
    QTest::newRow("no texts") << texts({}, {});
    QTest::newRow("an empty text") << texts({""}, {0, 0});
    QTest::newRow("unused texts") << texts({"a", "b", "c"}, {2, 0, 2});
    QTest::newRow("bytes of all kinds") << texts({std::string("\0\xFF", 2), "größe", "模型"}, {0, 1, 2});
    QTest::newRow("a long text") << texts({std::string(100'000, 'x')}, {0});
    Column nothing = integers({1, 2, 3});
    nothing.nulls = {1, 1, 1};
    QTest::newRow("only nulls") << nothing;
}

void TestColumnCodec::chosenValuesComeBack()
{
    QFETCH(const Column, column);
    ColumnEncoder encoder;
    ColumnDecoder decoder;
    const auto encoded = encoder.encode(column);
    QVERIFY(encoded);
    const auto decoded = decoder.decode(*encoded, column.type, column.size());
    QVERIFY2(decoded, decoded ? "" : decoded.error().text().c_str());
    QCOMPARE(rowsOfColumn(*decoded), rowsOfColumn(column));
}

void TestColumnCodec::randomValuesComeBack_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<bool>("nulls");
    for (int i = 0; i < static_cast<int>(everyType().columns.size()); ++i) {
        const std::string &name = everyType().columns[static_cast<std::size_t>(i)].name;
        QTest::addRow("%s", name.c_str()) << i << false;
        QTest::addRow("%s with nulls", name.c_str()) << i << true;
    }
}

void TestColumnCodec::randomValuesComeBack()
{
    QFETCH(const int, column);
    QFETCH(const bool, nulls);
    SeededRandom random(static_cast<std::uint64_t>(column) * 2 + (nulls ? 1 : 0));
    ColumnEncoder encoder;
    ColumnDecoder decoder;
    for (int turn = 0; turn < 50; ++turn) {
        const Column values = randomColumn(everyType().columns[static_cast<std::size_t>(column)].type,
                                           random.below(600), random, nulls);
        const auto encoded = encoder.encode(values);
        QVERIFY(encoded);
        const auto decoded = decoder.decode(*encoded, values.type, values.size());
        QVERIFY2(decoded, decoded ? "" : decoded.error().text().c_str());
        QCOMPARE(rowsOfColumn(*decoded), rowsOfColumn(values));
    }
}

void TestColumnCodec::regularColumnsAreSmall_data()
{
    QTest::addColumn<Column>("column");
    QTest::addColumn<int>("mostBytes");
    std::vector<std::int64_t> clock;
    std::vector<std::uint32_t> codes;
    for (int i = 0; i < 10'000; ++i) {
        clock.push_back(17'000'000'000'000'000 + i * 1000 + i % 7);
        codes.push_back(static_cast<std::uint32_t>(i % 2));
    }
    QTest::newRow("a clock") << integers(clock) << 2000;
    QTest::newRow("equal integers") << integers(std::vector<std::int64_t>(10'000, 5)) << 64;
    QTest::newRow("two texts") << texts({"blue", "green"}, codes) << 200;
    QTest::newRow("equal reals") << reals(std::vector<double>(10'000, 0.1)) << 200;
}

void TestColumnCodec::regularColumnsAreSmall()
{
    QFETCH(const Column, column);
    QFETCH(const int, mostBytes);
    ColumnEncoder encoder;
    const auto encoded = encoder.encode(column);
    QVERIFY(encoded);
    QVERIFY2(encoded->size() <= static_cast<std::size_t>(mostBytes),
             QByteArray::number(qsizetype(encoded->size())));
}

void TestColumnCodec::everyDamagedByteIsNoticed_data()
{
    QTest::addColumn<int>("column");
    for (int i = 0; i < static_cast<int>(everyType().columns.size()); ++i)
        QTest::addRow("%s", everyType().columns[static_cast<std::size_t>(i)].name.c_str()) << i;
}

void TestColumnCodec::everyDamagedByteIsNoticed()
{
    QFETCH(const int, column);
    SeededRandom random(5);
    const Column values =
        randomColumn(everyType().columns[static_cast<std::size_t>(column)].type, 40, random, true);
    ColumnEncoder encoder;
    ColumnDecoder decoder;
    const auto encoded = encoder.encode(values);
    QVERIFY(encoded);
    const std::vector<QByteArray> expected = rowsOfColumn(values);
    for (std::size_t place = 0; place < encoded->size(); ++place) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            std::string damaged = *encoded;
            damaged[place] = static_cast<char>(static_cast<unsigned char>(damaged[place]) ^ 1U << bit);
            const auto decoded = decoder.decode(damaged, values.type, values.size());
            // zstd has bits in its header that mean nothing: the values are then unharmed.
            if (decoded)
                QCOMPARE(rowsOfColumn(*decoded), expected);
            else
                QCOMPARE(decoded.error().code, ErrorCode::DataLoss);
        }
    }
}

void TestColumnCodec::cutBytesAreNoticed()
{
    SeededRandom random(6);
    const Column values = randomColumn(ColumnType::String, 40, random, true);
    ColumnEncoder encoder;
    ColumnDecoder decoder;
    const auto encoded = encoder.encode(values);
    QVERIFY(encoded);
    for (std::size_t size = 0; size < encoded->size(); ++size) {
        const auto decoded = decoder.decode(encoded->substr(0, size), values.type, values.size());
        QVERIFY2(!decoded, QByteArray::number(qsizetype(size)).constData());
        QCOMPARE(decoded.error().code, ErrorCode::DataLoss);
    }
    QVERIFY(!decoder.decode(*encoded + "x", values.type, values.size()));
}

void TestColumnCodec::anotherColumnIsNoticed()
{
    ColumnEncoder encoder;
    ColumnDecoder decoder;
    const auto encoded = encoder.encode(integers({1, 2, 3}));
    QVERIFY(encoded);
    QVERIFY(decoder.decode(*encoded, ColumnType::Long, 3));
    QVERIFY(!decoder.decode(*encoded, ColumnType::Long, 4));
    QVERIFY(!decoder.decode(*encoded, ColumnType::Int, 3));
    QVERIFY(!decoder.decode(*encoded, ColumnType::Real, 3));
}

QTEST_GUILESS_MAIN(TestColumnCodec)
#include "tst_column_codec.moc"
