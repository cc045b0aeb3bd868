// The picture of a chart that people work with: a crosshair that reads values, zoom by wheel, by dragging
// over a part of x and by + - 0, pan with Shift, the whole again by a double click. Left and Right move the
// crosshair and say what it reads. Only QueryChart uses this.
#pragma once

#include <QPixmap>
#include <QWidget>
#include <optional>

#include "ui/widgets/plot_painter.h"

namespace signalbox::ui {

class PlotCanvas final : public QWidget
{
    Q_OBJECT

public:
    PlotCanvas(const Theme &theme, const QString &objectName, QWidget *parent);

    // `lines` are those of preparedLines() with no line hidden.
    void setScene(PlotScene scene, std::vector<PreparedLine> lines);
    [[nodiscard]] const PlotScene &scene() const { return m_scene; }
    void setHidden(std::vector<bool> hidden);
    void setEvents(std::vector<ChartEvent> events);

    // None for the whole.
    void setZoom(std::optional<PlotRange> zoom);
    [[nodiscard]] QSize sizeHint() const override { return {480, 220}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {160, 90}; }

Q_SIGNALS:
    void zoomChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void redraw();
    void setCrosshair(std::optional<double> x);
    void zoomAround(double x, double factor);
    void pan(double part); // of what is in sight
    [[nodiscard]] QRectF room() const;
    [[nodiscard]] bool zoomable() const { return canZoom(m_scene.plan.kind); }

    const Theme &m_theme;
    PlotScene m_scene;
    std::vector<PreparedLine> m_lines;
    PlotFrame m_frame;
    QPixmap m_picture; // all but the crosshair
    bool m_stale = true;
    std::optional<double> m_dragFrom; // a place in x
    std::optional<double> m_dragTo;
    std::optional<double> m_panFrom;
};

} // namespace signalbox::ui
