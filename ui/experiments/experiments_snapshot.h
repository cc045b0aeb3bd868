// What the Experiments page shows of the workspace, read on the pool as values: experiments, the rows of
// their runs and the jobs that are under way or have failed; and, apart, all about one run or about two side
// by side.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/job/job.h"
#include "core/registry/comparison.h"
#include "core/tracking/tracking.h"
#include "ui/widgets/value_table_model.h"

namespace signalbox::ui {

struct JobLine
{
    std::int64_t id = 0;
    job::JobState state = job::JobState::Queued;
    QString title; // experiment and run
    QString run;   // id, "" before it has one
    std::int64_t step = 0;
    std::int64_t of = 0; // 0: not known
    std::optional<double> objective;
    bool cancelRequested = false;
    QString error;

    friend bool operator==(const JobLine &, const JobLine &) = default;
};

// What the palette lists and the register dialog offers.
struct RunSummary
{
    QString id;
    QString name;
    QString detail;
};

struct ExperimentsSnapshot
{
    std::vector<tracking::Experiment> experiments;
    std::int64_t allRuns = 0;
    std::vector<Row> runs;          // newest first
    std::vector<RunSummary> newest; // of the runs, a few
    bool truncated = false;         // there are more runs than are shown
    std::vector<JobLine> jobs;      // queued and running; failed within the last hour
    int running = 0;                // jobs queued or running
    TimePoint readAt;
};

inline constexpr std::size_t shownRuns = 10'000;

// "" = all experiments.
[[nodiscard]] Result<ExperimentsSnapshot> readExperiments(const store::Store &store,
                                                          const std::string &experiment);
// Jobs that are queued or running, for the note of a page that is not shown.
[[nodiscard]] Result<int> countActiveJobs(const store::Store &store);

struct RunDetails
{
    tracking::Run run;
    std::vector<tracking::Artifact> artifacts;
    std::vector<tracking::MetricPoint> objective; // by iteration
    std::vector<std::string> versions;            // "diabetes/5": what it was registered as
    TimePoint readAt;
};

[[nodiscard]] Result<RunDetails> readRunDetails(const store::Store &store, const std::string &run);

struct RunPair
{
    tracking::Run baseline;
    tracking::Run candidate;
    std::optional<registry::Comparison> comparison;
    std::string obstacle; // why the metrics cannot be compared, "" if they can
};

// The run that started later is the candidate, or the earlier one if `swapped`.
[[nodiscard]] Result<RunPair> readRunPair(const store::Store &store, const std::string &first,
                                          const std::string &second, bool swapped);

} // namespace signalbox::ui
