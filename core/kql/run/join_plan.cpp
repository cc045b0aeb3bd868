#include "core/kql/run/join_plan.h"

#include <algorithm>
#include <utility>

#include "core/kql/run/row_order.h"
#include "core/kql/values/column_builder.h"

namespace signalbox::kql {

namespace {

constexpr std::uint32_t noRow = ~0U;

struct Side
{
    Batch rows;
    std::vector<std::uint32_t> group; // the number of each row's key
};

struct Pairs
{
    std::vector<std::uint32_t> left;
    std::vector<std::uint32_t> right;
};

// The rows of each key, in their order.
std::vector<std::vector<std::uint32_t>> rowsByKey(const std::vector<std::uint32_t> &group, std::size_t keys)
{
    std::vector<std::vector<std::uint32_t>> rows(keys);
    for (std::size_t row = 0; row < group.size(); ++row)
        rows[group[row]].push_back(static_cast<std::uint32_t>(row));
    return rows;
}

Result<Side> side(const Plan &plan, std::span<const BoundPtr> keys, KeyIndex &index, Execution &execution)
{
    Side result;
    SIGNALBOX_TRY(result.rows, collectOne(plan, execution));
    SeededRandom random(execution.nextSeed());
    const EvalContext context = execution.context(random);
    SIGNALBOX_TRY(const std::vector<Column> columns, evaluate(keys, Rows(result.rows), context));
    result.group = index.add(columns, result.rows.rows());
    SIGNALBOX_CHECK(execution.allow(index.bytes()));
    return result;
}

// Rows of `from` whose key is (or is not) among the rows of `among`.
std::vector<std::uint32_t> rowsWith(const Side &from, const std::vector<std::vector<std::uint32_t>> &among,
                                    bool present)
{
    std::vector<std::uint32_t> rows;
    for (std::size_t row = 0; row < from.group.size(); ++row) {
        if (among[from.group[row]].empty() != present)
            rows.push_back(static_cast<std::uint32_t>(row));
    }
    return rows;
}

// `bytesPerPair` is about what a pair takes in the result.
Result<Pairs> matches(const Side &left, const Side &right, std::size_t keys, JoinKind kind,
                      std::size_t bytesPerPair, Execution &execution)
{
    const bool keepLeft = kind == JoinKind::LeftOuter || kind == JoinKind::FullOuter;
    const bool keepRight = kind == JoinKind::RightOuter || kind == JoinKind::FullOuter;
    const std::vector<std::vector<std::uint32_t>> rightRows = rowsByKey(right.group, keys);
    std::vector<bool> seen(keys, false);
    std::size_t unchecked = 0;
    Pairs pairs;
    for (std::size_t row = 0; row < left.group.size(); ++row) {
        const std::uint32_t key = left.group[row];
        if (kind == JoinKind::InnerUnique && seen[key])
            continue;
        seen[key] = true;
        // One key may have many rows on both sides, so the limits are asked after so many pairs, not rows.
        unchecked += rightRows[key].size() + 1;
        if (unchecked >= 65'536) {
            unchecked = 0;
            SIGNALBOX_CHECK(execution.proceed());
            SIGNALBOX_CHECK(execution.allow((pairs.left.size() + rightRows[key].size()) * bytesPerPair));
        }
        pairs.left.insert(pairs.left.end(), rightRows[key].size(), static_cast<std::uint32_t>(row));
        pairs.right.insert(pairs.right.end(), rightRows[key].begin(), rightRows[key].end());
        if (keepLeft && rightRows[key].empty()) {
            pairs.left.push_back(static_cast<std::uint32_t>(row));
            pairs.right.push_back(noRow);
        }
    }
    for (std::size_t row = 0; keepRight && row < right.group.size(); ++row) {
        if (seen[right.group[row]])
            continue;
        pairs.left.push_back(noRow);
        pairs.right.push_back(static_cast<std::uint32_t>(row));
    }
    return pairs;
}

Result<Batches> joined(const Join &join, Execution &execution)
{
    KeyIndex index;
    SIGNALBOX_TRY(const Side left, side(*join.left, join.leftKeys, index, execution));
    SIGNALBOX_TRY(const Side right, side(*join.right, join.rightKeys, index, execution));
    const std::size_t keys = index.size();
    switch (join.kind) {
    case JoinKind::LeftSemi:
    case JoinKind::LeftAnti:
        return Batches{
            left.rows.select(rowsWith(left, rowsByKey(right.group, keys), join.kind == JoinKind::LeftSemi))};
    case JoinKind::RightSemi:
    case JoinKind::RightAnti:
        return Batches{right.rows.select(
            rowsWith(right, rowsByKey(left.group, keys), join.kind == JoinKind::RightSemi))};
    default:
        break;
    }
    const std::size_t bytesPerPair = 8 * (1 + left.rows.columnCount() + join.rightColumns.size());
    SIGNALBOX_TRY(const Pairs pairs, matches(left, right, keys, join.kind, bytesPerPair, execution));
    std::vector<Column> columns;
    for (std::size_t i = 0; i < left.rows.columnCount(); ++i)
        columns.push_back(gatherOrNull(left.rows.column(i), pairs.left));
    for (const std::size_t i : join.rightColumns)
        columns.push_back(gatherOrNull(right.rows.column(i), pairs.right));
    return Batches{Batch(std::move(columns), pairs.left.size())};
}

} // namespace

Column gatherOrNull(const Column &column, const std::vector<std::uint32_t> &rows)
{
    if (std::ranges::count(rows, noRow) == 0)
        return column.gather(rows);
    ColumnBuilder builder(column.type(), rows.size());
    for (const std::uint32_t row : rows) {
        if (row == noRow)
            builder.appendNull();
        else
            builder.appendFrom(column, row);
    }
    return builder.finish();
}

PlanPtr joinPlan(Join join, Schema schema)
{
    return wholePlan(std::move(schema), false,
                     [join = std::move(join)](Execution &execution) { return joined(join, execution); });
}

} // namespace signalbox::kql
