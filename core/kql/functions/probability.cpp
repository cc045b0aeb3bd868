// The beta distribution and Welch's t-test (Welch, 1947). Outside of where they are defined the answer is
// NaN, as the real engine gives it.
#include <cmath>
#include <limits>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/policies/policy.hpp>

#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"

namespace signalbox::kql {

namespace {

namespace policies = boost::math::policies;
// Errors are NaN or infinite instead of exceptions.
using Quiet = policies::policy<
    policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>, policies::evaluation_error<policies::ignore_error>>;
using Beta = boost::math::beta_distribution<double, Quiet>;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// `function` of the distribution at a place in [0, 1].
template<typename Function>
Overload overBeta(Function function)
{
    return pointwise([function](double place, double alpha, double beta) {
        const bool defined =
            place >= 0 && place <= 1 && alpha > 0 && beta > 0 && std::isfinite(alpha) && std::isfinite(beta);
        return defined ? function(Beta(alpha, beta), place) : nan;
    });
}

double welchTest(double mean1, double variance1, double count1, double mean2, double variance2, double count2)
{
    const double square1 = variance1 / count1;
    const double square2 = variance2 / count2;
    const double spread = square1 + square2;
    const bool defined = count1 > 1 && count2 > 1 && variance1 >= 0 && variance2 >= 0 && spread > 0 &&
                         std::isfinite(spread) && std::isfinite(mean1 - mean2);
    if (!defined)
        return nan;
    const double statistic = std::abs(mean1 - mean2) / std::sqrt(spread);
    const double freedom =
        spread * spread / (square1 * square1 / (count1 - 1) + square2 * square2 / (count2 - 1));
    const boost::math::students_t_distribution<double, Quiet> distribution(freedom);
    return 2 * boost::math::cdf(boost::math::complement(distribution, statistic));
}

} // namespace

void addProbability(FunctionRegistry &registry)
{
    registry.add("beta_cdf", {"x", "alpha", "beta"}, "The share of a beta distribution that is at most x.",
                 {overBeta([](const Beta &beta, double x) { return boost::math::cdf(beta, x); })});
    registry.add("beta_inv", {"probability", "alpha", "beta"},
                 "The value that a beta distribution does not exceed with a probability.",
                 {overBeta([](const Beta &beta, double p) { return boost::math::quantile(beta, p); })});
    registry.add("beta_pdf", {"x", "alpha", "beta"}, "The density of a beta distribution at x.",
                 {overBeta([](const Beta &beta, double x) { return boost::math::pdf(beta, x); })});
    registry.add("welch_test", {"mean1", "variance1", "count1", "mean2", "variance2", "count2"},
                 "How probable a difference of means as large as this is by chance alone.",
                 {pointwise([](double mean1, double variance1, double count1, double mean2, double variance2,
                               double count2) {
                     return welchTest(mean1, variance1, count1, mean2, variance2, count2);
                 })});
}

} // namespace signalbox::kql
