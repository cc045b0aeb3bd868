// Requests of an endpoint as lines and as a table: latency, rate and errors for each deployment in its own
// colour. Endpoints and Traffic share them. Pure functions over what telemetry returned.
#pragma once

#include <span>
#include <vector>

#include "core/telemetry/aggregate.h"
#include "ui/widgets/time_chart.h"
#include "ui/widgets/value_table_model.h"

namespace signalbox::ui {

enum class Percentile : std::uint8_t { P50, P95, P99 };

[[nodiscard]] QString percentileName(Percentile percentile); // "P95"
[[nodiscard]] double percentileOf(const telemetry::RequestStatistics &statistics, Percentile percentile);

// "blue v4"; "no deployment" for requests that none took, such as those with a wrong key.
[[nodiscard]] QString seriesName(const std::string &deployment, std::int64_t version);

using Series = std::span<const telemetry::DeploymentSeries>;

// Requests that no deployment took are only in the rate and in the errors. A bin that has not ended by `now`
// is left out, since it would look like a fall.
[[nodiscard]] ChartData latencyChart(Series series, Ticks bin, TimePoint now, Percentile percentile);
[[nodiscard]] ChartData rateChart(Series series, Ticks bin, TimePoint now);
[[nodiscard]] ChartData errorChart(Series series, Ticks bin, TimePoint now);

[[nodiscard]] std::vector<Column> summaryColumns();
[[nodiscard]] std::vector<Row> summaryRows(std::span<const telemetry::DeploymentSummary> summaries);

// A bin that gives a readable line over `range`.
[[nodiscard]] Ticks binFor(Ticks range);

} // namespace signalbox::ui
