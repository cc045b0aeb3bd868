#include "core/learn/model.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace signalbox::learn {

namespace {

Status refuse(std::string_view field, std::string message)
{
    return std::unexpected(Error{
        .code = ErrorCode::InvalidArgument, .message = std::move(message), .field = std::string(field)});
}

Status checkNumbers(std::string_view field, std::span<const double> values, std::size_t inputs)
{
    if (values.size() != inputs)
        return refuse(field, fmt::format("The model has {} inputs but {} {}.", inputs, values.size(), field));
    if (!std::ranges::all_of(values, [](double value) { return std::isfinite(value); }))
        return refuse(field, fmt::format("One of the model's {} is not a finite number.", field));
    return {};
}

} // namespace

double LogisticModel::probability(std::span<const double> row) const
{
    double logOdds = intercept;
    for (std::size_t i = 0; i < coefficients.size(); ++i)
        logOdds += coefficients[i] * (row[i] - means[i]) / scales[i];
    return 1.0 / (1.0 + std::exp(-logOdds));
}

Status checkModel(const LogisticModel &model)
{
    if (model.label.empty())
        return refuse("label", "The model does not name the column that it predicts.");
    if (model.inputs.empty())
        return refuse("inputs", "The model has no inputs.");
    std::set<std::string_view> names;
    for (const Input &input : model.inputs) {
        if (input.name.empty())
            return refuse("inputs", "One of the model's inputs has no name.");
        if (input.name == model.label)
            return refuse("inputs", fmt::format("The model has its label '{}' as an input.", input.name));
        if (!names.insert(input.name).second)
            return refuse("inputs", fmt::format("The model has the input '{}' twice.", input.name));
    }
    const std::size_t inputs = model.inputs.size();
    SIGNALBOX_CHECK(checkNumbers("means", model.means, inputs));
    SIGNALBOX_CHECK(checkNumbers("scales", model.scales, inputs));
    SIGNALBOX_CHECK(checkNumbers("coefficients", model.coefficients, inputs));
    if (!std::ranges::all_of(model.scales, [](double scale) { return scale > 0; }))
        return refuse("scales", "Every scale of a model must be above 0.");
    if (!std::isfinite(model.intercept))
        return refuse("intercept", "The model's intercept is not a finite number.");
    if (!(model.threshold >= 0 && model.threshold <= 1))
        return refuse("threshold", "The model's threshold must be between 0 and 1.");
    return {};
}

} // namespace signalbox::learn
