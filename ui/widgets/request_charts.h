// Requests of an endpoint as lines and as a table: latency, rate and errors for each deployment in its own
// colour. Endpoints and Traffic share them. Pure functions over the results of queries.
#pragma once

#include <span>
#include <vector>

#include "core/kql/saved/request_queries.h"
#include "ui/widgets/time_chart.h"
#include "ui/widgets/value_table_model.h"

namespace signalbox::ui {

// "blue v4"; "no deployment" for requests that none took, such as those with a wrong key.
[[nodiscard]] QString seriesName(const std::string &deployment, std::int64_t version);

using Lines = std::span<const kql::DeploymentLine>;

[[nodiscard]] ChartData latencyChart(Lines lines, Ticks bin);
[[nodiscard]] ChartData rateChart(Lines lines, Ticks bin);
[[nodiscard]] ChartData errorChart(Lines lines, Ticks bin);

[[nodiscard]] std::vector<Column> summaryColumns();
[[nodiscard]] std::vector<Row> summaryRows(std::span<const kql::DeploymentSummary> summaries);

// A bin that gives a readable line over `range`.
[[nodiscard]] Ticks binFor(Ticks range);

} // namespace signalbox::ui
