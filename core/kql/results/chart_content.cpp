#include "core/kql/results/chart_content.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "core/kql/results/cell_access.h"
#include "core/kql/results/cell_text.h"
#include "core/kql/results/chart_points.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

double finite(double value)
{
    return std::isfinite(value) ? value : 0;
}

bool standsInCategories(ChartKind kind)
{
    return kind == ChartKind::Column || kind == ChartKind::Bar || kind == ChartKind::Pie;
}

void keepLargest(ChartContent &content, std::size_t most)
{
    for (ChartLine &line : content.lines) {
        line.total = 0;
        for (const double y : line.y)
            line.total += finite(y);
    }
    if (content.lines.size() <= most)
        return;
    std::vector<std::size_t> bySize(content.lines.size());
    std::iota(bySize.begin(), bySize.end(), std::size_t{0});
    std::ranges::stable_sort(bySize, [&](std::size_t a, std::size_t b) {
        return std::abs(content.lines[a].total) > std::abs(content.lines[b].total);
    });
    content.linesLeftOut = content.lines.size() - most;
    bySize.resize(most);
    std::ranges::sort(bySize); // as they first came
    std::vector<ChartLine> kept;
    kept.reserve(bySize.size());
    for (const std::size_t number : bySize)
        kept.push_back(std::move(content.lines[number]));
    content.lines = std::move(kept);
}

void sortByX(ChartLine &line)
{
    if (std::ranges::is_sorted(line.x))
        return;
    std::vector<std::uint32_t> places(line.x.size());
    std::iota(places.begin(), places.end(), 0U);
    std::ranges::stable_sort(places, {}, [&line](std::uint32_t place) { return line.x[place]; });
    ChartLine sorted{.name = std::move(line.name), .total = line.total};
    for (const std::uint32_t place : places) {
        sorted.x.push_back(line.x[place]);
        sorted.y.push_back(line.y[place]);
        if (!line.marks.empty())
            sorted.marks.push_back(line.marks[place]);
    }
    line = std::move(sorted);
}

// One point an x: rows of one category and series belong together.
void sumEqualX(ChartLine &line)
{
    std::vector<double> x;
    std::vector<double> y;
    for (std::size_t i = 0; i < line.x.size(); ++i) {
        if (!x.empty() && x.back() == line.x[i]) {
            y.back() = finite(y.back()) + finite(line.y[i]);
        } else {
            x.push_back(line.x[i]);
            y.push_back(line.y[i]);
        }
    }
    line.x = std::move(x);
    line.y = std::move(y);
}

std::vector<double> allX(const ChartContent &content)
{
    std::vector<double> all;
    for (const ChartLine &line : content.lines)
        all.insert(all.end(), line.x.begin(), line.x.end());
    std::ranges::sort(all);
    const auto rest = std::ranges::unique(all);
    all.erase(rest.begin(), rest.end());
    return all;
}

// Areas that stand on one another need the same x in each.
void align(ChartContent &content)
{
    const std::vector<double> all = allX(content);
    for (ChartLine &line : content.lines) {
        sumEqualX(line);
        std::vector<double> y(all.size(), 0);
        std::size_t from = 0;
        for (std::size_t i = 0; i < all.size() && from < line.x.size(); ++i) {
            if (line.x[from] == all[i])
                y[i] = finite(line.y[from++]);
        }
        line.x = all;
        line.y = std::move(y);
        line.marks.clear();
    }
}

// Evenly spaced columns keep their scale; others would be hairlines with gaps and become categories.
void placeColumns(ChartContent &content, bool bars)
{
    const std::vector<double> all = allX(content);
    double gap = 0;
    for (std::size_t i = 1; i < all.size(); ++i)
        gap = gap == 0 ? all[i] - all[i - 1] : std::min(gap, all[i] - all[i - 1]);
    const auto count = static_cast<double>(all.size());
    const double slots = gap > 0 ? (all.back() - all.front()) / gap + 1 : 1;
    if (!bars && gap > 0 && slots <= 3 * count && content.axis == ChartAxisKind::Time) {
        content.slot = gap;
        return;
    }
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const double x : all)
        names.push_back(content.axis == ChartAxisKind::Time ? timeName(DateTime{std::llround(x * 10'000)})
                                                            : toGridText(x));
    for (ChartLine &line : content.lines) {
        for (double &x : line.x)
            x = static_cast<double>(std::ranges::lower_bound(all, x) - all.begin());
    }
    content.axis = ChartAxisKind::Category;
    content.categories = std::move(names);
}

void cutCategories(ChartContent &content, std::size_t most)
{
    if (content.categories.size() <= most)
        return;
    content.categoriesLeftOut = content.categories.size() - most;
    content.categories.resize(most);
    const auto end = static_cast<double>(most);
    for (ChartLine &line : content.lines) {
        const auto kept = static_cast<std::size_t>(std::ranges::lower_bound(line.x, end) - line.x.begin());
        line.x.resize(kept);
        line.y.resize(kept);
    }
}

// The largest slices first; those after `most` become one without a name.
void makeSlices(ChartContent &content, std::size_t most)
{
    if (content.lines.empty())
        return;
    ChartLine &line = content.lines.front();
    sumEqualX(line);
    std::vector<std::pair<double, std::string>> slices;
    for (std::size_t i = 0; i < line.x.size(); ++i) {
        if (std::isfinite(line.y[i]) && line.y[i] > 0)
            slices.emplace_back(line.y[i], content.categories[static_cast<std::size_t>(line.x[i])]);
    }
    std::ranges::stable_sort(slices, [](const auto &a, const auto &b) { return a.first > b.first; });
    double rest = 0;
    if (slices.size() > most + 1) {
        content.categoriesLeftOut = slices.size() - most;
        for (std::size_t i = most; i < slices.size(); ++i)
            rest += slices[i].first;
        slices.resize(most);
    }
    content.categories.clear();
    line.x.clear();
    line.y.clear();
    for (auto &[value, name] : slices) {
        line.x.push_back(static_cast<double>(content.categories.size()));
        line.y.push_back(value);
        content.categories.push_back(std::move(name));
    }
    if (rest > 0) {
        line.x.push_back(static_cast<double>(content.categories.size()));
        line.y.push_back(rest);
        content.categories.emplace_back();
    }
    line.total = std::accumulate(line.y.begin(), line.y.end(), 0.0);
}

ChartContent cardsOf(const ResultTable &table, const RenderPlan &plan)
{
    ChartContent content;
    const CellAccess cells(table);
    for (const std::size_t column : plan.y)
        content.cards.push_back({.name = table.schema.fields[column].name,
                                 .type = table.schema.fields[column].type,
                                 .value = cells.at(0, column).value()});
    return content;
}

void accumulate(ChartLine &line)
{
    double sum = 0;
    for (double &y : line.y) {
        sum += finite(y);
        y = sum;
    }
}

} // namespace

std::size_t ChartContent::points() const
{
    std::size_t count = 0;
    for (const ChartLine &line : lines)
        count += line.x.size();
    return count;
}

Result<ChartContent> chartContent(const ResultTable &table, const RenderPlan &plan, const ChartLimits &limits,
                                  StopToken stop)
{
    const auto stopped = [] { return failure(ErrorCode::Cancelled, "Drawing the chart was cancelled."); };
    if (plan.kind == ChartKind::Table || table.rows == 0)
        return ChartContent{};
    if (plan.kind == ChartKind::Card)
        return cardsOf(table, plan);
    ChartContent content;
    ChartPoints points(table, plan);
    if (!points.read(stop))
        return stopped();
    points.moveTo(content);
    content.spans =
        !plan.arrays && !plan.y.empty() && table.schema.fields[plan.y.front()].type == Type::TimeSpan;
    keepLargest(content, limits.lines);
    for (ChartLine &line : content.lines) {
        if (stop.stopRequested())
            return stopped();
        sortByX(line);
        if (plan.accumulate)
            accumulate(line);
    }
    const bool stacked = plan.stacking != Stacking::None;
    if (plan.kind == ChartKind::Pie) {
        makeSlices(content, limits.slices);
    } else if (standsInCategories(plan.kind)) {
        for (ChartLine &line : content.lines)
            sumEqualX(line);
        if (content.axis != ChartAxisKind::Category)
            placeColumns(content, plan.kind == ChartKind::Bar);
    } else if (stacked && plan.kind != ChartKind::Scatter) {
        align(content);
    }
    cutCategories(content, limits.categories);
    return content;
}

} // namespace signalbox::kql
