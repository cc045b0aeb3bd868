// Turns what the recorder gathered into chunks of the requests and the traces table. Pure functions,
// thread-safe.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/telemetry/columns.h"
#include "core/telemetry/recorder.h"

namespace signalbox::telemetry {

struct TraceRow
{
    TimePoint time;
    int severityLevel = 0;
    std::string message;
    std::string role;
};

// `labels[n]` is the label of number n; a row with a number beyond them counts as one without a deployment.
[[nodiscard]] Chunk requestChunk(std::span<const RequestRow> rows, std::span<const RequestLabel> labels);

[[nodiscard]] Chunk traceChunk(std::span<const TraceRow> rows);

} // namespace signalbox::telemetry
