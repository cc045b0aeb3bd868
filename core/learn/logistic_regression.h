// Binary logistic regression with an L2 penalty, by L-BFGS. C, tolerance and iteration limit mean what they
// mean in scikit-learn's LogisticRegression(solver="lbfgs"), and the solution is the same one.
// Works on column views in blocks of rows: no copy of the data set is made. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/base/stop.h"
#include "core/learn/dataset.h"

namespace signalbox::learn {

struct LogisticSettings
{
    double C = 1.0;          // inverse strength of the penalty, above 0; the intercept is not penalised
    double tolerance = 1e-4; // done when no partial derivative of the mean penalised loss is above it
    int maximumIterations = 100;
    bool standardise = true;      // learn on columns of mean 0 and deviation 1
    bool balancedClasses = false; // weigh each class by rows / (2 * rows of the class)
};

// What is known after an iteration; `objective` is C * (sum of log losses) + half the squared norm of the
// coefficients, and `gradient` the largest partial derivative that `tolerance` is compared with.
struct Iteration
{
    int number = 0;
    double objective = 0;
    double gradient = 0;
};

using IterationCallback = std::function<void(const Iteration &)>;

struct LogisticFit
{
    std::vector<double> means;        // one a feature; 0 where not standardised
    std::vector<double> scales;       // one a feature; 1 where not standardised
    std::vector<double> coefficients; // one a feature, on the standardised scale
    double intercept = 0;
    double objective = 0;
    int iterations = 0;
    bool converged = false; // false if the iteration limit came first
};

// `labels` has one 0 or 1 for every row of the table, `rows` says which of them to learn from.
// InvalidArgument for settings out of range and for a value that is not finite, FailedPrecondition if `rows`
// hold one class only, Cancelled if `stop` asked. `progress` is called in this thread and may be empty.
[[nodiscard]] Result<LogisticFit> fitLogistic(std::span<const NumericView> features,
                                              std::span<const int> labels, std::span<const std::int64_t> rows,
                                              const LogisticSettings &settings,
                                              const IterationCallback &progress, const StopToken &stop);

} // namespace signalbox::learn
