// The order of rows: what sort, top and top-nested are made of. Every key becomes words whose order is that
// of its values, so that rows are compared by numbers. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/stop.h"
#include "core/kql/values/column.h"

namespace signalbox::kql {

struct SortColumn
{
    Column column;
    bool descending = true;
    bool nullsFirst = false;
};

// The numbers of the rows in order; equal rows keep their places. In some order when stopped.
[[nodiscard]] std::vector<std::uint32_t> sortedRows(std::span<const SortColumn> keys, std::size_t rows,
                                                    const StopToken &stop = {});

// The first `limit` of them.
[[nodiscard]] std::vector<std::uint32_t> firstRows(std::span<const SortColumn> keys, std::size_t rows,
                                                   std::size_t limit, const StopToken &stop = {});

} // namespace signalbox::kql
