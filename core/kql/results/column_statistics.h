// What a column of a result holds, at a glance: nulls, distinct values, the range, percentiles and the most
// frequent values. The header of the result table shows it. Thread-safe; stops when it is asked to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/stop.h"
#include "core/kql/engine.h"

namespace signalbox::kql {

struct FrequentValue
{
    Value value = {};
    std::size_t count = 0;
};

// Of numbers, and of spans in ticks; NaN and infinities are left out.
struct NumberSummary
{
    std::size_t count = 0;
    double mean = 0;
    double deviation = 0; // of the sample; 0 for one number
    double p5 = 0;        // nearest rank, as Kusto's percentile
    double p25 = 0;
    double p50 = 0;
    double p75 = 0;
    double p95 = 0;
    double p99 = 0;
};

struct ColumnStatistics
{
    std::size_t rows = 0;
    std::size_t nulls = 0; // and empty texts, which are a string's nulls
    std::size_t distinct = 0;
    bool distinctCapped = false; // there are more; the most frequent values are then of those counted
    Value minimum = {};          // null where there is no order: no values, or arrays and bags
    Value maximum = {};
    std::optional<NumberSummary> numbers = {};
    std::vector<FrequentValue> top = {}; // at most ten, the most frequent first
};

struct StatisticsOptions
{
    const std::vector<std::uint32_t> *rows = nullptr; // all if not given
    std::size_t mostDistinct = 200'000;
    StopToken stop = {};
};

// `column` is one of the table's. Cancelled if it was stopped.
[[nodiscard]] Result<ColumnStatistics> columnStatistics(const ResultTable &table, std::size_t column,
                                                        const StatisticsOptions &options = {});

} // namespace signalbox::kql
