#include "core/kql/run/join_plan.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>

#include "core/base/pieces.h"
#include "core/kql/run/key_index.h"
#include "core/kql/values/column_builder.h"
#include "core/kql/values/joining.h"

namespace signalbox::kql {

namespace {

constexpr std::uint32_t noRow = ~0U;

// What a kind asks for, seen from the side whose rows are held and the side whose rows come by.
struct Shape
{
    bool leftHeld = false;
    bool pairs = true;        // else rows of one side only
    bool loneProbes = false;  // probing rows without a match are shown
    bool loneHeld = false;    // held rows without a match are shown
    bool matchedHeld = false; // of a semi join: held rows with a match are shown
    bool matchedProbes = false;
    bool uniqueLeft = false; // one left row a key
};

Shape shapeOf(JoinKind kind, bool leftHeld)
{
    Shape shape{.leftHeld = leftHeld};
    bool &loneLeft = leftHeld ? shape.loneHeld : shape.loneProbes;
    bool &loneRight = leftHeld ? shape.loneProbes : shape.loneHeld;
    bool &matchedLeft = leftHeld ? shape.matchedHeld : shape.matchedProbes;
    bool &matchedRight = leftHeld ? shape.matchedProbes : shape.matchedHeld;
    shape.uniqueLeft = kind == JoinKind::InnerUnique;
    loneLeft = kind == JoinKind::LeftOuter || kind == JoinKind::FullOuter || kind == JoinKind::LeftAnti;
    loneRight = kind == JoinKind::RightOuter || kind == JoinKind::FullOuter || kind == JoinKind::RightAnti;
    matchedLeft = kind == JoinKind::LeftSemi;
    matchedRight = kind == JoinKind::RightSemi;
    shape.pairs = kind == JoinKind::InnerUnique || kind == JoinKind::Inner || kind == JoinKind::LeftOuter ||
                  kind == JoinKind::RightOuter || kind == JoinKind::FullOuter;
    return shape;
}

// The rows of one side by their keys.
class HeldSide
{
public:
    // Keeps one row a key if `unique`.
    Status take(Batch rows, std::span<const BoundPtr> keys, bool unique, Execution &execution)
    {
        m_rows = std::move(rows);
        SeededRandom random(execution.nextSeed());
        const EvalContext context = execution.context(random);
        SIGNALBOX_TRY(const std::vector<Column> columns, evaluateNow(keys, Rows(m_rows), context));
        const std::vector<std::uint32_t> group = m_index.add(columns, m_rows.rows(), context.stop);
        SIGNALBOX_CHECK(execution.proceed());
        m_first.assign(m_index.size() + 1, 0);
        for (const std::uint32_t key : group)
            ++m_first[key + 1];
        if (unique)
            std::fill(m_first.begin() + 1, m_first.end(), 1U);
        for (std::size_t i = 1; i < m_first.size(); ++i)
            m_first[i] += m_first[i - 1];
        m_order.resize(m_first.back());
        std::vector<std::uint32_t> next(m_first.begin(), m_first.end() - 1);
        forEachIndex(group.size(), context.stop, [&](std::size_t row) {
            std::uint32_t &place = next[group[row]];
            if (place < m_first[group[row] + 1])
                m_order[place++] = static_cast<std::uint32_t>(row);
        });
        SIGNALBOX_CHECK(execution.proceed());
        m_matched = std::vector<std::atomic<bool>>(m_index.size());
        return execution.allow(bytes());
    }

    [[nodiscard]] std::vector<std::uint32_t> keysOf(std::span<const Column> columns, std::size_t rows) const
    {
        return m_index.find(columns, rows);
    }
    [[nodiscard]] std::span<const std::uint32_t> rowsOf(std::uint32_t key) const
    {
        if (key == KeyIndex::none)
            return {};
        return std::span(m_order).subspan(m_first[key], m_first[key + 1] - m_first[key]);
    }
    void noteMatch(std::uint32_t key) const
    {
        if (!m_matched[key].load(std::memory_order_relaxed))
            m_matched[key].store(true, std::memory_order_relaxed);
    }
    [[nodiscard]] const Batch &rows() const { return m_rows; }
    [[nodiscard]] std::size_t keys() const { return m_index.size(); }
    [[nodiscard]] std::size_t bytes() const
    {
        return m_index.bytes() + (m_order.size() + m_first.size()) * sizeof(std::uint32_t);
    }

    // In their order.
    [[nodiscard]] std::vector<std::uint32_t> rowsByMatch(bool matched) const
    {
        std::vector<std::uint32_t> rows;
        for (std::uint32_t key = 0; key < m_matched.size(); ++key) {
            if (m_matched[key].load(std::memory_order_relaxed) == matched)
                rows.insert(rows.end(), rowsOf(key).begin(), rowsOf(key).end());
        }
        std::ranges::sort(rows);
        return rows;
    }

private:
    Batch m_rows;
    KeyIndex m_index;
    std::vector<std::uint32_t> m_first; // the rows of key k are m_order[m_first[k]] up to m_first[k + 1]
    std::vector<std::uint32_t> m_order;
    // Marks, which no other data depends on, so their order among threads has no meaning.
    mutable std::vector<std::atomic<bool>> m_matched;
};

struct Pairs
{
    std::vector<std::uint32_t> probe;
    std::vector<std::uint32_t> held;
};

class Joining
{
public:
    Joining(const Join &join, Execution &execution)
        : m_join(join)
        , m_execution(execution)
    {
    }

    Result<Batches> run()
    {
        SIGNALBOX_TRY(const BatchSourcePtr left, m_join.left->open(m_execution));
        SIGNALBOX_TRY(const BatchSourcePtr right, m_join.right->open(m_execution));
        // The shorter side is held; the other streams by on all threads.
        m_shape = shapeOf(m_join.kind, left->size() < right->size());
        const Plan &heldPlan = m_shape.leftHeld ? *m_join.left : *m_join.right;
        SIGNALBOX_TRY(Batches collected, collect(m_shape.leftHeld ? *left : *right, m_execution));
        Batch held = concatenate(heldPlan.schema(), collected, m_execution.options().stop);
        SIGNALBOX_CHECK(m_execution.proceed());
        collected.clear();
        SIGNALBOX_CHECK(m_held.take(std::move(held), m_shape.leftHeld ? m_join.leftKeys : m_join.rightKeys,
                                    m_shape.uniqueLeft && m_shape.leftHeld, m_execution));
        SIGNALBOX_TRY(Batches results, probe(m_shape.leftHeld ? *right : *left));
        if (!m_shape.pairs && !m_shape.loneProbes && !m_shape.matchedProbes)
            results.clear(); // the probing side only left its marks
        if (m_shape.loneHeld || m_shape.matchedHeld) {
            SIGNALBOX_TRY(Batch rows, heldRows());
            results.push_back(std::move(rows));
        }
        return results;
    }

private:
    // One result for each batch of the probing side.
    Result<Batches> probe(const BatchSource &source)
    {
        Batches results(source.size());
        std::vector<std::vector<std::uint32_t>> keys(m_shape.uniqueLeft && !m_shape.leftHeld ? source.size()
                                                                                             : 0);
        m_bytes = m_held.bytes();
        SIGNALBOX_CHECK(forEachBatch(
            source, m_execution,
            [&](std::size_t, std::size_t index, const Batch &batch, const EvalContext &context) -> Status {
                SIGNALBOX_TRY(
                    const std::vector<Column> columns,
                    evaluateNow(m_shape.leftHeld ? m_join.rightKeys : m_join.leftKeys, Rows(batch), context));
                std::vector<std::uint32_t> key = m_held.keysOf(columns, batch.rows());
                if (!keys.empty()) {
                    // Which left row of a key is the first is known when all batches are there.
                    std::vector<std::uint32_t> rows = rowsWith(key, true);
                    for (const std::uint32_t row : rows)
                        keys[index].push_back(key[row]);
                    results[index] = batch.select(std::move(rows)).gathered();
                } else if (m_shape.pairs) {
                    SIGNALBOX_TRY(const Pairs pairs, matches(key));
                    SIGNALBOX_TRY(results[index], paired(batch, pairs));
                } else if (m_shape.loneProbes || m_shape.matchedProbes) {
                    results[index] = batch.select(rowsWith(key, m_shape.matchedProbes)).gathered();
                } else {
                    noteMatches(key);
                }
                m_bytes += results[index].bytes();
                return m_execution.allow(m_bytes);
            }));
        for (std::size_t i = 0; i < keys.size(); ++i) {
            SIGNALBOX_TRY(results[i], firstOfEachKey(results[i], keys[i]));
        }
        return results;
    }

    [[nodiscard]] static std::vector<std::uint32_t> rowsWith(std::span<const std::uint32_t> keys,
                                                             bool matching)
    {
        std::vector<std::uint32_t> rows;
        for (std::size_t row = 0; row < keys.size(); ++row) {
            if ((keys[row] != KeyIndex::none) == matching)
                rows.push_back(static_cast<std::uint32_t>(row));
        }
        return rows;
    }

    void noteMatches(std::span<const std::uint32_t> keys) const
    {
        for (const std::uint32_t key : keys) {
            if (key != KeyIndex::none)
                m_held.noteMatch(key);
        }
    }

    Result<Pairs> matches(std::span<const std::uint32_t> keys) const
    {
        Pairs pairs;
        const std::size_t bytesPerPair =
            8 * (1 + m_join.left->schema().fields.size() + m_join.rightColumns.size());
        std::size_t unchecked = 0;
        for (std::size_t row = 0; row < keys.size(); ++row) {
            const std::span<const std::uint32_t> rows = m_held.rowsOf(keys[row]);
            // One key may have many rows on both sides, so the limits are asked after so many pairs, not
            // rows.
            unchecked += rows.size() + 1;
            if (unchecked >= 65'536) {
                unchecked = 0;
                SIGNALBOX_CHECK(m_execution.proceed());
                SIGNALBOX_CHECK(
                    m_execution.allow(m_bytes + (pairs.probe.size() + rows.size()) * bytesPerPair));
            }
            if (rows.empty()) {
                if (m_shape.loneProbes) {
                    pairs.probe.push_back(static_cast<std::uint32_t>(row));
                    pairs.held.push_back(noRow);
                }
                continue;
            }
            if (m_shape.loneHeld)
                m_held.noteMatch(keys[row]);
            pairs.probe.insert(pairs.probe.end(), rows.size(), static_cast<std::uint32_t>(row));
            pairs.held.insert(pairs.held.end(), rows.begin(), rows.end());
        }
        return pairs;
    }

    [[nodiscard]] Result<Batch> paired(const Batch &probing, const Pairs &pairs) const
    {
        const Batch &left = m_shape.leftHeld ? m_held.rows() : probing;
        const Batch &right = m_shape.leftHeld ? probing : m_held.rows();
        const std::vector<std::uint32_t> &leftRows = m_shape.leftHeld ? pairs.held : pairs.probe;
        const std::vector<std::uint32_t> &rightRows = m_shape.leftHeld ? pairs.probe : pairs.held;
        const Batch leftPart = left.selection() ? left.gathered() : left;
        std::vector<Column> columns;
        columns.reserve(left.columnCount() + m_join.rightColumns.size());
        for (std::size_t i = 0; i < left.columnCount(); ++i) {
            SIGNALBOX_CHECK(m_execution.proceed());
            columns.push_back(gatherOrNull(leftPart.storedColumn(i), leftRows));
        }
        for (const std::size_t i : m_join.rightColumns) {
            SIGNALBOX_CHECK(m_execution.proceed());
            columns.push_back(gatherOrNull(right.column(i), rightRows));
        }
        return Batch(std::move(columns), leftRows.size());
    }

    // Of left rows with the given keys, in pairs with the right rows, those whose key did not come before.
    Result<Batch> firstOfEachKey(const Batch &left, std::span<const std::uint32_t> keys)
    {
        m_seen.resize(m_held.keys(), false);
        std::vector<std::uint32_t> fresh(keys.size(), KeyIndex::none);
        for (std::size_t row = 0; row < keys.size(); ++row) {
            if (m_seen[keys[row]])
                continue;
            m_seen[keys[row]] = true;
            fresh[row] = keys[row];
        }
        SIGNALBOX_TRY(const Pairs pairs, matches(fresh));
        return paired(left, pairs);
    }

    // What of the held side stands alone in the result.
    [[nodiscard]] Result<Batch> heldRows() const
    {
        std::vector<std::uint32_t> rows = m_held.rowsByMatch(m_shape.matchedHeld);
        if (!m_shape.pairs)
            return m_held.rows().select(std::move(rows));
        Pairs pairs{.probe = std::vector<std::uint32_t>(rows.size(), noRow), .held = std::move(rows)};
        std::vector<Column> none;
        const Schema &schema = (m_shape.leftHeld ? m_join.right : m_join.left)->schema();
        none.reserve(schema.fields.size());
        for (const Field &field : schema.fields)
            none.push_back(Column::null(field.type, 0).expanded());
        return paired(Batch(std::move(none), 0), pairs);
    }

    const Join &m_join;
    Execution &m_execution;
    Shape m_shape;
    HeldSide m_held;
    std::vector<bool> m_seen;
    std::atomic<std::size_t> m_bytes = 0;
};

} // namespace

Column gatherOrNull(const Column &column, const std::vector<std::uint32_t> &rows)
{
    if (std::ranges::find(rows, noRow) == rows.end())
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
    return wholePlan(std::move(schema), false, [join = std::move(join)](Execution &execution) {
        return Joining(join, execution).run();
    });
}

} // namespace signalbox::kql
