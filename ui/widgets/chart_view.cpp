#include "ui/widgets/chart_view.h"

#include <QGraphicsLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPen>
#include <QtCharts/QChart>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int labelPixels = 10;
constexpr int bottomRoom = 18;

QFont labelFont(const Theme &theme)
{
    QFont font = theme.bodyFont();
    font.setPixelSize(labelPixels);
    return font;
}

} // namespace

ChartView::ChartView(const Theme &theme, QWidget *parent)
    : QChartView(parent)
    , m_theme(theme)
    , m_x(new QValueAxis(this))
    , m_y(new QValueAxis(this))
{
    setObjectName(u"chartView"_s);
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(160, 90);
    chart()->legend()->hide();
    chart()->setBackgroundVisible(false);
    chart()->setMargins({0, 10, 6, bottomRoom});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->addAxis(m_x, Qt::AlignBottom);
    chart()->addAxis(m_y, Qt::AlignLeft);
    m_x->setVisible(false);
    m_y->setLineVisible(false);
    useTheme();
    connect(&theme, &Theme::changed, this, [this] {
        useTheme();
        rebuild();
    });
}

void ChartView::useTheme()
{
    setBackgroundBrush(m_theme.color(Role::Card));
    m_y->setLabelsFont(labelFont(m_theme));
    m_y->setLabelsColor(m_theme.color(Role::MutedText));
    m_y->setGridLinePen(QPen(m_theme.color(Role::GridLine), 1));
}

void ChartView::setData(const ChartData *shownData)
{
    m_data = shownData;
    rebuild();
}

void ChartView::setHidden(const QSet<QString> &names)
{
    m_hidden = names;
    rebuild();
}

bool ChartView::shown(const ChartSeries &series) const
{
    return !m_hidden.contains(series.name);
}

void ChartView::rebuild()
{
    chart()->removeAllSeries();
    m_empty = true;
    if (!m_data) {
        m_crosshair.reset();
        return;
    }
    double lowX = std::numeric_limits<double>::infinity();
    double highX = -lowX;
    double lowY = lowX;
    double highY = -lowX;
    const auto columns = static_cast<std::size_t>(std::max(width(), 200));
    for (const ChartSeries &series : m_data->series) {
        if (!shown(series))
            continue;
        for (const std::vector<ChartPoint> &run : drawableRuns(series.points, columns)) {
            auto *line = new QLineSeries(chart());
            QList<QPointF> points;
            points.reserve(static_cast<qsizetype>(run.size()));
            for (const ChartPoint &point : run) {
                points.append({point.x, point.y});
                lowX = std::min(lowX, point.x);
                highX = std::max(highX, point.x);
                lowY = std::min(lowY, point.y);
                highY = std::max(highY, point.y);
            }
            line->replace(points);
            line->setName(series.name);
            line->setPen(QPen(m_theme.color(series.role), 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            line->setPointsVisible(run.size() == 1);
            chart()->addSeries(line);
            line->attachAxis(m_x);
            line->attachAxis(m_y);
            m_empty = false;
        }
    }
    if (m_empty) {
        m_crosshair.reset();
        lowX = 0;
        highX = 1;
    }
    const double pad = highX > lowX ? 0.0 : 1.0;
    m_low = lowX - pad;
    m_high = highX + pad;
    m_x->setRange(m_low, m_high);
    const AxisScale scale = roundScale(lowY, highY, m_data->fromZero);
    m_y->setRange(scale.low, scale.high);
    m_ticks = scale.tickCount();
    fitTicks();
    m_y->setLabelFormat(u"%.%1f"_s.arg(scale.decimals));
    m_y->setLabelsVisible(!m_empty);
    if (m_crosshair)
        m_crosshair = nearestX(*m_crosshair);
    viewport()->update();
}

// Qt Charts shortens a label to dots where its tick has less room than the text is high.
void ChartView::fitTicks()
{
    constexpr double roomOfLabel = 26;
    const double room = height() - bottomRoom;
    int ticks = m_ticks;
    while (ticks > 2 && room / ticks < roomOfLabel)
        ticks = ticks % 2 == 1 ? (ticks + 1) / 2 : 2;
    m_y->setTickCount(ticks);
}

std::optional<double> ChartView::nearestX(double x) const
{
    std::optional<double> best;
    if (!m_data)
        return best;
    for (const ChartSeries &series : m_data->series) {
        if (!shown(series))
            continue;
        for (const ChartPoint &point : series.points) {
            if (std::isfinite(point.y) && (!best || std::abs(point.x - x) < std::abs(*best - x)))
                best = point.x;
        }
    }
    return best;
}

QStringList ChartView::readingAt(double x) const
{
    const auto nearest = nearestX(x);
    if (!nearest)
        return {};
    QStringList lines{axisText(m_data->axis, *nearest)};
    for (const ChartSeries &series : m_data->series) {
        const auto found = std::ranges::find(series.points, *nearest, &ChartPoint::x);
        if (!shown(series) || found == series.points.end())
            continue;
        lines.append(
            u"%1  %2 %3"_s.arg(series.name, numberText(found->y, m_data->decimals), m_data->unit).trimmed());
    }
    return lines;
}

double ChartView::toScene(double x) const
{
    const QRectF plot = chart()->plotArea();
    return plot.left() + (x - m_low) / (m_high - m_low) * plot.width();
}

void ChartView::drawForeground(QPainter *painter, const QRectF &)
{
    painter->setFont(labelFont(m_theme));
    if (m_empty) {
        painter->setFont(m_theme.smallFont());
        painter->setPen(m_theme.color(Role::MutedText));
        painter->drawText(chart()->plotArea(), Qt::AlignCenter, tr("No data in this range yet"));
    } else {
        drawLabels(*painter);
        drawEvents(*painter);
        drawCrosshair(*painter);
    }
    if (hasFocus()) {
        painter->setPen(QPen(m_theme.color(Role::Accent), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

void ChartView::drawLabels(QPainter &painter) const
{
    const QRectF plot = chart()->plotArea();
    const int most = std::max(2, static_cast<int>(plot.width() / 110));
    painter.setPen(m_theme.color(Role::MutedText));
    for (const AxisLabel &label : axisLabels(m_data->axis, m_low, m_high, most)) {
        const double wide = painter.fontMetrics().horizontalAdvance(label.text) + 2.0;
        const double left = std::clamp(toScene(label.x) - wide / 2, 0.0, std::max(0.0, width() - wide));
        painter.drawText(QRectF(left, plot.bottom() + 4, wide, labelPixels + 4), Qt::AlignCenter, label.text);
    }
}

void ChartView::drawEvents(QPainter &painter) const
{
    const QRectF plot = chart()->plotArea();
    for (const ChartEvent &event : m_data->events) {
        if (event.x < m_low || event.x > m_high)
            continue;
        const double x = std::round(toScene(event.x)) + 0.5;
        painter.setPen(QPen(m_theme.color(Role::MutedText), 1, Qt::DashLine));
        painter.drawLine(QPointF(x, plot.top() - 8), QPointF(x, plot.bottom()));
        const double wide = painter.fontMetrics().horizontalAdvance(event.label) + 3.0;
        const double left = x + 3 + wide > width() ? x - 3 - wide : x + 3;
        painter.setPen(m_theme.color(Role::MutedText));
        painter.drawText(QRectF(left, plot.top() - 10, wide, labelPixels + 4),
                         Qt::AlignLeft | Qt::AlignVCenter, event.label);
    }
}

void ChartView::drawCrosshair(QPainter &painter) const
{
    if (!m_crosshair)
        return;
    const QRectF plot = chart()->plotArea();
    const double x = toScene(*m_crosshair);
    painter.setPen(QPen(m_theme.color(Role::ControlBorder), 1));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));

    const QStringList lines = readingAt(*m_crosshair);
    painter.setFont(m_theme.smallFont());
    const QFontMetrics metrics = painter.fontMetrics();
    int wide = 0;
    for (const QString &line : lines)
        wide = std::max(wide, metrics.horizontalAdvance(line));
    const QSizeF size(wide + 16, static_cast<double>(lines.size()) * metrics.height() + 10);
    const double left = x + 10 + size.width() > width() ? x - 10 - size.width() : x + 10;
    const QRectF box(QPointF(std::max(left, 0.0), plot.top() + 4), size);
    painter.setPen(m_theme.color(Role::ControlBorder));
    painter.setBrush(m_theme.color(Role::Card));
    painter.drawRoundedRect(box, 4, 4);
    double top = box.top() + 5;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        painter.setPen(m_theme.color(i == 0 ? Role::MutedText : Role::Text));
        painter.drawText(QRectF(box.left() + 8, top, box.width() - 16, metrics.height()), Qt::AlignVCenter,
                         lines[i]);
        top += metrics.height();
    }
}

void ChartView::mouseMoveEvent(QMouseEvent *event)
{
    const QRectF plot = chart()->plotArea();
    const double part = plot.width() > 0 ? (event->position().x() - plot.left()) / plot.width() : 0.0;
    m_crosshair = part < -0.02 || part > 1.02 ? std::nullopt : nearestX(m_low + part * (m_high - m_low));
    viewport()->update();
}

void ChartView::leaveEvent(QEvent *event)
{
    QChartView::leaveEvent(event);
    m_crosshair.reset();
    viewport()->update();
}

void ChartView::keyPressEvent(QKeyEvent *event)
{
    const bool left = event->key() == Qt::Key_Left;
    if (event->key() == Qt::Key_Escape && m_crosshair) {
        m_crosshair.reset();
        viewport()->update();
        return;
    }
    if (m_empty || (!left && event->key() != Qt::Key_Right)) {
        event->ignore();
        return;
    }
    const double now = m_crosshair.value_or(left ? std::numeric_limits<double>::infinity()
                                                 : -std::numeric_limits<double>::infinity());
    std::optional<double> next;
    for (const ChartSeries &series : m_data->series) {
        for (const ChartPoint &point : series.points) {
            if (!shown(series) || !std::isfinite(point.y) || (left ? point.x >= now : point.x <= now))
                continue;
            if (!next || (left ? point.x > *next : point.x < *next))
                next = point.x;
        }
    }
    if (next)
        m_crosshair = next;
    if (m_crosshair)
        setAccessibleDescription(readingAt(*m_crosshair).join(u", "_s));
    viewport()->update();
}

void ChartView::focusInEvent(QFocusEvent *event)
{
    QChartView::focusInEvent(event);
    viewport()->update();
}

void ChartView::focusOutEvent(QFocusEvent *event)
{
    QChartView::focusOutEvent(event);
    viewport()->update();
}

void ChartView::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    fitTicks();
    viewport()->update();
}

} // namespace signalbox::ui
