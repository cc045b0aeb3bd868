// Cutting and joining columns, as reading a time range, merging segments and retention need it.
// Pure functions, thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"
#include "core/telemetry/columns.h"

namespace signalbox::telemetry {

// Which of a column's vectors holds the values of a type.
enum class Storage : std::uint8_t { Integers, Reals, Texts };
[[nodiscard]] Storage storageOf(ColumnType type);

// InvalidArgument unless `chunk` has exactly the columns of `table`, all of chunk.rows rows with valid codes,
// and a timestamp in every row.
[[nodiscard]] Status checkChunk(const TableSpec &table, const Chunk &chunk);

[[nodiscard]] Column nullColumn(ColumnType type, std::size_t rows);

// The given rows of `column` in the given order; each number is below its size.
[[nodiscard]] Column selectRows(const Column &column, std::span<const std::uint32_t> rows);

// Puts columns of one type one after the other, with one dictionary for the texts of all.
class ColumnJoiner
{
public:
    explicit ColumnJoiner(ColumnType type) { m_column.type = type; }

    void add(const Column &column);
    [[nodiscard]] Column take() { return std::move(m_column); }

private:
    std::uint32_t codeOf(std::string_view text);

    Column m_column;
    std::unordered_map<std::string, std::uint32_t> m_codes;
};

} // namespace signalbox::telemetry
