// Draws a PlotScene into any painter: the screen, a picture or an SVG file. Draws no more than the picture
// can show, however many points there are. GUI thread only.
#pragma once

#include <QRectF>
#include <vector>

#include "ui/widgets/plot_frame.h"
#include "ui/widgets/plot_scene.h"
#include "ui/widgets/theme.h"

class QPainter;

namespace signalbox::ui {

// What one call draws with; its parts are in several files.
struct PlotPaint
{
    QPainter &painter;
    const PlotScene &scene;
    const Theme &theme;
    const PlotFrame &frame;
    const std::vector<PreparedLine> &lines;
    const DrawnPoints &points; // of each line, those that are drawn
    const std::vector<Role> &roles;

    [[nodiscard]] QColor color(std::size_t line) const
    {
        QColor color = theme.color(roles[line]);
        if (isOfBefore(scene, line))
            color.setAlphaF(0.6F);
        return color;
    }
};

// All but the crosshair; `lines` are those of preparedLines(). Returns where things are.
PlotFrame drawPlot(QPainter &painter, const QRectF &room, const PlotScene &scene,
                   const std::vector<PreparedLine> &lines, const Theme &theme);
// The line at the crosshair and the box with what it reads.
void drawCrosshair(QPainter &painter, const PlotFrame &frame, const PlotScene &scene, const Theme &theme,
                   const QRectF &room);
// With title, legend and ground, as a picture that stands alone.
void drawPoster(QPainter &painter, const QRectF &room, const QString &title, const PlotScene &scene,
                const Theme &theme);

// The parts.
void drawLines(const PlotPaint &paint);
void drawAreas(const PlotPaint &paint);
void drawScatter(const PlotPaint &paint);
void drawColumns(const PlotPaint &paint);
void drawPie(QPainter &painter, const QRectF &room, const PlotScene &scene, const Theme &theme);
void drawCards(QPainter &painter, const QRectF &room, const PlotScene &scene, const Theme &theme);
// Whether names and values stand beside a pie in `room`.
[[nodiscard]] bool pieHasList(const QRectF &room);
// The slice of a pie at `place`.
[[nodiscard]] std::optional<double> sliceAt(const QPointF &place, const QRectF &room, const PlotScene &scene);

} // namespace signalbox::ui
