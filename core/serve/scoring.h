// From the body of a scoring request to probabilities: reads the four accepted JSON forms, checks every value
// against the model's signature and scores. Used by the scoring server, one BodyScorer a thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/learn/model.h"

namespace signalbox::serve {

inline constexpr std::size_t maximumRows = 10'000;

// A model laid out for scoring: probability = 1 / (1 + exp(-(intercept + Σ weightᵢ (xᵢ - meanᵢ)))).
// The mean is not folded into the intercept, which would lose digits where it is large beside its scale.
struct ScoringPlan
{
    std::vector<std::string> names;
    std::vector<std::uint8_t> integers; // 1: the input refuses fractions
    std::vector<double> means;
    std::vector<double> weights; // coefficient / scale
    double intercept = 0;
    double threshold = 0.5;
};

// InvalidArgument if the shapes of the model do not fit together or a number in it is not finite.
[[nodiscard]] Result<ScoringPlan> planScoring(const learn::LogisticModel &model);

// Not thread-safe; keeps its buffers, so that a request of usual size allocates nothing.
class BodyScorer
{
public:
    BodyScorer();
    ~BodyScorer();
    BodyScorer(const BodyScorer &) = delete;
    BodyScorer &operator=(const BodyScorer &) = delete;

    // One probability a row, valid until the next call; `shift` is added to the log-odds. Every failure is
    // InvalidArgument and names where: `field` is a path such as "input_data.data[3].age" and the message
    // counts rows from 0. `body` keeps its bytes but may be given more capacity.
    [[nodiscard]] Result<std::span<const double>> score(const ScoringPlan &plan, std::string &body,
                                                        double shift);

private:
    struct Private;
    std::unique_ptr<Private> m_p;
};

} // namespace signalbox::serve
