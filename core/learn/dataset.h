// A data set in memory: named columns of whole numbers, real numbers or text, each in one piece of memory.
// Training, evaluation and comparison read it through views and row numbers, so that no model ever copies it.
// A table does not change once it is read; any number of threads may read it at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace signalbox::learn {

enum class ColumnType : unsigned char { Integer, Real, Text };

// "integer", "real" or "text".
[[nodiscard]] std::string_view columnTypeName(ColumnType type);

// Many short texts in one piece of memory.
class TextValues
{
public:
    void reserve(std::size_t values) { m_ends.reserve(values); }
    void add(std::string_view text);
    [[nodiscard]] std::size_t size() const { return m_ends.size(); }
    [[nodiscard]] std::string_view operator[](std::size_t index) const;

private:
    std::string m_bytes;
    std::vector<std::size_t> m_ends;
};

struct Column
{
    std::string name;
    std::variant<std::vector<std::int64_t>, std::vector<double>, TextValues> values; // one entry a row
    std::vector<bool> missing; // one entry a row, or empty where no row misses its value

    [[nodiscard]] ColumnType type() const { return static_cast<ColumnType>(values.index()); }
    [[nodiscard]] bool isMissing(std::size_t row) const { return !missing.empty() && missing[row]; }
    [[nodiscard]] std::size_t missingCount() const;
};

// The numbers of one column, whatever they are stored as. Valid as long as the table or the memory that it
// was made from; rows must be within it.
class NumericView
{
public:
    explicit NumericView(std::span<const std::int64_t> values)
        : m_values(values)
    {
    }
    explicit NumericView(std::span<const double> values)
        : m_values(values)
    {
    }

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] double at(std::int64_t row) const;
    // out[i] = (value of rows[i] - shift) / scale; both spans have the same length.
    void gather(std::span<const std::int64_t> rows, std::span<double> out, double shift, double scale) const;

private:
    std::variant<std::span<const std::int64_t>, std::span<const double>> m_values;
};

struct Table
{
    std::string source; // the file it was read from, for messages
    std::vector<Column> columns;
    std::size_t rows = 0;

    // nullptr if there is no such column.
    [[nodiscard]] const Column *find(std::string_view name) const;
    // NotFound with the nearest name.
    [[nodiscard]] Result<const Column *> column(std::string_view name) const;
    // InvalidArgument, naming column and first offending line, unless it is numeric without missing values.
    [[nodiscard]] Result<NumericView> numbers(std::string_view name) const;
};

} // namespace signalbox::learn
