// What the statistics of a result's column say in words, for the detail of a result and the tool tip of its
// header. Pure functions.
#pragma once

#include <QString>
#include <vector>

#include "core/kql/results/column_statistics.h"
#include "ui/widgets/result_format.h"

namespace signalbox::ui {

struct StatisticsLine
{
    QString name;
    QString value;
};

// Nulls, distinct values, range and percentiles, whichever the column has.
[[nodiscard]] std::vector<StatisticsLine> statisticsLines(const kql::ColumnStatistics &statistics,
                                                          kql::Type type, const ResultFormat &format);
// The most frequent values, each with its count and its part of all rows.
[[nodiscard]] std::vector<StatisticsLine> frequentLines(const kql::ColumnStatistics &statistics,
                                                        kql::Type type, const ResultFormat &format);

// Two columns of a fixed-width font, with a heading before the frequent values.
[[nodiscard]] QString statisticsText(const kql::ColumnStatistics &statistics, kql::Type type,
                                     const ResultFormat &format);
// A table for a tool tip.
[[nodiscard]] QString statisticsHtml(const QString &column, const kql::ColumnStatistics &statistics,
                                     kql::Type type, const ResultFormat &format);

} // namespace signalbox::ui
