// How the things of a workspace look in a terminal and in JSON, for all commands alike.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "app/ctl/context.h"
#include "core/registry/comparison.h"
#include "core/registry/gate.h"
#include "core/registry/registry.h"
#include "core/rollout/rollout.h"
#include "core/serve/endpoints.h"
#include "core/tracking/tracking.h"

namespace signalbox::ctl {

using Metrics = std::map<std::string, double, std::less<>>;

// Four decimals, "–" where there is none.
[[nodiscard]] std::string metricText(const Metrics &metrics, std::string_view key);

[[nodiscard]] Json toJson(const tracking::Run &run);
[[nodiscard]] Json toJson(const registry::Version &version);
[[nodiscard]] Json toJson(const registry::Gate &gate);
[[nodiscard]] Json toJson(const serve::Endpoint &endpoint);
[[nodiscard]] Json toJson(const rollout::Rollout &rollout);

void showRun(const Context &context, const tracking::Run &run);
void showComparison(const Context &context, const registry::Comparison &comparison);
void showVersion(const Context &context, const registry::Version &version);
void showEndpoint(const Context &context, const serve::Endpoint &endpoint);
void showRollout(const Context &context, const rollout::Rollout &rollout);

} // namespace signalbox::ctl
