#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/ctl/context.h"
#include "app/ctl/show.h"
#include "core/agent/director.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/job/job.h"
#include "core/registry/comparison.h"
#include "core/tracking/tracking.h"

namespace signalbox::ctl {

namespace {

struct Options
{
    job::TrainingJob job;
    tracking::RunFilter filter;
    std::string run;
    std::string baseline;
};

// Executes the job here if no agent was faster; either way it ends as a run.
Result<tracking::Run> execute(Context &context, store::Store &store, std::int64_t id)
{
    const std::string owner = randomHex(16);
    SIGNALBOX_TRY(const auto claimed, job::claimJob(store, owner, id));
    if (!claimed)
        return agent::Director(store, context.actor(), context.stop(), std::chrono::hours(24)).waitForJob(id);
    SIGNALBOX_TRY(const job::Job ended, job::executeJob(store, owner, *claimed, context.stop()));
    // Whoever stops this program wants no training, while the job would wait for the next who executes it.
    if (ended.state == job::JobState::Queued) {
        SIGNALBOX_CHECK(job::cancelJob(store, context.actor(), id));
        return failure(ErrorCode::Cancelled, "The training is canceled, as asked.");
    }
    if (ended.state != job::JobState::Completed)
        return failure(ErrorCode::FailedPrecondition,
                       fmt::format("The training is {}: {}", job::jobStateName(ended.state), ended.error));
    return tracking::findRun(store, ended.run);
}

Status train(Context &context, const Options &options)
{
    SIGNALBOX_TRY(store::Store * store, context.open());
    job::TrainingJob job = options.job;
    job.training.dataPath = toUtf8(std::filesystem::absolute(toPath(job.training.dataPath)));
    SIGNALBOX_TRY(const std::int64_t id, job::submitTraining(*store, context.actor(), job));
    SIGNALBOX_TRY(const tracking::Run run, execute(context, *store, id));
    context.print(toJson(run), [&] { showRun(context, run); });
    return {};
}

Status listRuns(Context &context, const Options &options)
{
    SIGNALBOX_TRY(const store::Store *store, context.open());
    SIGNALBOX_TRY(const auto runs, tracking::listRuns(*store, options.filter));
    Json json = Json::array();
    Rows rows = {{"Run", "Id", "Experiment", "State", "F1", "Accuracy", "AUC", "C", "Started (UTC)", "By"}};
    for (const tracking::Run &run : runs) {
        json.push_back(toJson(run));
        rows.push_back({run.name, run.id.substr(0, 8), run.experiment,
                        std::string(tracking::runStateName(run.state)), metricText(run.metrics, "f1"),
                        metricText(run.metrics, "accuracy"), metricText(run.metrics, "roc_auc"),
                        run.parameters.contains("C") ? run.parameters.at("C") : std::string(),
                        toReadable(run.started), run.member});
    }
    context.print(json, [&] { context.table(rows); });
    return {};
}

Status compare(Context &context, const Options &options)
{
    SIGNALBOX_TRY(const store::Store *store, context.open());
    SIGNALBOX_TRY(const auto comparison, registry::compareRuns(*store, options.run, options.baseline));
    SIGNALBOX_TRY(const Json json, parseJson(comparison.toJson()));
    context.print(json, [&] { showComparison(context, comparison); });
    return {};
}

} // namespace

void addTrainingCommands(CLI::App &app, const Chosen &chosen)
{
    auto options = std::make_shared<Options>();
    CLI::App *training =
        app.add_subcommand("train", "Train a logistic regression on a CSV file and track it as a run");
    learn::TrainingSpec &spec = options->job.training;
    options->job.experiment = "default";
    training->add_option("--data", spec.dataPath, "CSV file with a head line")->required();
    training->add_option("--label", spec.label, "The column of 0 and 1 to predict")->required();
    training->add_option("--ignore", spec.ignoredColumns, "Columns that are no features")->delimiter(',');
    training->add_option("-e,--experiment", options->job.experiment, "Experiment")->capture_default_str();
    training->add_option("--name", options->job.runName, "Name of the run; chosen if not given");
    training->add_option("-C,--inverse-regularisation", spec.C, "Inverse strength of the L2 penalty")
        ->capture_default_str();
    training->add_option("--tolerance", spec.tolerance, "Stop when the gradient is below")
        ->capture_default_str();
    training->add_option("--max-iterations", spec.maximumIterations, "Stop after so many")
        ->capture_default_str();
    training->add_option("--test-fraction", spec.testFraction, "Share of rows that are held out")
        ->capture_default_str();
    training->add_option("--seed", spec.seed, "Of the split")->capture_default_str();
    training->add_option("--threshold", spec.threshold, "Predict 1 from this probability on")
        ->capture_default_str();
    training->add_flag("--balanced", spec.balancedClasses, "Weigh classes by their rarity");
    training->callback([=] { chosen([=](Context &context) { return train(context, *options); }); });

    CLI::App *runs = app.add_subcommand("runs", "List runs, newest first");
    runs->add_option("-e,--experiment", options->filter.experiment, "Only of this experiment");
    runs->add_option("-n,--limit", options->filter.limit, "How many")->check(CLI::Range(1, 1'000'000));
    runs->callback([=] { chosen([=](Context &context) { return listRuns(context, *options); }); });

    CLI::App *comparison = app.add_subcommand("compare", "Compare two runs on the same held-out rows");
    comparison->add_option("run", options->run, "The run, by name or id")->required();
    comparison->add_option("baseline", options->baseline, "The run to compare with")->required();
    comparison->callback([=] { chosen([=](Context &context) { return compare(context, *options); }); });
}

} // namespace signalbox::ctl
