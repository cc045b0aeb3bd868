#include "core/kql/functions/choice.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "core/kql/functions/kernel_tools.h"
#include "core/kql/values/column_builder.h"

namespace signalbox::kql {

namespace {

template<typename T, typename Payload>
std::vector<T> pick(std::span<const Column> sources, std::span<const std::uint32_t> which,
                    const Payload &payload)
{
    std::vector<std::span<const T>> payloads;
    for (const Column &source : sources)
        payloads.push_back(payload(source));
    std::vector<T> values(which.size());
    for (std::size_t row = 0; row < which.size(); ++row)
        values[row] = payloads[which[row]][sources[which[row]].stored(row)];
    return values;
}

// Keeps the dictionaries, one after another.
Texts pickTexts(std::span<const Column> sources, std::span<const std::uint32_t> which)
{
    TextList dictionary;
    std::vector<std::uint32_t> firsts;
    for (const Column &source : sources) {
        firsts.push_back(static_cast<std::uint32_t>(dictionary.size()));
        dictionary.append(*source.texts().dictionary);
    }
    std::vector<std::uint32_t> codes(which.size());
    for (std::size_t row = 0; row < which.size(); ++row) {
        const Column &source = sources[which[row]];
        codes[row] = firsts[which[row]] + (*source.texts().codes)[source.stored(row)];
    }
    return {.dictionary = std::make_shared<const TextList>(std::move(dictionary)),
            .codes = std::make_shared<const std::vector<std::uint32_t>>(std::move(codes))};
}

Nulls pickNulls(std::span<const Column> sources, std::span<const std::uint32_t> which)
{
    if (std::ranges::none_of(sources, &Column::hasNulls))
        return {};
    std::vector<std::uint8_t> nulls(which.size());
    for (std::size_t row = 0; row < which.size(); ++row)
        nulls[row] = sources[which[row]].isNull(row) ? 1 : 0;
    return mergeNulls(Nulls(), std::move(nulls));
}

Column pickFewTexts(Type type, std::span<const Column> sources, std::span<const std::uint32_t> which)
{
    ColumnBuilder builder(type, which.size());
    for (std::size_t row = 0; row < which.size(); ++row)
        builder.appendFrom(sources[which[row]], row);
    return builder.finish();
}

Type wider(Type left, Type right)
{
    for (const Type type : {Type::Decimal, Type::Real, Type::Long}) {
        if (left == type || right == type)
            return type;
    }
    return Type::Int;
}

bool isNullLiteral(const Argument &argument)
{
    return argument.type == Type::Dynamic && argument.constant != nullptr && argument.constant->isNull();
}

} // namespace

Column wrapped(const Column &column)
{
    if (column.type() == Type::Dynamic)
        return column;
    ColumnBuilder builder(Type::Dynamic, column.size());
    for (std::size_t row = 0; row < column.size(); ++row)
        builder.appendValue(column.value(row));
    return builder.finish();
}

Column choose(Type type, std::span<const Column> sources, std::span<const std::uint32_t> which)
{
    if (type == Type::Bool) {
        return Column::ofBools(pick<std::uint8_t>(sources, which, [](const Column &c) { return c.bools(); }),
                               pickNulls(sources, which));
    }
    if (isWhole(type)) {
        return Column::ofWholes(
            type, pick<std::int64_t>(sources, which, [](const Column &c) { return c.wholes(); }),
            pickNulls(sources, which));
    }
    if (type == Type::Real) {
        return Column::ofReals(pick<double>(sources, which, [](const Column &c) { return c.reals(); }),
                               pickNulls(sources, which));
    }
    if (type == Type::Dynamic)
        return Column::ofValues(pick<Value>(sources, which, [](const Column &c) { return c.values(); }));
    std::size_t entries = 0;
    for (const Column &source : sources)
        entries += source.texts().dictionary->size();
    if (entries > which.size() + 16)
        return pickFewTexts(type, sources, which);
    return Column::ofTexts(type, pickTexts(sources, which), pickNulls(sources, which));
}

std::optional<Type> commonType(std::span<const Argument> arguments)
{
    std::optional<Type> common;
    for (const Argument &argument : arguments) {
        if (isNullLiteral(argument))
            continue;
        if (!common || *common == argument.type)
            common = argument.type;
        else if (isNumeric(*common) && isNumeric(argument.type))
            common = wider(*common, argument.type);
        else if (*common == Type::Dynamic || argument.type == Type::Dynamic)
            common = Type::Dynamic;
        else
            return std::nullopt;
    }
    return common.value_or(Type::Dynamic);
}

} // namespace signalbox::kql
