#include <QLineF>
#include <QPainter>
#include <QPolygonF>
#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "ui/widgets/plot_painter.h"

namespace signalbox::ui {

namespace {

// Between these numbers of points in sight each is marked, so that one can aim at it.
constexpr std::size_t mostMarked = 40;

// Runs of points without a gap.
std::vector<std::vector<std::uint32_t>> runsOf(const PreparedLine &line,
                                               const std::vector<std::uint32_t> &points)
{
    std::vector<std::vector<std::uint32_t>> runs(1);
    for (const std::uint32_t i : points) {
        if (std::isfinite(line.y[i]))
            runs.back().push_back(i);
        else if (!runs.back().empty())
            runs.emplace_back();
    }
    if (runs.back().empty())
        runs.pop_back();
    return runs;
}

// One path with thousands of corners takes Qt seconds, because it looks for where the path crosses itself.
constexpr qsizetype mostCorners = 500;

void drawRun(QPainter &painter, const QPolygonF &polygon, const QColor &color, Qt::PenStyle style)
{
    if (polygon.size() <= mostCorners) {
        painter.setPen(QPen(color, 1.6, style, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolyline(polygon);
        return;
    }
    QList<QLineF> pieces;
    pieces.reserve(polygon.size());
    for (qsizetype i = 1; i < polygon.size(); ++i)
        pieces.append(QLineF(polygon[i - 1], polygon[i]));
    painter.setPen(QPen(color, 1.2));
    painter.drawLines(pieces);
}

// Fills between two lines of the same points; columns of pixels where a path would be too long.
void fillBetween(QPainter &painter, const QPolygonF &top, const QPolygonF &base, const QColor &color)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    if (top.size() <= mostCorners) {
        QPolygonF outline = top;
        for (auto point = base.crbegin(); point != base.crend(); ++point)
            outline.append(*point);
        painter.drawPolygon(outline);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (qsizetype i = 0; i < top.size();) {
        const double column = std::floor(top[i].x());
        double high = std::min(top[i].y(), base[i].y());
        double low = std::max(top[i].y(), base[i].y());
        qsizetype next = i + 1;
        for (; next < top.size() && std::floor(top[next].x()) == column; ++next) {
            high = std::min({high, top[next].y(), base[next].y()});
            low = std::max({low, top[next].y(), base[next].y()});
        }
        painter.drawRect(QRectF(column, high, 1, low - high));
        if (next < top.size() && std::floor(top[next].x()) > column + 1)
            painter.drawPolygon(QPolygonF({top[next - 1], top[next], base[next], base[next - 1]}));
        i = next;
    }
    painter.setRenderHint(QPainter::Antialiasing);
}

void stroke(const PlotPaint &paint, const PreparedLine &line, const std::vector<std::uint32_t> &points)
{
    QPainter &painter = paint.painter;
    const QColor color = paint.color(line.number);
    const bool marked = points.size() <= mostMarked;
    for (const auto &run : runsOf(line, points)) {
        QPolygonF polygon;
        polygon.reserve(static_cast<qsizetype>(run.size()));
        for (const std::uint32_t i : run)
            polygon.append(paint.frame.point(line.x[i], line.y[i]));
        painter.setBrush(Qt::NoBrush);
        drawRun(painter, polygon, color, plotPen(paint.scene, line.number));
        if (marked || run.size() == 1) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(color);
            for (const QPointF &point : polygon)
                painter.drawEllipse(point, 2.2, 2.2);
        }
    }
}

void drawMarks(const PlotPaint &paint, const PreparedLine &line)
{
    const kql::ChartLine &whole = paint.scene.content->lines[line.number];
    if (whole.marks.empty())
        return;
    QPainter &painter = paint.painter;
    painter.setPen(QPen(paint.theme.color(Role::Card), 1.5));
    painter.setBrush(paint.theme.color(Role::Danger));
    std::unordered_set<std::int64_t> taken; // pixels
    const PlotRange &range = paint.frame.range();
    const auto from = static_cast<std::size_t>(std::ranges::lower_bound(line.x, range.low) - line.x.begin());
    for (std::size_t i = from; i < line.x.size() && line.x[i] <= range.high; ++i) {
        if (whole.marks[i] == 0 || !std::isfinite(line.y[i]))
            continue;
        const QPointF point = paint.frame.point(line.x[i], line.y[i]);
        if (taken.insert((std::llround(point.x() / 2) << 20) + std::llround(point.y() / 2)).second)
            painter.drawEllipse(point, 4.5, 4.5);
    }
}

} // namespace

void drawLines(const PlotPaint &paint)
{
    for (std::size_t number = 0; number < paint.lines.size(); ++number)
        stroke(paint, paint.lines[number], paint.points[number]);
    for (const PreparedLine &line : paint.lines)
        drawMarks(paint, line);
}

void drawAreas(const PlotPaint &paint)
{
    QPainter &painter = paint.painter;
    const double zero = paint.frame.zero();
    for (std::size_t number = 0; number < paint.lines.size(); ++number) {
        const PreparedLine &line = paint.lines[number];
        const std::vector<std::uint32_t> &points = paint.points[number];
        QColor fill = paint.color(line.number);
        fill.setAlphaF(line.base.empty() ? 0.18F : 0.55F);
        // The window before is an outline above the areas of now.
        if (isOfBefore(paint.scene, line.number)) {
            stroke(paint, line, points);
            continue;
        }
        for (const auto &run : runsOf(line, points)) {
            QPolygonF top;
            QPolygonF base;
            for (const std::uint32_t i : run) {
                top.append(paint.frame.point(line.x[i], line.y[i]));
                base.append(line.base.empty() ? QPointF(top.back().x(), zero)
                                              : paint.frame.point(line.x[i], line.base[i]));
            }
            fillBetween(painter, top, base, fill);
        }
        stroke(paint, line, points);
    }
}

void drawScatter(const PlotPaint &paint)
{
    constexpr double grid = 2; // pixels; points nearer than this are one
    QPainter &painter = paint.painter;
    const QRectF &area = paint.frame.area();
    const auto across = static_cast<std::size_t>(area.width() / grid) + 2;
    const auto down = static_cast<std::size_t>(area.height() / grid) + 2;
    for (std::size_t number = 0; number < paint.lines.size(); ++number) {
        const PreparedLine &line = paint.lines[number];
        std::vector<bool> taken(across * down, false);
        QPolygonF points;
        for (const std::uint32_t i : paint.points[number]) {
            const QPointF point = paint.frame.point(line.x[i], line.y[i]);
            if (!std::isfinite(line.y[i]) || !area.adjusted(-1, -1, 1, 1).contains(point))
                continue;
            const auto column = static_cast<std::size_t>(std::max(0.0, (point.x() - area.left()) / grid));
            const auto row = static_cast<std::size_t>(std::max(0.0, (point.y() - area.top()) / grid));
            const std::size_t cell = row * across + column;
            if (taken[cell])
                continue;
            taken[cell] = true;
            points.append(point);
        }
        QColor color = paint.color(line.number);
        color.setAlphaF(0.75F);
        // A cloud is seen by where it is; only few points are seen one by one.
        constexpr qsizetype mostRound = 4000;
        const bool cloud = points.size() > mostRound;
        if (cloud) {
            for (const QPointF &point : points)
                painter.fillRect(QRectF(std::round(point.x()) - 1, std::round(point.y()) - 1, grid, grid),
                                 color);
            continue;
        }
        painter.setPen(QPen(color, 5, Qt::SolidLine, Qt::RoundCap));
        painter.drawPoints(points);
    }
}

} // namespace signalbox::ui
