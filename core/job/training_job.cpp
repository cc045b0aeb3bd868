#include <cmath>

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/job/job_row.h"
#include "core/tracking/predictions.h"
#include "core/tracking/tracking.h"

namespace signalbox::job {

using store::Change;
using store::Permission;

namespace {

constexpr std::chrono::milliseconds lookInterval{200};

std::map<std::string, std::string, std::less<>> parametersOf(const learn::TrainingSpec &spec)
{
    std::map<std::string, std::string, std::less<>> parameters = {
        {"C", fmt::format("{}", spec.C)},
        {"tolerance", fmt::format("{}", spec.tolerance)},
        {"maximum_iterations", fmt::format("{}", spec.maximumIterations)},
        {"test_fraction", fmt::format("{}", spec.testFraction)},
        {"standardise", fmt::format("{}", spec.standardise)},
        {"balanced", fmt::format("{}", spec.balancedClasses)},
        {"threshold", fmt::format("{}", spec.threshold)},
        {"label", spec.label},
        {"data_path", spec.dataPath}};
    if (!spec.ignoredColumns.empty())
        parameters.emplace("ignored_columns", fmt::format("{}", fmt::join(spec.ignoredColumns, ", ")));
    return parameters;
}

std::map<std::string, std::string, std::less<>> tagsOf(const Job &job, const learn::TrainingSpec &spec)
{
    std::map<std::string, std::string, std::less<>> tags = {
        {std::string(tracking::seedTag), fmt::format("{}", spec.seed)},
        {std::string(tracking::userTag), job.requestedBy}};
    if (std::string commit = tracking::gitCommit(toPath(spec.dataPath).parent_path()); !commit.empty())
        tags.emplace(tracking::commitTag, std::move(commit));
    return tags;
}

tracking::Predictions predictionsOf(const learn::TrainingOutcome &outcome)
{
    return {.dataHash = outcome.dataHash,
            .threshold = outcome.model.threshold,
            .rows = outcome.testRowIndices,
            .labels = {outcome.testLabels.begin(), outcome.testLabels.end()},
            .probabilities = outcome.testProbabilities};
}

// One execution, on one thread.
class Execution
{
public:
    Execution(store::Store &store, std::string_view owner, const Job &job, const StopToken &stop)
        : m_store(store)
        , m_owner(owner)
        , m_job(job)
        , m_stop(stop)
        , m_progress(job.progress)
    {
    }

    Status train();
    Result<Job> end(const Status &outcome);

private:
    Status startRun(const TrainingJob &job);
    // Renews the claim and writes what has gathered. Cancelled if somebody wants this to stop.
    Status look();
    void onIteration(const learn::Iteration &iteration, int limit);
    Status keep(const learn::TrainingOutcome &outcome);
    JobState judge(const Job &now, const Status &outcome) const;

    store::Store &m_store;
    const std::string m_owner;
    const Job m_job;
    const StopToken m_stop;
    StopSource m_enough; // what the training listens to
    tracking::RunId m_run;
    std::string m_dataHash;
    std::vector<tracking::Metric> m_pending;
    std::string m_progress;
    TimePoint m_lastLook;
};

Status Execution::startRun(const TrainingJob &job)
{
    SIGNALBOX_TRY(
        m_run,
        m_store.change(store::Actor::reconciler(m_owner), Permission::Operate,
                       [&](Change &change) -> Result<tracking::RunId> {
                           SIGNALBOX_CHECK(checkClaim(change.db, m_owner, m_job.id));
                           SIGNALBOX_TRY(tracking::RunId run,
                                         tracking::startRunIn(change, m_job.requestedBy,
                                                              {.experiment = job.experiment,
                                                               .name = job.runName,
                                                               .parameters = parametersOf(job.training),
                                                               .tags = tagsOf(m_job, job.training)}));
                           SQLite::Statement update(change.db, "UPDATE jobs SET run = ? WHERE id = ?");
                           SQLite::bind(update, run, m_job.id);
                           update.exec();
                           change.audit(
                               {.action = "run.started",
                                .subject = run,
                                .after = Json{{"experiment", job.experiment}, {"job", m_job.id}}.dump()});
                           return run;
                       }));
    return {};
}

Status Execution::look()
{
    m_lastLook = m_store.clock().now();
    SIGNALBOX_TRY(const bool canceled, m_store.observe([&](SQLite::Database &db) -> Result<bool> {
        SIGNALBOX_CHECK(checkClaim(db, m_owner, m_job.id));
        SQLite::Statement update(db, "UPDATE jobs SET heartbeat = ?, progress = ? WHERE id = ?");
        SQLite::bind(update, m_lastLook.time_since_epoch().count(), m_progress, m_job.id);
        update.exec();
        SIGNALBOX_CHECK(tracking::logMetricsIn(db, m_lastLook, m_run, m_pending));
        if (!m_dataHash.empty())
            SIGNALBOX_CHECK(tracking::setTagIn(db, m_run, tracking::dataHashTag, m_dataHash));
        SIGNALBOX_TRY(const Job now, jobIn(db, m_job.id));
        return now.cancelRequested;
    }));
    m_pending.clear();
    m_dataHash.clear();
    if (canceled || m_stop.stopRequested())
        return failure(ErrorCode::Cancelled, "Stopped as asked.");
    return {};
}

void Execution::onIteration(const learn::Iteration &iteration, int limit)
{
    if (!std::isfinite(iteration.objective))
        return;
    m_pending.push_back({.key = "objective", .value = iteration.objective, .step = iteration.number});
    m_progress = Json{{"step", iteration.number}, {"of", limit}, {"objective", iteration.objective}}.dump();
    if (m_stop.stopRequested())
        m_enough.requestStop();
    if (m_store.clock().now() - m_lastLook < lookInterval)
        return;
    // A workspace that is busy now is looked at again; what has gathered is not lost.
    if (const Status looked = look(); !looked && looked.error().code != ErrorCode::Unavailable)
        m_enough.requestStop();
}

Status Execution::keep(const learn::TrainingOutcome &outcome)
{
    const std::filesystem::path folder = tracking::artifactFolder(m_store, m_run);
    // Neither a time nor the run is written into the model, so that the same training gives the same hash.
    SIGNALBOX_CHECK(learn::saveModel(outcome.model, folder / "model", TimePoint{}, {}));
    SIGNALBOX_CHECK(tracking::savePredictions(predictionsOf(outcome), folder));
    for (const learn::NamedMetric &metric : learn::namedMetrics(outcome.metrics))
        m_pending.push_back({.key = std::string(metric.name), .value = metric.value, .step = 0});
    return {};
}

Status Execution::train()
{
    if (m_job.kind != "training")
        return failure(ErrorCode::InvalidArgument,
                       fmt::format("This Signalbox cannot execute a job of kind '{}'.", m_job.kind));
    SIGNALBOX_TRY(const TrainingJob job, trainingJobFromJson(m_job.specification));
    SIGNALBOX_CHECK(startRun(job));
    SIGNALBOX_CHECK(look());
    SIGNALBOX_TRY(const learn::TrainingData data, learn::loadTrainingData(job.training));
    m_dataHash = data.dataHash;
    SIGNALBOX_CHECK(look());
    SIGNALBOX_TRY(const learn::Split split,
                  learn::stratifiedSplit(data.labels, job.training.testFraction, job.training.seed));
    const auto progress = [&](const learn::Iteration &iteration) {
        onIteration(iteration, job.training.maximumIterations);
    };
    SIGNALBOX_TRY(const learn::TrainingOutcome outcome,
                  learn::trainOn(data, job.training, split, progress, m_enough.token()));
    SIGNALBOX_CHECK(keep(outcome));
    return look();
}

JobState Execution::judge(const Job &now, const Status &outcome) const
{
    if (outcome)
        return JobState::Completed;
    if (outcome.error().code != ErrorCode::Cancelled)
        return JobState::Failed;
    return now.cancelRequested || !m_stop.stopRequested() ? JobState::Canceled : JobState::Queued;
}

Result<Job> Execution::end(const Status &outcome)
{
    std::string error;
    if (!outcome && outcome.error().code != ErrorCode::Cancelled)
        error = isUtf8(outcome.error().text()) ? outcome.error().text() : "The training failed.";
    return m_store.change(
        store::Actor::reconciler(m_owner), Permission::Operate, [&](Change &change) -> Result<Job> {
            SIGNALBOX_CHECK(checkClaim(change.db, m_owner, m_job.id));
            SIGNALBOX_TRY(const Job before, jobIn(change.db, m_job.id));
            const JobState state = judge(before, outcome);
            if (state == JobState::Queued)
                SIGNALBOX_CHECK(releaseIn(change, before));
            else
                SIGNALBOX_CHECK(endJobIn(change, before, state, error));
            SIGNALBOX_TRY(Job after, jobIn(change.db, m_job.id));
            change.audit({.action = state == JobState::Queued ? "job.released" : "job.ended",
                          .subject = subjectOf(m_job.id),
                          .reason = error,
                          .before = auditText(before),
                          .after = auditText(after)});
            return after;
        });
}

} // namespace

Result<Job> executeJob(store::Store &store, std::string_view owner, const Job &job, const StopToken &stop)
{
    Execution execution(store, owner, job, stop);
    return execution.end(execution.train());
}

} // namespace signalbox::job
