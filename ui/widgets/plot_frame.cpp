#include "ui/widgets/plot_frame.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int labelPixels = 11;
constexpr double gap = 8;       // between a label and the plot
constexpr double lineRoom = 16; // a line of labels
constexpr double below = 6;     // between the plot and the labels of x
constexpr double widestCategory = 120;

bool standsOnZero(kql::ChartKind kind)
{
    return kind == kql::ChartKind::Column || kind == kql::ChartKind::Bar || kind == kql::ChartKind::Area ||
           kind == kql::ChartKind::StackedArea;
}

// The lowest and highest y of the points that are drawn, which have the extremes of all.
PlotRange extent(const std::vector<PreparedLine> &lines, const DrawnPoints &points)
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    PlotRange found{.low = infinity, .high = -infinity};
    const auto take = [&found](double y) {
        if (std::isfinite(y)) {
            found.low = std::min(found.low, y);
            found.high = std::max(found.high, y);
        }
    };
    for (std::size_t number = 0; number < lines.size(); ++number) {
        for (const std::uint32_t i : points[number]) {
            take(lines[number].y[i]);
            if (!lines[number].base.empty())
                take(lines[number].base[i]);
        }
    }
    return found;
}

} // namespace

QFont PlotFrame::labelFont(const Theme &theme)
{
    QFont font = theme.bodyFont();
    font.setPixelSize(labelPixels);
    return font;
}

PlotFrame::PlotFrame(const PlotScene &scene, const std::vector<PreparedLine> &lines,
                     const DrawnPoints &points, const QRectF &room, const Theme &theme)
    : m_room(room)
    , m_range(shownRange(scene))
    , m_sideways(scene.plan.kind == kql::ChartKind::Bar)
    , m_logarithmic(scene.plan.logarithmicY && scene.plan.stacking == kql::Stacking::None)
{
    scaleY(scene, extent(lines, points));
    const QFontMetricsF metrics(labelFont(theme));
    double left = 0;
    if (m_sideways) {
        const double most = std::min(room.width() * 0.35, 220.0);
        for (std::size_t i = 0; i < scene.content->categories.size(); ++i)
            left = std::max(left, metrics.horizontalAdvance(categoryName(scene, static_cast<double>(i))));
        // A name that is a part of a pixel too wide would be cut to dots.
        left = std::min(std::ceil(left) + 2, most);
    } else if (!m_empty) {
        for (int tick = 0; tick < m_y.tickCount(); ++tick) {
            const double value = m_y.low + tick * m_y.step;
            left = std::max(left, metrics.horizontalAdvance(plotAxisText(
                                      scene, m_logarithmic ? std::pow(10, value) : value, m_y.decimals)));
        }
    }
    const double bottom = lineRoom + (scene.plan.xTitle.empty() ? 0 : lineRoom) + below;
    const double top =
        (scene.plan.yTitle.empty() ? 10 : lineRoom + 8) + (showsEvents(scene) ? lineRoom - 4 : 0);
    m_area = room.adjusted(left + (left > 0 ? gap : 0), top, -8, -bottom);
    if (m_area.width() < 1)
        m_area.setWidth(1);
    if (m_area.height() < 1)
        m_area.setHeight(1);
}

void PlotFrame::scaleY(const PlotScene &scene, const PlotRange &found)
{
    m_empty = found.low > found.high;
    const auto limit = [this](double value) { return m_logarithmic ? std::log10(value) : value; };
    const bool hundred = scene.plan.stacking == kql::Stacking::Hundred;
    if (hundred && !m_empty && found.low >= 0) {
        m_y = {.low = 0, .high = 100, .step = 25, .decimals = 0};
        return;
    }
    m_y = roundScale(found.low, found.high, standsOnZero(scene.plan.kind) && !m_logarithmic);
    const auto &plan = scene.plan;
    if ((plan.yMinimum && (!m_logarithmic || *plan.yMinimum > 0)) ||
        (plan.yMaximum && (!m_logarithmic || *plan.yMaximum > 0))) {
        const double low = plan.yMinimum ? limit(*plan.yMinimum) : m_y.low;
        const double high = plan.yMaximum ? limit(*plan.yMaximum) : m_y.high;
        if (low < high) {
            m_y = roundScale(low, high, false);
            m_y.low = plan.yMinimum ? low : m_y.low;
            m_y.high = plan.yMaximum ? high : m_y.high;
        }
    }
    // The largest numbers make no room for rounding.
    if (!std::isfinite(m_y.low) || !std::isfinite(m_y.high) || !std::isfinite(m_y.step) || m_y.step <= 0)
        m_y = {};
}

double PlotFrame::alongX(double x) const
{
    const double part = (x - m_range.low) / m_range.width();
    return m_sideways ? m_area.top() + part * m_area.height() : m_area.left() + part * m_area.width();
}

double PlotFrame::alongY(double y) const
{
    // Far outside of the picture is as good as infinity and safe to draw.
    const double part = std::clamp((y - m_y.low) / (m_y.high - m_y.low), -10.0, 11.0);
    return m_sideways ? m_area.left() + part * m_area.width() : m_area.bottom() - part * m_area.height();
}

QPointF PlotFrame::point(double x, double y) const
{
    return m_sideways ? QPointF(alongY(y), alongX(x)) : QPointF(alongX(x), alongY(y));
}

double PlotFrame::xAt(const QPointF &pixel) const
{
    const double part = m_sideways ? (pixel.y() - m_area.top()) / m_area.height()
                                   : (pixel.x() - m_area.left()) / m_area.width();
    return m_range.low + part * m_range.width();
}

double PlotFrame::pixelsOf(double width) const
{
    return width / m_range.width() * (m_sideways ? m_area.height() : m_area.width());
}

double PlotFrame::zero() const
{
    return alongY(std::clamp(m_logarithmic ? m_y.low : 0.0, m_y.low, m_y.high));
}

void PlotFrame::drawAxes(QPainter &painter, const PlotScene &scene, const Theme &theme) const
{
    painter.setFont(labelFont(theme));
    drawValueAxis(painter, scene, theme);
    painter.setPen(theme.color(Role::MutedText));
    if (scene.content->axis == kql::ChartAxisKind::Category)
        drawCategories(painter, scene);
    else
        drawXLabels(painter, scene);
    drawTitles(painter, scene);
}

void PlotFrame::drawValueAxis(QPainter &painter, const PlotScene &scene, const Theme &theme) const
{
    constexpr double roomOfLabel = 26;
    const double length = m_sideways ? m_area.width() : m_area.height();
    const int ticks = m_y.tickCount();
    const double needed = m_sideways ? 60 : roomOfLabel;
    const int every = std::max(1, static_cast<int>(std::ceil(ticks * needed / std::max(length, 1.0))));
    const double height = painter.fontMetrics().height();
    for (int tick = 0; tick < ticks; tick += every) {
        const double value = m_y.low + tick * m_y.step;
        if (value > m_y.high + m_y.step * 1e-6)
            break;
        const double at = std::round(alongY(value)) + 0.5;
        painter.setPen(QPen(theme.color(Role::GridLine), 1));
        if (m_sideways)
            painter.drawLine(QPointF(at, m_area.top()), QPointF(at, m_area.bottom()));
        else
            painter.drawLine(QPointF(m_area.left(), at), QPointF(m_area.right(), at));
        const QString text = plotAxisText(scene, m_logarithmic ? std::pow(10, value) : value,
                                          m_logarithmic ? 4 : m_y.decimals);
        painter.setPen(theme.color(Role::MutedText));
        if (m_sideways)
            painter.drawText(QRectF(at - 40, m_area.bottom() + below, 80, lineRoom), Qt::AlignCenter, text);
        else
            painter.drawText(
                QRectF(m_room.left(), at - height / 2, m_area.left() - gap - m_room.left(), height),
                Qt::AlignRight | Qt::AlignVCenter, text);
    }
}

void PlotFrame::drawXLabels(QPainter &painter, const PlotScene &scene) const
{
    const bool time = scene.content->axis == kql::ChartAxisKind::Time;
    const int most = std::max(1, static_cast<int>(m_area.width() / 90));
    const ChartAxis axis = time                     ? ChartAxis::Time
                           : hasLogarithmicX(scene) ? ChartAxis::Logarithm
                                                    : ChartAxis::Number;
    for (const AxisLabel &label : axisLabels(axis, m_range.low, m_range.high, most)) {
        const double at = alongX(label.x);
        const QString text = time ? label.text : xText(scene, label.x);
        const double wide = painter.fontMetrics().horizontalAdvance(text) + 2.0;
        const double left =
            std::clamp(at - wide / 2, m_room.left(), std::max(m_room.left(), m_room.right() - wide));
        painter.drawText(QRectF(left, m_area.bottom() + below, wide, lineRoom), Qt::AlignCenter, text);
    }
}

void PlotFrame::drawCategories(QPainter &painter, const PlotScene &scene) const
{
    const QFontMetrics metrics = painter.fontMetrics();
    const int first = std::max(0, static_cast<int>(std::ceil(m_range.low)));
    const int last = std::min(static_cast<int>(scene.content->categories.size()) - 1,
                              static_cast<int>(std::floor(m_range.high)));
    const double slot = pixelsOf(1);
    if (m_sideways) {
        const int every = std::max(1, static_cast<int>(std::ceil(metrics.height() / std::max(slot, 0.01))));
        for (int i = first; i <= last; i += every) {
            const QRectF room(m_room.left(), alongX(i) - metrics.height() / 2.0,
                              m_area.left() - gap - m_room.left(), metrics.height());
            painter.drawText(
                room, Qt::AlignRight | Qt::AlignVCenter,
                metrics.elidedText(categoryName(scene, i), Qt::ElideMiddle, static_cast<int>(room.width())));
        }
        return;
    }
    double widest = 1;
    for (int i = first; i <= last; ++i)
        widest = std::max<double>(widest, metrics.horizontalAdvance(categoryName(scene, i)));
    // All of them shortened, as long as some letters are left; else each n-th.
    const double wanted = std::min(widest, widestCategory) + gap;
    const int every =
        slot >= 48 ? 1 : std::max(1, static_cast<int>(std::ceil(wanted / std::max(slot, 0.01))));
    const double room = std::max(slot * every - 4, 1.0);
    for (int i = first; i <= last; i += every) {
        const QString text =
            metrics.elidedText(categoryName(scene, i), Qt::ElideMiddle, static_cast<int>(room));
        const double wide = metrics.horizontalAdvance(text) + 2.0;
        const double left =
            std::clamp(alongX(i) - wide / 2, m_room.left(), std::max(m_room.left(), m_room.right() - wide));
        painter.drawText(QRectF(left, m_area.bottom() + below, wide, lineRoom), Qt::AlignCenter, text);
    }
}

void PlotFrame::drawTitles(QPainter &painter, const PlotScene &scene) const
{
    const QFontMetrics metrics = painter.fontMetrics();
    const auto shortened = [&metrics, this](const std::string &text) {
        return metrics.elidedText(toQt(text), Qt::ElideRight, static_cast<int>(m_room.width()));
    };
    if (!scene.plan.yTitle.empty())
        painter.drawText(QRectF(m_room.left(), m_room.top(), m_room.width(), lineRoom),
                         Qt::AlignLeft | Qt::AlignVCenter, shortened(scene.plan.yTitle));
    if (!scene.plan.xTitle.empty())
        painter.drawText(QRectF(m_area.left(), m_area.bottom() + below + lineRoom, m_area.width(), lineRoom),
                         Qt::AlignCenter, shortened(scene.plan.xTitle));
}

} // namespace signalbox::ui
