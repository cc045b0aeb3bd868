#include "core/kql/run/expression.h"

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
    : m_batch(batch)
    , m_columns(batch.columnCount())
{
}

const Column &Rows::column(std::size_t index) const
{
    std::optional<Column> &kept = m_columns[index];
    if (!kept)
        kept = m_batch.column(index);
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
    SIGNALBOX_TRY(const std::vector<Column> arguments, evaluate(expression.arguments, rows, context));
    auto result = expression.kernel(arguments, rows.size(), context);
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

Result<Batch> filtered(const Batch &batch, const BoundExpression &predicate, const EvalContext &context)
{
    const Rows rows(batch);
    SIGNALBOX_TRY(const Column keep, evaluate(predicate, rows, context));
    const std::span<const std::uint8_t> values = keep.bools();
    const std::span<const std::uint8_t> nulls = keep.nulls();
    if (keep.isConstant()) {
        const bool all = !values.empty() && values[0] != 0 && (nulls.empty() || nulls[0] == 0);
        return all ? batch : batch.slice(0, 0);
    }
    std::vector<std::uint32_t> selected;
    for (std::size_t row = 0; row < values.size(); ++row) {
        if (values[row] != 0 && (nulls.empty() || nulls[row] == 0))
            selected.push_back(static_cast<std::uint32_t>(row));
    }
    return selected.size() == batch.rows() ? batch : batch.select(std::move(selected));
}

} // namespace signalbox::kql
