#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <fmt/format.h>

#include "core/base/json.h"
#include "core/job/job_row.h"
#include "core/tracking/tracking.h"

namespace signalbox::job {

using store::Change;
using store::Permission;

namespace {

// The oldest job that nobody works on, 0 if there is none.
std::int64_t freeJobIn(SQLite::Database &db, TimePoint now, std::int64_t only)
{
    SQLite::Statement row(db, "SELECT id FROM jobs WHERE (?1 = 0 OR id = ?1) AND (state = 'queued' OR "
                              "(state = 'running' AND heartbeat <= ?2)) ORDER BY id LIMIT 1");
    SQLite::bind(row, only, (now - claimLifetime).time_since_epoch().count());
    return row.executeStep() ? row.getColumn(0).getInt64() : 0;
}

Status killRun(Change &change, const Job &job, std::string_view why)
{
    if (job.run.empty())
        return {};
    SIGNALBOX_TRY(const tracking::Run run, tracking::runIn(change.db, job.run));
    if (run.state != tracking::RunState::Running)
        return {};
    return tracking::endRunIn(change, job.run, tracking::RunState::Killed, why);
}

// Somebody asked to cancel it, but its owner died before the next look.
Status endAbandoned(Change &change, const Job &before)
{
    SIGNALBOX_CHECK(endJobIn(change, before, JobState::Canceled, {}));
    SIGNALBOX_TRY(const Job after, jobIn(change.db, before.id));
    change.audit({.action = "job.ended",
                  .subject = subjectOf(before.id),
                  .before = auditText(before),
                  .after = auditText(after)});
    return {};
}

Status takeOver(Change &change, const Job &before, std::string_view owner)
{
    SIGNALBOX_CHECK(killRun(change, before, "Whoever executed this run stopped answering."));
    SQLite::Statement update(change.db,
                             "UPDATE jobs SET state = 'running', run = NULL, owner = ?, heartbeat = ?, "
                             "started = ?, progress = '{}' WHERE id = ?");
    const std::int64_t now = change.now.time_since_epoch().count();
    SQLite::bind(update, std::string(owner), now, now, before.id);
    update.exec();
    change.audit({.action = "job.started",
                  .subject = subjectOf(before.id),
                  .before = auditText(before),
                  .after = Json{{"state", jobStateName(JobState::Running)}, {"owner", owner}}.dump()});
    return {};
}

} // namespace

Status checkClaim(SQLite::Database &db, std::string_view owner, std::int64_t job)
{
    SQLite::Statement row(db, "SELECT 1 FROM jobs WHERE id = ? AND owner = ? AND state = 'running'");
    SQLite::bind(row, job, std::string(owner));
    if (row.executeStep())
        return {};
    return failure(ErrorCode::FailedPrecondition,
                   fmt::format("{} does not hold the claim on job {} any more.", owner, job));
}

Status releaseIn(Change &change, const Job &job)
{
    SIGNALBOX_CHECK(killRun(change, job, "The program that executed this run was stopped."));
    SQLite::Statement update(change.db, "UPDATE jobs SET state = 'queued', run = NULL, owner = '', "
                                        "started = NULL, progress = '{}' WHERE id = ?");
    SQLite::bind(update, job.id);
    update.exec();
    return {};
}

Result<std::optional<Job>> claimJob(store::Store &store, std::string_view owner, std::int64_t only)
{
    const auto reconciler = store::Actor::reconciler(std::string(owner));
    while (true) {
        SIGNALBOX_TRY(const std::int64_t free, store.read([&](SQLite::Database &db) -> Result<std::int64_t> {
            return freeJobIn(db, store.clock().now(), only);
        }));
        if (free == 0)
            return std::nullopt;
        bool lost = false;
        const auto taken = store.change(reconciler, Permission::Operate, [&](Change &change) -> Result<Job> {
            lost = freeJobIn(change.db, change.now, free) == 0;
            if (lost)
                return failure(ErrorCode::FailedPrecondition, "Another program took the job.");
            SIGNALBOX_TRY(const Job before, jobIn(change.db, free));
            SIGNALBOX_CHECK(before.cancelRequested ? endAbandoned(change, before)
                                                   : takeOver(change, before, owner));
            return jobIn(change.db, free);
        });
        if (taken && taken->state == JobState::Running)
            return *taken;
        if (!taken && !lost)
            return std::unexpected(taken.error());
    }
}

} // namespace signalbox::job
