#include "core/learn/lbfgs.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <optional>
#include <utility>

#include <Eigen/Core>

namespace signalbox::learn {

namespace {

using Eigen::VectorXd;

constexpr std::size_t memory = 10;          // pairs kept
constexpr double sufficientDecrease = 1e-4; // c1 of the Wolfe conditions
constexpr double curvature = 0.9;           // c2
constexpr int maximumEvaluations = 50;      // in one line search

struct Point
{
    double step = 0; // along the direction of the line search that made it
    double value = 0;
    double slope = 0; // along that direction
    VectorXd x;
    VectorXd gradient;
};

std::span<const double> view(const VectorXd &vector)
{
    return {vector.data(), static_cast<std::size_t>(vector.size())};
}

Point evaluate(const Objective &objective, VectorXd x)
{
    Point point{.x = std::move(x), .gradient = {}};
    point.gradient.resize(point.x.size());
    point.value = objective(view(point.x), {point.gradient.data(), view(point.x).size()});
    return point;
}

// The approximation of the inverse Hessian by the last steps and changes of the gradient.
class History
{
public:
    void add(VectorXd step, VectorXd change)
    {
        const double product = step.dot(change);
        if (product <= std::numeric_limits<double>::epsilon() * change.squaredNorm())
            return;
        if (m_pairs.size() == memory)
            m_pairs.pop_front();
        m_pairs.push_back({std::move(step), std::move(change), 1.0 / product});
    }

    void clear() { m_pairs.clear(); }
    [[nodiscard]] bool empty() const { return m_pairs.empty(); }

    [[nodiscard]] VectorXd direction(const VectorXd &gradient) const
    {
        VectorXd result = -gradient;
        std::vector<double> weights(m_pairs.size());
        for (std::size_t i = m_pairs.size(); i-- > 0;) {
            weights[i] = m_pairs[i].inverseProduct * m_pairs[i].step.dot(result);
            result -= weights[i] * m_pairs[i].change;
        }
        if (!m_pairs.empty())
            result /= m_pairs.back().inverseProduct * m_pairs.back().change.squaredNorm();
        for (std::size_t i = 0; i < m_pairs.size(); ++i) {
            const double beta = m_pairs[i].inverseProduct * m_pairs[i].change.dot(result);
            result += (weights[i] - beta) * m_pairs[i].step;
        }
        return result;
    }

private:
    struct Pair
    {
        VectorXd step;
        VectorXd change;
        double inverseProduct = 0;
    };
    std::deque<Pair> m_pairs;
};

// The minimum of the cubic through both ends, or the middle where that is too near an end or has no meaning.
double interpolate(const Point &a, const Point &b)
{
    const double middle = (a.step + b.step) / 2;
    const double width = b.step - a.step;
    const double first = a.slope + b.slope - 3 * (a.value - b.value) / (a.step - b.step);
    const double second = std::copysign(std::sqrt(first * first - a.slope * b.slope), width);
    const double step = b.step - width * (b.slope + second - first) / (b.slope - a.slope + 2 * second);
    const bool inside = std::abs(step - middle) <= 0.4 * std::abs(width);
    return inside ? step : middle;
}

class LineSearch
{
public:
    LineSearch(const Objective &objective, const Point &start, const VectorXd &direction)
        : m_objective(objective)
        , m_start(start)
        , m_direction(direction)
        , m_slope(start.gradient.dot(direction))
    {
    }

    // Nothing if no step lowers the value.
    std::optional<Point> run(double firstStep)
    {
        Point last = m_start;
        last.step = 0;
        last.slope = m_slope;
        double step = firstStep;
        while (m_evaluations < maximumEvaluations) {
            Point point = at(step);
            if (tooHigh(point) || (m_evaluations > 1 && point.value >= last.value))
                return zoom(std::move(last), std::move(point));
            if (std::abs(point.slope) <= -curvature * m_slope)
                return point;
            if (point.slope >= 0)
                return zoom(std::move(point), std::move(last));
            step *= 2;
            last = std::move(point);
        }
        return lowered(std::move(last));
    }

private:
    Point at(double step)
    {
        ++m_evaluations;
        Point point = evaluate(m_objective, m_start.x + step * m_direction);
        point.step = step;
        point.slope = point.gradient.dot(m_direction);
        return point;
    }

    [[nodiscard]] bool tooHigh(const Point &point) const
    {
        return !(point.value <= m_start.value + sufficientDecrease * point.step * m_slope);
    }

    std::optional<Point> lowered(Point point) const
    {
        if (point.step > 0 && point.value < m_start.value)
            return point;
        return std::nullopt;
    }

    // `low` is the best point so far, and a point to accept lies between the two.
    std::optional<Point> zoom(Point low, Point high)
    {
        while (m_evaluations < maximumEvaluations) {
            Point point = at(interpolate(low, high));
            if (tooHigh(point) || point.value >= low.value) {
                high = std::move(point);
                continue;
            }
            if (std::abs(point.slope) <= -curvature * m_slope)
                return point;
            if (point.slope * (high.step - low.step) >= 0)
                high = std::move(low);
            low = std::move(point);
        }
        return lowered(std::move(low));
    }

    const Objective &m_objective;
    const Point &m_start;
    const VectorXd &m_direction;
    double m_slope;
    int m_evaluations = 0;
};

Minimum finish(const Point &point, int iterations, Ending ending)
{
    return {.x = {point.x.begin(), point.x.end()},
            .value = point.value,
            .iterations = iterations,
            .ending = ending};
}

std::optional<Ending> endingOf(Advice advice)
{
    if (advice == Advice::GoOn)
        return std::nullopt;
    return advice == Advice::Converged ? Ending::Converged : Ending::Cancelled;
}

} // namespace

Minimum minimise(const Objective &objective, std::vector<double> start, int maximumIterations,
                 const Observer &observer)
{
    const auto size = static_cast<Eigen::Index>(start.size());
    Point point = evaluate(objective, Eigen::Map<const VectorXd>(start.data(), size));
    History history;
    for (int iteration = 0;; ++iteration) {
        const Advice advice =
            observer({.iteration = iteration, .value = point.value, .gradient = view(point.gradient)});
        if (const auto ending = endingOf(advice))
            return finish(point, iteration, *ending);
        if (iteration == maximumIterations)
            return finish(point, iteration, Ending::IterationLimit);

        VectorXd direction = history.direction(point.gradient);
        if (!(direction.dot(point.gradient) < 0)) {
            history.clear();
            direction = -point.gradient;
        }
        const double firstStep = history.empty() ? std::min(1.0, 1.0 / direction.norm()) : 1.0;
        auto next = LineSearch(objective, point, direction).run(firstStep);
        if (!next)
            return finish(point, iteration, Ending::NoDecrease);
        const double decrease = point.value - next->value;
        const double noise = 64 * std::numeric_limits<double>::epsilon() * std::abs(point.value);
        history.add(next->x - point.x, next->gradient - point.gradient);
        point = *std::move(next);
        if (decrease <= noise) {
            observer({.iteration = iteration + 1, .value = point.value, .gradient = view(point.gradient)});
            return finish(point, iteration + 1, Ending::NoDecrease);
        }
    }
}

} // namespace signalbox::learn
