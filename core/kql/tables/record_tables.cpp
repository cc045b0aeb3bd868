#include <initializer_list>
#include <string_view>

#include <fmt/format.h>

#include "core/kql/tables/record_table.h"

namespace signalbox::kql {

namespace {

using enum Type;

struct RecordColumn
{
    std::string_view name;
    Type type = String;
    std::string_view sql; // over the tables that `from` names
};

RecordTable describe(std::string_view name, std::initializer_list<RecordColumn> columns,
                     std::string_view from)
{
    RecordTable table{.name = std::string(name), .schema = {}, .sql = "SELECT "};
    for (const RecordColumn &column : columns) {
        table.sql += table.schema.fields.empty() ? "" : ", ";
        table.sql += column.sql;
        table.schema.fields.push_back({.name = std::string(column.name), .type = column.type});
    }
    table.sql += fmt::format(" FROM {}", from);
    return table;
}

RecordTable runs()
{
    return describe(
        "runs",
        {{.name = "id", .sql = "r.id"},
         {.name = "experiment", .sql = "e.name"},
         {.name = "name", .sql = "r.name"},
         {.name = "state", .sql = "r.state"},
         {.name = "member", .sql = "r.member"},
         {.name = "started", .type = DateTime, .sql = "r.started"},
         {.name = "ended", .type = DateTime, .sql = "r.ended"},
         {.name = "duration", .type = TimeSpan, .sql = "r.ended - r.started"},
         {.name = "parameters",
          .type = Dynamic,
          .sql = "(SELECT json_group_object(key, value) FROM run_parameters WHERE run = r.id)"},
         {.name = "metrics",
          .type = Dynamic,
          .sql = "(SELECT json_group_object(key, value) FROM run_latest_metrics WHERE run = r.id)"},
         {.name = "tags",
          .type = Dynamic,
          .sql = "(SELECT json_group_object(key, value) FROM run_tags WHERE run = r.id)"},
         {.name = "error", .sql = "r.error"},
         {.name = "origin", .sql = "r.origin"}},
        "runs r JOIN experiments e ON e.id = r.experiment ORDER BY r.started, r.id");
}

RecordTable metrics()
{
    return describe("metrics",
                    {{.name = "timestamp", .type = DateTime, .sql = "m.time"},
                     {.name = "run", .sql = "m.run"},
                     {.name = "experiment", .sql = "e.name"},
                     {.name = "name", .sql = "m.key"},
                     {.name = "step", .type = Long, .sql = "m.step"},
                     {.name = "value", .type = Real, .sql = "m.value"}},
                    "run_metrics m JOIN runs r ON r.id = m.run JOIN experiments e ON e.id = r.experiment");
}

RecordTable models()
{
    return describe("models",
                    {{.name = "model", .sql = "v.model"},
                     {.name = "version", .type = Long, .sql = "v.number"},
                     {.name = "state", .sql = "v.state"},
                     {.name = "registered", .type = DateTime, .sql = "v.registered"},
                     {.name = "registeredBy", .sql = "v.registered_by"},
                     {.name = "run", .sql = "v.run"},
                     {.name = "artifact", .sql = "v.artifact"},
                     {.name = "hash", .sql = "v.hash"},
                     {.name = "description", .sql = "m.description"},
                     {.name = "origin", .sql = "m.origin"}},
                    "versions v JOIN models m ON m.name = v.model ORDER BY v.model, v.number");
}

// The subject of a gate is a model and the number of its version, such as "diabetes/5".
RecordTable gates()
{
    return describe(
        "gates",
        {{.name = "id", .type = Long, .sql = "g.id"},
         {.name = "kind", .sql = "g.kind"},
         {.name = "subject", .sql = "g.subject"},
         {.name = "state", .sql = "g.state"},
         {.name = "required", .type = Long, .sql = "g.required"},
         {.name = "approvals",
          .type = Long,
          .sql = "(SELECT count(*) FROM approvals a WHERE a.gate = g.id AND a.decision = 'approve')"},
         {.name = "requestedBy", .sql = "g.requested_by"},
         {.name = "opened", .type = DateTime, .sql = "g.opened"},
         {.name = "closed", .type = DateTime, .sql = "g.closed"},
         {.name = "hash", .sql = "g.hash"},
         {.name = "evidence", .type = Dynamic, .sql = "g.evidence"}},
        "gates g ORDER BY g.id");
}

RecordTable approvals()
{
    return describe("approvals",
                    {{.name = "timestamp", .type = DateTime, .sql = "a.time"},
                     {.name = "gate", .type = Long, .sql = "a.gate"},
                     {.name = "kind", .sql = "g.kind"},
                     {.name = "subject", .sql = "g.subject"},
                     {.name = "member", .sql = "a.member"},
                     {.name = "decision", .sql = "a.decision"},
                     {.name = "reason", .sql = "a.reason"}},
                    "approvals a JOIN gates g ON g.id = a.gate ORDER BY a.time");
}

// Of an endpoint's keys there is nothing here, not even their hashes.
RecordTable endpoints()
{
    return describe("endpoints",
                    {{.name = "endpoint", .sql = "e.name"},
                     {.name = "environment", .sql = "e.environment"},
                     {.name = "created", .type = DateTime, .sql = "e.created"},
                     {.name = "rollout", .type = Long, .sql = "nullif(e.rollout, 0)"},
                     {.name = "fallback", .sql = "e.fallback"},
                     {.name = "origin", .sql = "e.origin"}},
                    "endpoints e ORDER BY e.name");
}

RecordTable deployments()
{
    return describe("deployments",
                    {{.name = "endpoint", .sql = "d.endpoint"},
                     {.name = "deployment", .sql = "d.name"},
                     {.name = "environment", .sql = "e.environment"},
                     {.name = "model", .sql = "d.model"},
                     {.name = "version", .type = Long, .sql = "d.version"},
                     {.name = "state", .sql = "d.state"},
                     {.name = "percent", .type = Long, .sql = "d.percent"},
                     {.name = "error", .sql = "d.error"},
                     {.name = "created", .type = DateTime, .sql = "d.created"},
                     {.name = "createdBy", .sql = "d.created_by"},
                     {.name = "observed", .type = DateTime, .sql = "d.observed"},
                     {.name = "hash", .sql = "d.hash"}},
                    "deployments d JOIN endpoints e ON e.name = d.endpoint ORDER BY d.endpoint, d.name");
}

RecordTable rollouts()
{
    return describe("rollouts",
                    {{.name = "id", .type = Long, .sql = "o.id"},
                     {.name = "endpoint", .sql = "o.endpoint"},
                     {.name = "model", .sql = "o.model"},
                     {.name = "version", .type = Long, .sql = "o.version"},
                     {.name = "blue", .sql = "o.blue"},
                     {.name = "blueVersion", .type = Long, .sql = "o.blue_version"},
                     {.name = "green", .sql = "o.green"},
                     {.name = "state", .sql = "o.state"},
                     {.name = "step", .type = Long, .sql = "o.step"},
                     {.name = "stepSince", .type = DateTime, .sql = "o.step_since"},
                     {.name = "gate", .type = Long, .sql = "nullif(o.gate, 0)"},
                     {.name = "started", .type = DateTime, .sql = "o.started"},
                     {.name = "startedBy", .sql = "o.started_by"},
                     {.name = "ended", .type = DateTime, .sql = "o.ended"},
                     {.name = "note", .sql = "o.note"},
                     {.name = "plan", .type = Dynamic, .sql = "o.plan"},
                     {.name = "hash", .sql = "o.hash"}},
                    "rollouts o ORDER BY o.id");
}

RecordTable rolloutSteps()
{
    return describe("rolloutSteps",
                    {{.name = "rollout", .type = Long, .sql = "s.rollout"},
                     {.name = "endpoint", .sql = "o.endpoint"},
                     {.name = "step", .type = Long, .sql = "s.step"},
                     {.name = "entered", .type = DateTime, .sql = "s.entered"},
                     {.name = "left", .type = DateTime, .sql = "s.left_at"},
                     {.name = "evidence", .type = Dynamic, .sql = "s.evidence"}},
                    "rollout_steps s JOIN rollouts o ON o.id = s.rollout ORDER BY s.rollout, s.step");
}

RecordTable audit()
{
    return describe("audit",
                    {{.name = "timestamp", .type = DateTime, .sql = "a.time"},
                     {.name = "sequence", .type = Long, .sql = "a.sequence"},
                     {.name = "actor", .sql = "a.actor"},
                     {.name = "action", .sql = "a.action"},
                     {.name = "subject", .sql = "a.subject"},
                     {.name = "reason", .sql = "a.reason"},
                     {.name = "before", .type = Dynamic, .sql = "a.before"},
                     {.name = "after", .type = Dynamic, .sql = "a.after"}},
                    "audit a ORDER BY a.sequence");
}

RecordTable jobs()
{
    return describe("jobs",
                    {{.name = "id", .type = Long, .sql = "j.id"},
                     {.name = "kind", .sql = "j.kind"},
                     {.name = "state", .sql = "j.state"},
                     {.name = "run", .sql = "j.run"},
                     {.name = "requestedBy", .sql = "j.requested_by"},
                     {.name = "created", .type = DateTime, .sql = "j.created"},
                     {.name = "started", .type = DateTime, .sql = "j.started"},
                     {.name = "ended", .type = DateTime, .sql = "j.ended"},
                     {.name = "duration", .type = TimeSpan, .sql = "j.ended - j.started"},
                     {.name = "error", .sql = "j.error"},
                     {.name = "specification", .type = Dynamic, .sql = "j.specification"},
                     {.name = "progress", .type = Dynamic, .sql = "j.progress"}},
                    "jobs j ORDER BY j.id");
}

} // namespace

const std::vector<RecordTable> &recordTables()
{
    static const std::vector<RecordTable> tables = {runs(),         metrics(),   models(),      gates(),
                                                    approvals(),    endpoints(), deployments(), rollouts(),
                                                    rolloutSteps(), audit(),     jobs()};
    return tables;
}

} // namespace signalbox::kql
