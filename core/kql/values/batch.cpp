#include "core/kql/values/batch.h"

#include <numeric>
#include <utility>

#include "core/kql/values/joining.h"

namespace signalbox::kql {

Batch::Batch(std::vector<Column> columns, std::size_t rows)
    : m_columns(std::move(columns))
    , m_storedRows(rows)
{
}

Column Batch::column(std::size_t index) const
{
    return m_selection ? m_columns[index].gather(m_selection) : m_columns[index];
}

Batch Batch::select(std::vector<std::uint32_t> rows) const
{
    if (m_selection) {
        for (std::uint32_t &row : rows)
            row = (*m_selection)[row];
    }
    Batch result = *this;
    result.m_selection = std::make_shared<const std::vector<std::uint32_t>>(std::move(rows));
    return result;
}

Batch Batch::slice(std::size_t first, std::size_t count) const
{
    if (first == 0 && count == rows())
        return *this;
    std::vector<std::uint32_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), static_cast<std::uint32_t>(first));
    return select(std::move(numbers));
}

Batch Batch::project(const std::vector<std::size_t> &indexes) const
{
    Batch result;
    result.m_storedRows = m_storedRows;
    result.m_selection = m_selection;
    result.m_columns.reserve(indexes.size());
    for (const std::size_t index : indexes)
        result.m_columns.push_back(m_columns[index]);
    return result;
}

Batch Batch::gathered() const
{
    if (!m_selection)
        return *this;
    std::vector<Column> columns;
    columns.reserve(m_columns.size());
    for (const Column &column : m_columns)
        columns.push_back(column.gather(m_selection));
    return {std::move(columns), rows()};
}

Batch Batch::made() const
{
    Batch result = *this;
    for (Column &column : result.m_columns)
        column = Column(column.made());
    return result;
}

std::size_t Batch::bytes() const
{
    std::size_t total = m_selection ? m_selection->size() * sizeof(std::uint32_t) : 0;
    for (const Column &column : m_columns)
        total += column.bytes();
    return total;
}

Batch concatenate(const Schema &schema, const std::vector<Batch> &batches)
{
    return concatenate(schema, batches, {});
}

Batch concatenate(const Schema &schema, const std::vector<Batch> &batches, const StopToken &stop)
{
    if (batches.size() == 1)
        return batches.front().gathered();
    std::size_t rows = 0;
    for (const Batch &batch : batches)
        rows += batch.rows();
    std::vector<Column> columns;
    columns.reserve(schema.fields.size());
    for (std::size_t index = 0; index < schema.fields.size(); ++index) {
        std::vector<Column> parts;
        parts.reserve(batches.size());
        for (const Batch &batch : batches)
            parts.push_back(batch.column(index));
        columns.push_back(concatenate(schema.fields[index].type, parts, stop));
    }
    return {std::move(columns), rows};
}

} // namespace signalbox::kql
