// Lines over time or over a number, drawn by Qt Charts: named series in role colours, vertical event markers,
// a crosshair that reads the values out, a legend that hides and shows, PNG export and the same data as a
// table. Any number of points is fine, also none; points that are not finite leave a gap. GUI thread only.
#pragma once

#include <QPixmap>
#include <QWidget>
#include <memory>
#include <vector>

#include "ui/widgets/theme.h"

namespace signalbox::ui {

class Dialogs;

struct ChartPoint
{
    double x = 0; // milliseconds since 1970-01-01 UTC, or a number as the axis says
    double y = 0;

    friend bool operator==(const ChartPoint &, const ChartPoint &) = default;
};

struct ChartSeries
{
    QString name = {};
    Role role = Role::Accent;
    std::vector<ChartPoint> points = {}; // in order of x

    friend bool operator==(const ChartSeries &, const ChartSeries &) = default;
};

struct ChartEvent
{
    double x = 0;
    QString label = {}; // "50 %", "rollback"

    friend bool operator==(const ChartEvent &, const ChartEvent &) = default;
};

enum class ChartAxis : std::uint8_t {
    Time,
    Number,
    Count,     // whole numbers, such as versions or iterations
    Logarithm, // x is the decimal logarithm of the number that labels show
};

struct ChartData
{
    std::vector<ChartSeries> series = {};
    std::vector<ChartEvent> events = {};
    QString unit = {}; // of y: "ms", "%"
    ChartAxis axis = ChartAxis::Time;
    bool fromZero = false; // keeps y = 0 in sight
    int decimals = 1;      // of y, in tooltips and the table

    friend bool operator==(const ChartData &, const ChartData &) = default;
};

class TimeChart final : public QWidget
{
    Q_OBJECT

public:
    // `title` is the section heading above the chart ("LATENCY P95, ms"); it is also the accessible name.
    TimeChart(const Theme &theme, const QString &objectName, const QString &title, QWidget *parent = nullptr);
    ~TimeChart() override;

    void setTitle(const QString &title);
    void setData(ChartData data);
    [[nodiscard]] const ChartData &data() const;
    void setSeriesVisible(const QString &name, bool visible);
    [[nodiscard]] bool seriesVisible(const QString &name) const;

    // The chart and its table stand in each other's place.
    void showTable(bool table);
    [[nodiscard]] bool tableShown() const;

    // The chart as it is drawn now.
    [[nodiscard]] QPixmap picture() const;
    // Enables "Save as PNG…".
    void setDialogs(Dialogs *dialogs);
    // The query whose result is drawn: enables "Open as query". "" if there is none.
    void setQuery(const QString &query);

Q_SIGNALS:
    void queryRequested(const QString &query);

private:
    void showLegend();
    void popupMenu(const QPoint &where);
    void savePicture();

    class Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace signalbox::ui
