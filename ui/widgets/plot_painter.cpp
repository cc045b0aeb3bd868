#include "ui/widgets/plot_painter.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("PlotPainter", text);
}

// A label ends before the next event. What has no room for one is counted in the label after it, and the
// crosshair tells all.
void drawEvents(const PlotPaint &paint)
{
    if (!showsEvents(paint.scene))
        return;
    constexpr double least = 48; // pixels that make a label readable
    constexpr double apart = 14; // from one label to the next
    QPainter &painter = paint.painter;
    const QRectF &area = paint.frame.area();
    const PlotRange &range = paint.frame.range();
    std::vector<const ChartEvent *> shown;
    for (const ChartEvent &event : paint.scene.events) {
        if (event.x >= range.low && event.x <= range.high)
            shown.push_back(&event);
    }
    painter.setFont(PlotFrame::labelFont(paint.theme));
    painter.setPen(QPen(paint.theme.color(Role::MutedText), 1, Qt::DashLine));
    const QFontMetricsF metrics(painter.font(), painter.device());
    int unsaid = 0;
    double taken = area.left();
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const double x = std::round(paint.frame.alongX(shown[i]->x)) + 0.5;
        painter.drawLine(QPointF(x, area.top() - 14), QPointF(x, area.bottom()));
        const double end = i + 1 < shown.size() ? paint.frame.alongX(shown[i + 1]->x) - 3 : area.right();
        const QString text = unsaid == 0 ? shown[i]->label : tr("+%1, %2").arg(unsaid).arg(shown[i]->label);
        const double wide = metrics.horizontalAdvance(text) + 3;
        const bool last = i + 1 == shown.size();
        double left = x + 3;
        double room = end - left;
        if (last && room < wide && x - 3 - (taken + apart) > room) {
            room = x - 3 - (taken + apart);
            left = x - 3 - std::min(room, wide);
        }
        if (room < std::min(wide, least)) {
            ++unsaid;
            continue;
        }
        unsaid = 0;
        taken = left + std::min(room, wide);
        painter.drawText(QRectF(left, area.top() - 16, std::min(room, wide), 14),
                         Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(text, Qt::ElideRight, room));
    }
}

void drawEmpty(QPainter &painter, const QRectF &room, const PlotScene &scene, const Theme &theme)
{
    painter.setFont(theme.smallFont());
    painter.setPen(theme.color(Role::MutedText));
    const bool allHidden =
        !scene.content->lines.empty() &&
        std::ranges::count(scene.hidden, true) == static_cast<std::ptrdiff_t>(scene.content->lines.size());
    painter.drawText(room, Qt::AlignCenter | Qt::TextWordWrap,
                     allHidden ? tr("Every line is hidden. Choose one in the legend.")
                               : tr("There is no number to draw here."));
}

} // namespace

PlotFrame drawPlot(QPainter &painter, const QRectF &room, const PlotScene &scene,
                   const std::vector<PreparedLine> &lines, const Theme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (scene.plan.kind == kql::ChartKind::Pie || scene.plan.kind == kql::ChartKind::Card) {
        if (scene.plan.kind == kql::ChartKind::Card)
            drawCards(painter, room, scene, theme);
        else if (scene.content->points() == 0)
            drawEmpty(painter, room, scene, theme);
        else
            drawPie(painter, room, scene, theme);
        painter.restore();
        return {};
    }
    const std::vector<Role> roles = plotRoles(scene);
    const DrawnPoints points = shownPoints(scene, lines, room.width());
    const PlotFrame frame(scene, lines, points, room, theme);
    if (frame.empty()) {
        drawEmpty(painter, room, scene, theme);
        painter.restore();
        return frame;
    }
    frame.drawAxes(painter, scene, theme);
    const PlotPaint paint{.painter = painter,
                          .scene = scene,
                          .theme = theme,
                          .frame = frame,
                          .lines = lines,
                          .points = points,
                          .roles = roles};
    painter.save();
    // A line on the edge keeps its width.
    painter.setClipRect(frame.area().adjusted(-3, -3, 3, 3));
    switch (scene.plan.kind) {
    case kql::ChartKind::Column:
    case kql::ChartKind::Bar:
        drawColumns(paint);
        break;
    case kql::ChartKind::Area:
    case kql::ChartKind::StackedArea:
        drawAreas(paint);
        break;
    case kql::ChartKind::Scatter:
        drawScatter(paint);
        break;
    default:
        drawLines(paint);
    }
    painter.restore();
    drawEvents(paint);
    painter.restore();
    return frame;
}

void drawCrosshair(QPainter &painter, const PlotFrame &frame, const PlotScene &scene, const Theme &theme,
                   const QRectF &room)
{
    const bool pie = scene.plan.kind == kql::ChartKind::Pie;
    // The list beside a pie says it already.
    if (!scene.crosshair || (pie && pieHasList(room)))
        return;
    const auto lines = readingAt(scene, *scene.crosshair);
    if (lines.empty())
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = pie ? room : frame.area();
    QPointF at = area.center();
    if (!pie) {
        const double along = frame.alongX(*scene.crosshair);
        painter.setPen(QPen(theme.color(Role::ControlBorder), 1));
        at = frame.sideways() ? QPointF(area.left() + 20, along) : QPointF(along, area.top() + 4);
        const bool category = scene.content->axis == kql::ChartAxisKind::Category &&
                              (frame.sideways() || scene.plan.kind == kql::ChartKind::Column);
        if (category) {
            QColor band = theme.color(Role::Accent);
            band.setAlphaF(0.12F);
            const double half = frame.pixelsOf(1) / 2;
            const QRectF slot = frame.sideways() ? QRectF(area.left(), along - half, area.width(), 2 * half)
                                                 : QRectF(along - half, area.top(), 2 * half, area.height());
            painter.fillRect(slot.intersected(area), band);
            at = frame.sideways() ? QPointF(area.center().x(), slot.bottom()) : QPointF(slot.right(), at.y());
        } else if (frame.sideways()) {
            painter.drawLine(QPointF(area.left(), along), QPointF(area.right(), along));
        } else {
            painter.drawLine(QPointF(along, area.top()), QPointF(along, area.bottom()));
        }
    }
    painter.setFont(theme.smallFont());
    const QFontMetrics metrics = painter.fontMetrics();
    constexpr double mark = 14;
    double wide = 0;
    for (const PlotReading &line : lines)
        wide = std::max(wide, metrics.horizontalAdvance(line.text) + (line.line && !pie ? mark : 0));
    const QSizeF size(wide + 16, static_cast<double>(lines.size()) * metrics.height() + 10);
    const double left = at.x() + 10 + size.width() > room.right() ? at.x() - 10 - size.width() : at.x() + 10;
    const double top = std::clamp(at.y(), room.top(), std::max(room.top(), room.bottom() - size.height()));
    const QRectF box(QPointF(std::max(left, room.left()), top), size);
    painter.setPen(theme.color(Role::ControlBorder));
    painter.setBrush(theme.color(Role::Card));
    painter.drawRoundedRect(box, 4, 4);
    const std::vector<Role> roles = plotRoles(scene);
    double y = box.top() + 5;
    for (const PlotReading &line : lines) {
        double x = box.left() + 8;
        if (line.line && !pie) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.color(roles[*line.line]));
            painter.drawRoundedRect(QRectF(x, y + metrics.height() / 2.0 - 4, 8, 8), 2, 2);
            x += mark;
        }
        painter.setPen(theme.color(line.line ? Role::Text : Role::MutedText));
        painter.drawText(QRectF(x, y, box.right() - x, metrics.height()), Qt::AlignVCenter, line.text);
        y += metrics.height();
    }
    painter.restore();
}

void drawPoster(QPainter &painter, const QRectF &room, const QString &title, const PlotScene &scene,
                const Theme &theme)
{
    painter.fillRect(room, theme.color(Role::Card));
    QRectF rest = room.adjusted(12, 10, -12, -10);
    painter.setFont(theme.titleFont());
    painter.setPen(theme.color(Role::Text));
    if (!title.isEmpty()) {
        painter.drawText(
            QRectF(rest.left(), rest.top(), rest.width(), 20), Qt::AlignVCenter,
            painter.fontMetrics().elidedText(title, Qt::ElideRight, static_cast<int>(rest.width())));
        rest.setTop(rest.top() + 26);
    }
    const bool legend = scene.plan.kind != kql::ChartKind::Pie && scene.content->lines.size() > 1;
    if (legend) {
        painter.setFont(theme.smallFont());
        const std::vector<Role> roles = plotRoles(scene);
        double x = rest.left();
        double y = rest.top();
        for (std::size_t i = 0; i < scene.content->lines.size(); ++i) {
            if (scene.isHidden(i))
                continue;
            const QString name = lineName(scene.content->lines[i]);
            const double wide = painter.fontMetrics().horizontalAdvance(name) + 30.0;
            if (x + wide > rest.right() && x > rest.left()) {
                x = rest.left();
                y += 18;
            }
            painter.fillRect(QRectF(x, y + 4, 9, 9), theme.color(roles[i]));
            painter.setPen(theme.color(Role::Text));
            painter.drawText(QRectF(x + 14, y, wide, 17), Qt::AlignVCenter, name);
            x += wide;
        }
        rest.setTop(y + 22);
    }
    drawPlot(painter, rest, scene, preparedLines(scene), theme);
}

} // namespace signalbox::ui
