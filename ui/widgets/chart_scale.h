// The arithmetic of TimeChart, apart from its drawing: round axis ranges, labels of a time axis, thinning of
// long series. Pure functions.
#pragma once

#include <QString>
#include <vector>

#include "ui/widgets/time_chart.h"

namespace signalbox::ui {

struct AxisScale
{
    double low = 0;
    double high = 1;
    double step = 0.25; // (high - low) is a whole number of steps
    int decimals = 2;   // that labels need to differ

    [[nodiscard]] int tickCount() const;
};

// About four round steps around [low, high]; a range of no width is widened, and one that is not finite is 0
// to 1.
[[nodiscard]] AxisScale roundScale(double low, double high, bool fromZero);

struct AxisLabel
{
    double x = 0;
    QString text;
};

// At most `most` labels at round clock times in UTC, or at round numbers; at powers of ten on a logarithmic
// axis.
[[nodiscard]] std::vector<AxisLabel> axisLabels(ChartAxis axis, double low, double high, int most);

// "14:31:05" or "23 Nov 14:31:05", or the number.
[[nodiscard]] QString axisText(ChartAxis axis, double x);

// Runs of finite points, at most two a column of `columns`: the lowest and the highest of each, in order of
// x.
[[nodiscard]] std::vector<std::vector<ChartPoint>> drawableRuns(const std::vector<ChartPoint> &points,
                                                                std::size_t columns);

} // namespace signalbox::ui
