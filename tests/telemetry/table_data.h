// Tables for the tests of telemetry: chunks of chance, and rows as text that Qt Test can compare and print.
#pragma once

#include <QByteArray>
#include <QTemporaryDir>

#include <bit>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/telemetry/column_tools.h"
#include "core/telemetry/columns.h"

namespace signalbox::telemetry {

inline std::filesystem::path telemetryFileIn(const QTemporaryDir &folder)
{
    return toPath(folder.path().toStdString()) / "telemetry.db";
}

inline const TableSpec &everyType()
{
    static const TableSpec table{.name = "every",
                                 .columns = {{.name = "timestamp", .type = ColumnType::DateTime},
                                             {.name = "bool", .type = ColumnType::Bool},
                                             {.name = "int", .type = ColumnType::Int},
                                             {.name = "long", .type = ColumnType::Long},
                                             {.name = "real", .type = ColumnType::Real},
                                             {.name = "span", .type = ColumnType::TimeSpan},
                                             {.name = "string", .type = ColumnType::String},
                                             {.name = "dynamic", .type = ColumnType::Dynamic},
                                             {.name = "guid", .type = ColumnType::Guid}}};
    return table;
}

inline std::vector<std::string> namesOf(const TableSpec &table)
{
    std::vector<std::string> names;
    for (const ColumnSpec &column : table.columns)
        names.push_back(column.name);
    return names;
}

inline std::int64_t randomInteger(SeededRandom &random)
{
    const std::uint64_t bits = random.below(std::uint64_t{1} << 63U) << 1U | random.below(2);
    return static_cast<std::int64_t>(bits) >> random.below(64);
}

inline Column randomColumn(ColumnType type, std::size_t rows, SeededRandom &random, bool nulls)
{
    Column column{.type = type, .integers = {}, .reals = {}, .texts = {}, .codes = {}, .nulls = {}};
    for (std::size_t row = 0; row < rows; ++row) {
        switch (storageOf(type)) {
        case Storage::Integers:
            column.integers.push_back(type == ColumnType::Bool ? static_cast<std::int64_t>(random.below(2))
                                                               : randomInteger(random));
            break;
        case Storage::Reals:
            column.reals.push_back(random.normal() * 1e3);
            break;
        case Storage::Texts:
            if (column.texts.empty() || random.below(4) == 0)
                column.texts.push_back(fmt::format("täxt {}", random.below(1U << 20U)));
            column.codes.push_back(static_cast<std::uint32_t>(random.below(column.texts.size())));
            break;
        }
        if (nulls)
            column.nulls.push_back(random.below(3) == 0 ? 1 : 0);
    }
    return column;
}

// Timestamps count up from `first`, a tick a row.
inline Chunk randomChunk(const TableSpec &table, std::size_t rows, SeededRandom &random, std::int64_t first,
                         bool nulls = true)
{
    Chunk chunk{.columns = {}, .rows = rows};
    for (const ColumnSpec &spec : table.columns)
        chunk.columns.push_back(randomColumn(spec.type, rows, random, nulls));
    chunk.columns[0].nulls.clear();
    for (std::size_t row = 0; row < rows; ++row)
        chunk.columns[0].integers[row] = first + static_cast<std::int64_t>(row);
    return chunk;
}

// Exact: two different doubles never look the same.
inline std::string valueText(const Column &column, std::size_t row)
{
    if (column.isNull(row))
        return "null";
    switch (storageOf(column.type)) {
    case Storage::Integers:
        return fmt::format("{}", column.integers[row]);
    case Storage::Reals:
        return fmt::format("{}({:x})", column.reals[row], std::bit_cast<std::uint64_t>(column.reals[row]));
    case Storage::Texts:
        break;
    }
    return fmt::format("'{}'", column.text(row));
}

// A line for each row.
inline std::vector<QByteArray> rowsOf(std::span<const Chunk> chunks)
{
    std::vector<QByteArray> rows;
    for (const Chunk &chunk : chunks) {
        for (std::size_t row = 0; row < chunk.rows; ++row) {
            std::string line;
            for (const Column &column : chunk.columns)
                line += valueText(column, row) + " | ";
            rows.push_back(QByteArray::fromStdString(line));
        }
    }
    return rows;
}

inline std::vector<QByteArray> rowsOf(const Chunk &chunk)
{
    return rowsOf(std::span(&chunk, 1));
}

inline TimePoint at(std::int64_t ticks)
{
    return TimePoint(Ticks(ticks));
}

} // namespace signalbox::telemetry
