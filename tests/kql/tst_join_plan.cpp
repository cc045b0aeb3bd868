#include <QTest>

#include <algorithm>
#include <array>
#include <string>

#include "core/kql/run/join_plan.h"
#include "core/kql/values/value_to_text.h"
#include "tests/kql/random_columns.h"

using namespace signalbox;
using namespace signalbox::kql;

namespace {

constexpr std::size_t batchRows = 40;

struct Table
{
    Schema schema = {};
    Batches batches = {};
    std::vector<std::string> rows = {}; // as text
    std::vector<std::string> keys = {};
};

Table randomTable(std::string_view name, std::size_t rows, std::size_t distinct, SeededRandom &random)
{
    Table table;
    table.schema.fields = {{.name = "key", .type = Type::String},
                           {.name = "number", .type = Type::Long},
                           {.name = std::string(name), .type = Type::Long}};
    for (std::size_t first = 0; first < rows; first += batchRows) {
        const std::size_t count = std::min(batchRows, rows - first);
        std::vector<std::int64_t> place(count);
        for (std::size_t i = 0; i < count; ++i)
            place[i] = static_cast<std::int64_t>(first + i);
        const Batch batch({randomColumn(Type::String, count, distinct, random),
                           randomColumn(Type::Long, count, 3, random),
                           Column::ofWholes(Type::Long, std::move(place))},
                          count);
        for (std::size_t row = 0; row < count; ++row) {
            table.keys.push_back(toText(batch.column(0).value(row)) + '/' +
                                 toText(batch.column(1).value(row)));
            table.rows.push_back(table.keys.back() + '/' + toText(batch.column(2).value(row)));
        }
        table.batches.push_back(batch);
    }
    return table;
}

const std::string nothing = "//";

std::vector<std::string> expectedRows(const Table &left, const Table &right, JoinKind kind)
{
    std::vector<std::string> rows;
    std::vector<bool> rightMatched(right.rows.size(), false);
    std::vector<std::string> seen;
    for (std::size_t l = 0; l < left.rows.size(); ++l) {
        bool matched = false;
        const bool repeated = std::ranges::find(seen, left.keys[l]) != seen.end();
        for (std::size_t r = 0; r < right.rows.size(); ++r) {
            if (left.keys[l] != right.keys[r])
                continue;
            matched = rightMatched[r] = true;
            if (kind <= JoinKind::FullOuter && (kind != JoinKind::InnerUnique || !repeated))
                rows.push_back(left.rows[l] + " + " + right.rows[r]);
        }
        seen.push_back(left.keys[l]);
        if (!matched && (kind == JoinKind::LeftOuter || kind == JoinKind::FullOuter))
            rows.push_back(left.rows[l] + " + " + nothing);
        if ((kind == JoinKind::LeftSemi && matched) || (kind == JoinKind::LeftAnti && !matched))
            rows.push_back(left.rows[l]);
    }
    for (std::size_t r = 0; r < right.rows.size(); ++r) {
        if (!rightMatched[r] && (kind == JoinKind::RightOuter || kind == JoinKind::FullOuter))
            rows.push_back(nothing + " + " + right.rows[r]);
        if ((kind == JoinKind::RightSemi && rightMatched[r]) ||
            (kind == JoinKind::RightAnti && !rightMatched[r]))
            rows.push_back(right.rows[r]);
    }
    std::ranges::sort(rows);
    return rows;
}

std::string shownRow(const Batch &batch, std::size_t row, std::size_t first)
{
    std::string text;
    for (std::size_t i = first; i < first + 3; ++i)
        text += (i == first ? "" : "/") + toText(batch.column(i).value(row));
    return text;
}

Join joinOf(const Table &left, const Table &right, JoinKind kind)
{
    Join join{.kind = kind,
              .left = memoryPlan(left.schema, false, left.batches),
              .right = memoryPlan(right.schema, false, right.batches),
              .rightColumns = {0, 1, 2}};
    for (const std::size_t key : {0U, 1U}) {
        join.leftKeys.push_back(columnExpression(key, left.schema.fields[key]));
        join.rightKeys.push_back(columnExpression(key, right.schema.fields[key]));
    }
    return join;
}

} // namespace

class TestJoinPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesWhatComparingAllRowsGives_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("leftRows");
        QTest::addColumn<int>("rightRows");
        static constexpr std::array names{"innerunique", "inner",     "leftouter", "rightouter", "fullouter",
                                          "leftsemi",    "rightsemi", "leftanti",  "rightanti"};
        for (std::size_t kind = 0; kind < names.size(); ++kind) {
            QTest::addRow("%s, the right is held", names[kind]) << static_cast<int>(kind) << 300 << 70;
            QTest::addRow("%s, the left is held", names[kind]) << static_cast<int>(kind) << 70 << 300;
            QTest::addRow("%s, nothing on the right", names[kind]) << static_cast<int>(kind) << 70 << 0;
            QTest::addRow("%s, nothing on the left", names[kind]) << static_cast<int>(kind) << 0 << 70;
        }
    }
    void givesWhatComparingAllRowsGives()
    {
        QFETCH(const int, kind);
        QFETCH(const int, leftRows);
        QFETCH(const int, rightRows);
        const auto joinKind = static_cast<JoinKind>(kind);
        SeededRandom random(17);
        const Table left = randomTable("left", static_cast<std::size_t>(leftRows), 60, random);
        const Table right = randomTable("right", static_cast<std::size_t>(rightRows), 60, random);
        const bool oneSide = joinKind > JoinKind::FullOuter;
        Schema schema = left.schema;
        for (std::size_t i = 0; i < 3 && !oneSide; ++i)
            schema.fields.push_back(right.schema.fields[i]);
        for (const unsigned threads : {1U, 2U}) {
            Execution execution({.now = {}, .threads = threads});
            const auto batches = collect(*joinPlan(joinOf(left, right, joinKind), schema), execution);
            QVERIFY2(batches, batches ? "" : batches.error().message.c_str());
            std::vector<std::string> rows;
            for (const Batch &batch : *batches) {
                QCOMPARE(batch.columnCount(), schema.fields.size());
                for (std::size_t row = 0; row < batch.rows(); ++row)
                    rows.push_back(oneSide ? shownRow(batch, row, 0)
                                           : shownRow(batch, row, 0) + " + " + shownRow(batch, row, 3));
            }
            std::ranges::sort(rows);
            if (joinKind == JoinKind::InnerUnique)
                QCOMPARE(rows.size(), expectedRows(left, right, joinKind).size()); // any row of a key will do
            else
                QCOMPARE(rows, expectedRows(left, right, joinKind));
        }
    }

    void refusesMoreThanItsMemory()
    {
        SeededRandom random(1);
        const Table left = randomTable("left", 4000, 2, random);
        const Table right = randomTable("right", 4000, 2, random);
        Execution execution({.now = {}, .limits = {.memoryBytes = std::size_t{8} << 20U}, .threads = 2});
        Schema schema = left.schema;
        schema.fields.insert(schema.fields.end(), right.schema.fields.begin(), right.schema.fields.end());
        const auto batches = collect(*joinPlan(joinOf(left, right, JoinKind::Inner), schema), execution);
        QVERIFY(!batches);
        QCOMPARE(batches.error().code, ErrorCode::ResourceExhausted);
    }
};

QTEST_APPLESS_MAIN(TestJoinPlan)
#include "tst_join_plan.moc"
