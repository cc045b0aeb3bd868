#include "core/learn/logistic_regression.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <Eigen/Core>
#include <fmt/format.h>

#include "core/learn/lbfgs.h"
#include "core/learn/scaling.h"

namespace signalbox::learn {

namespace {

using Eigen::Index;
using Eigen::VectorXd;

constexpr std::size_t blockRows = 512; // so that a block of a few dozen features stays in the cache

struct Problem
{
    std::span<const NumericView> features;
    std::span<const int> labels;
    std::span<const std::int64_t> rows;
    Scaling scaling;
    std::array<double, 2> classWeights{1, 1};
    double totalWeight = 0;
    VectorXd penalties; // one a feature, on the standardised scale
};

// The mean loss with its penalty, always in coordinates in which every column has mean 0 and deviation 1. The
// minimum does not depend on the coordinates, but on columns as they come L-BFGS needs hundreds of
// iterations.
class PenalisedLoss
{
public:
    explicit PenalisedLoss(const Problem &problem)
        : m_problem(problem)
        , m_block(blockRows, std::ssize(problem.features))
        , m_logOdds(blockRows)
        , m_labels(blockRows)
        , m_weights(blockRows)
    {
    }

    double operator()(std::span<const double> x, std::span<double> gradient)
    {
        const Index features = std::ssize(m_problem.features);
        const Eigen::Map<const VectorXd> coefficients(x.data(), features);
        Eigen::Map<VectorXd> slopes(gradient.data(), features);
        slopes.setZero();
        gradient.back() = 0;
        double loss = 0;
        for (std::size_t begin = 0; begin < m_problem.rows.size(); begin += blockRows) {
            const Index count =
                load(m_problem.rows.subspan(begin).first(std::min(blockRows, m_problem.rows.size() - begin)));
            const auto block = m_block.topRows(count);
            auto logOdds = m_logOdds.head(count);
            logOdds.noalias() = block * coefficients;
            logOdds.array() += x.back();
            loss += lossOfBlock(count);
            slopes.noalias() += block.transpose() * logOdds;
            gradient.back() += logOdds.sum();
        }
        slopes = slopes / m_problem.totalWeight + m_problem.penalties.cwiseProduct(coefficients);
        gradient.back() /= m_problem.totalWeight;
        return loss / m_problem.totalWeight + 0.5 * m_problem.penalties.dot(coefficients.cwiseAbs2());
    }

private:
    Index load(std::span<const std::int64_t> rows)
    {
        for (std::size_t i = 0; i < m_problem.features.size(); ++i)
            m_problem.features[i].gather(rows, {m_block.col(static_cast<Index>(i)).data(), rows.size()},
                                         m_problem.scaling.means[i], m_problem.scaling.scales[i]);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const int label = m_problem.labels[static_cast<std::size_t>(rows[i])];
            m_labels[static_cast<Index>(i)] = label;
            m_weights[static_cast<Index>(i)] = m_problem.classWeights[label == 1 ? 1 : 0];
        }
        return std::ssize(rows);
    }

    // Returns the block's weighted log loss and puts its derivatives in the place of the log-odds. Only
    // exp(-|z|) is ever taken, so nothing overflows.
    double lossOfBlock(Index count)
    {
        auto z = m_logOdds.head(count).array();
        const auto labels = m_labels.head(count).array();
        const auto weights = m_weights.head(count).array();
        m_exponentials = (-z.abs()).exp();
        const double loss = (weights * (z.max(0.0) - labels * z + m_exponentials.log1p())).sum();
        z = weights * ((z >= 0.0).select(1.0, m_exponentials) / (1.0 + m_exponentials) - labels);
        return loss;
    }

    const Problem &m_problem;
    Eigen::MatrixXd m_block;
    VectorXd m_logOdds;
    VectorXd m_labels;
    VectorXd m_weights;
    Eigen::ArrayXd m_exponentials;
};

std::unexpected<Error> refuse(std::string_view field, std::string message)
{
    return std::unexpected(Error{
        .code = ErrorCode::InvalidArgument, .message = std::move(message), .field = std::string(field)});
}

Status checkSettings(const LogisticSettings &settings)
{
    if (!(settings.C > 0 && std::isfinite(settings.C)))
        return refuse("C", fmt::format("C is {}; it must be a number above 0.", settings.C));
    if (!(settings.tolerance > 0 && std::isfinite(settings.tolerance)))
        return refuse("tolerance",
                      fmt::format("The tolerance is {}; it must be a number above 0.", settings.tolerance));
    if (settings.maximumIterations < 1)
        return refuse("maximumIterations", fmt::format("The iteration limit is {}; it must be at least 1.",
                                                       settings.maximumIterations));
    return {};
}

Status checkData(std::span<const NumericView> features, std::span<const int> labels,
                 std::span<const std::int64_t> rows)
{
    if (features.empty())
        return failure(ErrorCode::InvalidArgument, "There is no feature to learn from. Name at least one.");
    std::array<std::int64_t, 2> counts{};
    for (const std::int64_t row : rows) {
        const int label = labels[static_cast<std::size_t>(row)];
        if (label != 0 && label != 1)
            return failure(ErrorCode::InvalidArgument,
                           fmt::format("The label in row {} is {}; it must be 0 or 1.", row + 1, label));
        ++counts[label == 1 ? 1 : 0];
    }
    if (counts[0] == 0 || counts[1] == 0)
        return failure(
            ErrorCode::FailedPrecondition,
            fmt::format("The {} rows to learn from do not hold both classes. Take more rows.", rows.size()));
    std::vector<double> values(rows.size());
    for (std::size_t i = 0; i < features.size(); ++i) {
        features[i].gather(rows, values, 0.0, 1.0);
        const auto odd = std::ranges::find_if_not(values, [](double value) { return std::isfinite(value); });
        if (odd != values.end())
            return failure(ErrorCode::InvalidArgument,
                           fmt::format("Feature {} is not a finite number in row {}. Fill it, or leave the "
                                       "feature out.",
                                       i + 1, rows[static_cast<std::size_t>(odd - values.begin())] + 1));
    }
    return {};
}

Result<Problem> makeProblem(std::span<const NumericView> features, std::span<const int> labels,
                            std::span<const std::int64_t> rows, const LogisticSettings &settings)
{
    Problem problem{.features = features,
                    .labels = labels,
                    .rows = rows,
                    .scaling = standardScaling(features, rows),
                    .totalWeight = static_cast<double>(rows.size()),
                    .penalties = {}};
    for (std::size_t i = 0; i < features.size(); ++i)
        if (!std::isfinite(problem.scaling.means[i]) || !std::isfinite(problem.scaling.scales[i]))
            return failure(ErrorCode::InvalidArgument,
                           fmt::format("The numbers of feature {} are too large to be averaged. Use a "
                                       "smaller unit.",
                                       i + 1));
    if (settings.balancedClasses) {
        const auto positives = static_cast<double>(std::ranges::count_if(
            rows, [&](std::int64_t row) { return labels[static_cast<std::size_t>(row)] == 1; }));
        const double half = problem.totalWeight / 2;
        problem.classWeights = {half / (problem.totalWeight - positives), half / positives};
    }
    const double strength = 1.0 / (settings.C * problem.totalWeight);
    problem.penalties.resize(std::ssize(features));
    for (std::size_t i = 0; i < features.size(); ++i) {
        const double scale = settings.standardise ? 1.0 : problem.scaling.scales[i];
        problem.penalties[static_cast<Index>(i)] = strength / (scale * scale);
    }
    return problem;
}

// The largest partial derivative in the coordinates of the coefficients that the caller will get.
double largestDerivative(std::span<const double> gradient, const Problem &problem, bool standardised)
{
    double largest = std::abs(gradient.back());
    for (std::size_t i = 0; i + 1 < gradient.size(); ++i) {
        const double derivative = standardised ? gradient[i]
                                               : gradient[i] * problem.scaling.scales[i] +
                                                     gradient.back() * problem.scaling.means[i];
        largest = std::max(largest, std::abs(derivative));
    }
    return largest;
}

LogisticFit makeFit(const Minimum &minimum, const Problem &problem, const LogisticSettings &settings)
{
    LogisticFit fit{.means = problem.scaling.means,
                    .scales = problem.scaling.scales,
                    .coefficients = {minimum.x.begin(), minimum.x.end() - 1},
                    .intercept = minimum.x.back(),
                    .objective = minimum.value * settings.C * problem.totalWeight,
                    .iterations = minimum.iterations,
                    .converged = minimum.ending != Ending::IterationLimit};
    if (settings.standardise)
        return fit;
    for (std::size_t i = 0; i < fit.coefficients.size(); ++i) {
        fit.coefficients[i] /= fit.scales[i];
        fit.intercept -= fit.coefficients[i] * fit.means[i];
    }
    std::ranges::fill(fit.means, 0.0);
    std::ranges::fill(fit.scales, 1.0);
    return fit;
}

} // namespace

Result<LogisticFit> fitLogistic(std::span<const NumericView> features, std::span<const int> labels,
                                std::span<const std::int64_t> rows, const LogisticSettings &settings,
                                const IterationCallback &progress, const StopToken &stop)
{
    SIGNALBOX_CHECK(checkSettings(settings));
    SIGNALBOX_CHECK(checkData(features, labels, rows));
    SIGNALBOX_TRY(const Problem problem, makeProblem(features, labels, rows, settings));

    PenalisedLoss loss(problem);
    const auto observe = [&](const MinimiserState &state) {
        if (stop.stopRequested())
            return Advice::Cancel;
        const double gradient = largestDerivative(state.gradient, problem, settings.standardise);
        if (state.iteration > 0 && progress)
            progress({.number = state.iteration,
                      .objective = state.value * settings.C * problem.totalWeight,
                      .gradient = gradient});
        return gradient <= settings.tolerance ? Advice::Converged : Advice::GoOn;
    };
    const Minimum minimum = minimise(std::ref(loss), std::vector<double>(features.size() + 1, 0.0),
                                     settings.maximumIterations, observe);
    if (minimum.ending == Ending::Cancelled)
        return failure(ErrorCode::Cancelled, "The training was stopped before it was done.");
    return makeFit(minimum, problem, settings);
}

} // namespace signalbox::learn
