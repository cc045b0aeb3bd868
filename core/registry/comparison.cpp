#include "core/registry/comparison.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <fmt/format.h>

#include "core/base/file.h"
#include "core/learn/metrics.h"
#include "core/learn/model.h"
#include "core/learn/training.h"
#include "core/registry/held_out.h"
#include "core/registry/paired.h"
#include "core/registry/registry.h"
#include "core/tracking/predictions.h"
#include "core/tracking/tracking.h"

namespace signalbox::registry {

using tracking::Predictions;

namespace {

// Fewer common rows than these say too little about two models.
constexpr std::size_t enoughCommonRows = 100;

struct Shown
{
    std::string_view metric;
    bool higherIsBetter;
};

constexpr std::array<Shown, 7> shownMetrics = {{{"f1", true},
                                                {"precision", true},
                                                {"recall", true},
                                                {"accuracy", true},
                                                {"roc_auc", true},
                                                {"log_loss", false},
                                                {"brier", false}}};

struct Side
{
    std::string label; // what the comparison calls it
    tracking::Run run; // without an id if the version came from elsewhere
    std::filesystem::path modelFolder;
    Result<Predictions> predictions = failure(ErrorCode::NotFound, "There are none.");
};

// What one side said about the common rows.
struct Verdicts
{
    std::vector<double> probabilities;
    double threshold = 0.5;
};

struct Common
{
    std::vector<int> labels;
    Verdicts candidate;
    Verdicts baseline;
    std::string note;
};

Side sideOfRun(const store::Store &store, std::string label, tracking::Run run)
{
    const std::filesystem::path folder = tracking::artifactFolder(store, run.id);
    return {.label = std::move(label),
            .run = std::move(run),
            .modelFolder = folder / "model",
            .predictions = tracking::loadPredictions(folder)};
}

Result<Side> finishedRun(const store::Store &store, std::string_view idOrName)
{
    SIGNALBOX_TRY(tracking::Run run, tracking::findRun(store, idOrName));
    if (run.state != tracking::RunState::Finished)
        return failure(ErrorCode::FailedPrecondition,
                       fmt::format("The run {} is {}; only finished runs can be compared.", run.name,
                                   tracking::runStateName(run.state)));
    std::string label = run.name;
    return sideOfRun(store, std::move(label), std::move(run));
}

// The rows that both held out, so that neither has learned from them.
Result<Common> heldOutByBoth(const Predictions &candidate, const Predictions &baseline)
{
    if (candidate.dataHash != baseline.dataHash)
        return failure(ErrorCode::FailedPrecondition, "They learned from different data.");
    Common common;
    common.candidate.threshold = candidate.threshold;
    common.baseline.threshold = baseline.threshold;
    for (std::size_t i = 0, j = 0; i < candidate.rows.size() && j < baseline.rows.size();) {
        if (candidate.rows[i] < baseline.rows[j]) {
            ++i;
        } else if (candidate.rows[i] > baseline.rows[j]) {
            ++j;
        } else {
            common.labels.push_back(candidate.labels[i]);
            common.candidate.probabilities.push_back(candidate.probabilities[i++]);
            common.baseline.probabilities.push_back(baseline.probabilities[j++]);
        }
    }
    if (candidate.rows == baseline.rows)
        return common;
    if (common.labels.size() < enoughCommonRows)
        return failure(ErrorCode::FailedPrecondition, "They hold out different rows.");
    common.note = fmt::format("Judged on the {} rows that both held out.", common.labels.size());
    return common;
}

// The candidate's held-out rows, on which the baseline is scored again.
Result<Common> scoredAgain(const Side &candidate, const Side &baseline)
{
    SIGNALBOX_TRY(const learn::LogisticModel model, learn::loadModel(baseline.modelFolder));
    SIGNALBOX_TRY(const learn::Table table, loadDataOf(candidate.run));
    SIGNALBOX_TRY(auto scored, learn::evaluate(model, table, candidate.predictions->rows));
    const bool sameData =
        baseline.predictions && baseline.predictions->dataHash == candidate.predictions->dataHash;
    return Common{
        .labels = std::move(scored.labels),
        .candidate = {.probabilities = candidate.predictions->probabilities,
                      .threshold = candidate.predictions->threshold},
        .baseline = {.probabilities = std::move(scored.probabilities), .threshold = model.threshold},
        .note = fmt::format("{} was scored again on the rows that {} held out{}.", baseline.label,
                            candidate.label,
                            sameData ? "; it has learned from some of them, which flatters it" : "")};
}

std::vector<int> decisions(const Verdicts &verdicts)
{
    std::vector<int> predicted(verdicts.probabilities.size());
    std::ranges::transform(verdicts.probabilities, predicted.begin(), [&verdicts](double probability) {
        return probability >= verdicts.threshold ? 1 : 0;
    });
    return predicted;
}

double valueOf(const learn::Metrics &metrics, std::string_view name)
{
    const auto named = learn::namedMetrics(metrics);
    return std::ranges::find(named, name, &learn::NamedMetric::name)->value;
}

Status judge(const Common &common, Comparison &comparison)
{
    SIGNALBOX_TRY(
        const learn::Metrics candidate,
        learn::computeMetrics(common.labels, common.candidate.probabilities, common.candidate.threshold));
    SIGNALBOX_TRY(
        const learn::Metrics baseline,
        learn::computeMetrics(common.labels, common.baseline.probabilities, common.baseline.threshold));
    for (const auto &[name, higherIsBetter] : shownMetrics)
        comparison.metrics.push_back({.metric = std::string(name),
                                      .baseline = valueOf(baseline, name),
                                      .candidate = valueOf(candidate, name),
                                      .higherIsBetter = higherIsBetter});
    const PairedCounts counts =
        countPairs(common.labels, decisions(common.candidate), decisions(common.baseline));
    comparison.sameRows = true;
    comparison.note = common.note;
    comparison.rows = std::ssize(common.labels);
    comparison.f1Gain = bootstrapF1Gain(counts);
    comparison.fixed = fixedRows(counts);
    comparison.broken = brokenRows(counts);
    return {};
}

Comparison recorded(const Side &candidate, const Side *baseline, std::string note)
{
    Comparison comparison;
    comparison.candidate = candidate.label;
    comparison.baseline = baseline == nullptr ? "" : baseline->label;
    comparison.note = std::move(note);
    comparison.rows = candidate.predictions ? std::ssize(candidate.predictions->rows) : 0;
    for (const auto &[name, higherIsBetter] : shownMetrics) {
        const auto value = candidate.run.metrics.find(name);
        if (value == candidate.run.metrics.end())
            continue;
        MetricDifference difference{.metric = std::string(name),
                                    .baseline = {},
                                    .candidate = value->second,
                                    .higherIsBetter = higherIsBetter};
        if (baseline != nullptr) {
            if (const auto old = baseline->run.metrics.find(name); old != baseline->run.metrics.end())
                difference.baseline = old->second;
        }
        comparison.metrics.push_back(std::move(difference));
    }
    return comparison;
}

Result<Common> findCommon(const Side &candidate, const Side &baseline)
{
    if (!candidate.predictions)
        return failure(ErrorCode::FailedPrecondition,
                       fmt::format("{} has no stored predictions.", candidate.label));
    if (baseline.predictions) {
        if (auto common = heldOutByBoth(*candidate.predictions, *baseline.predictions))
            return common;
    }
    return scoredAgain(candidate, baseline);
}

Comparison compare(const Side &candidate, const Side *baseline)
{
    if (baseline == nullptr)
        return recorded(candidate, nullptr, "There is nothing to compare with yet.");
    Comparison comparison;
    comparison.candidate = candidate.label;
    comparison.baseline = baseline->label;
    const auto common = findCommon(candidate, *baseline);
    const Status judged = common ? judge(*common, comparison) : std::unexpected(common.error());
    if (judged)
        return comparison;
    return recorded(candidate, baseline,
                    fmt::format("Recorded numbers, each on its own rows. {}", judged.error().message));
}

// The number of the version to measure against, 0 if there is none. Never one that `run` itself has made.
Result<std::int64_t> baselineVersion(const store::Store &store, const std::string &model,
                                     const std::string &run)
{
    return store.read([&](SQLite::Database &db) -> Result<std::int64_t> {
        SQLite::Statement row(db,
                              "SELECT v.number, (SELECT coalesce(sum(s.percent), 0) FROM serving s "
                              "WHERE s.environment = 'production' AND s.model = v.model "
                              "AND s.version = v.number) AS share FROM versions v "
                              "WHERE v.model = ? AND v.run IS NOT ? AND (v.state = 'approved' OR share > 0) "
                              "ORDER BY share DESC, v.number DESC LIMIT 1");
        SQLite::bind(row, model, run);
        return row.executeStep() ? row.getColumn(0).getInt64() : 0;
    });
}

} // namespace

Result<Comparison> compareRuns(const store::Store &store, std::string_view candidateRun,
                               std::string_view baselineRun)
{
    SIGNALBOX_TRY(const Side candidate, finishedRun(store, candidateRun));
    if (baselineRun.empty())
        return compare(candidate, nullptr);
    SIGNALBOX_TRY(const Side baseline, finishedRun(store, baselineRun));
    return compare(candidate, &baseline);
}

Result<Comparison> compareWithBaseline(const store::Store &store, std::string_view model,
                                       std::string_view candidateRun)
{
    SIGNALBOX_TRY(const Side candidate, finishedRun(store, candidateRun));
    SIGNALBOX_TRY(const std::int64_t number, baselineVersion(store, std::string(model), candidate.run.id));
    if (number == 0)
        return compare(candidate, nullptr);
    SIGNALBOX_TRY(const Version version, findVersion(store, model, number));
    Side baseline;
    if (!version.run.empty()) {
        SIGNALBOX_TRY(tracking::Run run, tracking::findRun(store, version.run));
        baseline = sideOfRun(store, {}, std::move(run));
    }
    baseline.label = fmt::format("{}/{}", model, number);
    baseline.modelFolder = store.folder() / toPath(version.artifact);
    return compare(candidate, &baseline);
}

} // namespace signalbox::registry
