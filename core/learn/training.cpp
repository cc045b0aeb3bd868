#include "core/learn/training.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/sha256.h"
#include "core/learn/csv.h"

namespace signalbox::learn {

namespace {

std::unexpected<Error> refuseColumn(const Table &table, std::string_view column, std::string message)
{
    return std::unexpected(Error{.code = ErrorCode::InvalidArgument,
                                 .message = std::move(message),
                                 .file = table.source,
                                 .field = std::string(column)});
}

Result<std::vector<int>> readLabels(const Table &table, std::string_view label)
{
    SIGNALBOX_TRY(const NumericView values, table.numbers(label));
    std::vector<int> labels(table.rows);
    for (std::size_t row = 0; row < table.rows; ++row) {
        const double value = values.at(static_cast<std::int64_t>(row));
        if (value != 0 && value != 1)
            return refuseColumn(table, label,
                                fmt::format("The label '{}' is {} in row {}; only 0 and 1 can be learned. "
                                            "Encode it or choose another column.",
                                            label, value, row + 1));
        labels[row] = value == 1 ? 1 : 0;
    }
    for (const int each : {0, 1})
        if (std::ranges::find(labels, each) == labels.end())
            return refuseColumn(table, label,
                                fmt::format("The label '{}' is never {} in these {} rows; both classes are "
                                            "needed.",
                                            label, each, table.rows));
    return labels;
}

Result<std::vector<Input>> findInputs(const Table &table, const TrainingSpec &spec)
{
    std::vector<Input> inputs;
    for (const Column &column : table.columns) {
        if (column.name == spec.label ||
            std::ranges::find(spec.ignoredColumns, column.name) != spec.ignoredColumns.end())
            continue;
        SIGNALBOX_CHECK(table.numbers(column.name));
        inputs.push_back(
            {.name = column.name,
             .type = column.type() == ColumnType::Integer ? InputType::Integer : InputType::Real});
    }
    if (inputs.empty())
        return refuseColumn(table, "ignoredColumns",
                            "No column is left to learn from. Ignore fewer columns.");
    return inputs;
}

Result<std::vector<NumericView>> viewsOf(const Table &table, std::span<const Input> inputs)
{
    std::vector<NumericView> views;
    for (const Input &input : inputs) {
        SIGNALBOX_TRY(NumericView view, table.numbers(input.name));
        views.push_back(view);
    }
    return views;
}

std::vector<double> score(const LogisticModel &model, std::span<const NumericView> features,
                          std::span<const std::int64_t> rows)
{
    std::vector<double> probabilities;
    probabilities.reserve(rows.size());
    std::vector<double> values(features.size());
    for (const std::int64_t row : rows) {
        for (std::size_t i = 0; i < features.size(); ++i)
            values[i] = features[i].at(row);
        probabilities.push_back(model.probability(values));
    }
    return probabilities;
}

std::vector<int> pick(std::span<const int> labels, std::span<const std::int64_t> rows)
{
    std::vector<int> picked;
    picked.reserve(rows.size());
    for (const std::int64_t row : rows)
        picked.push_back(labels[static_cast<std::size_t>(row)]);
    return picked;
}

Status checkRows(std::span<const std::int64_t> rows, std::size_t available)
{
    const auto beyond = std::ranges::find_if(
        rows, [available](std::int64_t row) { return row < 0 || std::cmp_greater_equal(row, available); });
    if (beyond == rows.end())
        return {};
    return failure(ErrorCode::InvalidArgument,
                   fmt::format("There is no row {}; the data has {} rows.", *beyond + 1, available));
}

} // namespace

Result<TrainingData> loadTrainingData(const TrainingSpec &spec)
{
    SIGNALBOX_CHECK(checkTrainingSpec(spec));
    TrainingData data;
    {
        SIGNALBOX_TRY(const std::string text, readFile(toPath(spec.dataPath), csvLimitBytes));
        data.dataHash = sha256(text);
        SIGNALBOX_TRY(data.table, parseCsv(text, spec.dataPath));
    }
    if (data.table.rows == 0)
        return refuseColumn(data.table, {}, "The file has a header but no rows. Add data.");
    for (const std::string &ignored : spec.ignoredColumns)
        SIGNALBOX_CHECK(data.table.column(ignored));
    SIGNALBOX_TRY(data.labels, readLabels(data.table, spec.label));
    SIGNALBOX_TRY(data.inputs, findInputs(data.table, spec));
    return data;
}

Result<TrainingOutcome> trainOn(const TrainingData &data, const TrainingSpec &spec, const Split &split,
                                const IterationCallback &progress, const StopToken &stop)
{
    SIGNALBOX_CHECK(checkTrainingSpec(spec));
    SIGNALBOX_CHECK(checkRows(split.trainRows, data.table.rows));
    SIGNALBOX_CHECK(checkRows(split.testRows, data.table.rows));
    SIGNALBOX_TRY(const auto features, viewsOf(data.table, data.inputs));
    const LogisticSettings settings{.C = spec.C,
                                    .tolerance = spec.tolerance,
                                    .maximumIterations = spec.maximumIterations,
                                    .standardise = spec.standardise,
                                    .balancedClasses = spec.balancedClasses};
    SIGNALBOX_TRY(LogisticFit fit,
                  fitLogistic(features, data.labels, split.trainRows, settings, progress, stop));
    TrainingOutcome outcome{.model = {.label = spec.label,
                                      .inputs = data.inputs,
                                      .means = std::move(fit.means),
                                      .scales = std::move(fit.scales),
                                      .coefficients = std::move(fit.coefficients),
                                      .intercept = fit.intercept,
                                      .threshold = spec.threshold},
                            .objective = fit.objective,
                            .iterations = fit.iterations,
                            .converged = fit.converged,
                            .dataHash = data.dataHash,
                            .trainRows = std::ssize(split.trainRows),
                            .testRows = std::ssize(split.testRows),
                            .testRowIndices = split.testRows,
                            .testLabels = pick(data.labels, split.testRows)};
    outcome.testProbabilities = score(outcome.model, features, split.testRows);
    SIGNALBOX_TRY(outcome.metrics,
                  computeMetrics(outcome.testLabels, outcome.testProbabilities, spec.threshold));
    return outcome;
}

Result<TrainingOutcome> train(const TrainingSpec &spec, const IterationCallback &progress,
                              const StopToken &stop)
{
    SIGNALBOX_TRY(const TrainingData data, loadTrainingData(spec));
    SIGNALBOX_TRY(const Split split, stratifiedSplit(data.labels, spec.testFraction, spec.seed));
    return trainOn(data, spec, split, progress, stop);
}

Result<Evaluation> evaluate(const LogisticModel &model, const Table &table,
                            std::span<const std::int64_t> rows)
{
    SIGNALBOX_CHECK(checkModel(model));
    SIGNALBOX_CHECK(checkRows(rows, table.rows));
    SIGNALBOX_TRY(const auto features, viewsOf(table, model.inputs));
    SIGNALBOX_TRY(const auto labels, readLabels(table, model.label));
    Evaluation evaluation{
        .metrics = {}, .labels = pick(labels, rows), .probabilities = score(model, features, rows)};
    SIGNALBOX_TRY(evaluation.metrics,
                  computeMetrics(evaluation.labels, evaluation.probabilities, model.threshold));
    return evaluation;
}

} // namespace signalbox::learn
