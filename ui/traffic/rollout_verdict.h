// The two deployments that a rollout weighs against each other, and what it makes of them so far, in words.
// Pure functions.
#pragma once

#include <vector>

#include "ui/traffic/traffic_snapshot.h"
#include "ui/widgets/verdict_banner.h"

namespace signalbox::ui {

// Who served before and who is new, or who serves and who waits.
struct Sides
{
    std::string first = {}; // "blue"
    std::int64_t firstVersion = 0;
    std::string second = {};
    std::int64_t secondVersion = 0;
};

[[nodiscard]] Sides sidesOf(const TrafficSnapshot &snapshot);

// Of no requests if there is no such line.
[[nodiscard]] kql::RequestStatistics statisticsOf(const std::vector<kql::DeploymentSummary> &summaries,
                                                  const std::string &deployment, std::int64_t version);

// Without a headline where no rollout ever was.
[[nodiscard]] Verdict verdictOf(const TrafficSnapshot &snapshot, const Sides &sides,
                                const std::vector<kql::DeploymentSummary> &summaries);

} // namespace signalbox::ui
