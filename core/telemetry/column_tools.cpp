#include "core/telemetry/column_tools.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace signalbox::telemetry {

namespace {

template<typename T>
std::vector<T> selected(const std::vector<T> &values, std::span<const std::uint32_t> rows)
{
    std::vector<T> result;
    result.reserve(rows.size());
    for (const std::uint32_t row : rows)
        result.push_back(values[row]);
    return result;
}

template<typename T>
void addAll(std::vector<T> &to, const std::vector<T> &from)
{
    to.insert(to.end(), from.begin(), from.end());
}

} // namespace

Storage storageOf(ColumnType type)
{
    switch (type) {
    case ColumnType::Real:
        return Storage::Reals;
    case ColumnType::String:
    case ColumnType::Dynamic:
    case ColumnType::Guid:
        return Storage::Texts;
    default:
        return Storage::Integers;
    }
}

Status checkChunk(const TableSpec &table, const Chunk &chunk)
{
    const auto refuse = [&](std::string_view column, std::string_view why) -> Status {
        return std::unexpected(
            Error{.code = ErrorCode::InvalidArgument,
                  .message = fmt::format("The rows do not fit table '{}': {}.", table.name, why),
                  .field = std::string(column)});
    };
    if (table.name.empty() || table.columns.empty() || table.columns.front().name != "timestamp" ||
        table.columns.front().type != ColumnType::DateTime)
        return refuse("timestamp", "a table has a name and begins with the column timestamp");
    if (chunk.columns.size() != table.columns.size())
        return refuse({}, fmt::format("{} columns are given and {} expected", chunk.columns.size(),
                                      table.columns.size()));
    if (chunk.rows > std::numeric_limits<std::uint32_t>::max())
        return refuse({}, "a segment holds fewer than 4,294,967,296 rows");
    for (std::size_t i = 0; i < chunk.columns.size(); ++i) {
        const Column &column = chunk.columns[i];
        const std::string &name = table.columns[i].name;
        if (column.type != table.columns[i].type)
            return refuse(name, "the column has another type");
        if (column.size() != chunk.rows || (!column.nulls.empty() && column.nulls.size() != chunk.rows))
            return refuse(name, fmt::format("the column has not {} rows", chunk.rows));
        if (storageOf(column.type) == Storage::Texts &&
            std::ranges::any_of(column.codes,
                                [&](std::uint32_t code) { return code >= column.texts.size(); }))
            return refuse(name, "a row points at a text that is not there");
    }
    if (std::ranges::any_of(chunk.columns.front().nulls, [](std::uint8_t isNull) { return isNull != 0; }))
        return refuse("timestamp", "a row has no timestamp");
    return {};
}

Column nullColumn(ColumnType type, std::size_t rows)
{
    Column column{.type = type, .integers = {}, .reals = {}, .texts = {}, .codes = {}, .nulls = {}};
    switch (storageOf(type)) {
    case Storage::Integers:
        column.integers.resize(rows);
        break;
    case Storage::Reals:
        column.reals.resize(rows);
        break;
    case Storage::Texts:
        column.texts.push_back({});
        column.codes.resize(rows);
        break;
    }
    column.nulls.assign(rows, 1);
    return column;
}

Column selectRows(const Column &column, std::span<const std::uint32_t> rows)
{
    Column result{.type = column.type, .integers = {}, .reals = {}, .texts = {}, .codes = {}, .nulls = {}};
    switch (storageOf(column.type)) {
    case Storage::Integers:
        result.integers = selected(column.integers, rows);
        break;
    case Storage::Reals:
        result.reals = selected(column.reals, rows);
        break;
    case Storage::Texts: {
        constexpr std::uint32_t unused = std::numeric_limits<std::uint32_t>::max();
        std::vector<std::uint32_t> newCodes(column.texts.size(), unused);
        result.codes.reserve(rows.size());
        for (const std::uint32_t row : rows) {
            std::uint32_t &code = newCodes[column.codes[row]];
            if (code == unused) {
                code = static_cast<std::uint32_t>(result.texts.size());
                result.texts.push_back(column.texts[column.codes[row]]);
            }
            result.codes.push_back(code);
        }
        break;
    }
    }
    if (!column.nulls.empty())
        result.nulls = selected(column.nulls, rows);
    return result;
}

void ColumnJoiner::add(const Column &column)
{
    const std::size_t before = m_column.size();
    addAll(m_column.integers, column.integers);
    addAll(m_column.reals, column.reals);
    if (storageOf(column.type) == Storage::Texts) {
        std::vector<std::uint32_t> newCodes;
        newCodes.reserve(column.texts.size());
        for (const std::string_view text : column.texts)
            newCodes.push_back(codeOf(text));
        for (const std::uint32_t code : column.codes)
            m_column.codes.push_back(newCodes[code]);
    }
    if (!m_column.nulls.empty() || !column.nulls.empty()) {
        m_column.nulls.resize(before, 0);
        addAll(m_column.nulls, column.nulls);
        m_column.nulls.resize(m_column.size(), 0);
    }
}

std::uint32_t ColumnJoiner::codeOf(std::string_view text)
{
    const auto [place, isNew] =
        m_codes.try_emplace(std::string(text), static_cast<std::uint32_t>(m_column.texts.size()));
    if (isNew)
        m_column.texts.push_back(text);
    return place->second;
}

} // namespace signalbox::telemetry
