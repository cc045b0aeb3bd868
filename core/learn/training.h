// From a data file and a specification to a judged model: read, split, standardise, fit, measure on held-out
// rows. Used by jobs and the command line (train) and by comparisons (evaluate two models on the same rows).
// Thread-safe; the same file and specification give the same model and numbers.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/base/stop.h"
#include "core/learn/dataset.h"
#include "core/learn/logistic_regression.h"
#include "core/learn/metrics.h"
#include "core/learn/model.h"
#include "core/learn/split.h"

namespace signalbox::learn {

struct TrainingSpec
{
    std::string dataPath;                         // of a CSV file, UTF-8
    std::string label;                            // the column of 0 and 1 to predict
    std::vector<std::string> ignoredColumns = {}; // every other column is a feature
    double testFraction = 0.3;
    std::uint64_t seed = 0;
    double C = 1.0;
    double tolerance = 1e-4;
    int maximumIterations = 100;
    bool standardise = true;
    bool balancedClasses = false;
    double threshold = 0.5; // predict 1 from this probability on

    friend bool operator==(const TrainingSpec &, const TrainingSpec &) = default;
};

// Keys are the member names; fromJson takes defaults for what is not there and refuses unknown keys.
[[nodiscard]] nlohmann::json toJson(const TrainingSpec &spec);
[[nodiscard]] Result<TrainingSpec> trainingSpecFromJson(const nlohmann::json &json);

// InvalidArgument that names the field that is out of range.
[[nodiscard]] Status checkTrainingSpec(const TrainingSpec &spec);

// A data set that fits a specification: numeric features without gaps, a binary label.
struct TrainingData
{
    Table table;
    std::vector<Input> inputs; // the features, in the order of the file
    std::vector<int> labels;   // one a row
    std::string dataHash;      // SHA-256 of the file
};

struct TrainingOutcome
{
    LogisticModel model;
    Metrics metrics = {}; // on the held-out rows
    double objective = 0;
    int iterations = 0;
    bool converged = false;
    std::string dataHash;
    std::int64_t trainRows = 0;
    std::int64_t testRows = 0;
    std::vector<std::int64_t> testRowIndices; // rows of the data file, counted from 0 after the header
    std::vector<int> testLabels;
    std::vector<double> testProbabilities = {};
};

// Reads and checks the file that `spec` names; errors carry the column as `field`.
[[nodiscard]] Result<TrainingData> loadTrainingData(const TrainingSpec &spec);

// Learns from the one part of `split` and measures on the other.
[[nodiscard]] Result<TrainingOutcome> trainOn(const TrainingData &data, const TrainingSpec &spec,
                                              const Split &split, const IterationCallback &progress,
                                              const StopToken &stop);

// loadTrainingData, stratifiedSplit and trainOn.
[[nodiscard]] Result<TrainingOutcome> train(const TrainingSpec &spec, const IterationCallback &progress,
                                            const StopToken &stop);

struct Evaluation
{
    Metrics metrics = {};
    std::vector<int> labels; // one an evaluated row
    std::vector<double> probabilities;
};

// Scores `rows` of `table` with `model` and compares with its label column. NotFound if the table has not all
// columns of the model.
[[nodiscard]] Result<Evaluation> evaluate(const LogisticModel &model, const Table &table,
                                          std::span<const std::int64_t> rows);

} // namespace signalbox::learn
