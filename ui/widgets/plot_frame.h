// Where things of a chart are on the picture: the area of the plot between its axes, and the way from numbers
// to pixels and back. Draws the axes too. Bars run sideways: their axis of x goes down.
#pragma once

#include <QPointF>
#include <QRectF>
#include <vector>

#include "ui/widgets/chart_scale.h"
#include "ui/widgets/plot_scene.h"
#include "ui/widgets/theme.h"

class QPainter;

namespace signalbox::ui {

class PlotFrame
{
public:
    PlotFrame() = default;
    // `lines` are the prepared lines of the scene and `points` those of them that are drawn.
    PlotFrame(const PlotScene &scene, const std::vector<PreparedLine> &lines, const DrawnPoints &points,
              const QRectF &room, const Theme &theme);

    [[nodiscard]] const QRectF &area() const { return m_area; }
    [[nodiscard]] const PlotRange &range() const { return m_range; }
    [[nodiscard]] bool sideways() const { return m_sideways; }
    [[nodiscard]] bool empty() const { return m_empty; }

    // Along the axis of x and along that of y, in pixels.
    [[nodiscard]] double alongX(double x) const;
    [[nodiscard]] double alongY(double y) const;
    [[nodiscard]] QPointF point(double x, double y) const;
    [[nodiscard]] double xAt(const QPointF &pixel) const;
    // Pixels that `width` of x takes.
    [[nodiscard]] double pixelsOf(double width) const;
    // Where y = 0 is, or the end of the axis that is nearest to it.
    [[nodiscard]] double zero() const;

    void drawAxes(QPainter &painter, const PlotScene &scene, const Theme &theme) const;

    [[nodiscard]] static QFont labelFont(const Theme &theme);

private:
    void scaleY(const PlotScene &scene, const PlotRange &found);
    void drawValueAxis(QPainter &painter, const PlotScene &scene, const Theme &theme) const;
    void drawXLabels(QPainter &painter, const PlotScene &scene) const;
    void drawCategories(QPainter &painter, const PlotScene &scene) const;
    void drawTitles(QPainter &painter, const PlotScene &scene) const;

    QRectF m_room;
    QRectF m_area;
    PlotRange m_range;
    AxisScale m_y;
    bool m_sideways = false;
    bool m_empty = true;
    bool m_logarithmic = false;
};

} // namespace signalbox::ui
