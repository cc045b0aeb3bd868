#include "core/kql/functions/kernel_tools.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace signalbox::kql {

Nulls mergeNulls(std::span<const Column> columns, std::size_t rows)
{
    const auto holding = std::ranges::count_if(columns, &Column::hasNulls);
    if (holding == 0)
        return {};
    if (holding == 1) {
        const Column &only = *std::ranges::find_if(columns, &Column::hasNulls);
        if (!only.isConstant())
            return only.sharedNulls();
    }
    std::vector<std::uint8_t> nulls(rows, 0);
    for (const Column &column : columns) {
        const auto marks = column.nulls();
        if (marks.empty())
            continue;
        for (std::size_t row = 0; row < rows; ++row)
            nulls[row] = static_cast<std::uint8_t>(nulls[row] | marks[column.stored(row)]);
    }
    return std::make_shared<const std::vector<std::uint8_t>>(std::move(nulls));
}

Nulls mergeNulls(const Nulls &nulls, std::vector<std::uint8_t> more)
{
    if (std::ranges::find(more, 1) == more.end())
        return nulls;
    if (nulls) {
        for (std::size_t row = 0; row < more.size(); ++row)
            more[row] = static_cast<std::uint8_t>(more[row] | (*nulls)[row]);
    }
    return std::make_shared<const std::vector<std::uint8_t>>(std::move(more));
}

} // namespace signalbox::kql
