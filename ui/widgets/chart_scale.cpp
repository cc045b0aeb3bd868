#include "ui/widgets/chart_scale.h"

#include <QDateTime>
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr double second = 1000.0;
constexpr double minute = 60 * second;
constexpr double hour = 60 * minute;
constexpr double day = 24 * hour;

double roundStep(double raw)
{
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0}) {
        if (raw <= factor * power * (1 + 1e-9))
            return factor * power;
    }
    return 10 * power;
}

double timeStep(double raw)
{
    for (const double step :
         {second,     2 * second,  5 * second,  10 * second, 15 * second, 30 * second, minute,   2 * minute,
          5 * minute, 10 * minute, 15 * minute, 30 * minute, hour,        2 * hour,    3 * hour, 6 * hour,
          12 * hour,  day,         2 * day,     7 * day,     14 * day,    30 * day}) {
        if (raw <= step)
            return step;
    }
    return day * std::ceil(raw / day);
}

double stepOf(ChartAxis axis, double raw)
{
    switch (axis) {
    case ChartAxis::Time:
        return timeStep(raw);
    case ChartAxis::Number:
        return roundStep(raw);
    case ChartAxis::Count:
    case ChartAxis::Logarithm:
        break;
    }
    // 2.5 is round, but not whole.
    return std::ceil(roundStep(std::max(raw, 1.0)));
}

QDateTime utc(double x)
{
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(x), Qt::UTC);
}

int decimalsOf(double step)
{
    for (int decimals = 0; decimals < 9; ++decimals) {
        const double scaled = step * std::pow(10.0, decimals);
        if (std::abs(scaled - std::round(scaled)) < 1e-6 * scaled)
            return decimals;
    }
    return 9;
}

std::vector<ChartPoint> thinned(const std::vector<ChartPoint> &run, std::size_t columns)
{
    if (columns == 0 || run.size() <= 2 * columns)
        return run;
    std::vector<ChartPoint> kept;
    kept.reserve(2 * columns + 2);
    for (std::size_t column = 0; column < columns; ++column) {
        const auto begin = run.begin() + static_cast<std::ptrdiff_t>(column * run.size() / columns);
        const auto end = run.begin() + static_cast<std::ptrdiff_t>((column + 1) * run.size() / columns);
        auto [low, high] = std::minmax_element(
            begin, end, [](const ChartPoint &a, const ChartPoint &b) { return a.y < b.y; });
        if (high < low)
            std::swap(low, high);
        kept.push_back(*low);
        if (low != high)
            kept.push_back(*high);
    }
    return kept;
}

} // namespace

int AxisScale::tickCount() const
{
    return static_cast<int>(std::lround((high - low) / step)) + 1;
}

AxisScale roundScale(double low, double high, bool fromZero)
{
    if (!std::isfinite(low) || !std::isfinite(high) || low > high)
        return {};
    if (fromZero) {
        low = std::min(low, 0.0);
        high = std::max(high, 0.0);
    }
    // Narrower than what a double tells apart at this height counts as no width.
    if (high - low <= std::max(std::abs(low), std::abs(high)) * 1e-9) {
        const double pad = low == 0 ? 1.0 : std::abs(low) * 0.1;
        low -= fromZero || low == 0 ? 0 : pad;
        high += pad;
    }
    AxisScale scale;
    scale.step = roundStep((high - low) / 4);
    scale.low = std::floor(low / scale.step + 1e-9) * scale.step;
    scale.high = std::ceil(high / scale.step - 1e-9) * scale.step;
    scale.decimals = decimalsOf(scale.step);
    return scale;
}

QString axisText(ChartAxis axis, double x)
{
    if (axis == ChartAxis::Count)
        return countText(std::llround(x));
    if (axis == ChartAxis::Logarithm)
        return QString::number(std::pow(10.0, x), 'g', 4);
    if (axis == ChartAxis::Number)
        return numberText(
            x, decimalsOf(std::abs(x) < 1e-12 ? 1.0 : std::abs(x)) > 3 ? 3 : decimalsOf(std::abs(x)));
    return QLocale::c().toString(utc(x), u"d MMM HH:mm:ss"_s);
}

std::vector<AxisLabel> axisLabels(ChartAxis axis, double low, double high, int most)
{
    std::vector<AxisLabel> labels;
    if (!std::isfinite(low) || !std::isfinite(high) || high < low || most < 1)
        return labels;
    if (high <= low) {
        labels.push_back({.x = low, .text = axisText(axis, low)});
        return labels;
    }
    const double raw = (high - low) / most;
    const double step = stepOf(axis, raw);
    const QString format = step < minute ? u"HH:mm:ss"_s : step < day ? u"HH:mm"_s : u"d MMM"_s;
    const int decimals = decimalsOf(step);
    const double first = std::ceil(low / step - 1e-9);
    for (double i = first; i * step <= high * (1 + 1e-12) && static_cast<int>(labels.size()) <= most; ++i) {
        const double x = i * step;
        // Over several days a midnight says which one begins.
        const bool newDay = high - low > day && std::fmod(x, day) == 0;
        labels.push_back({.x = x,
                          .text = axis == ChartAxis::Time
                                      ? QLocale::c().toString(utc(x), newDay ? u"d MMM"_s : format)
                                  : axis == ChartAxis::Number ? numberText(x, decimals)
                                                              : axisText(axis, x)});
    }
    return labels;
}

std::vector<std::vector<ChartPoint>> drawableRuns(const std::vector<ChartPoint> &points, std::size_t columns)
{
    std::vector<std::vector<ChartPoint>> runs;
    std::vector<ChartPoint> run;
    for (const ChartPoint &point : points) {
        if (std::isfinite(point.x) && std::isfinite(point.y)) {
            run.push_back(point);
        } else if (!run.empty()) {
            runs.push_back(thinned(run, columns));
            run.clear();
        }
    }
    if (!run.empty())
        runs.push_back(thinned(run, columns));
    return runs;
}

} // namespace signalbox::ui
