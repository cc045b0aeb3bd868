#include <QTest>

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <string>

#include "core/kql/run/key_index.h"
#include "core/kql/run/row_order.h"
#include "core/kql/values/value_to_text.h"
#include "tests/kql/random_columns.h"

using namespace signalbox;
using namespace signalbox::kql;

namespace {

using Numbers = std::vector<std::uint32_t>;

std::string keyOf(std::span<const Column> columns, std::size_t row)
{
    std::string key;
    for (const Column &column : columns) {
        const Value value = column.value(row);
        key += value.isNull() ? "null" : "'" + toText(value) + "'";
    }
    return key;
}

// Minus zero groups with zero but is written with its sign.
Column withoutMinusZero(Column column)
{
    if (column.type() != Type::Real)
        return column;
    std::vector<double> values(column.reals().begin(), column.reals().end());
    std::ranges::replace(values, 0.0, 0.0);
    return Column::ofReals(std::move(values), column.sharedNulls());
}

std::vector<Column> randomColumns(std::span<const Type> types, std::size_t rows, std::size_t distinct,
                                  SeededRandom &random)
{
    std::vector<Column> columns;
    for (const Type type : types)
        columns.push_back(randomColumn(type, rows, distinct, random));
    return columns;
}

} // namespace

class TestRowKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersKeysInTheOrderOfTheirFirstRows_data()
    {
        QTest::addColumn<QList<int>>("types");
        QTest::addColumn<int>("distinct");
        const QList<int> all{static_cast<int>(Type::Bool),     static_cast<int>(Type::Long),
                             static_cast<int>(Type::Real),     static_cast<int>(Type::String),
                             static_cast<int>(Type::DateTime), static_cast<int>(Type::Dynamic)};
        for (const int type : all)
            QTest::addRow("one column of %s", std::string(typeName(static_cast<Type>(type))).c_str())
                << QList<int>{type} << 9;
        QTest::newRow("two columns") << QList<int>{static_cast<int>(Type::String),
                                                   static_cast<int>(Type::DateTime)}
                                     << 9;
        QTest::newRow("more pairs than a table takes")
            << QList<int>{static_cast<int>(Type::Long), static_cast<int>(Type::String)} << 3000;
        QTest::newRow("all types") << all << 4;
    }
    void numbersKeysInTheOrderOfTheirFirstRows()
    {
        QFETCH(const QList<int>, types);
        QFETCH(const int, distinct);
        std::vector<Type> columnTypes;
        for (const int type : types)
            columnTypes.push_back(static_cast<Type>(type));
        SeededRandom random(7);
        KeyIndex index;
        std::map<std::string, std::uint32_t> expected;
        std::vector<Column> last;
        for (const std::size_t rows : {1U, 700U, 3U, 5000U}) {
            last = randomColumns(columnTypes, rows, static_cast<std::size_t>(distinct), random);
            std::ranges::transform(last, last.begin(), withoutMinusZero);
            const Numbers numbers = index.add(last, rows);
            for (std::size_t row = 0; row < rows; ++row) {
                const auto next = static_cast<std::uint32_t>(expected.size());
                QCOMPARE(numbers[row], expected.try_emplace(keyOf(last, row), next).first->second);
            }
            QCOMPARE(index.size(), expected.size());
            QCOMPARE(index.find(last, rows), numbers);
        }
        std::vector<Column> other =
            randomColumns(columnTypes, 800, static_cast<std::size_t>(distinct) * 2, random);
        std::ranges::transform(other, other.begin(), withoutMinusZero);
        const Numbers found = index.find(other, 800);
        for (std::size_t row = 0; row < found.size(); ++row) {
            const auto known = expected.find(keyOf(other, row));
            QCOMPARE(found[row], known == expected.end() ? KeyIndex::none : known->second);
        }
    }

    void minusZeroAndZeroAndAllNaNAreOneKey()
    {
        KeyIndex index;
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const std::vector<Column> key{Column::ofReals({0.0, -0.0, nan, -nan})};
        QCOMPARE(index.add(key, 4), (Numbers{0, 0, 1, 1}));
    }

    void constantsAndKeysWithoutColumns()
    {
        KeyIndex index;
        const std::vector<Column> key{Column::constant(Type::String, Value::ofString("a"), 3),
                                      Column::null(Type::Long, 3)};
        QCOMPARE(index.add(key, 3), (Numbers{0, 0, 0}));
        KeyIndex none;
        QCOMPARE(none.find({}, 2), (Numbers{KeyIndex::none, KeyIndex::none}));
        QCOMPARE(none.add({}, 2), (Numbers{0, 0}));
        QCOMPARE(none.size(), std::size_t{1});
    }

    void sortsAsComparingValuesDoes_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("distinct");
        QTest::addColumn<int>("limit");
        QTest::newRow("few rows") << 50 << 6 << 50;
        QTest::newRow("by digits") << 3000 << 2500 << 3000;
        QTest::newRow("many equal") << 3000 << 3 << 3000;
        QTest::newRow("the first of many") << 3000 << 500 << 10;
        QTest::newRow("none") << 300 << 5 << 0;
    }
    void sortsAsComparingValuesDoes()
    {
        QFETCH(const int, rows);
        QFETCH(const int, distinct);
        QFETCH(const int, limit);
        SeededRandom random(3);
        const auto count = static_cast<std::size_t>(rows);
        for (const Type type : {Type::Bool, Type::Long, Type::Real, Type::String, Type::Dynamic}) {
            for (const bool descending : {false, true}) {
                for (const bool nullsFirst : {false, true}) {
                    const std::vector<SortColumn> keys{
                        {.column = randomColumn(type, count, static_cast<std::size_t>(distinct), random),
                         .descending = descending,
                         .nullsFirst = nullsFirst},
                        {.column = randomColumn(Type::Long, count, 3, random), .descending = !descending}};
                    Numbers expected(count);
                    std::iota(expected.begin(), expected.end(), 0U);
                    std::ranges::stable_sort(expected, [&keys](std::uint32_t a, std::uint32_t b) {
                        for (const SortColumn &key : keys) {
                            const Value left = key.column.value(a);
                            const Value right = key.column.value(b);
                            if (left.isNull() != right.isNull())
                                return left.isNull() == key.nullsFirst;
                            const auto compared = order(left, right);
                            if (compared != 0)
                                return key.descending ? compared > 0 : compared < 0;
                        }
                        return false;
                    });
                    expected.resize(static_cast<std::size_t>(limit));
                    QCOMPARE(firstRows(keys, count, static_cast<std::size_t>(limit)), expected);
                }
            }
        }
    }

    void textsThatDifferBehindTheirFirstBytes()
    {
        std::vector<std::string> texts;
        SeededRandom random(5);
        for (std::size_t i = 0; i < 4000; ++i) {
            std::string text(random.below(4) * 8, 'p');
            text += std::to_string(random.below(300));
            if (random.below(4) == 0)
                text += '\0';
            texts.push_back(text);
        }
        Numbers expected(texts.size());
        std::iota(expected.begin(), expected.end(), 0U);
        std::ranges::stable_sort(expected, {}, [&texts](std::uint32_t row) { return texts[row]; });
        const std::vector<SortColumn> keys{
            {.column = Column::ofTexts(Type::String, texts), .descending = false}};
        QCOMPARE(sortedRows(keys, texts.size()), expected);
    }

    void joinedDictionariesKeepEachTextOnce()
    {
        const Column one = Column::ofTexts(Type::String, std::vector<std::string>{"a", "b", "a"});
        const Column two = Column::constant(Type::String, Value::ofString("b"), 2);
        const Column three =
            Column::ofTexts(Type::String, std::vector<std::string>{"unused", "c"}).gather(std::vector{1U});
        const Column all = concatenate(Type::String, std::vector<Column>{one, two, three});
        QCOMPARE(*all.texts().dictionary, (TextList{"a", "b", "c"}));
        QCOMPARE(*all.texts().codes, (Numbers{0, 1, 0, 1, 1, 2}));
    }

    void dictionariesWithoutCommonTextsAreJoinedToo()
    {
        std::vector<Column> parts;
        for (int part = 0; part < 4; ++part) {
            std::vector<std::string> texts;
            for (int i = 0; i < 3000; ++i)
                texts.push_back(std::to_string(part * 2990 + i));
            parts.push_back(Column::ofTexts(Type::String, std::move(texts)));
        }
        const Column all = concatenate(Type::String, parts);
        for (std::size_t row = 0; row < all.size(); ++row)
            QCOMPARE(all.text(row), parts[row / 3000].text(row % 3000));
    }
};

QTEST_APPLESS_MAIN(TestRowKeys)
#include "tst_row_keys.moc"
