#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/job/job_row.h"
#include "core/tracking/tracking.h"

namespace signalbox::job {

using store::Change;
using store::Permission;

namespace {

constexpr std::array<std::string_view, 5> stateNames = {"queued", "running", "completed", "failed",
                                                        "canceled"};

constexpr const char *jobColumns = "id, kind, specification, state, run, requested_by, created, started, "
                                   "ended, cancel, progress, error";

TimePoint timeOf(const SQLite::Column &column)
{
    return TimePoint(Ticks(column.getInt64()));
}

Job readJob(const SQLite::Statement &row)
{
    Job job{.id = row.getColumn(0).getInt64(),
            .kind = row.getColumn(1).getString(),
            .specification = row.getColumn(2).getString(),
            .state = static_cast<JobState>(std::ranges::find(stateNames, row.getColumn(3).getString()) -
                                           stateNames.begin()),
            .run = row.getColumn(4).getString(),
            .requestedBy = row.getColumn(5).getString(),
            .created = timeOf(row.getColumn(6)),
            .started = {},
            .ended = {},
            .cancelRequested = row.getColumn(9).getInt() != 0,
            .progress = row.getColumn(10).getString(),
            .error = row.getColumn(11).getString()};
    if (!row.getColumn(7).isNull())
        job.started = timeOf(row.getColumn(7));
    if (!row.getColumn(8).isNull())
        job.ended = timeOf(row.getColumn(8));
    return job;
}

// The run's state that tells the same as the job's.
tracking::RunState runStateOf(JobState state)
{
    switch (state) {
    case JobState::Completed:
        return tracking::RunState::Finished;
    case JobState::Failed:
        return tracking::RunState::Failed;
    default:
        return tracking::RunState::Killed;
    }
}

Json specificationJson(const TrainingJob &job)
{
    return {
        {"experiment", job.experiment}, {"runName", job.runName}, {"training", learn::toJson(job.training)}};
}

// The data file by its full path, because whoever executes the job has another working folder.
Result<std::string> fullPath(const std::string &path)
{
    std::error_code error;
    if (path.empty() || !isUtf8(path))
        return std::unexpected(Error{.code = ErrorCode::InvalidArgument,
                                     .message = "The training names no data file.",
                                     .field = "dataPath"});
    const std::filesystem::path full = std::filesystem::absolute(toPath(path), error);
    if (error)
        return failure(ErrorCode::InvalidArgument, fmt::format("'{}' is not a path.", path));
    return toUtf8(full.lexically_normal());
}

} // namespace

std::string_view jobStateName(JobState state)
{
    return stateNames[static_cast<std::size_t>(state)];
}

std::string subjectOf(std::int64_t job)
{
    return fmt::format("job/{}", job);
}

std::string auditText(const Job &job)
{
    Json json = {{"state", jobStateName(job.state)}};
    if (!job.run.empty())
        json["run"] = job.run;
    return json.dump();
}

Result<TrainingJob> trainingJobFromJson(std::string_view text)
{
    SIGNALBOX_TRY(const Json json, parseJson(text));
    TrainingJob job;
    SIGNALBOX_TRY(job.experiment, member<std::string>(json, "experiment"));
    SIGNALBOX_TRY(job.runName, member<std::string>(json, "runName"));
    SIGNALBOX_TRY(const Json training, member<Json>(json, "training"));
    SIGNALBOX_TRY(job.training, learn::trainingSpecFromJson(training));
    return job;
}

Result<Job> jobIn(SQLite::Database &db, std::int64_t job)
{
    SQLite::Statement row(db, fmt::format("SELECT {} FROM jobs WHERE id = ?", jobColumns));
    SQLite::bind(row, job);
    if (!row.executeStep())
        return failure(ErrorCode::NotFound, fmt::format("There is no job {}.", job));
    return readJob(row);
}

Result<std::int64_t> submitTraining(store::Store &store, const store::Actor &actor, const TrainingJob &job)
{
    SIGNALBOX_CHECK(checkName("experiment", job.experiment));
    if (!job.runName.empty())
        SIGNALBOX_CHECK(checkName("run", job.runName));
    TrainingJob accepted = job;
    SIGNALBOX_TRY(accepted.training.dataPath, fullPath(job.training.dataPath));
    SIGNALBOX_CHECK(learn::loadTrainingData(accepted.training));
    const std::string specification = specificationJson(accepted).dump();
    return store.change(actor, Permission::Operate, [&](Change &change) -> Result<std::int64_t> {
        SQLite::Statement insert(change.db, "INSERT INTO jobs(kind, specification, state, requested_by, "
                                            "created) VALUES('training', ?, 'queued', ?, ?)");
        SQLite::bind(insert, specification, actor.name, change.now.time_since_epoch().count());
        insert.exec();
        const std::int64_t id = change.db.getLastInsertRowid();
        change.audit({.action = "job.submitted", .subject = subjectOf(id), .after = specification});
        return id;
    });
}

Status endJobIn(Change &change, const Job &job, JobState state, std::string_view error)
{
    if (!job.run.empty()) {
        SIGNALBOX_TRY(const tracking::Run run, tracking::runIn(change.db, job.run));
        if (run.state == tracking::RunState::Running)
            SIGNALBOX_CHECK(tracking::endRunIn(change, job.run, runStateOf(state), error));
    }
    SQLite::Statement update(change.db, "UPDATE jobs SET state = ?, ended = ?, error = ? WHERE id = ?");
    SQLite::bind(update, std::string(jobStateName(state)), change.now.time_since_epoch().count(),
                 std::string(error), job.id);
    update.exec();
    return {};
}

Status cancelJob(store::Store &store, const store::Actor &actor, std::int64_t job)
{
    return store.change(actor, Permission::Operate, [&](Change &change) -> Status {
        SIGNALBOX_TRY(const Job before, jobIn(change.db, job));
        if (before.state != JobState::Queued && before.state != JobState::Running)
            return failure(ErrorCode::FailedPrecondition,
                           fmt::format("Job {} has ended ({}).", job, jobStateName(before.state)));
        if (before.cancelRequested)
            return failure(ErrorCode::FailedPrecondition,
                           fmt::format("Job {} is being canceled already.", job));
        SQLite::Statement update(change.db, "UPDATE jobs SET cancel = 1 WHERE id = ?");
        SQLite::bind(update, job);
        update.exec();
        if (before.state == JobState::Queued)
            SIGNALBOX_CHECK(endJobIn(change, before, JobState::Canceled, {}));
        SIGNALBOX_TRY(const Job after, jobIn(change.db, job));
        change.audit({.action = "job.cancel-requested",
                      .subject = subjectOf(job),
                      .before = auditText(before),
                      .after = auditText(after)});
        return {};
    });
}

Result<std::vector<Job>> listJobs(const store::Store &store, std::size_t limit)
{
    return store.read([limit](SQLite::Database &db) -> Result<std::vector<Job>> {
        SQLite::Statement row(db, fmt::format("SELECT {} FROM jobs ORDER BY id DESC LIMIT ?", jobColumns));
        SQLite::bind(row, static_cast<std::int64_t>(limit));
        std::vector<Job> jobs;
        while (row.executeStep())
            jobs.push_back(readJob(row));
        return jobs;
    });
}

Result<Job> findJob(const store::Store &store, std::int64_t job)
{
    return store.read([job](SQLite::Database &db) { return jobIn(db, job); });
}

} // namespace signalbox::job
