// How a rollout reads on the screen: its state in words, its steps with their evidence, its events on a
// chart, and what may be done with it now. Pure functions.
#pragma once

#include <QString>
#include <vector>

#include "core/rollout/rollout.h"
#include "core/serve/endpoints.h"
#include "ui/widgets/step_line.h"
#include "ui/widgets/time_chart.h"
#include "ui/widgets/traffic_bar.h"

namespace signalbox::ui {

// "rolling out 50 %", "waiting for approval", "steady", "closed"
[[nodiscard]] QString endpointStateWords(const serve::Endpoint &endpoint, const rollout::Rollout *underWay);
[[nodiscard]] QString rolloutStateWords(const rollout::Rollout &rollout);
[[nodiscard]] Role rolloutStateRole(rollout::RolloutState state);
// "diabetes v5 · rollout #18 started 14:30:41 by operator, approved by reviewer"
[[nodiscard]] QString rolloutHeadline(const rollout::Rollout &rollout, const std::string &approvedBy);

[[nodiscard]] std::vector<StepView> stepViews(const rollout::Rollout &rollout, TimePoint now);
[[nodiscard]] std::vector<TrafficShare> trafficShares(const serve::Endpoint &endpoint);
// A marker where a step of the latest rollout began and where any was rolled back; `rollouts` newest first.
[[nodiscard]] std::vector<ChartEvent> rolloutEvents(const std::vector<rollout::Rollout> &rollouts,
                                                    TimePoint from);

// When the evidence that is shown began: the present step, or the last five minutes.
[[nodiscard]] TimePoint evidenceSince(const rollout::Rollout *underWay, TimePoint now);

[[nodiscard]] bool canPause(const rollout::Rollout &rollout);
[[nodiscard]] bool canResume(const rollout::Rollout &rollout);
[[nodiscard]] bool canPromote(const rollout::Rollout &rollout);
[[nodiscard]] bool canCancel(const rollout::Rollout &rollout); // it has moved no traffic yet
// The percent that promoting goes to, 0 if it completes the rollout.
[[nodiscard]] int nextPercent(const rollout::Rollout &rollout);

} // namespace signalbox::ui
