// What a chart of a query shows at this moment: its plan and numbers, which lines are hidden and which part
// of x is in sight. The painter, the canvas and the exports work on it. A value; its functions are pure.
#pragma once

#include <QString>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/kql/results/chart_content.h"
#include "ui/widgets/time_chart.h"

namespace signalbox::ui {

struct PlotRange
{
    double low = 0;
    double high = 1;

    [[nodiscard]] double width() const { return high - low; }
    friend bool operator==(const PlotRange &, const PlotRange &) = default;
};

struct PlotScene
{
    kql::RenderPlan plan = {};
    std::shared_ptr<const kql::ChartContent> content =
        std::make_shared<const kql::ChartContent>(); // never null
    std::vector<ChartEvent> events = {};             // drawn on a time axis
    std::vector<bool> hidden = {};                   // by line
    std::optional<PlotRange> zoom = {};
    std::optional<double> crosshair = {}; // a place on the axis of x

    [[nodiscard]] bool isHidden(std::size_t line) const { return line < hidden.size() && hidden[line]; }
};

// A line as it is drawn: on a logarithmic axis already logarithms, and standing on `base` where lines are
// stacked. Looks into the content of its scene, which must live as long.
struct PreparedLine
{
    PreparedLine() = default;
    PreparedLine(PreparedLine &&) = default;
    PreparedLine &operator=(PreparedLine &&) = default;
    PreparedLine(const PreparedLine &) = delete; // y and base may look into ownY and ownBase
    PreparedLine &operator=(const PreparedLine &) = delete;
    ~PreparedLine() = default;

    std::size_t number = 0; // in the content
    std::span<const double> x = {};
    std::span<const double> y = {};
    std::span<const double> base = {}; // empty: stands on zero
    std::vector<double> ownY = {};
    std::vector<double> ownBase = {};
};

// The lines that are not hidden.
[[nodiscard]] std::vector<PreparedLine> preparedLines(const PlotScene &scene);

// x as decimal logarithms, without points that have none.
[[nodiscard]] kql::ChartContent withLogarithmicX(kql::ChartContent content);
[[nodiscard]] bool hasLogarithmicX(const PlotScene &scene);

using DrawnPoints = std::vector<std::vector<std::uint32_t>>;
// The points of each line that `columns` pixels show in a range of x; all that are in it for a scatter, whose
// points are no line.
[[nodiscard]] DrawnPoints shownPoints(const PlotScene &scene, const std::vector<PreparedLine> &lines,
                                      double columns);

// Whether there is an event in sight, on an axis that has them.
[[nodiscard]] bool showsEvents(const PlotScene &scene);

// All of x, with room for columns; and the part that is in sight.
[[nodiscard]] PlotRange wholeRange(const PlotScene &scene);
[[nodiscard]] PlotRange shownRange(const PlotScene &scene);
// Keeps inside the whole range and no narrower than numbers can tell apart; none for the whole.
[[nodiscard]] std::optional<PlotRange> limitedZoom(const PlotScene &scene, PlotRange wanted);
[[nodiscard]] bool canZoom(kql::ChartKind kind);

// The x of a point nearest to `x` in a line that is shown; of the next one to the left or right for
// `direction` -1 and 1.
[[nodiscard]] std::optional<double> nearestX(const PlotScene &scene, double x);
[[nodiscard]] std::optional<double> neighbourX(const PlotScene &scene, std::optional<double> x,
                                               int direction);

// The colour of each line, or of each slice of a pie.
[[nodiscard]] std::vector<Role> plotRoles(const PlotScene &scene);
// Whether a line is of the window before, as a comparison has them: it has the colour of its line of now and
// is drawn paler.
[[nodiscard]] bool isOfBefore(const PlotScene &scene, std::size_t line);
[[nodiscard]] Qt::PenStyle plotPen(const PlotScene &scene, std::size_t line);

// "(no name)" where the name is empty.
[[nodiscard]] QString lineName(const kql::ChartLine &line);
[[nodiscard]] QString categoryName(const PlotScene &scene, double x);
[[nodiscard]] QString xText(const PlotScene &scene, double x);
// A value with its unit, as crosshair and slices show it; and shorter, as an axis does.
[[nodiscard]] QString plotValueText(const PlotScene &scene, double value);
[[nodiscard]] QString plotAxisText(const PlotScene &scene, double value, int decimals);

struct PlotReading
{
    QString text;
    std::optional<std::size_t> line = {}; // none for the x
};
// What the crosshair reads at the x nearest to `x`: x first, then each line that has a point there, then what
// was changed nearer to it than to another point.
[[nodiscard]] std::vector<PlotReading> readingAt(const PlotScene &scene, double x);

// One sentence that says what is drawn and where each line goes, for those who do not see it.
[[nodiscard]] QString plotDescription(const kql::ResultTable &table, const PlotScene &scene);
// The events that are drawn, with their times; "" if there is none.
[[nodiscard]] QString eventWords(const PlotScene &scene);
[[nodiscard]] QString kindWords(kql::ChartKind kind);

} // namespace signalbox::ui
