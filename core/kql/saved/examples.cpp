#include "core/kql/saved/examples.h"

#include <iterator>

namespace signalbox::kql {

namespace {

// In the order of an investigation: what fails, how, how slow it is, what was done before, and what the log
// says.
std::vector<QueryDraft> incidentExamples()
{
    const char *folder = "First look at an incident";
    return {
        {.folder = folder,
         .name = "Error rate by deployment",
         .text = "requests\n"
                 "| summarize total = count(), failed = countif(success == false) by bin(timestamp, 1m), "
                 "deployment\n"
                 "| extend errorRate = 100.0 * failed / total\n"
                 "| project timestamp, deployment, errorRate\n"
                 "| render timechart with (ytitle = \"failed, %\")",
         .description = "Which deployment fails, and since when"},
        {.folder = folder,
         .name = "Failures by result code",
         .text = "requests\n"
                 "| where success == false\n"
                 "| summarize failures = count() by resultCode\n"
                 "| sort by failures desc\n"
                 "| render columnchart",
         .description = "What kind of failure it is: 4xx is the caller's, 5xx is ours"},
        {.folder = folder,
         .name = "P50, P95 and P99",
         .text = "requests\n"
                 "| summarize P50 = percentile(duration, 50), P95 = percentile(duration, 95), P99 = "
                 "percentile(duration, 99)\n"
                 "    by bin(timestamp, 1m)\n"
                 "| render timechart with (ytitle = \"ms\")",
         .description = "How long answers take, in milliseconds"},
        {.folder = folder,
         .name = "What was changed",
         .text =
             "audit\n"
             "| where action has_any (\"traffic\", \"rollout\", \"deployment\", \"endpoint\", \"drill\")\n"
             "| project timestamp, actor, action, subject, reason, before, after\n"
             "| sort by timestamp desc",
         .description = "Everything that people and the agent did to what serves, latest first"},
        {.folder = folder,
         .name = "Before and after the last rollout",
         .text = "let began = toscalar(rollouts | summarize max(started));\n"
                 "requests\n"
                 "| where timestamp between (began - 30m .. began + 30m)\n"
                 "| extend phase = iff(timestamp < began, \"before\", \"after\")\n"
                 "| summarize requests = count(), errorRate = 100.0 * countif(success == false) / count(),\n"
                 "    P95 = percentile(duration, 95), meanScore = avg(score) by name, phase\n"
                 "| sort by name asc, phase desc",
         .description = "Half an hour on each side of the latest start of a rollout"},
        {.folder = folder,
         .name = "Errors in the log",
         .text = "traces\n"
                 "| where severityLevel >= 3\n"
                 "| project timestamp, cloud_RoleName, message\n"
                 "| sort by timestamp desc",
         .description = "Lines of severity error and critical, latest first"},
    };
}

std::vector<QueryDraft> requestExamples()
{
    const char *folder = "Requests";
    return {
        {.folder = folder,
         .name = "Requests per minute by deployment",
         .text = "requests\n"
                 "| summarize requests = count() by bin(timestamp, 1m), deployment\n"
                 "| render timechart",
         .description = "How much is asked of each deployment"},
        {.folder = folder,
         .name = "Slow predictions over 500 ms",
         .text = "requests\n"
                 "| where duration > 500\n"
                 "| project timestamp, name, deployment, version, duration, resultCode, rows, operation_Id\n"
                 "| top 200 by duration",
         .description = "Single requests that took longer than half a second"},
        {.folder = folder,
         .name = "Slowest endpoints and versions",
         .text = "requests\n"
                 "| summarize requests = count(), P95 = percentile(duration, 95), slowest = max(duration)\n"
                 "    by name, deployment, version\n"
                 "| top 10 by P95",
         .description = "Where waiting is longest"},
        {.folder = folder,
         .name = "Availability by endpoint",
         .text = "requests\n"
                 "| summarize available = 100.0 * countif(resultCode !startswith \"5\") / count()\n"
                 "    by bin(timestamp, 5m), name\n"
                 "| render timechart with (ytitle = \"answered, %\")",
         .description = "Share of requests that were answered without a fault of ours"},
        {.folder = folder,
         .name = "Traffic share",
         .text = "requests\n"
                 "| where operation_SyntheticSource == \"\"\n"
                 "| summarize requests = count() by bin(timestamp, 1m), deployment\n"
                 "| render areachart with (kind = stacked100)",
         .description = "How the requests of users are split over deployments"},
        {.folder = folder,
         .name = "Versions that answered",
         .text = "requests\n"
                 "| summarize requests = count(), firstSeen = min(timestamp), lastSeen = max(timestamp)\n"
                 "    by name, deployment, version\n"
                 "| sort by lastSeen desc",
         .description = "Which version of the model was asked, from when to when"},
        {.folder = folder,
         .name = "Failed probes",
         .text = "requests\n"
                 "| where operation_SyntheticSource == \"probe\" and success == false\n"
                 "| project timestamp, name, deployment, resultCode, duration\n"
                 "| sort by timestamp desc",
         .description = "Test requests of our own that did not pass"},
        {.folder = folder,
         .name = "Unusual numbers of requests",
         .text = "requests\n"
                 "| where timestamp > ago(6h)\n"
                 "| make-series requests = count() on timestamp from ago(6h) to now() step 5m\n"
                 "| extend anomalies = series_decompose_anomalies(requests)\n"
                 "| render anomalychart with (anomalycolumns = anomalies)",
         .description = "Where the last six hours left their usual course"},
    };
}

std::vector<QueryDraft> changeExamples()
{
    const char *folder = "Changes";
    return {
        {.folder = folder,
         .name = "Rollbacks of the last 30 days",
         .text = "audit\n"
                 "| where timestamp > ago(30d) and action == \"traffic.rolled-back\"\n"
                 "| project timestamp, actor, subject, reason, before, after\n"
                 "| sort by timestamp desc",
         .description = "Who went back, on which endpoint and why"},
        {.folder = folder,
         .name = "Rollouts of the last 30 days",
         .text = "rollouts\n"
                 "| where started > ago(30d)\n"
                 "| extend took = ended - started\n"
                 "| project started, endpoint, model, version, state, took, startedBy, note\n"
                 "| sort by started desc",
         .description = "How each ended and how long it took"},
        {.folder = folder,
         .name = "Gates that wait",
         .text = "gates\n"
                 "| where state == \"open\"\n"
                 "| extend waiting = now() - opened\n"
                 "| project kind, subject, approvals, required, requestedBy, opened, waiting\n"
                 "| sort by opened asc",
         .description = "Decisions that somebody must take, oldest first"},
        {.folder = folder,
         .name = "Who approved what",
         .text = "approvals\n"
                 "| project timestamp, member, decision, kind, subject, reason\n"
                 "| sort by timestamp desc",
         .description = "Every decision at a gate with its reason"},
        {.folder = folder,
         .name = "Who did how much",
         .text = "audit\n"
                 "| summarize entries = count(), lastSeen = max(timestamp) by actor, action\n"
                 "| sort by entries desc",
         .description = "The audit trail by actor and kind of deed"},
    };
}

std::vector<QueryDraft> modelExamples()
{
    const char *folder = "Models and jobs";
    return {
        {.folder = folder,
         .name = "Failed jobs",
         .text = "jobs\n"
                 "| where state == \"failed\"\n"
                 "| project ended, kind, requestedBy, error, run, id\n"
                 "| sort by ended desc",
         .description = "Trainings and other jobs that did not end well, with their error"},
        {.folder = folder,
         .name = "Runs by accuracy",
         .text = "runs\n"
                 "| extend accuracy = todouble(metrics.accuracy), f1 = todouble(metrics.f1)\n"
                 "| where isnotnull(accuracy)\n"
                 "| project name, experiment, accuracy, f1, started, duration, member\n"
                 "| top 50 by accuracy",
         .description = "The best models so far"},
        {.folder = folder,
         .name = "Drift of the mean score",
         .text = "requests\n"
                 "| where isnotnull(score)\n"
                 "| summarize meanScore = avg(score) by bin(timestamp, 5m), deployment\n"
                 "| render timechart",
         .description = "Whether the model answers otherwise than before"},
        {.folder = folder,
         .name = "Cost by resource",
         .text = "union\n"
                 "    (requests | summarize seconds = sum(duration) / 1000 by resource = strcat(name, \"/\", "
                 "deployment)),\n"
                 "    (runs | summarize seconds = sum(duration / 1s) by resource = strcat(\"training of \", "
                 "experiment))\n"
                 "| sort by seconds desc\n"
                 "| render barchart",
         .description = "Seconds of serving and training. A machine that nobody bills has no other cost."},
        {.folder = folder,
         .name = "Deployments now",
         .text = "deployments\n"
                 "| project endpoint, deployment, environment, model, version, state, percent, created, "
                 "createdBy, error\n"
                 "| sort by endpoint asc, percent desc",
         .description = "What serves at this moment, and with how much traffic"},
    };
}

std::vector<QueryDraft> logExamples()
{
    const char *folder = "Log and agent";
    return {
        {.folder = folder,
         .name = "Error patterns",
         .text = "traces\n"
                 "| where severityLevel >= 2\n"
                 "| extend pattern = replace_regex(message, @\"[0-9a-f]*[0-9][0-9a-f]*\", \"#\")\n"
                 "| summarize lines = count(), lastSeen = max(timestamp), example = take_any(message) by "
                 "pattern\n"
                 "| sort by lines desc",
         .description = "Warnings and errors that differ only in numbers, counted together"},
        {.folder = folder,
         .name = "Lines by severity",
         .text = "traces\n"
                 "| extend severity = case(severityLevel >= 3, \"error\", severityLevel == 2, \"warning\", "
                 "\"information\")\n"
                 "| summarize lines = count() by bin(timestamp, 5m), severity\n"
                 "| render columnchart with (kind = stacked)",
         .description = "Whether the log has become louder"},
        {.folder = folder,
         .name = "Agent restarts",
         .text = "audit\n"
                 "| where action in (\"agent.started\", \"agent.stopped\", \"agent.stop-requested\")\n"
                 "| project timestamp, action, actor, after\n"
                 "| sort by timestamp desc",
         .description = "When the agent came and went. A start without a stop before it was a crash."},
    };
}

std::vector<QueryDraft> allExamples()
{
    std::vector<QueryDraft> all;
    for (std::vector<QueryDraft> part :
         {incidentExamples(), requestExamples(), changeExamples(), modelExamples(), logExamples()})
        all.insert(all.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
    return all;
}

} // namespace

const std::vector<QueryDraft> &exampleQueries()
{
    static const std::vector<QueryDraft> examples = allExamples();
    return examples;
}

} // namespace signalbox::kql
