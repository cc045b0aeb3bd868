#include "core/kql/results/render_plan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kql/results/render_columns.h"

namespace signalbox::kql {

namespace {

struct KindName
{
    ChartKind kind;
    std::string_view name;
};

constexpr std::array<KindName, 11> kindNames = {{
    {ChartKind::Table, "table"},
    {ChartKind::Card, "card"},
    {ChartKind::Time, "timechart"},
    {ChartKind::Line, "linechart"},
    {ChartKind::Column, "columnchart"},
    {ChartKind::Bar, "barchart"},
    {ChartKind::Area, "areachart"},
    {ChartKind::StackedArea, "stackedareachart"},
    {ChartKind::Pie, "piechart"},
    {ChartKind::Scatter, "scatterchart"},
    {ChartKind::Anomaly, "anomalychart"},
}};

RenderPlan tableBecause(RenderPlan plan, std::string why)
{
    plan.kind = ChartKind::Table;
    plan.remark = std::move(why);
    return plan;
}

std::optional<double> numberProperty(const RenderProperties &properties, std::string_view name)
{
    const auto value = toNumber(properties.text(name));
    return value ? std::optional(*value) : std::nullopt;
}

void readAppearance(RenderPlan &plan, const RenderProperties &properties)
{
    const std::string kind = properties.text("kind");
    if (plan.kind == ChartKind::StackedArea || kind == "stacked")
        plan.stacking = Stacking::Stacked;
    if (kind == "stacked100")
        plan.stacking = Stacking::Hundred;
    plan.accumulate = properties.text("accumulate") == "true";
    plan.logarithmicX = properties.text("xaxis") == "log";
    plan.logarithmicY = properties.text("yaxis") == "log";
    plan.legend = properties.text("legend") != "hidden";
    plan.yMinimum = numberProperty(properties, "ymin");
    plan.yMaximum = numberProperty(properties, "ymax");
    plan.title = properties.text("title");
    plan.xTitle = properties.text("xtitle");
    plan.yTitle = properties.text("ytitle");
    if (const std::string split = properties.text("ysplit"); split == "axes" || split == "panels")
        plan.remark =
            "ysplit is not drawn here: all lines share one axis. Hide a line in the legend to see the others "
            "better.";
}

RenderPlan planFor(const ResultTable &table, ChartKind kind, const RenderProperties &properties)
{
    RenderPlan plan{.kind = kind};
    readAppearance(plan, properties);
    if (kind == ChartKind::Table)
        return plan;
    if (table.rows == 0)
        return tableBecause(std::move(plan), "The result has no rows to draw.");
    if (const std::string missing = properties.firstMissing(table.schema); !missing.empty())
        return tableBecause(
            std::move(plan),
            fmt::format("render names the column '{}', which the result does not have.", missing));
    const RenderColumns columns(table, properties);
    if (const std::string why = columns.fill(plan); !why.empty())
        return tableBecause(std::move(plan), why);
    return plan;
}

} // namespace

std::span<const ChartKind> everyChartKind()
{
    static constexpr auto kinds = [] {
        std::array<ChartKind, kindNames.size()> all{};
        for (std::size_t i = 0; i < all.size(); ++i)
            all.at(i) = kindNames.at(i).kind;
        return all;
    }();
    return kinds;
}

std::string_view chartName(ChartKind kind)
{
    return std::ranges::find(kindNames, kind, &KindName::kind)->name;
}

std::optional<ChartKind> chartKindOf(std::string_view name)
{
    const auto found = std::ranges::find(kindNames, name, &KindName::name);
    return found == kindNames.end() ? std::nullopt : std::optional(found->kind);
}

RenderPlan renderPlan(const ResultTable &table)
{
    if (!table.rendering)
        return {};
    const std::optional<ChartKind> kind = chartKindOf(table.rendering->chart);
    if (!kind)
        return tableBecause({},
                            fmt::format("There is no {} here; the result is shown as a table. Charts are "
                                        "timechart, linechart, columnchart, barchart, areachart, "
                                        "stackedareachart, piechart, scatterchart, anomalychart and card.",
                                        table.rendering->chart));
    return renderPlan(table, *kind);
}

RenderPlan renderPlan(const ResultTable &table, ChartKind kind)
{
    return planFor(table, kind, RenderProperties(table.rendering ? &*table.rendering : nullptr));
}

} // namespace signalbox::kql
