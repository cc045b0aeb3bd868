#include "ui/shell/request_snapshot.h"

#include <utility>

#include "core/kql/catalog.h"
#include "ui/shell/query_catalog.h"
#include "ui/shell/workspace.h"
#include "ui/widgets/request_charts.h"

namespace signalbox::ui {

Result<RequestsAnswer> readRequests(Workspace &workspace, const RequestsQuestion &question,
                                    const StopToken &stop)
{
    SIGNALBOX_TRY(const auto tables, workspaceTables(workspace));
    const auto moment = tables->snapshot();
    const TimePoint now = workspace.clock->now();
    const auto run = [&](const std::string &text) {
        return kql::runQuery(text, moment ? *moment : *tables, {.now = now, .stop = stop});
    };
    const auto draw = [&](std::string text) -> Result<QueriedLines> {
        SIGNALBOX_TRY(const kql::QueryResult result, run(text));
        return QueriedLines{.query = std::move(text), .lines = kql::deploymentLines(result)};
    };
    const kql::RequestChart chart{
        .endpoint = question.endpoint, .range = question.range, .bin = binFor(question.range)};
    RequestsAnswer answer{
        .bin = chart.bin, .now = now, .latency = {}, .rate = {}, .errors = {}, .summaries = {}};
    SIGNALBOX_TRY(answer.latency, draw(kql::latencyQuery(chart, question.percentile)));
    SIGNALBOX_TRY(answer.rate, draw(kql::rateQuery(chart)));
    SIGNALBOX_TRY(answer.errors, draw(kql::errorRateQuery(chart)));
    SIGNALBOX_TRY(const kql::QueryResult summary,
                  run(kql::summaryQuery(question.endpoint, now - question.since)));
    answer.summaries = kql::deploymentSummaries(summary);
    return answer;
}

} // namespace signalbox::ui
