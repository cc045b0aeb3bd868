#include "ui/experiments/data_preview.h"

#include <algorithm>
#include <unordered_set>

#include "core/base/file.h"
#include "core/learn/csv.h"
#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

using learn::Column;
using learn::ColumnType;

namespace {

constexpr std::size_t previewRows = 3;

QString valueText(const Column &column, std::size_t row)
{
    if (column.isMissing(row))
        return emDash();
    return std::visit(
        [row](const auto &values) {
            if constexpr (std::is_same_v<std::decay_t<decltype(values)>, learn::TextValues>)
                return toQt(values[row]);
            else
                return QString::number(values[row]);
        },
        column.values);
}

bool isBinary(const Column &column, std::size_t rows)
{
    const auto *values = std::get_if<std::vector<std::int64_t>>(&column.values);
    if (values == nullptr || column.missingCount() > 0)
        return false;
    const auto ones = static_cast<std::size_t>(std::ranges::count(*values, 1));
    const auto zeros = static_cast<std::size_t>(std::ranges::count(*values, 0));
    return ones > 0 && zeros > 0 && ones + zeros == rows;
}

bool isDistinctId(const Column &column)
{
    const auto *values = std::get_if<std::vector<std::int64_t>>(&column.values);
    if (values == nullptr || !toQt(column.name).endsWith(u"id"_s, Qt::CaseInsensitive))
        return false;
    return std::unordered_set<std::int64_t>(values->begin(), values->end()).size() == values->size();
}

} // namespace

QString DataPreview::likelyLabel() const
{
    const auto found = std::find_if(columns.rbegin(), columns.rend(),
                                    [](const PreviewColumn &column) { return column.canBeLabel; });
    return found == columns.rend() ? QString() : found->name;
}

bool DataPreview::canBeFeature(const PreviewColumn &column)
{
    return column.type != ColumnType::Text && column.missing == 0;
}

Result<DataPreview> readDataPreview(const std::string &path)
{
    SIGNALBOX_TRY(const learn::Table table, learn::readCsv(toPath(path)));
    DataPreview preview{.path = toQt(path), .rows = static_cast<qint64>(table.rows), .columns = {}};
    for (const Column &column : table.columns) {
        PreviewColumn shown{.name = toQt(column.name),
                            .type = column.type(),
                            .missing = static_cast<qint64>(column.missingCount()),
                            .first = {},
                            .canBeLabel = isBinary(column, table.rows),
                            .looksLikeId = isDistinctId(column)};
        for (std::size_t row = 0; row < std::min(previewRows, table.rows); ++row)
            shown.first.append(valueText(column, row));
        preview.columns.push_back(std::move(shown));
    }
    return preview;
}

} // namespace signalbox::ui
