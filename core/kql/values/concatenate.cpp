
#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/kql/values/joining.h"
#include "core/kql/values/text_numbers.h"

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

// Puts dictionaries into one that has each text once and only those that rows use. Where texts hardly ever
// come again, it stops looking for them.
class DictionaryJoiner
{
public:
    void add(const Column &column, std::vector<std::uint32_t> &codes)
    {
        const TextList &texts = *column.texts().dictionary;
        const std::span<const std::uint32_t> own(*column.texts().codes);
        if (column.isConstant()) {
            codes.insert(codes.end(), column.size(), column.size() > 0 ? place(texts[own[0]]) : 0);
            return;
        }
        const std::size_t before = m_dictionary.size();
        std::size_t used = 0;
        std::vector<std::uint32_t> places(texts.size(), TextNumbers::none);
        for (const std::uint32_t code : own) {
            if (places[code] == TextNumbers::none) {
                places[code] = place(texts[code]);
                ++used;
            }
            codes.push_back(places[code]);
        }
        // The first column tells nothing: its texts are new to us.
        m_looks = m_looks && (before == 0 || used < 1024 || (m_dictionary.size() - before) * 10 < used * 9);
    }

    [[nodiscard]] TextList finish() { return std::move(m_dictionary); }

private:
    std::uint32_t place(std::string_view text)
    {
        const auto next = static_cast<std::uint32_t>(m_dictionary.size());
        if (m_looks) {
            const std::uint32_t number = m_numbers.addShared(text);
            if (number < next)
                return number;
        }
        m_dictionary.push_back(text);
        return next;
    }

    TextNumbers m_numbers; // its numbers are places in the dictionary as long as we look
    TextList m_dictionary;
    bool m_looks = true;
};

Texts joinedTexts(std::span<const Column> columns, std::size_t rows, const StopToken &stop)
{
    const auto sameDictionary = [&columns](const Column &column) {
        return column.texts().dictionary == columns.front().texts().dictionary;
    };
    std::vector<std::uint32_t> codes;
    codes.reserve(rows);
    if (std::ranges::all_of(columns, sameDictionary)) {
        for (const Column &column : columns) {
            for (std::size_t row = 0; row < column.size(); ++row)
                codes.push_back((*column.texts().codes)[column.stored(row)]);
        }
        return {.dictionary = columns.front().texts().dictionary,
                .codes = std::make_shared<const std::vector<std::uint32_t>>(std::move(codes))};
    }
    DictionaryJoiner joiner;
    for (const Column &column : columns) {
        if (stop.stopRequested())
            break;
        joiner.add(column, codes);
    }
    return {.dictionary = std::make_shared<const TextList>(joiner.finish()),
            .codes = std::make_shared<const std::vector<std::uint32_t>>(std::move(codes))};
}

} // namespace

Column concatenate(Type type, std::span<const Column> columns)
{
    return concatenate(type, columns, {});
}

Column concatenate(Type type, std::span<const Column> columns, const StopToken &stop)
{
    if (columns.empty())
        return Column::null(type, 0).expanded();
    if (columns.size() == 1)
        return columns.front();
    std::size_t rows = 0;
    for (const Column &column : columns)
        rows += column.size();
    const auto sameConstant = [&first = columns.front()](const Column &column) {
        return column.isConstant() && column.value(0) == first.value(0);
    };
    if (columns.front().isConstant() && std::ranges::all_of(columns, sameConstant))
        return columns.front().repeated(rows);
    if (std::ranges::any_of(columns, &Column::isPending))
        return Column::later(type, rows,
                             [type, rows, parts = std::vector(columns.begin(), columns.end()), stop] {
                                 std::vector<Column> made;
                                 made.reserve(parts.size());
                                 for (const Column &part : parts) {
                                     if (stop.stopRequested())
                                         return Column::null(type, rows);
                                     made.push_back(part.made());
                                 }
                                 return concatenate(type, made, stop);
                             });
    if (stop.stopRequested())
        return Column::null(type, rows);
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
    case Type::Guid: {
        Texts texts = joinedTexts(columns, rows, stop);
        if (texts.codes->size() < rows)
            return Column::null(type, rows);
        return Column::ofTexts(type, std::move(texts), nulls);
    }
    case Type::Dynamic:
        break;
    }
    return Column::ofValues(joined<Value>(columns, rows, [](const Column &c) { return c.values(); }));
}

} // namespace signalbox::kql
