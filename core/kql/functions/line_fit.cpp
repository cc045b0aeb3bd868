#include "core/kql/functions/line_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace signalbox::kql {

namespace {

struct Sums
{
    double count = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;

    void add(double place, double value)
    {
        count += 1;
        x += place;
        y += value;
        xx += place * place;
        yy += value * value;
        xy += place * value;
    }
    Sums operator-(const Sums &other) const
    {
        return {count - other.count, x - other.x, y - other.y, xx - other.xx, yy - other.yy, xy - other.xy};
    }
    // The squares that the best line leaves over.
    [[nodiscard]] double residual() const
    {
        const double yyCentred = yy - y * y / count;
        const double xxCentred = xx - x * x / count;
        const double xyCentred = xy - x * y / count;
        return xxCentred > 0 ? yyCentred - xyCentred * xyCentred / xxCentred : 0;
    }
};

double sampleVariance(double squares, double count)
{
    return count > 1 ? squares / (count - 1) : 0;
}

double share(double residual, double total)
{
    return total > 0 ? 1 - residual / total : 1;
}

struct Points
{
    std::vector<double> x;
    std::vector<double> y;
};

Points pointsOf(std::span<const double> series, std::span<const double> places)
{
    Points points;
    for (std::size_t i = 0; i < series.size(); ++i) {
        if (std::isnan(series[i]) || (!places.empty() && std::isnan(places[i])))
            continue;
        points.x.push_back(places.empty() ? static_cast<double>(i + 1) : places[i]);
        points.y.push_back(series[i]);
    }
    return points;
}

double mean(const std::vector<double> &values)
{
    double total = 0;
    for (const double value : values)
        total += value;
    return total / static_cast<double>(values.size());
}

double squaresAbout(const std::vector<double> &values, double centre)
{
    double total = 0;
    for (const double value : values)
        total += (value - centre) * (value - centre);
    return total;
}

} // namespace

std::optional<LineFit> fitLine(std::span<const double> series)
{
    const Points points = pointsOf(series, {});
    if (points.x.empty())
        return std::nullopt;
    const auto count = static_cast<double>(points.x.size());
    const double meanX = mean(points.x);
    const double meanY = mean(points.y);
    const double total = squaresAbout(points.y, meanY);
    const double deviationX = std::sqrt(squaresAbout(points.x, meanX) / count);
    const double deviationY = std::sqrt(total / count);
    LineFit fit;
    if (deviationX > 0 && deviationY > 0) {
        double together = 0;
        for (std::size_t i = 0; i < points.x.size(); ++i)
            together += (points.x[i] - meanX) * (points.y[i] - meanY);
        // This order of steps gives the real engine's last digit.
        fit.slope = together / (count * deviationX * deviationY) * deviationY / deviationX;
    }
    fit.interception = meanY - fit.slope * meanX;
    double residual = 0;
    for (std::size_t i = 0; i < points.x.size(); ++i) {
        const double rest = points.y[i] - (fit.slope * points.x[i] + fit.interception);
        residual += rest * rest;
    }
    fit.rsquare = share(residual, total);
    fit.variance = sampleVariance(total, count);
    fit.rvariance = sampleVariance(residual, count);
    return fit;
}

std::optional<TwoLinesFit> fitTwoLines(std::span<const double> series)
{
    const Points points = pointsOf(series, {});
    if (points.x.size() < 4)
        return std::nullopt;
    // Centred, so that the sums of squares keep their digits.
    const double meanY = mean(points.y);
    const double meanX = mean(points.x);
    Sums all;
    for (std::size_t i = 0; i < points.x.size(); ++i)
        all.add(points.x[i] - meanX, points.y[i] - meanY);
    Sums left;
    std::size_t best = 2;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i + 2 < points.x.size(); ++i) {
        left.add(points.x[i] - meanX, points.y[i] - meanY);
        if (i == 0)
            continue;
        const double residual = left.residual() + (all - left).residual();
        if (residual < least) {
            least = residual;
            best = i + 1;
        }
    }
    TwoLinesFit fit;
    fit.split = static_cast<std::size_t>(points.x[best]) - 1;
    fit.left = fitLine(series.first(fit.split)).value_or(LineFit());
    fit.right = fitLine(series.subspan(fit.split)).value_or(LineFit());
    const auto inLeft = static_cast<double>(best);
    const auto count = static_cast<double>(points.x.size());
    const double residual = fit.left.rvariance * (inLeft - 1) + fit.right.rvariance * (count - inLeft - 1);
    const double total = squaresAbout(points.y, meanY);
    fit.rsquare = share(residual, total);
    fit.variance = sampleVariance(total, count);
    fit.rvariance = sampleVariance(residual, count);
    return fit;
}

namespace {

using Polynomial = std::vector<double>; // the constant first

Polynomial timesLinear(const Polynomial &polynomial, double factor, double constant)
{
    Polynomial result(polynomial.size() + 1, 0.0);
    for (std::size_t i = 0; i < polynomial.size(); ++i) {
        result[i] += polynomial[i] * constant;
        result[i + 1] += polynomial[i] * factor;
    }
    return result;
}

void addScaled(Polynomial &to, const Polynomial &from, double factor)
{
    to.resize(std::max(to.size(), from.size()), 0.0);
    for (std::size_t i = 0; i < from.size(); ++i)
        to[i] += from[i] * factor;
}

double valueAt(const Polynomial &polynomial, double x)
{
    double value = 0;
    for (std::size_t i = polynomial.size(); i-- > 0;)
        value = value * x + polynomial[i];
    return value;
}

// The polynomial that fits `rest` best at places between -1 and 1; none if two of its terms are alike there.
std::optional<Polynomial> orthogonalFit(const std::vector<double> &places, std::vector<double> rest,
                                        std::size_t degree)
{
    Polynomial sum;
    Polynomial before;
    Polynomial present{1.0};
    double squaresBefore = 1;
    for (std::size_t k = 0; k <= degree; ++k) {
        double squares = 0;
        double weighted = 0;
        double projection = 0;
        for (std::size_t i = 0; i < places.size(); ++i) {
            const double value = valueAt(present, places[i]);
            squares += value * value;
            weighted += places[i] * value * value;
            projection += rest[i] * value;
        }
        if (!(squares > 1e-14 * std::abs(squaresBefore)))
            return std::nullopt;
        const double factor = projection / squares;
        addScaled(sum, present, factor);
        for (std::size_t i = 0; i < places.size(); ++i)
            rest[i] -= factor * valueAt(present, places[i]);
        Polynomial next = timesLinear(present, 1, -weighted / squares);
        addScaled(next, before, -squares / squaresBefore);
        before = std::exchange(present, std::move(next));
        squaresBefore = squares;
    }
    return sum;
}

} // namespace

std::optional<PolynomialFit> fitPolynomial(std::span<const double> series, std::span<const double> places,
                                           std::size_t degree)
{
    const Points points = pointsOf(series, places);
    if (points.x.size() <= degree)
        return std::nullopt;
    const auto [least, most] = std::ranges::minmax(points.x);
    const double centre = (least + most) / 2;
    const double half = most > least ? (most - least) / 2 : 1;
    std::vector<double> scaled;
    scaled.reserve(points.x.size());
    for (const double x : points.x)
        scaled.push_back((x - centre) / half);
    const auto found = orthogonalFit(scaled, points.y, degree);
    if (!found)
        return std::nullopt;
    PolynomialFit fit;
    const double total = squaresAbout(points.y, mean(points.y));
    double residual = 0;
    for (std::size_t i = 0; i < scaled.size(); ++i) {
        const double rest = points.y[i] - valueAt(*found, scaled[i]);
        residual += rest * rest;
    }
    fit.fitted.reserve(series.size());
    for (std::size_t i = 0; i < series.size(); ++i)
        fit.fitted.push_back(valueAt(*found, (places[i] - centre) / half));
    // From the scaled places back to those of the series, by Horner's scheme.
    Polynomial polynomial{0.0};
    for (std::size_t i = found->size(); i-- > 0;) {
        polynomial = timesLinear(polynomial, 1 / half, -centre / half);
        polynomial[0] += (*found)[i];
    }
    polynomial.resize(degree + 1);
    fit.coefficients.assign(polynomial.rbegin(), polynomial.rend());
    const auto count = static_cast<double>(points.x.size());
    fit.rsquare = share(residual, total);
    fit.variance = sampleVariance(total, count);
    fit.rvariance = sampleVariance(residual, count);
    return fit;
}

} // namespace signalbox::kql
