#include "ui/experiments/experiments_snapshot.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "core/base/json.h"
#include "core/registry/registry.h"
#include "ui/experiments/run_rows.h"
#include "ui/widgets/format.h"
#include "ui/widgets/metric_words.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

using job::Job;
using job::JobState;
using tracking::Run;

namespace {

constexpr std::size_t paletteRuns = 200;
constexpr std::chrono::hours failuresShown{1};
constexpr const char *objectiveMetric = "objective";

bool isActive(const Job &job)
{
    return job.state == JobState::Queued || job.state == JobState::Running;
}

bool isShown(const Job &job, TimePoint now)
{
    return isActive(job) ||
           (job.state == JobState::Failed && job.ended.value_or(job.created) + failuresShown > now);
}

// Progress and specification are for reading only: what is missing is not shown.
JobLine jobLine(const Job &job)
{
    JobLine line{.id = job.id,
                 .state = job.state,
                 .title = {},
                 .run = toQt(job.run),
                 .objective = {},
                 .cancelRequested = job.cancelRequested,
                 .error = toQt(job.error)};
    if (const auto specification = parseJson(job.specification)) {
        const QString experiment = toQt(member<std::string>(*specification, "experiment").value_or(""));
        const QString name = toQt(member<std::string>(*specification, "runName").value_or(""));
        line.title = name.isEmpty() ? experiment : experiment + u" · "_s + name;
    }
    if (const auto progress = parseJson(job.progress)) {
        line.step = member<std::int64_t>(*progress, "step").value_or(0);
        line.of = member<std::int64_t>(*progress, "of").value_or(0);
        if (const auto objective = member<double>(*progress, "objective"))
            line.objective = *objective;
    }
    return line;
}

QString summaryOf(const Run &run)
{
    const auto f1 = run.metrics.find("f1");
    return f1 == run.metrics.end()
               ? toQt(run.experiment)
               : toQt(run.experiment) + u" · "_s + metricTitle("f1") + u' ' + numberText(f1->second);
}

Result<std::vector<std::string>> versionsOf(const store::Store &store, const std::string &run)
{
    std::vector<std::string> found;
    SIGNALBOX_TRY(const auto models, registry::listModels(store));
    for (const registry::Model &model : models) {
        SIGNALBOX_TRY(const auto versions, registry::listVersions(store, model.name));
        for (const registry::Version &version : versions)
            if (version.run == run)
                found.push_back(fmt::format("{}/{}", model.name, version.number));
    }
    return found;
}

} // namespace

Result<ExperimentsSnapshot> readExperiments(const store::Store &store, const std::string &experiment)
{
    ExperimentsSnapshot snapshot;
    snapshot.readAt = store.clock().now();
    SIGNALBOX_TRY(snapshot.experiments, tracking::listExperiments(store));
    for (const tracking::Experiment &each : snapshot.experiments)
        snapshot.allRuns += each.runs;
    SIGNALBOX_TRY(const std::vector<Run> runs,
                  tracking::listRuns(store, {.experiment = experiment, .limit = shownRuns + 1}));
    snapshot.truncated = runs.size() > shownRuns;
    const std::size_t count = std::min(runs.size(), shownRuns);
    snapshot.runs.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        snapshot.runs.push_back(runRow(runs[i], snapshot.readAt));
        if (i < paletteRuns)
            snapshot.newest.push_back(
                {.id = toQt(runs[i].id), .name = toQt(runs[i].name), .detail = summaryOf(runs[i])});
    }
    SIGNALBOX_TRY(const std::vector<Job> jobs, job::listJobs(store));
    for (const Job &each : jobs) {
        if (isShown(each, snapshot.readAt))
            snapshot.jobs.push_back(jobLine(each));
        snapshot.running += isActive(each) ? 1 : 0;
    }
    return snapshot;
}

Result<int> countActiveJobs(const store::Store &store)
{
    SIGNALBOX_TRY(const std::vector<Job> jobs, job::listJobs(store));
    return static_cast<int>(std::ranges::count_if(jobs, isActive));
}

Result<RunDetails> readRunDetails(const store::Store &store, const std::string &run)
{
    RunDetails details;
    details.readAt = store.clock().now();
    SIGNALBOX_TRY(details.run, tracking::findRun(store, run));
    SIGNALBOX_TRY(details.artifacts, tracking::listArtifacts(store, details.run.id));
    SIGNALBOX_TRY(details.objective, tracking::metricHistory(store, details.run.id, objectiveMetric));
    SIGNALBOX_TRY(details.versions, versionsOf(store, details.run.id));
    return details;
}

Result<RunPair> readRunPair(const store::Store &store, const std::string &first, const std::string &second,
                            bool swapped)
{
    RunPair pair;
    SIGNALBOX_TRY(pair.baseline, tracking::findRun(store, first));
    SIGNALBOX_TRY(pair.candidate, tracking::findRun(store, second));
    if ((pair.candidate.started < pair.baseline.started) != swapped)
        std::swap(pair.baseline, pair.candidate);
    auto comparison = registry::compareRuns(store, pair.candidate.id, pair.baseline.id);
    if (comparison)
        pair.comparison = *std::move(comparison);
    else
        pair.obstacle = comparison.error().message;
    return pair;
}

} // namespace signalbox::ui
