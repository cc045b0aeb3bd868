// What hand-written kernels share: merging the nulls of their arguments, and tight loops over two numeric
// columns of which either may be constant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/kql/values/column.h"

namespace signalbox::kql {

// A row is null where any of `columns` is; none if no row is.
[[nodiscard]] Nulls mergeNulls(std::span<const Column> columns, std::size_t rows);
// `nulls` and further rows that are null (one byte a row, 1 = null).
[[nodiscard]] Nulls mergeNulls(const Nulls &nulls, std::vector<std::uint8_t> more);

// The three shapes are loops of their own so that the compiler vectorises each.
template<typename Result, typename Left, typename Right, typename Operation>
[[nodiscard]] std::vector<Result> combine(std::span<const Left> left, bool leftConstant,
                                          std::span<const Right> right, bool rightConstant, std::size_t rows,
                                          const Operation &operation)
{
    std::vector<Result> results(rows);
    if (rows == 0)
        return results;
    if (rightConstant) {
        const Right value = right[0];
        for (std::size_t row = 0; row < rows; ++row)
            results[row] = static_cast<Result>(operation(left[leftConstant ? 0 : row], value));
    } else if (leftConstant) {
        const Left value = left[0];
        for (std::size_t row = 0; row < rows; ++row)
            results[row] = static_cast<Result>(operation(value, right[row]));
    } else {
        for (std::size_t row = 0; row < rows; ++row)
            results[row] = static_cast<Result>(operation(left[row], right[row]));
    }
    return results;
}

// `compute` on one row when all of `columns` are constant, else on all.
template<typename Compute>
[[nodiscard]] Column onceIfConstant(std::span<const Column> columns, std::size_t rows, const Compute &compute)
{
    for (const Column &column : columns) {
        if (!column.isConstant())
            return compute(rows);
    }
    return compute(std::size_t{1}).repeated(rows);
}

} // namespace signalbox::kql
