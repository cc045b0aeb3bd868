#include "core/rollout/rollout_rows.h"

#include <algorithm>
#include <array>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

namespace signalbox::rollout {

namespace {

constexpr std::array<std::pair<RolloutState, std::string_view>, 8> stateNames = {
    {{RolloutState::Starting, "starting"},
     {RolloutState::Probing, "probing"},
     {RolloutState::Gated, "gated"},
     {RolloutState::Settling, "settling"},
     {RolloutState::Paused, "paused"},
     {RolloutState::Completed, "completed"},
     {RolloutState::RolledBack, "rolled-back"},
     {RolloutState::Failed, "failed"}}};

Result<RolloutState> stateFromName(std::string_view name)
{
    for (const auto &[value, known] : stateNames) {
        if (known == name)
            return value;
    }
    return failure(ErrorCode::DataLoss, fmt::format("'{}' is not a state of a rollout.", name));
}

TimePoint timeAt(const SQLite::Statement &row, int column)
{
    return TimePoint(Ticks(row.getColumn(column).getInt64()));
}

std::optional<TimePoint> optionalTimeAt(const SQLite::Statement &row, int column)
{
    return row.getColumn(column).isNull() ? std::nullopt : std::optional(timeAt(row, column));
}

Status readSteps(SQLite::Database &db, Rollout &rollout)
{
    SQLite::Statement row(
        db, "SELECT step, entered, left_at, evidence FROM rollout_steps WHERE rollout = ? ORDER BY step");
    row.bind(1, rollout.id);
    while (row.executeStep()) {
        SIGNALBOX_TRY(Evidence evidence, Evidence::fromJson(row.getColumn(3).getString()));
        const int index = row.getColumn(0).getInt();
        rollout.steps.push_back({.index = index,
                                 .percent = percentAt(rollout.plan, index),
                                 .entered = timeAt(row, 1),
                                 .left = optionalTimeAt(row, 2),
                                 .evidence = std::move(evidence)});
    }
    return {};
}

} // namespace

std::string_view rolloutStateName(RolloutState state)
{
    return stateNames[std::to_underlying(state)].second;
}

bool isOver(RolloutState state)
{
    return state == RolloutState::Completed || state == RolloutState::RolledBack ||
           state == RolloutState::Failed;
}

Result<std::vector<Rollout>> readRollouts(SQLite::Database &db, const char *where,
                                          const std::string &parameter, std::size_t limit)
{
    SQLite::Statement row(
        db, fmt::format("SELECT id, endpoint, model, version, hash, blue, blue_version, green, plan, "
                        "state, step, step_since, gate, started, started_by, ended, note FROM "
                        "rollouts WHERE {} ORDER BY id DESC LIMIT ?2",
                        where));
    row.bind(1, parameter);
    row.bind(2, static_cast<std::int64_t>(limit));
    std::vector<Rollout> rollouts;
    while (row.executeStep()) {
        SIGNALBOX_TRY(Plan plan, Plan::fromJson(row.getColumn(8).getString()));
        SIGNALBOX_TRY(const RolloutState state, stateFromName(row.getColumn(9).getString()));
        rollouts.push_back({.id = row.getColumn(0).getInt64(),
                            .endpoint = row.getColumn(1).getString(),
                            .model = row.getColumn(2).getString(),
                            .version = row.getColumn(3).getInt64(),
                            .hash = row.getColumn(4).getString(),
                            .blue = row.getColumn(5).getString(),
                            .blueVersion = row.getColumn(6).getInt64(),
                            .green = row.getColumn(7).getString(),
                            .plan = std::move(plan),
                            .state = state,
                            .step = row.getColumn(10).getInt(),
                            .stepSince = timeAt(row, 11),
                            .gate = row.getColumn(12).getInt64(),
                            .started = timeAt(row, 13),
                            .startedBy = row.getColumn(14).getString(),
                            .ended = optionalTimeAt(row, 15),
                            .note = row.getColumn(16).getString(),
                            .steps = {}});
    }
    for (Rollout &rollout : rollouts)
        SIGNALBOX_CHECK(readSteps(db, rollout));
    return rollouts;
}

Result<Rollout> rolloutIn(SQLite::Database &db, std::int64_t id)
{
    SIGNALBOX_TRY(auto found, readRollouts(db, "id = CAST(?1 AS INTEGER)", std::to_string(id), 1));
    if (found.empty())
        return failure(ErrorCode::NotFound, fmt::format("There is no rollout {}.", id));
    return std::move(found.front());
}

Result<std::vector<Rollout>> listRollouts(const store::Store &store, std::string_view endpoint,
                                          std::size_t limit)
{
    return store.read([&](SQLite::Database &db) {
        return readRollouts(db, "(?1 = '' OR endpoint = ?1)", std::string(endpoint), limit);
    });
}

Result<Rollout> findRollout(const store::Store &store, std::int64_t id)
{
    return store.read([id](SQLite::Database &db) { return rolloutIn(db, id); });
}

std::int64_t insertRollout(SQLite::Database &db, const Rollout &rollout)
{
    SQLite::Statement insert(
        db, "INSERT INTO rollouts(endpoint, model, version, hash, blue, blue_version, green, plan, "
            "state, step, step_since, started, started_by) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)");
    insert.bind(1, rollout.endpoint);
    insert.bind(2, rollout.model);
    insert.bind(3, rollout.version);
    insert.bind(4, rollout.hash);
    insert.bind(5, rollout.blue);
    insert.bind(6, rollout.blueVersion);
    insert.bind(7, rollout.green);
    insert.bind(8, rollout.plan.toJson());
    insert.bind(9, std::string(rolloutStateName(rollout.state)));
    insert.bind(10, rollout.step);
    insert.bind(11, rollout.stepSince.time_since_epoch().count());
    insert.bind(12, rollout.started.time_since_epoch().count());
    insert.bind(13, rollout.startedBy);
    insert.exec();
    return db.getLastInsertRowid();
}

void saveRollout(SQLite::Database &db, const Rollout &rollout)
{
    SQLite::Statement update(db,
                             "UPDATE rollouts SET state = ?, step = ?, step_since = ?, gate = ?, ended = ?, "
                             "note = ? WHERE id = ?");
    update.bind(1, std::string(rolloutStateName(rollout.state)));
    update.bind(2, rollout.step);
    update.bind(3, rollout.stepSince.time_since_epoch().count());
    update.bind(4, rollout.gate);
    if (rollout.ended)
        update.bind(5, rollout.ended->time_since_epoch().count());
    update.bind(6, rollout.note);
    update.bind(7, rollout.id);
    update.exec();
}

void enterStep(SQLite::Database &db, std::int64_t rollout, int step, TimePoint now)
{
    SQLite::Statement insert(db, "INSERT INTO rollout_steps(rollout, step, entered) VALUES(?, ?, ?) "
                                 "ON CONFLICT DO NOTHING");
    insert.bind(1, rollout);
    insert.bind(2, step);
    insert.bind(3, now.time_since_epoch().count());
    insert.exec();
}

void leaveStep(SQLite::Database &db, std::int64_t rollout, int step, TimePoint now, const Evidence &evidence)
{
    SQLite::Statement update(
        db, "UPDATE rollout_steps SET left_at = ?, evidence = ? WHERE rollout = ? AND step = ?");
    update.bind(1, now.time_since_epoch().count());
    update.bind(2, evidence.toJson());
    update.bind(3, rollout);
    update.bind(4, step);
    update.exec();
}

void saveEvidence(SQLite::Database &db, std::int64_t rollout, int step, const Evidence &evidence)
{
    SQLite::Statement update(
        db, "UPDATE rollout_steps SET evidence = ? WHERE rollout = ? AND step = ? AND left_at IS "
            "NULL");
    update.bind(1, evidence.toJson());
    update.bind(2, rollout);
    update.bind(3, step);
    update.exec();
}

int percentAt(const Plan &plan, int step)
{
    if (step < 1 || static_cast<std::size_t>(step) > plan.steps.size())
        return 0;
    return plan.steps[static_cast<std::size_t>(step) - 1];
}

serve::Split splitAt(const Rollout &rollout, int step)
{
    const int green = percentAt(rollout.plan, step);
    serve::Split split;
    if (green > 0)
        split[rollout.green] = green;
    if (green < 100 && !rollout.blue.empty())
        split[rollout.blue] = 100 - green;
    return split;
}

Evidence currentEvidence(const Rollout &rollout)
{
    const auto found = std::ranges::find(rollout.steps, rollout.step, &Step::index);
    return found == rollout.steps.end() ? Evidence{} : found->evidence;
}

std::string subjectOf(const Rollout &rollout)
{
    return fmt::format("{}/{}", rollout.endpoint, rollout.id);
}

} // namespace signalbox::rollout
