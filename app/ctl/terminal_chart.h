// Charts made of characters, for `signalboxctl query --render`: lines as braille dots and bars as blocks,
// which every UTF-8 terminal shows. Pure functions.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace signalbox::ctl {

struct PlotSeries
{
    std::string name = {};
    std::vector<std::pair<double, double>> points =
        {}; // x and y in any order; those that are not finite are gaps
};

struct PlotBar
{
    std::string name = {};
    double value = 0;
};

struct PlotSize
{
    std::size_t columns = 80; // of the terminal, labels included
    std::size_t rows = 12;    // of the plot
};

// How a number is written at an axis.
using AxisText = std::function<std::string(double)>;

// Lines of text from top to bottom: the plot with the range of y at its left, the range of x below and a
// legend. Several series share the plot where `paint(series, text)` can tell them apart by colour; without
// `paint` each has a plot of its own on the same scale. Nothing that could be drawn gives no lines.
using Paint = std::function<std::string(std::size_t series, const std::string &text)>;
[[nodiscard]] std::vector<std::string> drawLines(std::span<const PlotSeries> series, const AxisText &xText,
                                                 const AxisText &yText, PlotSize size,
                                                 const Paint &paint = {});

// One line a bar, the largest as wide as the room beside the longest name allows; negative values have no
// bar.
[[nodiscard]] std::vector<std::string> drawBars(std::span<const PlotBar> bars, const AxisText &text,
                                                PlotSize size);

} // namespace signalbox::ctl
