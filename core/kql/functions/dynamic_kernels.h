// What the functions over arrays and bags are made of: overloads whose last parameter repeats or may be left
// out, and kernels that compute one dynamic value a row.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/kql/functions/overload.h"

namespace signalbox::kql {

// The arguments of one row, read as values where they are asked for.
class RowArguments
{
public:
    RowArguments(std::span<const Column> columns, std::size_t row, const StopToken &stop)
        : m_columns(columns)
        , m_row(row)
        , m_stop(stop)
    {
    }

    [[nodiscard]] std::size_t size() const { return m_columns.size(); }
    // Null beyond the last argument too.
    [[nodiscard]] Value operator[](std::size_t index) const
    {
        return index < m_columns.size() ? m_columns[index].value(m_row) : Value();
    }
    // A whole number, or `fallback` where the argument was left out; none where it is null.
    [[nodiscard]] std::optional<std::int64_t> whole(std::size_t index, std::int64_t fallback) const
    {
        if (index >= m_columns.size())
            return fallback;
        const Value value = (*this)[index];
        return value.isNull() ? std::nullopt : std::optional(value.whole());
    }

    // For functions that may work long on one row: once stopped, their answer is of no use.
    [[nodiscard]] const StopToken &stop() const { return m_stop; }

private:
    std::span<const Column> m_columns;
    std::size_t m_row;
    const StopToken &m_stop;
};

using DynamicRow = std::function<Value(const RowArguments &)>;

// `compute` for each row; it must be pure.
[[nodiscard]] Kernel dynamicKernel(DynamicRow compute);

inline constexpr ParameterKind anyDynamic{.type = Type::Dynamic};
inline constexpr ParameterKind anyLong{.type = Type::Long};
inline constexpr ParameterKind anyValue{};

// `compute` over `parameters`, of which those after the first `least` may be left out.
[[nodiscard]] std::vector<Overload> dynamicRows(std::vector<ParameterKind> parameters, std::size_t least,
                                                const DynamicRow &compute);
// `compute` over `parameters`, of which the last repeats.
[[nodiscard]] std::vector<Overload> dynamicRowsOfMany(std::vector<ParameterKind> parameters,
                                                      const DynamicRow &compute);

inline constexpr std::size_t maximumArrayLength = 1'048'576; // of range() and repeat(), as in Kusto

} // namespace signalbox::kql
