// Lines and polynomials through the points of a series. The functions that fit series and the decomposition
// use them; missing points (NaN) do not count, and positions are 1, 2, 3, … Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace signalbox::kql {

struct LineFit
{
    double rsquare = 0; // 1 where every point lies on the line
    double slope = 0;
    double variance = 0;  // of the sample
    double rvariance = 0; // of what the line leaves over
    double interception = 0;

    [[nodiscard]] double at(std::size_t index) const
    {
        return interception + slope * static_cast<double>(index + 1);
    }
};

// By least squares (Legendre, 1805). None for a series without a point.
[[nodiscard]] std::optional<LineFit> fitLine(std::span<const double> series);

struct TwoLinesFit
{
    double rsquare = 0;
    std::size_t split = 0; // where the right part begins
    double variance = 0;
    double rvariance = 0;
    LineFit left;
    LineFit right; // its positions begin with 1 too
};

// The division into two parts of at least two points whose lines leave the least over (Quandt, 1958). None
// for fewer than four points.
[[nodiscard]] std::optional<TwoLinesFit> fitTwoLines(std::span<const double> series);

struct PolynomialFit
{
    double rsquare = 0;
    std::vector<double> coefficients; // of the highest power first
    double variance = 0;
    double rvariance = 0;
    std::vector<double> fitted;
};

// By orthogonal polynomials (Forsythe, 1957). `places` are as many as `series`; none if there are not more
// different places than `degree`.
[[nodiscard]] std::optional<PolynomialFit> fitPolynomial(std::span<const double> series,
                                                         std::span<const double> places, std::size_t degree);

} // namespace signalbox::kql
