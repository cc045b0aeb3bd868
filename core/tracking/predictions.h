// What a model said about each held-out row, stored with its run, so that two models can be compared row by
// row.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace signalbox::tracking {

// Parallel vectors in increasing order of row.
struct Predictions
{
    std::string dataHash; // of the data set that the rows belong to
    double threshold = 0.5;
    std::vector<std::int64_t> rows; // 0-based row of the data set
    std::vector<std::int8_t> labels;
    std::vector<double> probabilities; // of the positive class
};

inline constexpr const char *predictionsFileName = "predictions.csv";

[[nodiscard]] Status savePredictions(const Predictions &predictions, const std::filesystem::path &runFolder);
[[nodiscard]] Result<Predictions> loadPredictions(const std::filesystem::path &runFolder);

} // namespace signalbox::tracking
