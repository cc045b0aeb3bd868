#include "core/kql/values/column.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace signalbox::kql {

namespace {

Nulls joinedNulls(std::span<const Column> columns, std::size_t rows)
{
    if (std::ranges::none_of(columns, &Column::hasNulls))
        return {};
    std::vector<std::uint8_t> nulls;
    nulls.reserve(rows);
    for (const Column &column : columns) {
        for (std::size_t row = 0; row < column.size(); ++row)
            nulls.push_back(column.isNull(row) ? 1 : 0);
    }
    return std::make_shared<const std::vector<std::uint8_t>>(std::move(nulls));
}

template<typename T, typename Stored>
std::vector<T> joined(std::span<const Column> columns, std::size_t rows, const Stored &stored)
{
    std::vector<T> values;
    values.reserve(rows);
    for (const Column &column : columns) {
        const std::span<const T> part = stored(column);
        if (column.isConstant())
            values.insert(values.end(), column.size(), column.size() > 0 ? part[0] : T());
        else
            values.insert(values.end(), part.begin(), part.end());
    }
    return values;
}

Texts joinedTexts(std::span<const Column> columns, std::size_t rows)
{
    const auto sameDictionary = [&columns](const Column &column) {
        return column.texts().dictionary == columns.front().texts().dictionary;
    };
    const bool shared = std::ranges::all_of(columns, sameDictionary);
    std::vector<std::string> dictionary;
    std::vector<std::uint32_t> codes;
    codes.reserve(rows);
    for (const Column &column : columns) {
        const Texts &texts = column.texts();
        const auto first = static_cast<std::uint32_t>(dictionary.size());
        if (!shared)
            dictionary.insert(dictionary.end(), texts.dictionary->begin(), texts.dictionary->end());
        for (std::size_t row = 0; row < column.size(); ++row)
            codes.push_back(first + (*texts.codes)[column.stored(row)]);
    }
    return {.dictionary = shared ? columns.front().texts().dictionary
                                 : std::make_shared<const std::vector<std::string>>(std::move(dictionary)),
            .codes = std::make_shared<const std::vector<std::uint32_t>>(std::move(codes))};
}

} // namespace

Column concatenate(Type type, std::span<const Column> columns)
{
    if (columns.empty())
        return Column::null(type, 0).expanded();
    if (columns.size() == 1)
        return columns.front();
    std::size_t rows = 0;
    for (const Column &column : columns)
        rows += column.size();
    Nulls nulls = joinedNulls(columns, rows);
    switch (type) {
    case Type::Bool:
        return Column::ofBools(joined<std::uint8_t>(columns, rows, [](const Column &c) { return c.bools(); }),
                               nulls);
    case Type::Int:
    case Type::Long:
    case Type::DateTime:
    case Type::TimeSpan:
        return Column::ofWholes(
            type, joined<std::int64_t>(columns, rows, [](const Column &c) { return c.wholes(); }), nulls);
    case Type::Real:
        return Column::ofReals(joined<double>(columns, rows, [](const Column &c) { return c.reals(); }),
                               nulls);
    case Type::Decimal:
    case Type::String:
    case Type::Guid:
        return Column::ofTexts(type, joinedTexts(columns, rows), nulls);
    case Type::Dynamic:
        break;
    }
    return Column::ofValues(joined<Value>(columns, rows, [](const Column &c) { return c.values(); }));
}

} // namespace signalbox::kql
