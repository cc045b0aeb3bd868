#include "app/ctl/show.h"

#include <cmath>

#include <fmt/format.h>

namespace signalbox::ctl {

std::string metricText(const Metrics &metrics, std::string_view key)
{
    const auto found = metrics.find(key);
    return found == metrics.end() ? std::string("–") : fmt::format("{:.4f}", found->second);
}

Json toJson(const tracking::Run &run)
{
    return {{"id", run.id},
            {"name", run.name},
            {"experiment", run.experiment},
            {"state", tracking::runStateName(run.state)},
            {"member", run.member},
            {"started", toIso8601(run.started)},
            {"ended", run.ended ? Json(toIso8601(*run.ended)) : Json(nullptr)},
            {"error", run.error},
            {"parameters", run.parameters},
            {"metrics", run.metrics},
            {"tags", run.tags}};
}

Json toJson(const registry::Version &version)
{
    Json serving = Json::array();
    for (const registry::Serving &place : version.serving)
        serving.push_back({{"endpoint", place.endpoint},
                           {"environment", place.environment},
                           {"deployment", place.deployment},
                           {"percent", place.percent}});
    return {{"model", version.model},
            {"version", version.number},
            {"state", registry::versionStateName(version.state)},
            {"run", version.run},
            {"hash", version.hash},
            {"gate", version.gate},
            {"registered", toIso8601(version.registered)},
            {"registered_by", version.registeredBy},
            {"metrics", version.metrics},
            {"serving", std::move(serving)}};
}

Json toJson(const registry::Gate &gate)
{
    Json approvals = Json::array();
    for (const registry::Approval &approval : gate.approvals)
        approvals.push_back(
            {{"member", approval.member},
             {"decision", approval.decision == registry::Decision::Approve ? "approve" : "reject"},
             {"reason", approval.reason},
             {"time", toIso8601(approval.time)}});
    const auto evidence = parseJson(gate.evidence);
    return {{"id", gate.id},
            {"kind", gate.kind},
            {"subject", gate.subject},
            {"hash", gate.hash},
            {"state", registry::gateStateName(gate.state)},
            {"required", gate.required},
            {"requested_by", gate.requestedBy},
            {"opened", toIso8601(gate.opened)},
            {"evidence", evidence ? *evidence : Json(nullptr)},
            {"approvals", std::move(approvals)}};
}

Json toJson(const serve::Endpoint &endpoint)
{
    Json deployments = Json::array();
    for (const serve::Deployment &deployment : endpoint.deployments)
        deployments.push_back({{"name", deployment.name},
                               {"model", deployment.model},
                               {"version", deployment.version},
                               {"state", serve::deploymentStateName(deployment.state)},
                               {"percent", deployment.percent},
                               {"hash", deployment.hash},
                               {"error", deployment.error}});
    return {{"name", endpoint.name},
            {"environment", serve::environmentName(endpoint.environment)},
            {"fallback", endpoint.fallback},
            {"rollout", endpoint.rollout},
            {"deployments", std::move(deployments)}};
}

Json toJson(const rollout::Rollout &rollout)
{
    Json steps = Json::array();
    for (const rollout::Step &step : rollout.steps) {
        const auto evidence = parseJson(step.evidence.toJson());
        steps.push_back({{"percent", step.percent},
                         {"entered", toIso8601(step.entered)},
                         {"left", step.left ? Json(toIso8601(*step.left)) : Json(nullptr)},
                         {"evidence", evidence ? *evidence : Json(nullptr)}});
    }
    return {{"id", rollout.id},
            {"endpoint", rollout.endpoint},
            {"model", rollout.model},
            {"version", rollout.version},
            {"blue", rollout.blue},
            {"green", rollout.green},
            {"state", rollout::rolloutStateName(rollout.state)},
            {"step", rollout.step},
            {"gate", rollout.gate},
            {"note", rollout.note},
            {"steps", std::move(steps)}};
}

void showRun(const Context &context, const tracking::Run &run)
{
    context.say(
        fmt::format("{}  {}  {}", context.strong(run.name), run.id, tracking::runStateName(run.state)));
    Rows rows = {{"Metric", "Value"}};
    for (const auto &[key, value] : run.metrics)
        rows.push_back({key, fmt::format("{:.4f}", value)});
    context.table(rows);
}

void showComparison(const Context &context, const registry::Comparison &comparison)
{
    if (comparison.baseline.empty()) {
        context.say(fmt::format("{}: there is nothing to compare it with.", comparison.candidate));
    } else {
        context.say(
            fmt::format("{} against {}, {}", context.strong(comparison.candidate), comparison.baseline,
                        comparison.sameRows ? fmt::format("on the same {} held-out rows", comparison.rows)
                                            : comparison.note));
    }
    Rows rows = {{"Metric", "Baseline", "Candidate", "Difference", ""}};
    for (const registry::MetricDifference &difference : comparison.metrics) {
        const double delta = difference.baseline ? difference.candidate - *difference.baseline : 0.0;
        const bool better = difference.higherIsBetter ? delta > 0 : delta < 0;
        rows.push_back({difference.metric,
                        difference.baseline ? fmt::format("{:.4f}", *difference.baseline) : "–",
                        fmt::format("{:.4f}", difference.candidate),
                        difference.baseline ? fmt::format("{:+.4f}", delta) : "–",
                        std::abs(delta) < 5e-5 ? ""
                        : better               ? "better"
                                               : "worse"});
    }
    context.table(rows);
    if (comparison.f1Gain)
        context.say(fmt::format(
            "F1 gain, 95 % interval by paired bootstrap: {:+.4f} … {:+.4f}. {} rows fixed, {} "
            "broken.",
            comparison.f1Gain->low, comparison.f1Gain->high, comparison.fixed, comparison.broken));
}

void showVersion(const Context &context, const registry::Version &version)
{
    context.say(fmt::format("{} version {} is {}", context.strong(version.model), version.number,
                            registry::versionStateName(version.state)));
    context.say(context.faint(fmt::format("sha256 {}", version.hash)));
    if (version.state == registry::VersionState::Waiting)
        context.say(fmt::format(
            "It waits at gate {}. Decide with 'signalboxctl approve {}' or 'reject {} --reason …'.",
            version.gate, version.gate, version.gate));
}

void showEndpoint(const Context &context, const serve::Endpoint &endpoint)
{
    context.say(
        fmt::format("{}  {}", context.strong(endpoint.name), serve::environmentName(endpoint.environment)));
    Rows rows = {{"Deployment", "Model", "Version", "State", "Traffic", ""}};
    for (const serve::Deployment &deployment : endpoint.deployments)
        rows.push_back({deployment.name, deployment.model, std::to_string(deployment.version),
                        std::string(serve::deploymentStateName(deployment.state)),
                        fmt::format("{} %", deployment.percent),
                        deployment.fault.none() ? deployment.error : "drill: a fault is injected"});
    if (endpoint.deployments.empty())
        context.say("It has no deployment yet.");
    else
        context.table(rows);
}

void showRollout(const Context &context, const rollout::Rollout &rollout)
{
    context.say(fmt::format("Rollout {} of {}: {} version {} as {}, {}{}", rollout.id,
                            context.strong(rollout.endpoint), rollout.model, rollout.version, rollout.green,
                            rollout::rolloutStateName(rollout.state),
                            rollout.note.empty() ? "" : ": " + rollout.note));
    if (rollout.state == rollout::RolloutState::Gated)
        context.say(fmt::format("It waits at gate {}. Decide with 'signalboxctl approve {}'.", rollout.gate,
                                rollout.gate));
    Rows rows = {{"Green", "Entered (UTC)", "Smoke", "Requests", "Errors", "Verdict"}};
    for (const rollout::Step &step : rollout.steps)
        rows.push_back({step.index == 0 ? std::string("alone") : fmt::format("{} %", step.percent),
                        toReadable(step.entered),
                        fmt::format("{} of {}", step.evidence.probesPassed, step.evidence.probesSent),
                        std::to_string(step.evidence.greenRequests),
                        fmt::format("{:.2f} %", 100 * step.evidence.greenErrorRate()),
                        step.evidence.verdict});
    context.table(rows);
}

} // namespace signalbox::ctl
