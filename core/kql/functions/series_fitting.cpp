// series_fit_line, series_fit_2lines and series_fit_poly, as columns or as one bag.
#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/kql/functions/library.h"
#include "core/kql/functions/line_fit.h"
#include "core/kql/functions/series.h"

namespace signalbox::kql {

namespace {

constexpr std::int64_t maximumDegree = 64;

Value real(double value)
{
    return Value::ofReal(value);
}

Value lineOf(const LineFit &fit, std::size_t count)
{
    std::vector<double> line(count);
    for (std::size_t i = 0; i < count; ++i)
        line[i] = fit.at(i);
    return seriesValue(line);
}

Value lineColumns(const RowArguments &arguments)
{
    const auto series = seriesOf(arguments[0]);
    const auto fit = series ? fitLine(*series) : std::nullopt;
    if (!fit)
        return {};
    return Value::ofArray({real(fit->rsquare), real(fit->slope), real(fit->variance), real(fit->rvariance),
                           real(fit->interception), lineOf(*fit, series->size())});
}

Value lineBag(const RowArguments &arguments)
{
    const auto series = seriesOf(arguments[0]);
    const auto fit = series ? fitLine(*series) : std::nullopt;
    if (!fit)
        return {};
    return Value::ofBag({{"rsquare", real(fit->rsquare)},
                         {"slope", real(fit->slope)},
                         {"variance", real(fit->variance)},
                         {"rvariance", real(fit->rvariance)},
                         {"interception", real(fit->interception)},
                         {"line_fit", lineOf(*fit, series->size())}});
}

Value twoLinesOf(const TwoLinesFit &fit, std::size_t count)
{
    std::vector<double> lines(count);
    for (std::size_t i = 0; i < count; ++i)
        lines[i] = i < fit.split ? fit.left.at(i) : fit.right.at(i - fit.split);
    return seriesValue(lines);
}

Value twoLinesColumns(const RowArguments &arguments)
{
    const auto series = seriesOf(arguments[0]);
    const auto fit = series ? fitTwoLines(*series) : std::nullopt;
    if (!fit)
        return {};
    Value::Array columns{real(fit->rsquare), Value::ofLong(static_cast<std::int64_t>(fit->split)),
                         real(fit->variance), real(fit->rvariance), twoLinesOf(*fit, series->size())};
    for (const LineFit *part : {&fit->right, &fit->left}) {
        for (const double value :
             {part->rsquare, part->slope, part->interception, part->variance, part->rvariance})
            columns.push_back(real(value));
    }
    return Value::ofArray(std::move(columns));
}

Value partBag(const LineFit &part)
{
    return Value::ofBag({{"rsquare", real(part.rsquare)},
                         {"slope", real(part.slope)},
                         {"interception", real(part.interception)},
                         {"variance", real(part.variance)},
                         {"rvariance", real(part.rvariance)}});
}

Value twoLinesBag(const RowArguments &arguments)
{
    const auto series = seriesOf(arguments[0]);
    const auto fit = series ? fitTwoLines(*series) : std::nullopt;
    if (!fit)
        return {};
    return Value::ofBag({{"rsquare", real(fit->rsquare)},
                         {"split_idx", Value::ofLong(static_cast<std::int64_t>(fit->split))},
                         {"variance", real(fit->variance)},
                         {"rvariance", real(fit->rvariance)},
                         {"line_fit", twoLinesOf(*fit, series->size())},
                         {"right", partBag(fit->right)},
                         {"left", partBag(fit->left)}});
}

// (y), (y, degree), (y, places) or (y, places, degree).
Value polynomialColumns(const RowArguments &arguments)
{
    const auto series = seriesOf(arguments[0]);
    auto places = seriesOf(arguments[1]);
    const Value last = arguments.size() > 1 ? arguments[arguments.size() - 1] : Value();
    const std::int64_t degree = last.isWhole() ? last.whole() : 1;
    if (!series || degree < 0 || degree > maximumDegree)
        return {};
    if (!places) {
        places.emplace();
        places->reserve(series->size());
        for (std::size_t i = 0; i < series->size(); ++i)
            places->push_back(static_cast<double>(i + 1));
    }
    if (places->size() != series->size())
        return {};
    const auto fit = fitPolynomial(*series, *places, static_cast<std::size_t>(degree));
    if (!fit)
        return {};
    return Value::ofArray({real(fit->rsquare), seriesValue(fit->coefficients), real(fit->variance),
                           real(fit->rvariance), seriesValue(fit->fitted)});
}

std::vector<FunctionOutput> outputsOf(const std::string &function,
                                      std::initializer_list<std::pair<const char *, Type>> columns)
{
    std::vector<FunctionOutput> outputs;
    outputs.reserve(columns.size());
    for (const auto &[name, type] : columns)
        outputs.push_back({.name = function + "_{0}_" + name, .type = type});
    return outputs;
}

} // namespace

void addSeriesFitting(FunctionRegistry &registry)
{
    addWithOutputs(registry, "series_fit_line", {"series"},
                   "The straight line nearest to a series: its quality, slope, interception and points.",
                   dynamicRows({anyDynamic}, 1, lineColumns),
                   outputsOf("series_fit_line", {{"rsquare", Type::Real},
                                                 {"slope", Type::Real},
                                                 {"variance", Type::Real},
                                                 {"rvariance", Type::Real},
                                                 {"interception", Type::Real},
                                                 {"line_fit", Type::Dynamic}}));
    registry.add("series_fit_line_dynamic", {"series"},
                 "The straight line nearest to a series as a bag: rsquare, slope, line_fit and more.",
                 dynamicRows({anyDynamic}, 1, lineBag));
    addWithOutputs(registry, "series_fit_2lines", {"series"},
                   "The two lines nearest to a series and where it breaks.",
                   dynamicRows({anyDynamic}, 1, twoLinesColumns),
                   outputsOf("series_fit_2lines", {{"rsquare", Type::Real},
                                                   {"split_idx", Type::Long},
                                                   {"variance", Type::Real},
                                                   {"rvariance", Type::Real},
                                                   {"line_fit", Type::Dynamic},
                                                   {"right_rsquare", Type::Real},
                                                   {"right_slope", Type::Real},
                                                   {"right_interception", Type::Real},
                                                   {"right_variance", Type::Real},
                                                   {"right_rvariance", Type::Real},
                                                   {"left_rsquare", Type::Real},
                                                   {"left_slope", Type::Real},
                                                   {"left_interception", Type::Real},
                                                   {"left_variance", Type::Real},
                                                   {"left_rvariance", Type::Real}}));
    registry.add("series_fit_2lines_dynamic", {"series"},
                 "The two lines nearest to a series as a bag: rsquare, split_idx, left, right and more.",
                 dynamicRows({anyDynamic}, 1, twoLinesBag));
    std::vector<Overload> overloads = dynamicRows({anyDynamic, anyDynamic, anyLong}, 1, polynomialColumns);
    std::ranges::move(dynamicRows({anyDynamic, anyLong}, 2, polynomialColumns),
                      std::back_inserter(overloads));
    addWithOutputs(registry, "series_fit_poly", {"y_series", "x_series", "degree"},
                   "The polynomial nearest to a series: its quality, coefficients and points.",
                   std::move(overloads),
                   outputsOf("series_fit_poly", {{"rsquare", Type::Real},
                                                 {"coefficients", Type::Dynamic},
                                                 {"variance", Type::Real},
                                                 {"rvariance", Type::Real},
                                                 {"poly_fit", Type::Dynamic}}));
}

} // namespace signalbox::kql
