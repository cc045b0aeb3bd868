#include "ui/shell/request_snapshot.h"

#include "core/telemetry/telemetry_file.h"
#include "ui/shell/workspace.h"
#include "ui/widgets/request_charts.h"

namespace signalbox::ui {

Result<RequestsAnswer> readRequests(Workspace &workspace, const RequestsQuestion &question,
                                    const StopToken &stop)
{
    RequestsAnswer answer{
        .now = workspace.clock->now(), .bin = binFor(question.range), .series = {}, .summaries = {}};
    const auto file = workspace.telemetry.open(workspace.store->folder());
    if (!file) {
        if (file.error().code == ErrorCode::NotFound)
            return answer;
        return std::unexpected(file.error());
    }
    const telemetry::TimeRange range{.from = answer.now - question.range, .to = answer.now};
    SIGNALBOX_TRY(answer.series,
                  telemetry::readDeploymentSeries(**file, question.endpoint, range, answer.bin, stop));
    SIGNALBOX_TRY(answer.summaries,
                  telemetry::readDeploymentSummaries(**file, question.endpoint,
                                                     {.from = question.since, .to = answer.now}, stop));
    return answer;
}

} // namespace signalbox::ui
