// Which rows of a result are shown and in which order, as numbers of rows: what a click on a header and a
// word in a filter ask for. Made for millions of rows and for the pool: it stops when it is asked to. The
// result itself is never changed or copied.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/stop.h"
#include "core/kql/engine.h"

namespace signalbox::kql {

struct ColumnOrder
{
    std::size_t column = 0;
    bool descending = false; // nulls are last either way: who sorts looks for values

    friend bool operator==(const ColumnOrder &, const ColumnOrder &) = default;
};

// Keeps rows whose cell fits `text`: "=x", "!=x", ">x", ">=x", "<x", "<=x" compare with x read as the
// column's type, where "=" and "!=" alone ask for what is empty and what is not; any other text is looked
// for inside the cell's text without regard to case.
struct ColumnFilter
{
    std::size_t column = 0;
    std::string text = {};

    friend bool operator==(const ColumnFilter &, const ColumnFilter &) = default;
};

struct RowView
{
    std::string search = {}; // every word occurs in some cell of the row, without regard to case
    std::vector<ColumnFilter> filters = {};
    std::optional<ColumnOrder> order = {}; // the result's own if not given; equal rows keep their places

    [[nodiscard]] bool all() const { return search.empty() && filters.empty(); }
    friend bool operator==(const RowView &, const RowView &) = default;
};

// Cancelled if it was stopped; InvalidArgument for a comparison whose value the column's type cannot be.
[[nodiscard]] Result<std::vector<std::uint32_t>> shownRows(const ResultTable &table, const RowView &view,
                                                           StopToken stop = {});

} // namespace signalbox::kql
