// What is known of the columns of a segment without decoding them: the smallest and largest number, and a
// sketch of the texts (Bloom, 1970) that tells which ones are certainly not there. Stored with the segment,
// so that a reader who looks for something leaves out segments that cannot have it. Pure functions,
// thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/telemetry/columns.h"

namespace signalbox::telemetry {

// Of the values that are not null; NaN counts as null. Without any, the largest is below the smallest.
struct ColumnStatistics
{
    std::string name = {};
    std::int64_t smallest = std::numeric_limits<std::int64_t>::max(); // of types that are held as integers
    std::int64_t largest = std::numeric_limits<std::int64_t>::min();
    double lowest = std::numeric_limits<double>::infinity(); // of reals
    double highest = -std::numeric_limits<double>::infinity();

    friend bool operator==(const ColumnStatistics &, const ColumnStatistics &) = default;
};

// What a reader wants of one column: values inside the bounds and, if there are texts, one of these. Rows
// with a null are not wanted, but a null text counts as "".
struct ColumnWish
{
    std::string name = {};
    std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
    std::int64_t largest = std::numeric_limits<std::int64_t>::max();
    double lowest = -std::numeric_limits<double>::infinity();
    double highest = std::numeric_limits<double>::infinity();
    std::vector<std::string> texts = {};
};

// Of the columns that hold numbers. `chunk` has the columns of `table`.
[[nodiscard]] std::vector<ColumnStatistics> statisticsOf(const TableSpec &table, const Chunk &chunk);
// Whether a segment may have a row that `wish` wants.
[[nodiscard]] bool mayHold(const ColumnStatistics &statistics, const ColumnWish &wish);

[[nodiscard]] std::string encodeStatistics(const std::vector<ColumnStatistics> &statistics);
// Nothing is known from damaged bytes.
[[nodiscard]] std::vector<ColumnStatistics> decodeStatistics(std::string_view bytes);

// Of a column of texts; about a byte for each distinct one, at most 128 KiB.
[[nodiscard]] std::string sketchOf(const Column &column);
// False if the text is certainly in no row; true for a damaged sketch.
[[nodiscard]] bool sketchMayHold(std::string_view sketch, std::string_view text);

} // namespace signalbox::telemetry
