// Builds a column row by row: the operators that make rows (datatable, mv-expand, joins, aggregates) and the
// slow paths of functions use it. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/values/column.h"

namespace signalbox::kql {

class ColumnBuilder
{
public:
    explicit ColumnBuilder(Type type, std::size_t expectedRows = 0);

    [[nodiscard]] Type type() const { return m_type; }
    [[nodiscard]] std::size_t size() const { return m_size; }

    // Each is for the columns that store such a payload; the type is not converted.
    void append(bool value);
    void append(std::int64_t value);
    void append(double value);
    void append(std::string_view value); // equal neighbours share an entry
    void append(DateTime value) { append(value.ticks); }
    void append(TimeSpan value) { append(value.ticks); }

    void appendNull(); // "" for a string
    // Null, a value of the column's type, or anything for a dynamic; a long for a real is widened and a value
    // of another type is null.
    void appendValue(const Value &value);
    void appendFrom(const Column &column, std::size_t row); // of the same type

    // Leaves the builder empty.
    [[nodiscard]] Column finish();

private:
    void storeText(std::string_view value);
    void countRow(bool null);

    Type m_type;
    std::size_t m_size = 0;
    bool m_anyNull = false;
    std::vector<std::uint8_t> m_nulls;
    std::vector<std::uint8_t> m_bools;
    std::vector<std::int64_t> m_wholes;
    std::vector<double> m_reals;
    TextList m_dictionary;
    std::vector<std::uint32_t> m_codes;
    std::vector<Value> m_values;
};

} // namespace signalbox::kql
