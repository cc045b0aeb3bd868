// Random access to the cells of a result, which comes in batches. Tables on the screen, exports, statistics
// and charts read through here; nothing is copied. Immutable, thread-safe.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "core/kql/engine.h"

namespace signalbox::kql {

using SharedResult = std::shared_ptr<const ResultTable>;

// A cell: row `row` of `column`.
struct CellPlace
{
    const Column *column = nullptr;
    std::size_t row = 0;

    [[nodiscard]] bool isNull() const { return column->isNull(row); }
    [[nodiscard]] Value value() const { return column->value(row); }
};

class CellAccess
{
public:
    // `table` must outlive this.
    explicit CellAccess(const ResultTable &table);

    [[nodiscard]] std::size_t rows() const { return m_starts.back(); }
    [[nodiscard]] std::size_t columnCount() const { return m_table->schema.fields.size(); }
    // Both below their counts.
    [[nodiscard]] CellPlace at(std::size_t row, std::size_t column) const;

    // `visit(row, place)` for every row of a column in order, or for those of `chosen`.
    template<typename Visit>
    void forEach(std::size_t column, const std::vector<std::uint32_t> *chosen, Visit visit) const
    {
        if (chosen != nullptr) {
            for (const std::uint32_t row : *chosen)
                visit(row, at(row, column));
            return;
        }
        std::size_t row = 0;
        for (const Batch &batch : m_table->batches) {
            const Column &stored = batch.storedColumn(column);
            const Selection &selection = batch.selection();
            for (std::size_t i = 0; i < batch.rows(); ++i, ++row)
                visit(row, CellPlace{.column = &stored, .row = selection ? (*selection)[i] : i});
        }
    }

private:
    const ResultTable *m_table;
    std::vector<std::size_t> m_starts; // first row of each batch, then the number of all rows
};

// Any number, time in ticks or span in ticks as a real; NaN for null and for what is none of these.
[[nodiscard]] double cellNumber(const CellPlace &cell);

} // namespace signalbox::kql
