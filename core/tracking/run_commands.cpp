#include <algorithm>
#include <charconv>
#include <cmath>

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <fmt/format.h>

#include "core/base/json.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/tracking/tracking.h"

namespace signalbox::tracking {

using store::Change;
using store::Permission;

namespace {

constexpr std::size_t longestKey = 250; // as MLflow
constexpr std::size_t longestValue = 6000;

Status refuse(std::string_view field, std::string message)
{
    return std::unexpected(Error{
        .code = ErrorCode::InvalidArgument, .message = std::move(message), .field = std::string(field)});
}

// MLflow's rule for keys of parameters, metrics and tags.
Status checkKey(std::string_view key)
{
    const auto known = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("_-. /:").contains(c);
    };
    if (key.empty() || key.size() > longestKey || trimmed(key) != key || !std::ranges::all_of(key, known))
        return refuse("key", "A key is 1 to 250 letters, digits, blanks or one of _ - . / : and neither "
                             "starts nor ends with a blank.");
    return {};
}

Status checkEntry(std::string_view key, std::string_view value)
{
    SIGNALBOX_CHECK(checkKey(key));
    if (value.size() > longestValue || !isUtf8(value) || value.contains('\0'))
        return refuse(key,
                      fmt::format("The value of '{}' is not text of at most {} bytes.", key, longestValue));
    return {};
}

std::int64_t experimentIn(Change &change, const std::string &name)
{
    SQLite::Statement insert(change.db, "INSERT INTO experiments(name, created) VALUES(?, ?) "
                                        "ON CONFLICT(name) DO NOTHING");
    SQLite::bind(insert, name, change.now.time_since_epoch().count());
    insert.exec();
    SQLite::Statement row(change.db, "SELECT id FROM experiments WHERE name = ?");
    SQLite::bind(row, name);
    row.executeStep();
    return row.getColumn(0).getInt64();
}

void insertEntries(SQLite::Database &db, const char *sql, const RunId &run,
                   const std::map<std::string, std::string, std::less<>> &entries)
{
    SQLite::Statement insert(db, sql);
    for (const auto &[key, value] : entries) {
        SQLite::bind(insert, run, key, value);
        insert.exec();
        insert.reset();
    }
}

std::string chosenName(const RunId &id)
{
    std::uint64_t seed = 0;
    std::from_chars(id.data(), id.data() + 16, seed, 16);
    return friendlyName(seed);
}

Status checkRunning(SQLite::Database &db, const RunId &run)
{
    SQLite::Statement row(db, "SELECT state FROM runs WHERE id = ?");
    SQLite::bind(row, run);
    if (!row.executeStep())
        return failure(ErrorCode::NotFound, fmt::format("There is no run '{}'.", run));
    const std::string state = row.getColumn(0).getString();
    if (state != runStateName(RunState::Running))
        return failure(ErrorCode::FailedPrecondition,
                       fmt::format("The run has ended ({}) and does not change any more.", state));
    return {};
}

} // namespace

Result<RunId> startRunIn(Change &change, std::string_view member, const NewRun &run)
{
    SIGNALBOX_CHECK(checkName("experiment", run.experiment));
    if (!run.name.empty())
        SIGNALBOX_CHECK(checkName("run", run.name));
    for (const auto &[key, value] : run.parameters)
        SIGNALBOX_CHECK(checkEntry(key, value));
    for (const auto &[key, value] : run.tags)
        SIGNALBOX_CHECK(checkEntry(key, value));

    RunId id = randomHex(16);
    SQLite::Statement insert(change.db, "INSERT INTO runs(id, experiment, name, state, member, started) "
                                        "VALUES(?, ?, ?, 'running', ?, ?)");
    SQLite::bind(insert, id, experimentIn(change, run.experiment),
                 run.name.empty() ? chosenName(id) : run.name, std::string(member),
                 change.now.time_since_epoch().count());
    insert.exec();
    insertEntries(change.db, "INSERT INTO run_parameters(run, key, value) VALUES(?, ?, ?)", id,
                  run.parameters);
    insertEntries(change.db, "INSERT INTO run_tags(run, key, value) VALUES(?, ?, ?)", id, run.tags);
    return id;
}

Result<RunId> startRun(store::Store &store, const store::Actor &actor, const NewRun &run)
{
    return store.change(actor, Permission::Operate, [&](Change &change) -> Result<RunId> {
        SIGNALBOX_TRY(RunId id, startRunIn(change, actor.name, run));
        SIGNALBOX_TRY(const Run started, runIn(change.db, id));
        change.audit({.action = "run.started",
                      .subject = id,
                      .after = Json{{"experiment", started.experiment},
                                    {"name", started.name},
                                    {"parameters", started.parameters},
                                    {"tags", started.tags}}
                                   .dump()});
        return id;
    });
}

Status endRunIn(Change &change, const RunId &run, RunState state, std::string_view error)
{
    if (state == RunState::Running)
        return failure(ErrorCode::InvalidArgument, "A run ends as finished, failed or killed.");
    SIGNALBOX_CHECK(checkRunning(change.db, run));
    SQLite::Statement update(change.db, "UPDATE runs SET state = ?, ended = ?, error = ? WHERE id = ?");
    SQLite::bind(update, std::string(runStateName(state)), change.now.time_since_epoch().count(),
                 std::string(error), run);
    update.exec();
    return {};
}

Status endRun(store::Store &store, const store::Actor &actor, const RunId &run, RunState state,
              std::string_view error)
{
    if (!isUtf8(error))
        return failure(ErrorCode::InvalidArgument, "The error of a run must be UTF-8 text.");
    return store.change(actor, Permission::Operate, [&](Change &change) -> Status {
        SIGNALBOX_CHECK(endRunIn(change, run, state, error));
        change.audit({.action = "run.ended",
                      .subject = run,
                      .reason = std::string(error),
                      .before = Json{{"state", runStateName(RunState::Running)}}.dump(),
                      .after = Json{{"state", runStateName(state)}}.dump()});
        return {};
    });
}

Status logMetricsIn(SQLite::Database &db, TimePoint now, const RunId &run, const std::vector<Metric> &metrics)
{
    SIGNALBOX_CHECK(checkRunning(db, run));
    SQLite::Statement insert(db, "INSERT INTO run_metrics(run, key, step, time, value) VALUES(?, ?, ?, ?, ?) "
                                 "ON CONFLICT DO UPDATE SET time = excluded.time, value = excluded.value");
    SQLite::Statement latest(db, "INSERT INTO run_latest_metrics(run, key, step, value) VALUES(?, ?, ?, ?) "
                                 "ON CONFLICT DO UPDATE SET step = excluded.step, value = excluded.value "
                                 "WHERE excluded.step >= run_latest_metrics.step");
    for (const Metric &metric : metrics) {
        SIGNALBOX_CHECK(checkKey(metric.key));
        if (!std::isfinite(metric.value))
            return refuse(metric.key, fmt::format("The metric '{}' is not a finite number.", metric.key));
        SQLite::bind(insert, run, metric.key, metric.step, now.time_since_epoch().count(), metric.value);
        insert.exec();
        insert.reset();
        SQLite::bind(latest, run, metric.key, metric.step, metric.value);
        latest.exec();
        latest.reset();
    }
    return {};
}

Status logMetrics(store::Store &store, const RunId &run, const std::vector<Metric> &metrics)
{
    return store.observe(
        [&](SQLite::Database &db) { return logMetricsIn(db, store.clock().now(), run, metrics); });
}

Status setTagIn(SQLite::Database &db, const RunId &run, std::string_view key, std::string_view value)
{
    SIGNALBOX_CHECK(checkEntry(key, value));
    SIGNALBOX_CHECK(runIn(db, run));
    SQLite::Statement insert(db, "INSERT INTO run_tags(run, key, value) VALUES(?, ?, ?) "
                                 "ON CONFLICT DO UPDATE SET value = excluded.value");
    SQLite::bind(insert, run, std::string(key), std::string(value));
    insert.exec();
    return {};
}

Status setTag(store::Store &store, const store::Actor &actor, const RunId &run, std::string_view key,
              std::string_view value)
{
    return store.change(actor, Permission::Operate, [&](Change &change) -> Status {
        SIGNALBOX_TRY(const Run before, runIn(change.db, run));
        SIGNALBOX_CHECK(setTagIn(change.db, run, key, value));
        const auto old = before.tags.find(key);
        change.audit({.action = "run.tagged",
                      .subject = run,
                      .before = old == before.tags.end() ? "" : Json{{old->first, old->second}}.dump(),
                      .after = Json{{std::string(key), value}}.dump()});
        return {};
    });
}

} // namespace signalbox::tracking
