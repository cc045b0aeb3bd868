// How well probabilities fit what was true. Every number equals the function of the same name in
// scikit-learn's `metrics`. Pure and thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "core/base/result.h"

namespace signalbox::learn {

struct Metrics
{
    double accuracy = 0;
    double precision = 0; // 0 if nothing was predicted positive
    double recall = 0;
    double f1 = 0;
    double rocAuc = 0; // by ranks, ties count half (Hanley and McNeil, 1982)
    double averagePrecision = 0;
    double logLoss = 0;
    double brier = 0; // mean squared error of the probability
    std::int64_t trueNegatives = 0;
    std::int64_t falsePositives = 0;
    std::int64_t falseNegatives = 0;
    std::int64_t truePositives = 0;

    friend bool operator==(const Metrics &, const Metrics &) = default;
};

struct NamedMetric
{
    std::string_view name; // scikit-learn's, as runs store it
    double value = 0;
    bool higherIsBetter = true;
};

// accuracy, precision, recall, f1, roc_auc, average_precision, log_loss, brier.
[[nodiscard]] std::array<NamedMetric, 8> namedMetrics(const Metrics &metrics);

// `labels` are 0 or 1, `probabilities` those of class 1; a row counts as positive from `threshold` on.
// InvalidArgument if lengths differ or a probability is not within 0 and 1; FailedPrecondition if only one
// class is there, for then half of the numbers have no meaning.
[[nodiscard]] Result<Metrics> computeMetrics(std::span<const int> labels,
                                             std::span<const double> probabilities, double threshold);

} // namespace signalbox::learn
