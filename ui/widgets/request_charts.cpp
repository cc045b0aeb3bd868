#include "ui/widgets/request_charts.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <map>

#include "ui/widgets/format.h"
#include "ui/widgets/traffic_bar.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("RequestCharts", text);
}

double milliseconds(TimePoint time)
{
    return std::chrono::duration<double, std::milli>(time.time_since_epoch()).count();
}

std::vector<ChartSeries> drawn(Lines lines, Ticks bin)
{
    // A deployment's newest version has the deployment's colour.
    std::map<std::string, std::int64_t> newest;
    for (const kql::DeploymentLine &one : lines)
        newest[one.deployment] = std::max(newest[one.deployment], one.version);

    const double step = std::chrono::duration<double, std::milli>(bin).count();
    std::vector<ChartSeries> all;
    for (const kql::DeploymentLine &one : lines) {
        Role role = deploymentRole(toQt(one.deployment));
        if (one.deployment.empty())
            role = Role::MutedText;
        else if (one.version != newest[one.deployment])
            role = Role::OtherDeployment;
        ChartSeries line{.name = seriesName(one.deployment, one.version), .role = role, .points = {}};
        double x = milliseconds(one.start);
        for (const double value : one.values) {
            line.points.push_back({.x = x, .y = value});
            x += step;
        }
        all.push_back(std::move(line));
    }
    return all;
}

} // namespace

QString seriesName(const std::string &deployment, std::int64_t version)
{
    return deployment.empty() ? tr("no deployment") : u"%1 v%2"_s.arg(toQt(deployment)).arg(version);
}

ChartData latencyChart(Lines lines, Ticks bin)
{
    return {.series = drawn(lines, bin), .unit = u"ms"_s, .fromZero = true, .decimals = 2};
}

ChartData rateChart(Lines lines, Ticks bin)
{
    return {.series = drawn(lines, bin), .unit = u"/s"_s, .fromZero = true, .decimals = 1};
}

ChartData errorChart(Lines lines, Ticks bin)
{
    return {.series = drawn(lines, bin), .unit = u"%"_s, .fromZero = true, .decimals = 2};
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

std::vector<Row> summaryRows(std::span<const kql::DeploymentSummary> summaries)
{
    std::vector<Row> rows;
    for (const kql::DeploymentSummary &summary : summaries) {
        const kql::RequestStatistics &statistics = summary.statistics;
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
