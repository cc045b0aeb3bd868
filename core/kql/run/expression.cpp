#include "core/kql/run/expression.h"

#include <numeric>
#include <utility>

namespace signalbox::kql {

BoundPtr columnExpression(std::size_t column, const Field &field)
{
    return std::make_shared<const BoundExpression>(BoundExpression{.kind = BoundExpression::Kind::Column,
                                                                   .type = field.type,
                                                                   .unknown = field.unknown,
                                                                   .column = column});
}

BoundPtr constantExpression(Type type, Value value)
{
    return std::make_shared<const BoundExpression>(
        BoundExpression{.kind = BoundExpression::Kind::Constant, .type = type, .constant = std::move(value)});
}

Rows::Rows(const Batch &batch)
    : m_batch(&batch)
    , m_columns(batch.columnCount())
{
}

const Column &Rows::column(std::size_t index) const
{
    std::optional<Column> &kept = m_columns[index];
    if (!kept)
        kept = m_batch->column(index);
    return *kept;
}

const Column *Rows::remembered(const BoundExpression &expression) const
{
    const auto found = m_shared.find(&expression);
    return found != m_shared.end() ? &found->second : nullptr;
}

void Rows::remember(const BoundExpression &expression, Column column) const
{
    m_shared.insert_or_assign(&expression, std::move(column));
}

namespace {

// Texts and arrays grow from one call to the next, so that forty of them could ask for all memory there is.
bool isLargerThan(const Column &column, std::size_t bytes)
{
    if (column.isPending() || (!isText(column.type()) && column.type() != Type::Dynamic))
        return false;
    std::size_t total = column.bytes();
    if (column.type() == Type::Dynamic) {
        for (const Value &value : column.values())
            total += value.isArray() ? value.array().size() * sizeof(Value) : 0;
    }
    return total > bytes;
}

} // namespace

Result<Column> evaluate(const BoundExpression &expression, const Rows &rows, const EvalContext &context)
{
    switch (expression.kind) {
    case BoundExpression::Kind::Column:
        return rows.column(expression.column);
    case BoundExpression::Kind::Constant:
        return Column::constant(expression.type, expression.constant, rows.size());
    case BoundExpression::Kind::Call:
        break;
    }
    if (expression.shared) {
        if (const Column *column = rows.remembered(expression); column != nullptr)
            return *column;
    }
    SIGNALBOX_TRY(const std::vector<Column> arguments, evaluateNow(expression.arguments, rows, context));
    auto result = expression.kernel(arguments, rows.size(), context);
    if (result && isLargerThan(*result, context.memoryBytes))
        return failure(ErrorCode::ResourceExhausted,
                       "A text or an array here gets larger than the memory that the query may have. Cut it "
                       "with substring() or array_slice(), or ask for fewer rows.");
    if (expression.shared && result)
        rows.remember(expression, *result);
    return result;
}

Result<std::vector<Column>> evaluate(std::span<const BoundPtr> expressions, const Rows &rows,
                                     const EvalContext &context)
{
    std::vector<Column> columns;
    columns.reserve(expressions.size());
    for (const BoundPtr &expression : expressions) {
        SIGNALBOX_TRY(Column column, evaluate(*expression, rows, context));
        columns.push_back(std::move(column));
    }
    return columns;
}

Result<std::vector<Column>> evaluateNow(std::span<const BoundPtr> expressions, const Rows &rows,
                                        const EvalContext &context)
{
    SIGNALBOX_TRY(const std::vector<Column> columns, evaluate(expressions, rows, context));
    std::vector<Column> made;
    made.reserve(columns.size());
    for (const Column &column : columns)
        made.push_back(column.made());
    return made;
}

namespace {

void addTerms(const BoundExpression &predicate, std::vector<const BoundExpression *> &terms)
{
    if (!predicate.conjunction) {
        terms.push_back(&predicate);
        return;
    }
    for (const BoundPtr &argument : predicate.arguments)
        addTerms(*argument, terms);
}

// Rows that are still in question while one term after the other is asked.
class Narrowing
{
public:
    explicit Narrowing(const Batch &batch)
        : m_batch(batch)
        , m_rows(m_batch)
    {
    }

    [[nodiscard]] const Rows &rows() const { return m_rows; }
    [[nodiscard]] bool empty() const { return left() == 0; }

    void keep(const Column &column)
    {
        const std::span<const std::uint8_t> values = column.bools();
        const std::span<const std::uint8_t> nulls = column.nulls();
        if (column.isConstant()) {
            if (values.empty() || values[0] == 0 || (!nulls.empty() && nulls[0] != 0))
                narrow({});
            return;
        }
        if (m_kept.empty())
            m_kept.assign(values.begin(), values.end());
        else
            for (std::size_t row = 0; row < values.size(); ++row)
                m_kept[row] = static_cast<std::uint8_t>(m_kept[row] & values[row]);
        for (std::size_t row = 0; row < nulls.size(); ++row)
            m_kept[row] = static_cast<std::uint8_t>(m_kept[row] & (nulls[row] ^ 1U));
        m_count = std::accumulate(m_kept.begin(), m_kept.end(), std::size_t{0});
        // To gather columns pays once most rows are out.
        if (m_count * 4 < m_kept.size())
            narrow(selected());
    }

    [[nodiscard]] Batch finish()
    {
        if (!m_kept.empty() && m_count < m_kept.size())
            narrow(selected());
        return m_batch;
    }

private:
    [[nodiscard]] std::size_t left() const { return m_kept.empty() ? m_batch.rows() : m_count; }

    [[nodiscard]] std::vector<std::uint32_t> selected() const
    {
        std::vector<std::uint32_t> rows(m_count + 1);
        std::size_t count = 0;
        for (std::size_t row = 0; row < m_kept.size(); ++row) {
            rows[count] = static_cast<std::uint32_t>(row);
            count += m_kept[row]; // without a branch, which chance decides
        }
        rows.resize(m_count);
        return rows;
    }

    void narrow(std::vector<std::uint32_t> rows)
    {
        m_batch = m_batch.select(std::move(rows));
        m_rows = Rows(m_batch);
        m_kept.clear();
    }

    Batch m_batch;
    Rows m_rows;
    std::vector<std::uint8_t> m_kept; // 1 for each row of the batch that is kept; empty = all
    std::size_t m_count = 0;          // of ones
};

} // namespace

Result<Batch> filtered(const Batch &batch, const BoundExpression &predicate, const EvalContext &context)
{
    std::vector<const BoundExpression *> terms;
    if (predicate.evaluation <= Evaluation::PerQuery)
        addTerms(predicate, terms);
    else
        terms.push_back(&predicate);
    Narrowing narrowing(batch);
    for (const BoundExpression *term : terms) {
        if (narrowing.empty())
            break;
        SIGNALBOX_TRY(const Column keep, evaluate(*term, narrowing.rows(), context));
        narrowing.keep(keep);
    }
    return narrowing.finish();
}

} // namespace signalbox::kql
