// What chart a result becomes: which columns are x, y and the names of series, by the rules of `render` or by
// the reader's choice. The Logs page, the tiles of a dashboard and signalboxctl draw by it. A result that
// cannot be drawn as asked is shown as a table, and the plan says why in words. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/engine.h"

namespace signalbox::kql {

enum class ChartKind : std::uint8_t {
    Table,
    Card,
    Time,
    Line,
    Column,
    Bar,
    Area,
    StackedArea,
    Pie,
    Scatter,
    Anomaly,
};

// Every kind, in the order in which a menu offers them.
[[nodiscard]] std::span<const ChartKind> everyChartKind();
// As `render` writes it: "timechart", "stackedareachart", "table" …
[[nodiscard]] std::string_view chartName(ChartKind kind);
[[nodiscard]] std::optional<ChartKind> chartKindOf(std::string_view name);

enum class Stacking : std::uint8_t { None, Stacked, Hundred };

struct RenderPlan
{
    ChartKind kind = ChartKind::Table;
    // Why it is a table although a chart was asked for, or what the chart leaves out; "" if there is nothing
    // to say.
    std::string remark = {};

    std::optional<std::size_t> x = {};       // none: the number of the row, or the y columns themselves
    std::vector<std::size_t> y = {};         // numbers; arrays of numbers if `arrays`
    std::vector<std::size_t> series = {};    // whose texts name the series of a row
    std::vector<std::size_t> anomalies = {}; // of an anomaly chart: columns of -1, 0 and 1
    bool arrays = false;                     // a row holds whole series, as make-series makes them
    bool columnsAreCategories = false;       // one row: each y column is a category of its own

    Stacking stacking = Stacking::None;
    bool accumulate = false;
    bool logarithmicX = false;
    bool logarithmicY = false;
    bool legend = true;
    std::optional<double> yMinimum = {};
    std::optional<double> yMaximum = {};
    std::string title = {};
    std::string xTitle = {};
    std::string yTitle = {};
};

// What the query's own `render` asks for; a table without one.
[[nodiscard]] RenderPlan renderPlan(const ResultTable &table);
// Another kind with the properties of the query's `render`, if it has one.
[[nodiscard]] RenderPlan renderPlan(const ResultTable &table, ChartKind kind);

} // namespace signalbox::kql
