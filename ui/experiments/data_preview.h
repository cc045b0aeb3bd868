// What a data file holds, for the dialog that trains on it: its columns with type, gaps and first values, and
// a guess at the label and at what is no feature. Reads the whole file: call on the pool.
#pragma once

#include <QString>
#include <QStringList>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/learn/dataset.h"

namespace signalbox::ui {

struct PreviewColumn
{
    QString name;
    learn::ColumnType type = learn::ColumnType::Text;
    qint64 missing = 0;
    QStringList first;       // of the first rows, as they stand in the file
    bool canBeLabel = false; // only 0 and 1, and both
    bool looksLikeId = false;
};

struct DataPreview
{
    QString path;
    qint64 rows = 0;
    std::vector<PreviewColumn> columns;

    // The last column that can be the label, "" if none can.
    [[nodiscard]] QString likelyLabel() const;
    // Numeric and without gaps.
    [[nodiscard]] static bool canBeFeature(const PreviewColumn &column);
};

[[nodiscard]] Result<DataPreview> readDataPreview(const std::string &path);

} // namespace signalbox::ui
