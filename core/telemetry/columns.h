// What telemetry is made of: tables of typed columns with Application Insights' names, cut into chunks.
// The charts read chunks now and the query engine will execute over them, so a chunk is plain column vectors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/clock.h"
#include "core/base/text_list.h"

namespace signalbox::telemetry {

// Kusto's scalar types. Long, DateTime (ticks since 1970) and TimeSpan (ticks) are held as 64-bit integers,
// Dynamic as JSON text and Guid as its 36 characters. The numbers are in files: add new types at the end.
enum class ColumnType : std::uint8_t { Bool, Int, Long, Real, DateTime, TimeSpan, String, Dynamic, Guid };

struct ColumnSpec
{
    std::string name;
    ColumnType type = ColumnType::String;

    friend bool operator==(const ColumnSpec &, const ColumnSpec &) = default;
};

// The first column is always `timestamp`.
struct TableSpec
{
    std::string name;
    std::vector<ColumnSpec> columns;
};

// Values of one column in row order. Bool, Int, Long, DateTime and TimeSpan use `integers`, Real uses `reals`
// and the others use `texts` through `codes`: row i is texts[codes[i]], so a repeated text is stored once.
// The place of a null value is held by some valid value; `texts` may hold more than the rows use.
struct Column
{
    ColumnType type = ColumnType::String;
    std::vector<std::int64_t> integers;
    std::vector<double> reals;
    TextList texts;
    std::vector<std::uint32_t> codes;
    std::vector<std::uint8_t> nulls; // empty if no value is null, else one byte a row, 1 = null

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] bool isNull(std::size_t row) const { return !nulls.empty() && nulls[row] != 0; }
    [[nodiscard]] std::string_view text(std::size_t row) const { return texts[codes[row]]; }
};

// Columns of equal length.
struct Chunk
{
    std::vector<Column> columns;
    std::size_t rows = 0;
};

// Half-open: from <= timestamp < to.
struct TimeRange
{
    TimePoint from = TimePoint::min();
    TimePoint to = TimePoint::max();
};

// timestamp, name (the endpoint), duration (real, ms), resultCode (string), success (bool), deployment,
// model, version (long), score (real, mean probability of the rows of the request, null on failure), rows
// (long), operation_Id (string),
// operation_SyntheticSource ("probe" for a test request of our own, else "").
[[nodiscard]] const TableSpec &requestsTable();

// timestamp, message, severityLevel (int), cloud_RoleName.
[[nodiscard]] const TableSpec &tracesTable();

} // namespace signalbox::telemetry
