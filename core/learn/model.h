// A trained binary classifier as the rest of the core sees it: named numeric inputs, one probability out.
// Immutable once made, so any number of threads may score with it at once.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"

namespace signalbox::learn {

enum class InputType : unsigned char { Integer, Real };

// One input column of the model, in the order in which rows are laid out.
struct Input
{
    std::string name;
    InputType type = InputType::Real;

    friend bool operator==(const Input &, const Input &) = default;
};

// Logistic regression over standardised inputs: probability = 1 / (1 + exp(-(intercept + Σ wᵢ (xᵢ - meanᵢ) /
// scaleᵢ))).
struct LogisticModel
{
    std::string label; // the column that the model predicts; 1 is the positive class
    std::vector<Input> inputs;
    std::vector<double> means;        // one an input; 0 where not standardised
    std::vector<double> scales;       // one an input; 1 where not standardised, never 0
    std::vector<double> coefficients; // one an input, on the standardised scale
    double intercept = 0;
    double threshold = 0.5; // predicts the positive class from this probability on

    // `row` has inputs.size() values in the order of `inputs`.
    [[nodiscard]] double probability(std::span<const double> row) const;
    [[nodiscard]] int predict(double probability) const { return probability >= threshold ? 1 : 0; }

    friend bool operator==(const LogisticModel &, const LogisticModel &) = default;
};

// Writes `folder` in MLflow's format: MLmodel, requirements.txt, conda.yaml, python_env.yaml,
// input_example.json, a Python loader and our own model.json, which alone is enough to load the model again.
// `created` and `runId` (may be empty) are recorded in MLmodel; equal arguments give equal bytes. The folder
// appears whole or not at all; AlreadyExists if it is there.
[[nodiscard]] Status saveModel(const LogisticModel &model, const std::filesystem::path &folder,
                               TimePoint created, std::string_view runId);

// InvalidArgument, naming the field, unless shapes fit, names are unique and all numbers are finite.
[[nodiscard]] Status checkModel(const LogisticModel &model);

// Reads model.json of `folder`; refuses a file whose shapes do not fit, that holds NaN or that has other
// versions.
[[nodiscard]] Result<LogisticModel> loadModel(const std::filesystem::path &folder);

// SHA-256 over the sorted relative paths of all files in `folder`, each with the SHA-256 of its bytes: the
// identity of an artifact. NotFound if there are none; InvalidArgument for a symbolic link or a device.
[[nodiscard]] Result<std::string> hashFolder(const std::filesystem::path &folder);

} // namespace signalbox::learn
