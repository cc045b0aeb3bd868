#include "ui/widgets/plot_canvas.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr double wheelStep = 0.8;
constexpr double keyStep = 0.5;
constexpr double panStep = 0.25;

} // namespace

PlotCanvas::PlotCanvas(const Theme &theme, const QString &objectName, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName(objectName);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    connect(&theme, &Theme::changed, this, &PlotCanvas::redraw);
}

void PlotCanvas::setScene(PlotScene scene, std::vector<PreparedLine> lines)
{
    m_scene = std::move(scene);
    m_lines = std::ranges::count(m_scene.hidden, true) == 0 ? std::move(lines) : preparedLines(m_scene);
    m_dragFrom.reset();
    m_panFrom.reset();
    redraw();
    Q_EMIT zoomChanged();
}

void PlotCanvas::setHidden(std::vector<bool> hidden)
{
    m_scene.hidden = std::move(hidden);
    m_lines = preparedLines(m_scene);
    if (m_scene.crosshair)
        m_scene.crosshair = nearestX(m_scene, *m_scene.crosshair);
    redraw();
}

void PlotCanvas::setEvents(std::vector<ChartEvent> events)
{
    m_scene.events = std::move(events);
    redraw();
}

void PlotCanvas::setZoom(std::optional<PlotRange> zoom)
{
    m_scene.zoom = zoom ? limitedZoom(m_scene, *zoom) : std::nullopt;
    redraw();
    Q_EMIT zoomChanged();
}

void PlotCanvas::redraw()
{
    m_stale = true;
    update();
}

QRectF PlotCanvas::room() const
{
    return QRectF(rect()).adjusted(4, 2, -4, -2);
}

void PlotCanvas::paintEvent(QPaintEvent *)
{
    const double ratio = devicePixelRatioF();
    if (m_stale || m_picture.size() != size() * ratio) {
        m_picture = QPixmap(size() * ratio);
        m_picture.setDevicePixelRatio(ratio);
        m_picture.fill(Qt::transparent);
        QPainter painter(&m_picture);
        m_frame = drawPlot(painter, room(), m_scene, m_lines, m_theme);
        m_stale = false;
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_picture);
    if (m_dragFrom && m_dragTo) {
        QColor band = m_theme.color(Role::Accent);
        band.setAlphaF(0.2F);
        const QRectF &area = m_frame.area();
        const double from = std::min(m_frame.alongX(*m_dragFrom), m_frame.alongX(*m_dragTo));
        const double to = std::max(m_frame.alongX(*m_dragFrom), m_frame.alongX(*m_dragTo));
        painter.fillRect(m_frame.sideways() ? QRectF(area.left(), from, area.width(), to - from)
                                            : QRectF(from, area.top(), to - from, area.height()),
                         band);
    } else {
        drawCrosshair(painter, m_frame, m_scene, m_theme, room());
    }
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.color(Role::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void PlotCanvas::setCrosshair(std::optional<double> x)
{
    if (x == m_scene.crosshair)
        return;
    // A chosen slice stands out of the picture itself.
    m_stale |= m_scene.plan.kind == kql::ChartKind::Pie;
    m_scene.crosshair = x;
    update();
}

void PlotCanvas::mouseMoveEvent(QMouseEvent *event)
{
    const double x = m_frame.xAt(event->position());
    if (m_panFrom) {
        const PlotRange shown = shownRange(m_scene);
        const double shift = *m_panFrom - x;
        setZoom(PlotRange{.low = shown.low + shift, .high = shown.high + shift});
        return;
    }
    if (m_dragFrom) {
        const PlotRange shown = shownRange(m_scene);
        m_dragTo = std::clamp(x, shown.low, shown.high);
        update();
        return;
    }
    if (m_scene.plan.kind == kql::ChartKind::Pie) {
        setCrosshair(sliceAt(event->position(), room(), m_scene));
        return;
    }
    const bool inside = !m_frame.empty() && m_frame.area().adjusted(-6, -6, 6, 6).contains(event->position());
    setCrosshair(inside ? nearestX(m_scene, x) : std::nullopt);
}

void PlotCanvas::mousePressEvent(QMouseEvent *event)
{
    if (!zoomable() || m_frame.empty() || !m_frame.area().contains(event->position())) {
        QWidget::mousePressEvent(event);
        return;
    }
    const double x = m_frame.xAt(event->position());
    const bool pans = event->button() == Qt::MiddleButton ||
                      (event->button() == Qt::LeftButton && event->modifiers().testFlag(Qt::ShiftModifier));
    if (pans && m_scene.zoom)
        m_panFrom = x;
    else if (event->button() == Qt::LeftButton)
        m_dragFrom = x;
    else
        QWidget::mousePressEvent(event);
}

void PlotCanvas::mouseReleaseEvent(QMouseEvent *event)
{
    constexpr double least = 5; // pixels; less is a click
    const auto from = std::exchange(m_dragFrom, std::nullopt);
    const auto to = std::exchange(m_dragTo, std::nullopt);
    m_panFrom.reset();
    if (from && to && std::abs(m_frame.alongX(*to) - m_frame.alongX(*from)) >= least)
        setZoom(PlotRange{.low = std::min(*from, *to), .high = std::max(*from, *to)});
    update();
    QWidget::mouseReleaseEvent(event);
}

void PlotCanvas::mouseDoubleClickEvent(QMouseEvent *)
{
    m_dragFrom.reset();
    setZoom(std::nullopt);
}

void PlotCanvas::zoomAround(double x, double factor)
{
    const PlotRange shown = shownRange(m_scene);
    setZoom(PlotRange{.low = x - (x - shown.low) * factor, .high = x + (shown.high - x) * factor});
}

void PlotCanvas::pan(double part)
{
    if (!m_scene.zoom)
        return;
    const PlotRange shown = *m_scene.zoom;
    const double shift = part * shown.width();
    setZoom(PlotRange{.low = shown.low + shift, .high = shown.high + shift});
}

void PlotCanvas::wheelEvent(QWheelEvent *event)
{
    // Without Ctrl a page that is longer than its window scrolls, unless the reader works on this chart.
    const bool meant = event->modifiers().testFlag(Qt::ControlModifier) || hasFocus();
    if (!zoomable() || !meant || m_frame.empty()) {
        event->ignore();
        return;
    }
    const double steps = event->angleDelta().y() / 120.0;
    if (event->angleDelta().x() != 0 && event->angleDelta().y() == 0)
        pan(-event->angleDelta().x() / 120.0 * panStep / 2);
    else if (steps != 0)
        zoomAround(m_frame.xAt(event->position()), std::pow(wheelStep, steps));
    event->accept();
}

void PlotCanvas::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    setCrosshair(std::nullopt);
}

void PlotCanvas::keyPressEvent(QKeyEvent *event)
{
    const PlotRange shown = shownRange(m_scene);
    const double middle = m_scene.crosshair.value_or((shown.low + shown.high) / 2);
    const bool pie = m_scene.plan.kind == kql::ChartKind::Pie;
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    const bool back = event->key() == Qt::Key_Left || event->key() == Qt::Key_Up;
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomAround(middle, keyStep);
        return;
    case Qt::Key_Minus:
        zoomAround(middle, 1 / keyStep);
        return;
    case Qt::Key_0:
        setZoom(std::nullopt);
        return;
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (shift && !pie) {
            pan(back ? -panStep : panStep);
            return;
        }
        break;
    case Qt::Key_Escape:
        if (m_scene.crosshair) {
            setCrosshair(std::nullopt);
            return;
        }
        [[fallthrough]];
    default:
        event->ignore();
        return;
    }
    const auto next = neighbourX(m_scene, m_scene.crosshair, back ? -1 : 1);
    setCrosshair(next);
    if (!next)
        return;
    if (m_scene.zoom && (*next < shown.low || *next > shown.high))
        pan(back ? -panStep : panStep);
    QStringList texts;
    for (const PlotReading &line : readingAt(m_scene, *next))
        texts.append(line.text);
    setAccessibleDescription(texts.join(u", "_s));
}

void PlotCanvas::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void PlotCanvas::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

void PlotCanvas::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    redraw();
}

} // namespace signalbox::ui
