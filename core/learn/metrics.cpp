#include "core/learn/metrics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <vector>

#include <fmt/format.h>

namespace signalbox::learn {

namespace {

Status checkInput(std::span<const int> labels, std::span<const double> probabilities)
{
    if (labels.size() != probabilities.size())
        return failure(ErrorCode::InvalidArgument, fmt::format("There are {} labels but {} probabilities.",
                                                               labels.size(), probabilities.size()));
    if (!std::ranges::all_of(labels, [](int label) { return label == 0 || label == 1; }))
        return failure(ErrorCode::InvalidArgument, "A label is neither 0 nor 1.");
    if (!std::ranges::all_of(probabilities, [](double p) { return p >= 0 && p <= 1; }))
        return failure(ErrorCode::InvalidArgument, "A probability is not between 0 and 1.");
    const auto positives = std::ranges::count(labels, 1);
    if (positives == 0 || positives == std::ssize(labels))
        return failure(
            ErrorCode::FailedPrecondition,
            fmt::format("The {} rows to judge on do not hold both classes. Take more rows.", labels.size()));
    return {};
}

double ratio(std::int64_t part, std::int64_t whole)
{
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

void countOutcomes(std::span<const int> labels, std::span<const double> probabilities, double threshold,
                   Metrics &metrics)
{
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const bool predicted = probabilities[i] >= threshold;
        const bool actual = labels[i] == 1;
        ++(predicted ? (actual ? metrics.truePositives : metrics.falsePositives)
                     : (actual ? metrics.falseNegatives : metrics.trueNegatives));
    }
    const std::int64_t hits = metrics.truePositives;
    metrics.accuracy = ratio(hits + metrics.trueNegatives, std::ssize(labels));
    metrics.precision = ratio(hits, hits + metrics.falsePositives);
    metrics.recall = ratio(hits, hits + metrics.falseNegatives);
    metrics.f1 = ratio(2 * hits, 2 * hits + metrics.falsePositives + metrics.falseNegatives);
}

// One walk from the highest probability down; rows of equal probability count as one step.
void rankMetrics(std::span<const int> labels, std::span<const double> probabilities, Metrics &metrics)
{
    std::vector<std::size_t> order(labels.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, std::greater(), [&](std::size_t row) { return probabilities[row]; });

    const auto positives = static_cast<double>(std::ranges::count(labels, 1));
    const auto negatives = static_cast<double>(labels.size()) - positives;
    double truePositives = 0;
    double falsePositives = 0;
    double orderedPairs = 0;
    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
        double newPositives = 0;
        for (end = begin; end < order.size() && probabilities[order[end]] == probabilities[order[begin]];
             ++end)
            newPositives += labels[order[end]];
        const double newNegatives = static_cast<double>(end - begin) - newPositives;
        orderedPairs += newNegatives * (truePositives + newPositives / 2);
        truePositives += newPositives;
        falsePositives += newNegatives;
        metrics.averagePrecision +=
            newPositives / positives * (truePositives / (truePositives + falsePositives));
    }
    metrics.rocAuc = orderedPairs / (positives * negatives);
}

void lossMetrics(std::span<const int> labels, std::span<const double> probabilities, Metrics &metrics)
{
    constexpr double tiny = std::numeric_limits<double>::epsilon();
    double logSum = 0;
    double squareSum = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const double probability = std::clamp(probabilities[i], tiny, 1.0 - tiny);
        logSum -= labels[i] == 1 ? std::log(probability) : std::log1p(-probability);
        const double distance = probabilities[i] - labels[i];
        squareSum += distance * distance;
    }
    metrics.logLoss = logSum / static_cast<double>(labels.size());
    metrics.brier = squareSum / static_cast<double>(labels.size());
}

} // namespace

std::array<NamedMetric, 8> namedMetrics(const Metrics &metrics)
{
    return {{{"accuracy", metrics.accuracy},
             {"precision", metrics.precision},
             {"recall", metrics.recall},
             {"f1", metrics.f1},
             {"roc_auc", metrics.rocAuc},
             {"average_precision", metrics.averagePrecision},
             {"log_loss", metrics.logLoss, false},
             {"brier", metrics.brier, false}}};
}

Result<Metrics> computeMetrics(std::span<const int> labels, std::span<const double> probabilities,
                               double threshold)
{
    SIGNALBOX_CHECK(checkInput(labels, probabilities));
    Metrics metrics;
    countOutcomes(labels, probabilities, threshold, metrics);
    rankMetrics(labels, probabilities, metrics);
    lossMetrics(labels, probabilities, metrics);
    return metrics;
}

} // namespace signalbox::learn
