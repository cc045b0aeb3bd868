#include "core/learn/dataset.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/text.h"

namespace signalbox::learn {

std::string_view columnTypeName(ColumnType type)
{
    switch (type) {
    case ColumnType::Integer:
        return "integer";
    case ColumnType::Real:
        return "real";
    case ColumnType::Text:
        break;
    }
    return "text";
}

void TextValues::add(std::string_view text)
{
    m_bytes += text;
    m_ends.push_back(m_bytes.size());
}

std::string_view TextValues::operator[](std::size_t index) const
{
    const std::size_t begin = index == 0 ? 0 : m_ends[index - 1];
    return std::string_view(m_bytes).substr(begin, m_ends[index] - begin);
}

std::size_t Column::missingCount() const
{
    return static_cast<std::size_t>(std::ranges::count(missing, true));
}

std::size_t NumericView::size() const
{
    return std::visit([](const auto &values) { return values.size(); }, m_values);
}

double NumericView::at(std::int64_t row) const
{
    return std::visit(
        [row](const auto &values) { return static_cast<double>(values[static_cast<std::size_t>(row)]); },
        m_values);
}

void NumericView::gather(std::span<const std::int64_t> rows, std::span<double> out, double shift,
                         double scale) const
{
    std::visit(
        [&](const auto &values) {
            const auto *source = values.data();
            const double factor = 1.0 / scale;
            for (std::size_t i = 0; i < rows.size(); ++i)
                out[i] = (static_cast<double>(source[rows[i]]) - shift) * factor;
        },
        m_values);
}

const Column *Table::find(std::string_view name) const
{
    const auto found = std::ranges::find(columns, name, &Column::name);
    return found == columns.end() ? nullptr : &*found;
}

Result<const Column *> Table::column(std::string_view name) const
{
    if (const Column *found = find(name))
        return found;
    std::vector<std::string> names;
    names.reserve(columns.size());
    for (const Column &each : columns)
        names.push_back(each.name);
    const std::string_view near = nearest(name, names);
    return std::unexpected(
        Error{.code = ErrorCode::NotFound,
              .message = fmt::format("There is no column '{}'. {}", name,
                                     near.empty() ? fmt::format("The columns are {}.", fmt::join(names, ", "))
                                                  : fmt::format("Did you mean '{}'?", near)),
              .file = source,
              .field = std::string(name)});
}

Result<NumericView> Table::numbers(std::string_view name) const
{
    SIGNALBOX_TRY(const Column *found, column(name));
    const auto refuse = [&](std::string message) {
        return std::unexpected(Error{.code = ErrorCode::InvalidArgument,
                                     .message = std::move(message),
                                     .file = source,
                                     .field = found->name});
    };
    if (found->type() == ColumnType::Text)
        return refuse(
            fmt::format("The column '{}' holds text; numbers are needed. Leave it out or encode it.", name));
    if (const auto gap = std::ranges::find(found->missing, true); gap != found->missing.end())
        return refuse(fmt::format("The column '{}' misses its value in {} of {} rows, first in row {}. Fill "
                                  "them or leave the column out.",
                                  name, found->missingCount(), rows, 1 + (gap - found->missing.begin())));
    if (const auto *integers = std::get_if<std::vector<std::int64_t>>(&found->values))
        return NumericView(std::span(*integers));
    const auto &reals = std::get<std::vector<double>>(found->values);
    const auto odd = std::ranges::find_if(reals, [](double value) { return !std::isfinite(value); });
    if (odd != reals.end())
        return refuse(fmt::format("The column '{}' holds {} in row {}; finite numbers are needed.", name,
                                  *odd, 1 + (odd - reals.begin())));
    return NumericView(std::span(reals));
}

} // namespace signalbox::learn
