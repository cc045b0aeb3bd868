// Some rows of a table: columns of equal length, of which a selection may pick rows. Operators hand batches
// to one another; a filter only narrows the selection, and rows are gathered when a column is really needed.
// Immutable, cheap to copy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/kql/values/column.h"
#include "core/kql/values/schema.h"

namespace signalbox::kql {

// Numbers of stored rows, in the order in which they are shown.
using Selection = std::shared_ptr<const std::vector<std::uint32_t>>;

class Batch
{
public:
    Batch() = default;
    // Every column has `rows` rows; `rows` counts also when there are no columns.
    Batch(std::vector<Column> columns, std::size_t rows);

    [[nodiscard]] std::size_t rows() const { return m_selection ? m_selection->size() : m_storedRows; }
    [[nodiscard]] std::size_t columnCount() const { return m_columns.size(); }
    [[nodiscard]] const Selection &selection() const { return m_selection; } // null = all rows in order

    // The selected rows of one column. Gathers at each call: keep the result.
    [[nodiscard]] Column column(std::size_t index) const;
    // The column before selection.
    [[nodiscard]] const Column &storedColumn(std::size_t index) const { return m_columns[index]; }
    [[nodiscard]] std::size_t storedRows() const { return m_storedRows; }

    // The rows that `rows` numbers, counted among the selected ones.
    [[nodiscard]] Batch select(std::vector<std::uint32_t> rows) const;
    [[nodiscard]] Batch slice(std::size_t first, std::size_t count) const;
    // Columns `indexes`, in that order, of the same rows. Gathers nothing.
    [[nodiscard]] Batch project(const std::vector<std::size_t> &indexes) const;
    // The same rows without a selection.
    [[nodiscard]] Batch gathered() const;
    // The same rows with every column made: they keep nothing of the query alive.
    [[nodiscard]] Batch made() const;

    [[nodiscard]] std::size_t bytes() const;

private:
    std::vector<Column> m_columns;
    std::size_t m_storedRows = 0;
    Selection m_selection;
};

// All rows of `batches` in one batch without selection; its columns have the types of `schema`.
[[nodiscard]] Batch concatenate(const Schema &schema, const std::vector<Batch> &batches);

} // namespace signalbox::kql
