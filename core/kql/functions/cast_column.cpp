#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>
#include <vector>

#include "core/kql/functions/overload.h"
#include "core/kql/values/column_builder.h"
#include "core/kql/values/conversions.h"
#include "core/kql/values/dynamic_json.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

Column castRows(const Column &column, Type type)
{
    ColumnBuilder builder(type, column.size());
    const bool fromDynamic = column.type() == Type::Dynamic;
    for (std::size_t row = 0; row < column.size(); ++row) {
        const Value value = column.value(row);
        if (type == Type::String)
            builder.append(std::string_view(fromDynamic ? elementToText(value) : toText(value)));
        else if (type == Type::Dynamic && column.type() == Type::String)
            builder.appendValue(parseDynamic(column.text(row)));
        else
            builder.appendValue(castValue(value, type));
    }
    return builder.finish();
}

Column textsOfIntegers(const Column &column)
{
    ColumnBuilder builder(Type::String, column.size());
    const auto wholes = column.wholes();
    std::array<char, 24> buffer{};
    for (std::size_t row = 0; row < wholes.size(); ++row) {
        const char *end = buffer.data();
        if (!column.isNull(row))
            end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), wholes[row]).ptr;
        builder.append(std::string_view(buffer.data(), end));
    }
    return builder.finish();
}

Column realsOf(const Column &column)
{
    const auto wholes = column.wholes();
    return Column::ofReals(std::vector<double>(wholes.begin(), wholes.end()), column.sharedNulls());
}

// A column of one row for each entry of the dictionary of `column`.
Column dictionaryOf(const Column &column)
{
    std::vector<std::uint32_t> codes(column.texts().dictionary->size());
    for (std::size_t i = 0; i < codes.size(); ++i)
        codes[i] = static_cast<std::uint32_t>(i);
    return Column::ofTexts(
        column.type(), Texts{.dictionary = column.texts().dictionary,
                             .codes = std::make_shared<const std::vector<std::uint32_t>>(std::move(codes))});
}

bool hasFewTexts(const Column &column, std::size_t rows)
{
    return isText(column.type()) && !column.isConstant() && !column.hasNulls() &&
           column.texts().dictionary->size() * 2 <= rows;
}

} // namespace

Column castColumn(const Column &column, Type type)
{
    const Type from = column.type();
    if (from == type)
        return column;
    if (from == Type::Int && type == Type::Long)
        return column.retyped(type);
    if (column.isConstant())
        return castColumn(column.repeated(1).expanded(), type).repeated(column.size()); // also of no rows
    if (isInteger(from) && type == Type::Real)
        return realsOf(column);
    if (isInteger(from) && type == Type::String)
        return textsOfIntegers(column);
    if (hasFewTexts(column, column.size()))
        return castRows(dictionaryOf(column), type).gather(*column.texts().codes);
    return castRows(column, type);
}

Kernel sparing(Kernel rowKernel)
{
    return [rowKernel = std::move(rowKernel)](std::span<const Column> arguments, std::size_t rows,
                                              const EvalContext &context) -> Result<Column> {
        std::vector<Column> spared(arguments.begin(), arguments.end());
        const auto varies = [](const Column &column) { return !column.isConstant(); };
        const auto varying = std::ranges::count_if(spared, varies);
        if (varying == 0) {
            for (Column &column : spared)
                column = column.repeated(1);
            SIGNALBOX_TRY(const Column one, rowKernel(spared, 1, context));
            return one.repeated(rows);
        }
        const auto only = std::ranges::find_if(spared, varies);
        if (varying > 1 || !hasFewTexts(*only, rows))
            return rowKernel(arguments, rows, context);
        const Texts texts = only->texts();
        const std::size_t entries = texts.dictionary->size();
        for (Column &column : spared)
            column = column.isConstant() ? column.repeated(entries) : dictionaryOf(column);
        SIGNALBOX_TRY(const Column distinct, rowKernel(spared, entries, context));
        return distinct.gather(*texts.codes);
    };
}

} // namespace signalbox::kql
