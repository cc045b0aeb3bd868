// The numbers of a chart, read from a result by its plan: series of points, categories, cards. Made on the
// pool, for a million rows and ten thousand series too: the largest series are kept and the others counted.
// Thread-safe; stops when it is asked to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/stop.h"
#include "core/kql/results/render_plan.h"

namespace signalbox::kql {

enum class ChartAxisKind : std::uint8_t {
    Number,
    Time,     // milliseconds since 1970-01-01 UTC
    Category, // x is the number of a category
};

struct ChartLine
{
    std::string name = {};
    std::vector<double> x = {};           // ascending and finite
    std::vector<double> y = {};           // NaN and infinities are gaps
    std::vector<std::uint8_t> marks = {}; // of an anomaly chart: 1 where the point is one; else empty
    double total = 0;                     // of the finite y

    friend bool operator==(const ChartLine &, const ChartLine &) = default;
};

struct CardNumber
{
    std::string name = {};
    Type type = Type::String;
    Value value = {};

    friend bool operator==(const CardNumber &, const CardNumber &) = default;
};

struct ChartContent
{
    ChartAxisKind axis = ChartAxisKind::Number;
    bool spans = false; // y are spans in milliseconds
    double slot = 1;    // of columns: the width in x that belongs to one
    std::vector<std::string> categories = {};
    std::vector<ChartLine> lines = {};
    std::vector<CardNumber> cards = {};
    std::size_t linesLeftOut = 0;
    std::size_t categoriesLeftOut = 0;

    [[nodiscard]] std::size_t points() const;
    friend bool operator==(const ChartContent &, const ChartContent &) = default;
};

struct ChartLimits
{
    std::size_t lines = 8;
    std::size_t categories = 200;
    std::size_t slices = 8; // of a pie; what is smaller is summed as one more slice
};

// `plan` was made for `table`. Cancelled if it was stopped.
[[nodiscard]] Result<ChartContent> chartContent(const ResultTable &table, const RenderPlan &plan,
                                                const ChartLimits &limits = {}, StopToken stop = {});

} // namespace signalbox::kql
