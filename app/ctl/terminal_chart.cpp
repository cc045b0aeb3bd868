#include "app/ctl/terminal_chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "app/ctl/terminal_text.h"

namespace signalbox::ctl {

namespace {

struct Range
{
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void include(double value)
    {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    // 0 to 1; the middle where everything is the same.
    [[nodiscard]] double place(double value) const
    {
        return high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5;
    }
};

bool isDrawable(const std::pair<double, double> &point)
{
    return std::isfinite(point.first) && std::isfinite(point.second);
}

// Two dots beside and four above one another in each character.
class Canvas
{
public:
    Canvas(std::size_t columns, std::size_t rows)
        : m_columns(columns)
        , m_rows(rows)
        , m_cells(columns * rows)
    {
    }

    [[nodiscard]] std::size_t width() const { return m_columns * 2; }
    [[nodiscard]] std::size_t height() const { return m_rows * 4; }

    void dot(std::size_t x, std::size_t y, std::size_t series)
    {
        // Bits of a braille pattern (Unicode 2800) by column and row from the top.
        constexpr std::array<std::array<std::uint8_t, 4>, 2> bits = {
            {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}};
        const std::size_t fromTop = height() - 1 - y;
        Cell &cell = m_cells[fromTop / 4 * m_columns + x / 2];
        cell.dots = static_cast<std::uint8_t>(cell.dots | bits[x % 2][fromTop % 4]);
        cell.series = series;
    }

    void line(std::size_t x0, std::size_t y0, std::size_t x1, std::size_t y1, std::size_t series)
    {
        const auto distance = [](std::size_t a, std::size_t b) { return a < b ? b - a : a - b; };
        const std::size_t steps = std::max({distance(x0, x1), distance(y0, y1), std::size_t{1}});
        const auto between = [steps](std::size_t from, std::size_t to, std::size_t step) {
            const double whole =
                static_cast<double>(from) + (static_cast<double>(to) - static_cast<double>(from)) *
                                                static_cast<double>(step) / static_cast<double>(steps);
            return static_cast<std::size_t>(std::lround(whole));
        };
        for (std::size_t step = 0; step <= steps; ++step)
            dot(between(x0, x1, step), between(y0, y1, step), series);
    }

    // `paint` is called once for neighbours of one series.
    [[nodiscard]] std::string row(std::size_t index, const Paint &paint) const
    {
        std::string text;
        std::string run;
        std::size_t series = 0;
        const auto finishRun = [&] {
            text += paint && !run.empty() ? paint(series, run) : run;
            run.clear();
        };
        for (std::size_t column = 0; column < m_columns; ++column) {
            const Cell &cell = m_cells[index * m_columns + column];
            if (cell.dots == 0) {
                finishRun();
                text += ' ';
                continue;
            }
            if (cell.series != series)
                finishRun();
            series = cell.series;
            run += {'\xE2', static_cast<char>(0xA0U | (cell.dots >> 6U)),
                    static_cast<char>(0x80U | (cell.dots & 0x3FU))};
        }
        finishRun();
        return text;
    }

private:
    struct Cell
    {
        std::uint8_t dots = 0;
        std::size_t series = 0;
    };

    std::size_t m_columns;
    std::size_t m_rows;
    std::vector<Cell> m_cells;
};

void draw(Canvas &canvas, const PlotSeries &series, std::size_t number, const Range &x, const Range &y)
{
    std::vector<std::pair<double, double>> points = series.points;
    std::ranges::stable_sort(points, [](const auto &a, const auto &b) { return a.first < b.first; });
    const auto scale = [](double place, std::size_t dots) {
        return static_cast<std::size_t>(std::lround(place * static_cast<double>(dots - 1)));
    };
    bool afterGap = true;
    std::size_t beforeX = 0;
    std::size_t beforeY = 0;
    for (const auto &point : points) {
        if (!isDrawable(point)) {
            afterGap = true;
            continue;
        }
        const std::size_t hereX = scale(x.place(point.first), canvas.width());
        const std::size_t hereY = scale(y.place(point.second), canvas.height());
        if (afterGap)
            canvas.dot(hereX, hereY, number);
        else
            canvas.line(beforeX, beforeY, hereX, hereY, number);
        afterGap = false;
        beforeX = hereX;
        beforeY = hereY;
    }
}

struct Axes
{
    Range x = {};
    Range y = {};
    std::string bottom = {};
    std::string top = {};
    std::size_t margin = 0; // columns left of the plot
};

void plot(std::vector<std::string> &lines, std::span<const PlotSeries> series, std::size_t first,
          const Axes &axes, PlotSize size, const Paint &paint)
{
    Canvas canvas(size.columns, size.rows);
    for (std::size_t i = 0; i < series.size(); ++i)
        draw(canvas, series[i], first + i, axes.x, axes.y);
    for (std::size_t row = 0; row < size.rows; ++row) {
        const std::string &label = row == 0 ? axes.top : row + 1 == size.rows ? axes.bottom : std::string();
        lines.push_back(toTheRight(label, axes.margin) + " │" + canvas.row(row, paint));
    }
}

} // namespace

std::vector<std::string> drawLines(std::span<const PlotSeries> series, const AxisText &xText,
                                   const AxisText &yText, PlotSize size, const Paint &paint)
{
    Axes axes;
    for (const PlotSeries &one : series) {
        for (const auto &point : one.points) {
            if (!isDrawable(point))
                continue;
            axes.x.include(point.first);
            axes.y.include(point.second);
        }
    }
    if (axes.x.low > axes.x.high)
        return {};
    axes.bottom = yText(axes.y.low);
    axes.top = axes.y.low < axes.y.high ? yText(axes.y.high) : std::string();
    axes.margin = std::max(width(axes.bottom), width(axes.top));
    size.columns = std::max<std::size_t>(size.columns, axes.margin + 12) - axes.margin - 2;
    size.rows = std::max<std::size_t>(size.rows, 2);

    std::vector<std::string> lines;
    if (paint) {
        plot(lines, series, 0, axes, size, paint);
    } else {
        for (std::size_t i = 0; i < series.size(); ++i) {
            lines.push_back(std::string(axes.margin + 2, ' ') + series[i].name);
            plot(lines, series.subspan(i, 1), i, axes, size, paint);
        }
    }
    const std::string from = xText(axes.x.low);
    const std::string to = axes.x.low < axes.x.high ? xText(axes.x.high) : std::string();
    const std::size_t taken = width(from);
    lines.push_back(std::string(axes.margin + 2, ' ') + from +
                    toTheRight(to, size.columns > taken ? size.columns - taken : 0));
    if (paint) {
        std::string legend;
        for (std::size_t i = 0; i < series.size(); ++i)
            legend += (i == 0 ? "" : "   ") + paint(i, "■") + " " + series[i].name;
        lines.push_back(std::string(axes.margin + 2, ' ') + legend);
    }
    return lines;
}

std::vector<std::string> drawBars(std::span<const PlotBar> bars, const AxisText &text, PlotSize size)
{
    std::size_t names = 0;
    std::size_t numbers = 0;
    double largest = 0;
    for (const PlotBar &bar : bars) {
        names = std::max(names, width(bar.name));
        numbers = std::max(numbers, width(text(bar.value)));
        if (std::isfinite(bar.value))
            largest = std::max(largest, bar.value);
    }
    const std::size_t taken = names + numbers + 2;
    const std::size_t room = std::max<std::size_t>(size.columns, taken + 10) - taken;
    std::vector<std::string> lines;
    for (const PlotBar &bar : bars) {
        constexpr std::array<std::string_view, 8> parts = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
        const double share = std::isfinite(bar.value) && largest > 0 ? std::max(0.0, bar.value / largest) : 0;
        const auto eighths = static_cast<std::size_t>(std::lround(share * static_cast<double>(room * 8)));
        std::string line = toTheLeft(bar.name, names) + " " + toTheRight(text(bar.value), numbers) + " ";
        for (std::size_t i = 0; i < eighths / 8; ++i)
            line += "█";
        line += parts[eighths % 8];
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace signalbox::ctl
