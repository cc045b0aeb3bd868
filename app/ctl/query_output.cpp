#include "app/ctl/query_output.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>

#include <fmt/format.h>

#include "app/ctl/terminal_chart.h"
#include "core/base/platform.h"
#include "core/kql/functions/unicode.h"
#include "core/kql/results/cell_text.h"
#include "core/kql/results/chart_content.h"

namespace signalbox::ctl {

namespace {

constexpr std::size_t usualColumns = 80;
constexpr std::size_t longestCell = 120;

std::string oneLine(std::string text)
{
    for (char &character : text) {
        if (static_cast<unsigned char>(character) < 0x20)
            character = ' ';
    }
    if (outputIsTerminal() && kql::countCodePoints(text) > longestCell)
        text = text.substr(0, kql::offsetOf(text, longestCell - 1)) + "…";
    return text;
}

std::string numberText(double value)
{
    return fmt::format("{:.6g}", value);
}

std::string timeText(double milliseconds)
{
    const auto sinceEpoch = std::chrono::milliseconds(std::llround(milliseconds));
    return toIso8601(TimePoint(std::chrono::duration_cast<Ticks>(sinceEpoch))).substr(0, 19) + "Z";
}

std::vector<PlotSeries> plotSeries(const kql::ChartContent &content)
{
    std::vector<PlotSeries> series;
    for (const kql::ChartLine &line : content.lines) {
        PlotSeries &one = series.emplace_back(PlotSeries{.name = line.name});
        for (std::size_t i = 0; i < line.x.size(); ++i)
            one.points.emplace_back(line.x[i], line.y[i]);
    }
    return series;
}

std::vector<PlotBar> plotBars(const kql::ChartContent &content)
{
    std::vector<PlotBar> bars;
    for (const kql::ChartLine &line : content.lines) {
        for (std::size_t i = 0; i < line.x.size(); ++i) {
            const auto category = static_cast<std::size_t>(line.x[i]);
            std::string name = category < content.categories.size() ? content.categories[category] : "";
            if (content.lines.size() > 1)
                name += (name.empty() ? "" : " ") + line.name;
            bars.push_back({.name = oneLine(std::move(name)), .value = line.y[i]});
        }
    }
    return bars;
}

std::vector<std::string> cardLines(const kql::ChartContent &content, const Context &context)
{
    std::vector<std::string> lines;
    lines.reserve(content.cards.size());
    for (const kql::CardNumber &card : content.cards)
        lines.push_back(card.name + "  " + context.strong(oneLine(kql::valueText(card.value))));
    return lines;
}

} // namespace

PeoplesTable tableForPeople(const kql::ResultTable &table)
{
    const kql::CellAccess cells(table);
    const auto isEmpty = [&cells](std::size_t column) {
        for (std::size_t row = 0; row < cells.rows(); ++row) {
            if (!kql::cellText(cells.at(row, column)).empty())
                return false;
        }
        return true;
    };
    std::vector<std::size_t> columns;
    for (std::size_t column = 0; column < cells.columnCount(); ++column) {
        if (!isEmpty(column))
            columns.push_back(column);
    }
    if (columns.empty()) {
        columns.resize(cells.columnCount());
        std::iota(columns.begin(), columns.end(), std::size_t{0});
    }
    PeoplesTable result{.columnsLeftOut = cells.columnCount() - columns.size()};
    std::vector<std::string> &head = result.rows.emplace_back();
    for (const std::size_t column : columns)
        head.push_back(oneLine(table.schema.fields[column].name));
    for (std::size_t row = 0; row < cells.rows(); ++row) {
        std::vector<std::string> &line = result.rows.emplace_back();
        for (const std::size_t column : columns)
            line.push_back(oneLine(kql::cellText(cells.at(row, column))));
    }
    return result;
}

Result<std::string> chartText(const kql::ResultTable &table, const Context &context)
{
    const kql::RenderPlan plan =
        table.rendering ? kql::renderPlan(table) : kql::renderPlan(table, kql::ChartKind::Time);
    if (plan.kind == kql::ChartKind::Table)
        return context.faint(plan.remark.empty() ? std::string("This result is a table.") : plan.remark);
    SIGNALBOX_TRY(const kql::ChartContent content, kql::chartContent(table, plan, {}, context.stop()));
    const PlotSize size{.columns = terminalColumns().value_or(usualColumns)};
    std::vector<std::string> lines;
    if (!content.cards.empty()) {
        lines = cardLines(content, context);
    } else if (content.axis == kql::ChartAxisKind::Category) {
        lines = drawBars(plotBars(content), numberText, size);
    } else {
        const AxisText xText = content.axis == kql::ChartAxisKind::Time ? timeText : numberText;
        const Paint paint = [&context](std::size_t series, const std::string &text) {
            return context.coloured(series, text);
        };
        lines =
            drawLines(plotSeries(content), xText, numberText, size, context.hasColours() ? paint : Paint());
    }
    std::string text = plan.title.empty() ? std::string() : context.strong(plan.title) + "\n";
    for (const std::string &line : lines)
        text += line + "\n";
    if (content.linesLeftOut > 0)
        text += context.faint(fmt::format("{} smaller series are left out.", content.linesLeftOut)) + "\n";
    if (content.categoriesLeftOut > 0)
        text += context.faint(fmt::format("{} more bars are left out.", content.categoriesLeftOut)) + "\n";
    return text;
}

} // namespace signalbox::ctl
