#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "ui/widgets/format.h"
#include "ui/widgets/plot_painter.h"
#include "ui/widgets/result_format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr double listWidth = 320;
constexpr double rowHeight = 22;
constexpr double hole = 0.62; // of the radius

QString tr(const char *text)
{
    return QCoreApplication::translate("PlotPie", text);
}

struct PieLayout
{
    QPointF center;
    double radius = 0;
    QRectF list;
};

PieLayout layOut(const QRectF &room, std::size_t slices)
{
    const bool withList = pieHasList(room);
    const double wide = withList ? std::min(listWidth, room.width() * 0.5) : 0;
    const double radius = std::max(std::min(room.height(), room.width() - wide - 24) / 2 - 6, 4.0);
    const double total = 2 * radius + (withList ? 32 + wide : 0);
    const double left = room.left() + std::max((room.width() - total) / 2, 0.0);
    PieLayout layout{.center = QPointF(left + radius, room.center().y()), .radius = radius, .list = {}};
    const double height = static_cast<double>(slices) * rowHeight;
    if (withList)
        layout.list = QRectF(left + 2 * radius + 32, room.center().y() - height / 2, wide, height);
    return layout;
}

} // namespace

bool pieHasList(const QRectF &room)
{
    return room.width() > 360;
}

std::optional<double> sliceAt(const QPointF &place, const QRectF &room, const PlotScene &scene)
{
    if (scene.content->lines.empty())
        return std::nullopt;
    const kql::ChartLine &line = scene.content->lines.front();
    const PieLayout layout = layOut(room, line.x.size());
    if (layout.list.contains(place))
        return std::min(std::floor((place.y() - layout.list.top()) / rowHeight),
                        static_cast<double>(line.x.size()) - 1);
    const QPointF from = place - layout.center;
    const double distance = std::hypot(from.x(), from.y());
    if (distance > layout.radius || distance < layout.radius * hole)
        return std::nullopt;
    // Clockwise from the top.
    double turn = std::atan2(from.x(), -from.y()) / (2 * std::numbers::pi);
    turn += turn < 0 ? 1 : 0;
    double sum = 0;
    for (std::size_t i = 0; i < line.y.size(); ++i) {
        sum += line.y[i];
        if (turn * line.total <= sum)
            return line.x[i];
    }
    return std::nullopt;
}

void drawPie(QPainter &painter, const QRectF &room, const PlotScene &scene, const Theme &theme)
{
    const kql::ChartLine &line = scene.content->lines.front();
    const std::vector<Role> roles = plotRoles(scene);
    const PieLayout layout = layOut(room, line.x.size());
    const auto square = [&layout](double radius) {
        return QRectF(layout.center.x() - radius, layout.center.y() - radius, 2 * radius, 2 * radius);
    };
    double start = 90;
    for (std::size_t i = 0; i < line.y.size(); ++i) {
        const double sweep = 360 * line.y[i] / line.total;
        QPainterPath ring;
        const bool chosen = scene.crosshair && *scene.crosshair == line.x[i];
        const double outer = layout.radius + (chosen ? 4 : 0);
        ring.arcMoveTo(square(outer), start);
        ring.arcTo(square(outer), start, -sweep);
        ring.arcTo(square(layout.radius * hole), start - sweep, sweep);
        ring.closeSubpath();
        painter.setBrush(theme.color(roles[i]));
        painter.setPen(QPen(theme.color(Role::Card), line.y.size() > 1 ? 1.5 : 0));
        painter.drawPath(ring);
        start -= sweep;
    }
    painter.setPen(theme.color(Role::Text));
    QFont font = theme.titleFont();
    font.setPixelSize(static_cast<int>(std::clamp(layout.radius / 4.5, 11.0, 22.0)));
    painter.setFont(font);
    const QRectF inner = square(layout.radius * hole * 0.9);
    painter.drawText(inner.adjusted(0, -10, 0, -10), Qt::AlignCenter, plotValueText(scene, line.total));
    painter.setFont(theme.smallFont());
    painter.setPen(theme.color(Role::MutedText));
    painter.drawText(inner.adjusted(0, 14, 0, 14), Qt::AlignCenter,
                     scene.plan.columnsAreCategories
                         ? tr("in all")
                         : painter.fontMetrics().elidedText(lineName(line), Qt::ElideRight,
                                                            static_cast<int>(inner.width())));
    if (layout.list.isEmpty())
        return;
    const QFontMetrics metrics = painter.fontMetrics();
    for (std::size_t i = 0; i < line.x.size(); ++i) {
        const QRectF row(layout.list.left(), layout.list.top() + static_cast<double>(i) * rowHeight,
                         layout.list.width(), rowHeight);
        painter.setPen(Qt::NoPen);
        if (scene.crosshair && *scene.crosshair == line.x[i]) {
            painter.setBrush(theme.color(Role::Selection));
            painter.drawRoundedRect(row.adjusted(-6, 0, 6, 0), 4, 4);
        }
        painter.setBrush(theme.color(roles[i]));
        painter.drawRoundedRect(QRectF(row.left(), row.center().y() - 5, 10, 10), 2, 2);
        painter.setPen(theme.color(Role::Text));
        const QString percent = percentText(line.y[i] / line.total);
        const QString value = plotValueText(scene, line.y[i]);
        constexpr double percentRoom = 60;
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, percent);
        painter.setPen(theme.color(Role::MutedText));
        painter.drawText(row.adjusted(0, 0, -percentRoom, 0), Qt::AlignRight | Qt::AlignVCenter, value);
        painter.setPen(theme.color(Role::Text));
        const double nameRoom = row.width() - 18 - percentRoom - metrics.horizontalAdvance(value) - 12;
        painter.drawText(
            QRectF(row.left() + 18, row.top(), nameRoom, rowHeight), Qt::AlignVCenter,
            metrics.elidedText(categoryName(scene, line.x[i]), Qt::ElideMiddle, static_cast<int>(nameRoom)));
    }
}

void drawCards(QPainter &painter, const QRectF &room, const PlotScene &scene, const Theme &theme)
{
    constexpr double least = 150;
    constexpr double tall = 64;
    const auto &cards = scene.content->cards;
    if (cards.empty())
        return;
    const int across = std::clamp(static_cast<int>(room.width() / least), 1,
                                  static_cast<int>(std::min<std::size_t>(cards.size(), 6)));
    const double wide = room.width() / across;
    const int lines = (static_cast<int>(cards.size()) + across - 1) / across;
    const double top = room.top() + std::max(0.0, (room.height() - lines * tall) / 2);
    for (std::size_t i = 0; i < cards.size(); ++i) {
        const auto place = static_cast<int>(i);
        const int column = place % across;
        const int line = place / across;
        const QRectF box(room.left() + column * wide, top + line * tall, wide - 12, tall);
        if (box.top() > room.bottom())
            return;
        painter.setFont(theme.smallFont());
        painter.setPen(theme.color(Role::MutedText));
        painter.drawText(QRectF(box.left(), box.top() + 4, box.width(), 18), Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(toQt(cards[i].name), Qt::ElideRight,
                                                          static_cast<int>(box.width())));
        QFont font = theme.titleFont();
        font.setPixelSize(24);
        const QString text = ResultFormat().text(cards[i].value, cards[i].type);
        while (font.pixelSize() > 13 && QFontMetricsF(font).horizontalAdvance(text) > box.width())
            font.setPixelSize(font.pixelSize() - 1);
        painter.setFont(font);
        painter.setPen(theme.color(cards[i].value.isNull() ? Role::MutedText : Role::Text));
        painter.drawText(
            QRectF(box.left(), box.top() + 22, box.width(), 34), Qt::AlignVCenter,
            painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(box.width())));
    }
}

} // namespace signalbox::ui
