#include "ui/widgets/request_charts.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <map>

#include "ui/widgets/format.h"
#include "ui/widgets/traffic_bar.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

QString tr(const char *text)
{
    return QCoreApplication::translate("RequestCharts", text);
}

double milliseconds(TimePoint time)
{
    return std::chrono::duration<double, std::milli>(time.time_since_epoch()).count();
}

using Value = std::function<double(const telemetry::RequestStatistics &)>;

std::vector<ChartSeries> lines(Series series, Ticks bin, TimePoint now, bool unrouted, const Value &value)
{
    // A deployment's newest version has the deployment's colour.
    std::map<std::string, std::int64_t> newest;
    for (const telemetry::DeploymentSeries &one : series)
        newest[one.deployment] = std::max(newest[one.deployment], one.version);

    std::vector<ChartSeries> drawn;
    for (const telemetry::DeploymentSeries &one : series) {
        if (one.deployment.empty() && !unrouted)
            continue;
        Role role = deploymentRole(toQt(one.deployment));
        if (one.deployment.empty())
            role = Role::MutedText;
        else if (one.version != newest[one.deployment])
            role = Role::OtherDeployment;
        ChartSeries line{.name = seriesName(one.deployment, one.version), .role = role, .points = {}};
        for (const telemetry::Bin &part : one.bins) {
            if (part.start + bin <= now)
                line.points.push_back({.x = milliseconds(part.start), .y = value(part.statistics)});
        }
        drawn.push_back(std::move(line));
    }
    return drawn;
}

} // namespace

QString percentileName(Percentile percentile)
{
    switch (percentile) {
    case Percentile::P50:
        return u"P50"_s;
    case Percentile::P95:
        return u"P95"_s;
    case Percentile::P99:
        break;
    }
    return u"P99"_s;
}

double percentileOf(const telemetry::RequestStatistics &statistics, Percentile percentile)
{
    switch (percentile) {
    case Percentile::P50:
        return statistics.p50;
    case Percentile::P95:
        return statistics.p95;
    case Percentile::P99:
        break;
    }
    return statistics.p99;
}

QString seriesName(const std::string &deployment, std::int64_t version)
{
    return deployment.empty() ? tr("no deployment") : u"%1 v%2"_s.arg(toQt(deployment)).arg(version);
}

ChartData latencyChart(Series series, Ticks bin, TimePoint now, Percentile percentile)
{
    const auto value = [percentile](const telemetry::RequestStatistics &statistics) {
        return percentileOf(statistics, percentile);
    };
    return {
        .series = lines(series, bin, now, false, value), .unit = u"ms"_s, .fromZero = true, .decimals = 2};
}

ChartData rateChart(Series series, Ticks bin, TimePoint now)
{
    const double seconds = std::chrono::duration<double>(bin).count();
    const auto value = [seconds](const telemetry::RequestStatistics &statistics) {
        return static_cast<double>(statistics.requests) / seconds;
    };
    return {.series = lines(series, bin, now, true, value), .unit = u"/s"_s, .fromZero = true, .decimals = 1};
}

ChartData errorChart(Series series, Ticks bin, TimePoint now)
{
    const auto value = [](const telemetry::RequestStatistics &statistics) {
        return statistics.requests == 0 ? nan : 100.0 * statistics.errorRate();
    };
    return {.series = lines(series, bin, now, true, value), .unit = u"%"_s, .fromZero = true, .decimals = 2};
}

std::vector<Column> summaryColumns()
{
    return {{.title = tr("Deployment")},
            {.title = tr("Requests"), .numeric = true},
            {.title = tr("Errors"), .numeric = true},
            {.title = tr("P50"), .numeric = true},
            {.title = tr("P95"), .numeric = true},
            {.title = tr("P99"), .numeric = true},
            {.title = tr("Mean score"), .numeric = true}};
}

std::vector<Row> summaryRows(std::span<const telemetry::DeploymentSummary> summaries)
{
    std::vector<Row> rows;
    for (const telemetry::DeploymentSummary &summary : summaries) {
        const telemetry::RequestStatistics &statistics = summary.statistics;
        const QString name = seriesName(summary.deployment, summary.version);
        const auto duration = [](double value) {
            return Cell{.text = durationText(value), .sortKey = value};
        };
        rows.push_back(
            {.id = name,
             .cells = {{.text = name, .role = summary.deployment.empty() ? Role::MutedText : Role::Text},
                       {.text = countText(statistics.requests), .sortKey = qlonglong(statistics.requests)},
                       {.text = percentText(statistics.errorRate(), 2),
                        .sortKey = statistics.errorRate(),
                        .role = statistics.errors > 0 ? Role::Danger : Role::Text},
                       duration(statistics.p50),
                       duration(statistics.p95),
                       duration(statistics.p99),
                       {.text = numberText(statistics.meanScore), .sortKey = statistics.meanScore}}});
    }
    return rows;
}

Ticks binFor(Ticks range)
{
    constexpr std::array<std::chrono::seconds, 8> bins = {
        std::chrono::seconds(1),  std::chrono::seconds(2),  std::chrono::seconds(5),
        std::chrono::seconds(10), std::chrono::seconds(15), std::chrono::seconds(30),
        std::chrono::seconds(60), std::chrono::seconds(300)};
    constexpr int readable = 160;
    for (const std::chrono::seconds bin : bins) {
        if (range / readable <= Ticks(bin))
            return bin;
    }
    return bins.back();
}

} // namespace signalbox::ui
