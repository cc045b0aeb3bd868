// Work that goes on while nobody waits: a queue in workspace.db. A command puts a job in, the agent (or a
// terminal that does its own) claims it, executes it and writes progress; a claim whose heartbeat stops is
// taken over.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/stop.h"
#include "core/learn/training.h"
#include "core/store/store.h"

namespace signalbox::job {

enum class JobState : std::uint8_t { Queued, Running, Completed, Failed, Canceled };

[[nodiscard]] std::string_view jobStateName(JobState state);

struct Job
{
    std::int64_t id = 0;
    std::string kind;          // "training"
    std::string specification; // JSON
    JobState state = JobState::Queued;
    std::string run; // id, once it has one
    std::string requestedBy;
    TimePoint created;
    std::optional<TimePoint> started;
    std::optional<TimePoint> ended;
    bool cancelRequested = false;
    std::string progress; // JSON: {"step": …, "of": …, "objective": …}
    std::string error;
};

struct TrainingJob
{
    std::string experiment;
    std::string runName; // "" = a friendly name is chosen
    learn::TrainingSpec training;
};

// The data file is read and checked before the job is accepted, so that a wrong column is said at once.
[[nodiscard]] Result<std::int64_t> submitTraining(store::Store &store, const store::Actor &actor,
                                                  const TrainingJob &job);
// A queued job ends at once; a running one at its next look.
[[nodiscard]] Status cancelJob(store::Store &store, const store::Actor &actor, std::int64_t job);

// Newest first.
[[nodiscard]] Result<std::vector<Job>> listJobs(const store::Store &store, std::size_t limit = 200);
[[nodiscard]] Result<Job> findJob(const store::Store &store, std::int64_t job);

// How long a claim lives without a heartbeat. The executing thread renews it with each progress.
inline constexpr std::chrono::seconds claimLifetime{10};

// Claims the oldest queued job, or one whose claim has expired (it starts over with a new run; the old run is
// killed), or `only` if that is not 0. Nothing if there is none.
[[nodiscard]] Result<std::optional<Job>> claimJob(store::Store &store, std::string_view owner,
                                                  std::int64_t only = 0);

// Executes a claimed job on the calling thread: trains, logs parameters, metrics per iteration, tags, the
// model folder and the held-out predictions. The error of the training is the job's, not this call's. If
// `stop` asks, the job goes back into the queue with its run killed, unless somebody asked to cancel it.
// FailedPrecondition if the claim was lost on the way: then the job is somebody else's and was left alone.
[[nodiscard]] Result<Job> executeJob(store::Store &store, std::string_view owner, const Job &job,
                                     const StopToken &stop);

} // namespace signalbox::job
