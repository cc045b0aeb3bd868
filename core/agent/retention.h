// How long telemetry is kept, and the housekeeping that keeps it so: old rows go, small segments are joined.
// The agent does it every few seconds.
#pragma once

#include <chrono>
#include <cstdint>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/stop.h"
#include "core/store/store.h"
#include "core/telemetry/telemetry_file.h"

namespace signalbox::agent {

struct Retention
{
    std::chrono::days kept{30};
    std::int64_t bytes = std::int64_t{20} << 30U; // of all tables together; the oldest rows go first

    friend bool operator==(const Retention &, const Retention &) = default;
};

// 30 days; 90 in a workspace that serves production or ever asked for leave to do so.
[[nodiscard]] Result<Retention> retentionOf(const store::Store &store);

[[nodiscard]] Status tidyTelemetry(telemetry::TelemetryFile &file, const Retention &retention, TimePoint now,
                                   const StopToken &stop = {});

} // namespace signalbox::agent
