#include "core/kql/saved/request_queries.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "core/kql/values/conversions.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

std::string usersOf(std::string_view endpoint, std::string_view since)
{
    return fmt::format("requests\n"
                       "| where timestamp >= {} and name == {} and operation_SyntheticSource == \"\"\n",
                       since, toQuoted(endpoint));
}

// From the first whole bin to the last that has ended.
std::string seriesOf(const RequestChart &chart, std::string_view aggregate, std::string_view filter = {})
{
    const std::string range = spanLiteral(chart.range);
    const std::string bin = spanLiteral(chart.bin);
    return fmt::format("{}{}| make-series {} on timestamp from bin(ago({}), {}) to bin(now(), {}) step {}\n"
                       "    by deployment, version\n",
                       usersOf(chart.endpoint, fmt::format("bin(ago({}), {})", range, bin)), filter,
                       aggregate, range, bin, bin, bin);
}

double realOf(const Value &value)
{
    return toReal(value).value_or(std::numeric_limits<double>::quiet_NaN());
}

// The cells of a result by name and row, for few rows.
class Cells
{
public:
    explicit Cells(const QueryResult &result)
    {
        if (!result.tables.empty()) {
            m_schema = result.tables.front().schema;
            m_rows = concatenate(m_schema, result.tables.front().batches);
        }
    }

    [[nodiscard]] std::size_t rows() const { return m_rows.rows(); }
    [[nodiscard]] Value at(std::size_t row, std::string_view column) const
    {
        const auto index = m_schema.find(column);
        return index ? m_rows.storedColumn(*index).value(row) : Value();
    }
    // The first column of arrays that is not `other`.
    [[nodiscard]] Value arrayBeside(std::size_t row, std::string_view other) const
    {
        for (std::size_t i = 0; i < m_schema.fields.size(); ++i) {
            if (m_schema.fields[i].type == Type::Dynamic && m_schema.fields[i].name != other)
                return m_rows.storedColumn(i).value(row);
        }
        return {};
    }

private:
    Schema m_schema;
    Batch m_rows;
};

TimePoint timeOf(const Value &value)
{
    return TimePoint(Ticks(value.whole()));
}

template<typename Row>
void sortByDeployment(std::vector<Row> &rows)
{
    std::ranges::sort(rows, [](const Row &a, const Row &b) {
        return std::tie(a.deployment, a.version) < std::tie(b.deployment, b.version);
    });
}

} // namespace

std::string spanLiteral(Ticks time)
{
    using std::chrono::duration_cast;
    const auto milliseconds = duration_cast<std::chrono::milliseconds>(time).count();
    if (milliseconds % 1000 != 0)
        return fmt::format("{}ms", milliseconds);
    const std::int64_t seconds = milliseconds / 1000;
    if (seconds % 86400 == 0)
        return fmt::format("{}d", seconds / 86400);
    if (seconds % 3600 == 0)
        return fmt::format("{}h", seconds / 3600);
    if (seconds % 60 == 0)
        return fmt::format("{}m", seconds / 60);
    return fmt::format("{}s", seconds);
}

std::string latencyQuery(const RequestChart &chart, int percentile)
{
    return seriesOf(chart, fmt::format("P{0} = percentile(duration, {0}) default = real(null)", percentile),
                    "| where deployment != \"\"\n") +
           "| render timechart with (ytitle = \"ms\")";
}

// Each request of a bin counts as its part of a second's requests.
std::string rateQuery(const RequestChart &chart)
{
    const double seconds = std::chrono::duration<double>(chart.bin).count();
    return seriesOf(chart, fmt::format("PerSecond = sum(1.0 / {})", toText(seconds))) +
           "| render timechart with (ytitle = \"requests a second\")";
}

std::string errorRateQuery(const RequestChart &chart)
{
    return seriesOf(chart, "Failed = avg(iff(success, 0.0, 100.0)) default = real(null)") +
           "| render timechart with (ytitle = \"failed, %\")";
}

std::string summaryQuery(std::string_view endpoint, Ticks range)
{
    return usersOf(endpoint, fmt::format("ago({})", spanLiteral(range))) +
           "| summarize Requests = count(), Errors = countif(success == false),\n"
           "    P50 = percentile(duration, 50), P95 = percentile(duration, 95), P99 = percentile(duration, "
           "99),\n"
           "    MeanScore = avg(score), First = min(timestamp), Last = max(timestamp) by deployment, "
           "version\n"
           "| sort by deployment asc, version asc";
}

std::vector<DeploymentLine> deploymentLines(const QueryResult &result)
{
    std::vector<DeploymentLine> lines;
    const Cells cells(result);
    for (std::size_t row = 0; row < cells.rows(); ++row) {
        DeploymentLine line{.deployment = cells.at(row, "deployment").text(),
                            .version = cells.at(row, "version").whole(),
                            .start = timeOf(cells.at(row, "timestamp").element(0)),
                            .values = {}};
        const Value values = cells.arrayBeside(row, "timestamp");
        for (const Value &value : values.array())
            line.values.push_back(realOf(value));
        lines.push_back(std::move(line));
    }
    sortByDeployment(lines);
    return lines;
}

std::vector<DeploymentSummary> deploymentSummaries(const QueryResult &result)
{
    std::vector<DeploymentSummary> summaries;
    const Cells cells(result);
    summaries.reserve(cells.rows());
    for (std::size_t row = 0; row < cells.rows(); ++row)
        summaries.push_back({.deployment = cells.at(row, "deployment").text(),
                             .version = cells.at(row, "version").whole(),
                             .statistics = {.requests = cells.at(row, "Requests").whole(),
                                            .errors = cells.at(row, "Errors").whole(),
                                            .p50 = realOf(cells.at(row, "P50")),
                                            .p95 = realOf(cells.at(row, "P95")),
                                            .p99 = realOf(cells.at(row, "P99")),
                                            .meanScore = realOf(cells.at(row, "MeanScore"))},
                             .first = timeOf(cells.at(row, "First")),
                             .last = timeOf(cells.at(row, "Last"))});
    sortByDeployment(summaries);
    return summaries;
}

} // namespace signalbox::kql
