// How a job lies in the table `jobs`, for the functions of this room. Internal to the room.
#pragma once

#include "core/job/job.h"

namespace signalbox::job {

[[nodiscard]] Result<Job> jobIn(SQLite::Database &db, std::int64_t job);

// "job/7", the subject of its audit entries.
[[nodiscard]] std::string subjectOf(std::int64_t job);

// FailedPrecondition unless `owner` holds the claim on the running job.
[[nodiscard]] Status checkClaim(SQLite::Database &db, std::string_view owner, std::int64_t job);

// Ends the job as `state`, and its run, if it has one that runs, accordingly.
[[nodiscard]] Status endJobIn(store::Change &change, const Job &job, JobState state, std::string_view error);

// Puts the job back into the queue and kills its run.
[[nodiscard]] Status releaseIn(store::Change &change, const Job &job);

// The audit text of a job: its state and run.
[[nodiscard]] std::string auditText(const Job &job);

// Reads Job::specification back.
[[nodiscard]] Result<TrainingJob> trainingJobFromJson(std::string_view text);

} // namespace signalbox::job
