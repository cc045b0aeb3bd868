#include "core/kql/values/column_builder.h"

#include <memory>
#include <utility>

namespace signalbox::kql {

ColumnBuilder::ColumnBuilder(Type type, std::size_t expectedRows)
    : m_type(type)
{
    if (type == Type::Bool)
        m_bools.reserve(expectedRows);
    else if (isWhole(type))
        m_wholes.reserve(expectedRows);
    else if (type == Type::Real)
        m_reals.reserve(expectedRows);
    else if (isText(type))
        m_codes.reserve(expectedRows);
    else
        m_values.reserve(expectedRows);
}

void ColumnBuilder::countRow(bool null)
{
    if (null && !m_anyNull) {
        m_anyNull = true;
        m_nulls.assign(m_size, 0);
    }
    if (m_anyNull)
        m_nulls.push_back(null ? 1 : 0);
    ++m_size;
}

void ColumnBuilder::append(bool value)
{
    m_bools.push_back(value ? 1 : 0);
    countRow(false);
}

void ColumnBuilder::append(std::int64_t value)
{
    m_wholes.push_back(value);
    countRow(false);
}

void ColumnBuilder::append(double value)
{
    m_reals.push_back(value);
    countRow(false);
}

void ColumnBuilder::append(std::string_view value)
{
    storeText(value);
    countRow(false);
}

void ColumnBuilder::storeText(std::string_view value)
{
    if (m_codes.empty() || m_dictionary[m_codes.back()] != value) {
        m_codes.push_back(static_cast<std::uint32_t>(m_dictionary.size()));
        m_dictionary.push_back(value);
    } else {
        m_codes.push_back(m_codes.back());
    }
}

void ColumnBuilder::appendNull()
{
    if (m_type == Type::Bool)
        m_bools.push_back(0);
    else if (isWhole(m_type))
        m_wholes.push_back(0);
    else if (m_type == Type::Real)
        m_reals.push_back(0);
    else if (isText(m_type))
        storeText({});
    else
        m_values.emplace_back();
    countRow(m_type != Type::String && m_type != Type::Dynamic); // a dynamic column finds its nulls itself
}

void ColumnBuilder::appendValue(const Value &value)
{
    if (m_type == Type::Dynamic) {
        m_values.push_back(value);
        countRow(false);
    } else if (m_type == Type::Real && value.isWhole() && isInteger(*value.type())) {
        append(static_cast<double>(value.whole()));
    } else if (!value.is(m_type) && !(m_type == Type::Long && value.is(Type::Int))) {
        appendNull();
    } else if (m_type == Type::Bool) {
        append(value.boolean());
    } else if (m_type == Type::Real) {
        append(value.real());
    } else if (isText(m_type)) {
        append(std::string_view(value.text()));
    } else {
        append(value.whole());
    }
}

void ColumnBuilder::appendFrom(const Column &column, std::size_t row)
{
    if (column.isNull(row))
        return appendNull();
    const std::size_t at = column.stored(row);
    if (m_type == Type::Bool) {
        append(column.bools()[at] != 0);
    } else if (isWhole(m_type)) {
        append(column.wholes()[at]);
    } else if (m_type == Type::Real) {
        append(column.reals()[at]);
    } else if (isText(m_type)) {
        append(column.text(row));
    } else {
        m_values.push_back(column.values()[at]);
        countRow(false);
    }
}

Column ColumnBuilder::finish()
{
    Nulls nulls;
    if (m_anyNull)
        nulls = std::make_shared<const std::vector<std::uint8_t>>(std::exchange(m_nulls, {}));
    m_anyNull = false;
    m_size = 0;
    if (m_type == Type::Bool)
        return Column::ofBools(std::exchange(m_bools, {}), std::move(nulls));
    if (isWhole(m_type))
        return Column::ofWholes(m_type, std::exchange(m_wholes, {}), std::move(nulls));
    if (m_type == Type::Real)
        return Column::ofReals(std::exchange(m_reals, {}), std::move(nulls));
    if (m_type == Type::Dynamic)
        return Column::ofValues(std::exchange(m_values, {}));
    Texts texts{.dictionary = std::make_shared<const TextList>(std::exchange(m_dictionary, {})),
                .codes = std::make_shared<const std::vector<std::uint32_t>>(std::exchange(m_codes, {}))};
    return Column::ofTexts(m_type, std::move(texts), std::move(nulls));
}

} // namespace signalbox::kql
