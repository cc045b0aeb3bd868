#include "ui/widgets/plot_scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "core/kql/results/downsample.h"
#include "core/kql/windows/comparison.h"
#include "ui/widgets/traffic_bar.h"

namespace signalbox::ui {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double finite(double value)
{
    return std::isfinite(value) ? value : 0;
}

// Every x of the lines once, ascending.
std::vector<double> allX(const std::vector<PreparedLine *> &lines)
{
    std::vector<double> all;
    if (!lines.empty())
        all.assign(lines.front()->x.begin(), lines.front()->x.end());
    for (const PreparedLine *line : lines) {
        if (std::ranges::equal(line->x, all))
            continue;
        std::vector<double> merged;
        std::ranges::set_union(all, line->x, std::back_inserter(merged));
        all = std::move(merged);
    }
    return all;
}

// Positive values stand on one another and so do negative ones, the other way.
void stack(const std::vector<PreparedLine *> &lines, bool hundred)
{
    struct Sums
    {
        double up = 0;
        double down = 0;
        double all = 0;
    };
    const std::vector<double> all = allX(lines);
    std::vector<Sums> sums(all.size());
    // Calls `visit(sums, i)` for each point of a line; both ascend.
    const auto visit = [&](const PreparedLine &line, auto call) {
        std::size_t place = 0;
        for (std::size_t i = 0; i < line.x.size(); ++i) {
            while (all[place] < line.x[i])
                ++place;
            call(sums[place], i);
        }
    };
    for (const PreparedLine *line : lines)
        visit(*line, [line](Sums &sum, std::size_t i) { sum.all += std::abs(finite(line->y[i])); });
    for (PreparedLine *each : lines) {
        PreparedLine &line = *each;
        line.ownY.assign(line.y.begin(), line.y.end());
        line.ownBase.resize(line.y.size());
        visit(line, [&line, hundred](Sums &sum, std::size_t i) {
            double value = finite(line.ownY[i]);
            if (hundred)
                value = sum.all > 0 ? 100 * value / sum.all : 0;
            double &top = value < 0 ? sum.down : sum.up;
            line.ownBase[i] = top;
            top += value;
            line.ownY[i] = top;
        });
        line.y = line.ownY;
        line.base = line.ownBase;
    }
}

bool isStacked(const PlotScene &scene)
{
    return scene.plan.stacking != kql::Stacking::None &&
           (scene.plan.kind == kql::ChartKind::Column || scene.plan.kind == kql::ChartKind::Bar ||
            scene.plan.kind == kql::ChartKind::Area || scene.plan.kind == kql::ChartKind::StackedArea);
}

bool hasColumns(const PlotScene &scene)
{
    return scene.plan.kind == kql::ChartKind::Column || scene.plan.kind == kql::ChartKind::Bar;
}

// "green, before", or "before" alone.
bool isOfWindow(std::string_view name, std::string_view window)
{
    return name.ends_with(window) &&
           (name.size() == window.size() || name[name.size() - window.size() - 1] == ' ');
}

// The line of the same name in the window of now, if `line` is of the window before.
std::optional<std::size_t> nowOf(const PlotScene &scene, std::size_t line)
{
    const auto &lines = scene.content->lines;
    std::string name = lines[line].name;
    if (!isOfWindow(name, kql::windowBefore))
        return std::nullopt;
    name.replace(name.size() - kql::windowBefore.size(), kql::windowBefore.size(), kql::windowOfNow);
    const auto found = std::ranges::find(lines, name, &kql::ChartLine::name);
    if (found == lines.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - lines.begin());
}

// Calls `visit(x)` for the points of shown lines beside `x`.
template<typename Visit>
void visitNeighbours(const PlotScene &scene, double x, Visit visit)
{
    for (std::size_t number = 0; number < scene.content->lines.size(); ++number) {
        const std::vector<double> &xs = scene.content->lines[number].x;
        if (scene.isHidden(number) || xs.empty())
            continue;
        const auto after = std::ranges::lower_bound(xs, x);
        if (after != xs.end())
            visit(*after);
        if (const auto beyond = std::ranges::upper_bound(xs, x); beyond != xs.end())
            visit(*beyond);
        if (after != xs.begin())
            visit(*std::prev(after));
    }
}

} // namespace

std::vector<PreparedLine> preparedLines(const PlotScene &scene)
{
    std::vector<PreparedLine> lines;
    for (std::size_t number = 0; number < scene.content->lines.size(); ++number) {
        if (scene.isHidden(number))
            continue;
        const kql::ChartLine &line = scene.content->lines[number];
        PreparedLine prepared;
        prepared.number = number;
        prepared.x = line.x;
        prepared.y = line.y;
        lines.push_back(std::move(prepared));
    }
    if (isStacked(scene)) {
        // Areas of two windows lie over each other; their sum would mean nothing.
        std::vector<PreparedLine *> now;
        std::vector<PreparedLine *> before;
        for (PreparedLine &line : lines)
            (!hasColumns(scene) && isOfBefore(scene, line.number) ? before : now).push_back(&line);
        stack(now, scene.plan.stacking == kql::Stacking::Hundred);
        stack(before, scene.plan.stacking == kql::Stacking::Hundred);
    } else if (scene.plan.logarithmicY) {
        for (PreparedLine &line : lines) {
            line.ownY.assign(line.y.begin(), line.y.end());
            for (double &y : line.ownY)
                y = y > 0 ? std::log10(y) : std::numeric_limits<double>::quiet_NaN();
            line.y = line.ownY;
        }
    }
    return lines;
}

kql::ChartContent withLogarithmicX(kql::ChartContent content)
{
    for (kql::ChartLine &line : content.lines) {
        const auto rest = std::ranges::upper_bound(line.x, 0.0);
        const auto left = rest - line.x.begin();
        line.x.erase(line.x.begin(), rest);
        line.y.erase(line.y.begin(), line.y.begin() + left);
        if (!line.marks.empty())
            line.marks.erase(line.marks.begin(), line.marks.begin() + left);
        for (double &x : line.x)
            x = std::log10(x);
    }
    return content;
}

bool hasLogarithmicX(const PlotScene &scene)
{
    return scene.plan.logarithmicX && scene.content->axis == kql::ChartAxisKind::Number &&
           scene.plan.kind != kql::ChartKind::Pie;
}

DrawnPoints shownPoints(const PlotScene &scene, const std::vector<PreparedLine> &lines, double columns)
{
    const bool all = scene.plan.kind == kql::ChartKind::Scatter;
    const PlotRange range = shownRange(scene);
    DrawnPoints points;
    points.reserve(lines.size());
    for (const PreparedLine &line : lines)
        points.push_back(kql::drawnPoints(line.x, line.y, range.low, range.high,
                                          all ? 0 : static_cast<std::size_t>(std::max(columns, 1.0))));
    return points;
}

PlotRange wholeRange(const PlotScene &scene)
{
    if (scene.content->axis == kql::ChartAxisKind::Category)
        return {.low = -0.5,
                .high = std::max(0.5, static_cast<double>(scene.content->categories.size()) - 0.5)};
    PlotRange range{.low = infinity, .high = -infinity};
    for (const kql::ChartLine &line : scene.content->lines) {
        if (line.x.empty())
            continue;
        range.low = std::min(range.low, line.x.front());
        range.high = std::max(range.high, line.x.back());
    }
    if (range.low > range.high)
        return {};
    if (hasColumns(scene))
        return {.low = range.low - scene.content->slot / 2, .high = range.high + scene.content->slot / 2};
    if (range.width() <= std::max(std::abs(range.low), std::abs(range.high)) * 1e-12) {
        // A point in the middle of a minute, or of two units.
        const double pad = scene.content->axis == kql::ChartAxisKind::Time ? 30'000 : 1;
        return {.low = range.low - pad, .high = range.high + pad};
    }
    if (scene.plan.kind == kql::ChartKind::Scatter) {
        const double pad = range.width() * 0.02;
        return {.low = range.low - pad, .high = range.high + pad};
    }
    return range;
}

PlotRange shownRange(const PlotScene &scene)
{
    return scene.zoom.value_or(wholeRange(scene));
}

bool showsEvents(const PlotScene &scene)
{
    if (scene.content->axis != kql::ChartAxisKind::Time || !canZoom(scene.plan.kind) ||
        scene.plan.kind == kql::ChartKind::Bar)
        return false;
    const PlotRange range = shownRange(scene);
    return std::ranges::any_of(scene.events, [&range](const ChartEvent &event) {
        return event.x >= range.low && event.x <= range.high;
    });
}

bool canZoom(kql::ChartKind kind)
{
    return kind != kql::ChartKind::Table && kind != kql::ChartKind::Card && kind != kql::ChartKind::Pie;
}

std::optional<PlotRange> limitedZoom(const PlotScene &scene, PlotRange wanted)
{
    if (!canZoom(scene.plan.kind))
        return std::nullopt;
    const PlotRange whole = wholeRange(scene);
    double least = whole.width() * 1e-6;
    if (scene.content->axis == kql::ChartAxisKind::Category)
        least = std::min(1.0, whole.width());
    else if (scene.content->axis == kql::ChartAxisKind::Time)
        least = std::max(least, 1.0);
    const double width = std::clamp(wanted.width(), std::min(least, whole.width()), whole.width());
    if (width >= whole.width() * (1 - 1e-9))
        return std::nullopt;
    const double middle = (wanted.low + wanted.high) / 2;
    const double low = std::clamp(middle - width / 2, whole.low, whole.high - width);
    return PlotRange{.low = low, .high = low + width};
}

std::optional<double> nearestX(const PlotScene &scene, double x)
{
    std::optional<double> best;
    visitNeighbours(scene, x, [&best, x](double candidate) {
        if (!best || std::abs(candidate - x) < std::abs(*best - x))
            best = candidate;
    });
    return best;
}

std::optional<double> neighbourX(const PlotScene &scene, std::optional<double> x, int direction)
{
    const PlotRange shown = shownRange(scene);
    const double from = x.value_or(direction > 0 ? std::nextafter(shown.low, -infinity)
                                                 : std::nextafter(shown.high, infinity));
    std::optional<double> best;
    visitNeighbours(scene, from, [&](double candidate) {
        const bool fits = direction > 0 ? candidate > from : candidate < from;
        if (fits && (!best || std::abs(candidate - from) < std::abs(*best - from)))
            best = candidate;
    });
    return best ? best : x;
}

std::vector<Role> plotRoles(const PlotScene &scene)
{
    static constexpr std::array series = {Role::Series1, Role::Series2, Role::Series3, Role::Series4,
                                          Role::Series5, Role::Series6, Role::Series7, Role::Series8};
    std::vector<Role> roles;
    if (scene.plan.kind == kql::ChartKind::Pie) {
        for (std::size_t i = 0; i < scene.content->categories.size(); ++i)
            roles.push_back(i < series.size() ? series.at(i) : Role::MutedText);
        return roles;
    }
    // The deployments keep their colours everywhere; what looks like them is then not given to another line.
    const std::size_t count = scene.content->lines.size();
    std::vector<std::optional<Role>> given(count);
    bool blue = false;
    bool green = false;
    for (std::size_t i = 0; i < count; ++i) {
        const Role role = deploymentRole(lineName(scene.content->lines[i]));
        bool &taken = role == Role::BlueDeployment ? blue : green;
        if (role == Role::OtherDeployment || taken || nowOf(scene, i))
            continue;
        taken = true;
        given[i] = role;
    }
    std::size_t next = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (nowOf(scene, i)) {
            roles.push_back(Role::MutedText); // that of its other line, below
            continue;
        }
        while ((blue && series.at(next % series.size()) == Role::Series1) ||
               (green && series.at(next % series.size()) == Role::Series3))
            ++next;
        roles.push_back(given[i] ? *given[i] : series.at(next++ % series.size()));
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (const auto now = nowOf(scene, i))
            roles[i] = roles[*now];
    }
    return roles;
}

bool isOfBefore(const PlotScene &scene, std::size_t line)
{
    const auto &lines = scene.content->lines;
    return isOfWindow(lines[line].name, kql::windowBefore) &&
           std::ranges::any_of(
               lines, [](const kql::ChartLine &other) { return isOfWindow(other.name, kql::windowOfNow); });
}

Qt::PenStyle plotPen(const PlotScene &scene, std::size_t line)
{
    if (isOfBefore(scene, line))
        return Qt::DashLine;
    // The second four differ by more than colour.
    return line < 4 ? Qt::SolidLine : line % 2 == 0 ? Qt::DashLine : Qt::DotLine;
}

} // namespace signalbox::ui
