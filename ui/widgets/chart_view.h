// The drawing of a TimeChart: Qt Charts for lines, grid and the y axis; labels of x, event markers and the
// crosshair on top. Left and Right move the crosshair, Escape puts it away. Only TimeChart uses this.
#pragma once

#include <QSet>
#include <QtCharts/QChartView>
#include <optional>

#include "ui/widgets/chart_scale.h"

class QValueAxis;

namespace signalbox::ui {

class ChartView final : public QChartView
{
    Q_OBJECT

public:
    ChartView(const Theme &theme, QWidget *parent);

    void setData(const ChartData *shownData); // must live until the next call
    void setHidden(const QSet<QString> &names);
    // What the crosshair reads at the x nearest to `x`, one line each; empty without points.
    [[nodiscard]] QStringList readingAt(double x) const;

protected:
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void rebuild();
    void fitTicks();
    void useTheme();
    [[nodiscard]] bool shown(const ChartSeries &series) const;
    [[nodiscard]] std::optional<double> nearestX(double x) const;
    [[nodiscard]] double toScene(double x) const;
    void drawLabels(QPainter &painter) const;
    void drawEvents(QPainter &painter) const;
    void drawCrosshair(QPainter &painter) const;

    const Theme &m_theme;
    const ChartData *m_data = nullptr;
    QSet<QString> m_hidden;
    QValueAxis *m_x;
    QValueAxis *m_y;
    double m_low = 0;
    double m_high = 1;
    bool m_empty = true;
    int m_ticks = 2; // that the scale wants
    std::optional<double> m_crosshair;
};

} // namespace signalbox::ui
