#include "core/kql/values/telemetry_columns.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/kql/values/dynamic_json.h"

namespace signalbox::kql {

namespace {

using ColumnPointer = std::shared_ptr<const telemetry::Column>;

// A member of the column that keeps the whole column alive.
template<typename T>
std::shared_ptr<const T> memberOf(const ColumnPointer &column, const T &member)
{
    return {column, &member};
}

Column boolsOf(const telemetry::Column &column, Nulls nulls)
{
    std::vector<std::uint8_t> values(column.integers.size());
    std::ranges::transform(column.integers, values.begin(),
                           [](std::int64_t value) { return value != 0 ? 1 : 0; });
    return Column::ofBools(std::move(values), std::move(nulls));
}

Column dynamicsOf(const telemetry::Column &column)
{
    std::vector<Value> distinct;
    distinct.reserve(column.texts.size());
    for (const std::string_view text : column.texts)
        distinct.push_back(parseDynamic(text));
    std::vector<Value> values(column.codes.size());
    for (std::size_t row = 0; row < values.size(); ++row) {
        if (!column.isNull(row))
            values[row] = distinct[column.codes[row]];
    }
    return Column::ofValues(std::move(values));
}

Column textsOf(const ColumnPointer &shared, Type type, Nulls nulls)
{
    const telemetry::Column &column = *shared;
    if (type != Type::String || column.nulls.empty()) {
        return Column::ofTexts(
            type, {.dictionary = memberOf(shared, column.texts), .codes = memberOf(shared, column.codes)},
            std::move(nulls));
    }
    TextList texts = column.texts;
    std::vector<std::uint32_t> codes = column.codes;
    const auto empty = static_cast<std::uint32_t>(texts.size());
    texts.push_back({});
    for (std::size_t row = 0; row < codes.size(); ++row) {
        if (column.isNull(row))
            codes[row] = empty;
    }
    return Column::ofTexts(type,
                           {.dictionary = std::make_shared<const TextList>(std::move(texts)),
                            .codes = std::make_shared<const std::vector<std::uint32_t>>(std::move(codes))});
}

} // namespace

Type typeOf(telemetry::ColumnType type)
{
    switch (type) {
    case telemetry::ColumnType::Bool:
        return Type::Bool;
    case telemetry::ColumnType::Int:
        return Type::Int;
    case telemetry::ColumnType::Long:
        return Type::Long;
    case telemetry::ColumnType::Real:
        return Type::Real;
    case telemetry::ColumnType::DateTime:
        return Type::DateTime;
    case telemetry::ColumnType::TimeSpan:
        return Type::TimeSpan;
    case telemetry::ColumnType::Dynamic:
        return Type::Dynamic;
    case telemetry::ColumnType::Guid:
        return Type::Guid;
    case telemetry::ColumnType::String:
        break;
    }
    return Type::String;
}

Column fromTelemetry(const std::shared_ptr<const telemetry::Chunk> &chunk, std::size_t index)
{
    return fromTelemetry(ColumnPointer(chunk, &chunk->columns[index]));
}

Column fromTelemetry(const std::shared_ptr<const telemetry::Column> &shared)
{
    const telemetry::Column &column = *shared;
    const Type type = typeOf(column.type);
    Nulls nulls = column.nulls.empty() ? Nulls() : memberOf(shared, column.nulls);
    switch (type) {
    case Type::Bool:
        return boolsOf(column, std::move(nulls));
    case Type::Real:
        return Column::share(memberOf(shared, column.reals), std::move(nulls));
    case Type::Dynamic:
        return dynamicsOf(column);
    case Type::String:
    case Type::Guid:
    case Type::Decimal:
        return textsOf(shared, type, std::move(nulls));
    default:
        return Column::share(type, memberOf(shared, column.integers), std::move(nulls));
    }
}

} // namespace signalbox::kql
