#include <QPainter>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/widgets/plot_painter.h"

namespace signalbox::ui {

namespace {

constexpr double filled = 0.76; // part of a slot that its columns take
constexpr double widest = 72;   // pixels of one column

// A column from `base` to `y`, `at` pixels along x and `wide` pixels wide.
QRectF columnRect(const PlotFrame &frame, double at, double wide, double from, double to)
{
    const double low = std::min(from, to);
    const double length = std::abs(to - from);
    return frame.sideways() ? QRectF(low, at, length, wide) : QRectF(at, low, wide, length);
}

void drawValues(const PlotPaint &paint, const PreparedLine &line, double slot)
{
    QPainter &painter = paint.painter;
    painter.setFont(PlotFrame::labelFont(paint.theme));
    painter.setPen(paint.theme.color(Role::Text));
    const QFontMetrics metrics = painter.fontMetrics();
    if (slot < metrics.height())
        return;
    constexpr int insideAlignment = Qt::AlignVCenter | Qt::AlignRight;
    constexpr int outsideAlignment = Qt::AlignVCenter | Qt::AlignLeft;
    for (std::size_t i = 0; i < line.x.size(); ++i) {
        const double value = paint.scene.content->lines[line.number].y[i];
        if (!std::isfinite(value))
            continue;
        const QString text = plotValueText(paint.scene, value);
        const double wide = metrics.horizontalAdvance(text) + 4.0;
        const double end = paint.frame.alongY(line.y[i]);
        // Inside of the bar where there is no room behind it.
        const bool inside = end + 6 + wide > paint.frame.area().right();
        if (inside && end - wide - 6 < paint.frame.area().left())
            continue;
        painter.setPen(paint.theme.color(inside ? Role::Card : Role::Text));
        painter.drawText(
            QRectF(inside ? end - wide - 4 : end + 6, paint.frame.alongX(line.x[i]) - 8, wide, 16),
            inside ? insideAlignment : outsideAlignment, text);
    }
}

// More columns than pixels: of those that share one, what they cover together.
void drawDense(const PlotPaint &paint, const PreparedLine &line, const std::vector<std::uint32_t> &points)
{
    const PlotFrame &frame = paint.frame;
    for (std::size_t place = 0; place < points.size();) {
        const double pixel = std::floor(frame.alongX(line.x[points[place]]));
        double low = std::numeric_limits<double>::infinity();
        double high = -low;
        for (; place < points.size(); ++place) {
            const std::uint32_t i = points[place];
            if (std::floor(frame.alongX(line.x[i])) != pixel)
                break;
            if (!std::isfinite(line.y[i]))
                continue;
            const double from = line.base.empty() ? frame.zero() : frame.alongY(line.base[i]);
            const double to = frame.alongY(line.y[i]);
            low = std::min({low, from, to});
            high = std::max({high, from, to});
        }
        if (low <= high)
            paint.painter.drawRect(columnRect(frame, pixel, 1, low, high));
    }
}

} // namespace

void drawColumns(const PlotPaint &paint)
{
    QPainter &painter = paint.painter;
    const PlotFrame &frame = paint.frame;
    const double slotOfX =
        paint.scene.content->axis == kql::ChartAxisKind::Category ? 1 : paint.scene.content->slot;
    const double slot = frame.pixelsOf(slotOfX);
    const bool stacked = !paint.lines.empty() && !paint.lines.front().base.empty();
    const auto side = stacked ? 1.0 : static_cast<double>(paint.lines.size());
    const double group = std::min(slot * filled, widest * side);
    const double wide = std::max(group / side, 1.0);
    painter.setPen(Qt::NoPen);
    // Edges of one column stay sharp.
    painter.setRenderHint(QPainter::Antialiasing, slot < 8);
    for (std::size_t number = 0; number < paint.lines.size(); ++number) {
        const PreparedLine &line = paint.lines[number];
        painter.setBrush(paint.color(line.number));
        const double shift = -group / 2 + (stacked ? 0 : static_cast<double>(number) * wide);
        const double room = wide > 6 && side > 1 ? 1 : 0;
        if (slot < 1) {
            drawDense(paint, line, paint.points[number]);
            continue;
        }
        for (const std::uint32_t i : paint.points[number]) {
            if (!std::isfinite(line.y[i]))
                continue;
            const double from = line.base.empty() ? frame.zero() : frame.alongY(line.base[i]);
            painter.drawRect(columnRect(frame, frame.alongX(line.x[i]) + shift, wide - room, from,
                                        frame.alongY(line.y[i])));
        }
    }
    painter.setRenderHint(QPainter::Antialiasing);
    if (frame.sideways() && paint.lines.size() == 1)
        drawValues(paint, paint.lines.front(), slot);
}

} // namespace signalbox::ui
