#include "core/kql/results/cell_access.h"

#include <algorithm>
#include <limits>

#include "core/kql/values/conversions.h"

namespace signalbox::kql {

CellAccess::CellAccess(const ResultTable &table)
    : m_table(&table)
{
    m_starts.reserve(table.batches.size() + 1);
    m_starts.push_back(0);
    for (const Batch &batch : table.batches)
        m_starts.push_back(m_starts.back() + batch.rows());
}

CellPlace CellAccess::at(std::size_t row, std::size_t column) const
{
    const auto after = std::ranges::upper_bound(m_starts, row);
    const auto number = static_cast<std::size_t>(after - m_starts.begin()) - 1;
    const Batch &batch = m_table->batches[number];
    const std::size_t inBatch = row - m_starts[number];
    return {.column = &batch.storedColumn(column),
            .row = batch.selection() ? (*batch.selection())[inBatch] : inBatch};
}

double cellNumber(const CellPlace &cell)
{
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    if (cell.isNull())
        return none;
    const std::size_t at = cell.column->stored(cell.row);
    switch (cell.column->type()) {
    case Type::Int:
    case Type::Long:
    case Type::DateTime:
    case Type::TimeSpan:
        return static_cast<double>(cell.column->wholes()[at]);
    case Type::Real:
        return cell.column->reals()[at];
    case Type::Decimal:
        return toReal(cell.value()).value_or(none);
    case Type::Bool:
    case Type::String:
    case Type::Guid:
    case Type::Dynamic:
        break;
    }
    return none;
}

} // namespace signalbox::kql
