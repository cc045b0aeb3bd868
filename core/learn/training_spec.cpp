#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/learn/training.h"

namespace signalbox::learn {

namespace {

std::unexpected<Error> refuse(std::string_view field, std::string message)
{
    return std::unexpected(Error{
        .code = ErrorCode::InvalidArgument, .message = std::move(message), .field = std::string(field)});
}

// Leaves `value` as it is where the key is not there.
template<typename T>
Status readOptional(const Json &json, const char *key, T &value)
{
    if (!json.contains(key))
        return {};
    SIGNALBOX_TRY(value, member<T>(json, key));
    return {};
}

Status checkKeys(const Json &json)
{
    std::vector<std::string> known;
    const Json defaults = toJson(TrainingSpec{});
    for (const auto &[key, value] : defaults.items())
        known.push_back(key);
    for (const auto &[key, value] : json.items()) {
        if (std::ranges::find(known, key) != known.end())
            continue;
        const std::string_view near = nearest(key, known);
        return refuse(key, fmt::format("A training has no setting '{}'.{}", key,
                                       near.empty() ? "" : fmt::format(" Did you mean '{}'?", near)));
    }
    return {};
}

} // namespace

Json toJson(const TrainingSpec &spec)
{
    return {{"dataPath", spec.dataPath},
            {"label", spec.label},
            {"ignoredColumns", spec.ignoredColumns},
            {"testFraction", spec.testFraction},
            {"seed", spec.seed},
            {"C", spec.C},
            {"tolerance", spec.tolerance},
            {"maximumIterations", spec.maximumIterations},
            {"standardise", spec.standardise},
            {"balancedClasses", spec.balancedClasses},
            {"threshold", spec.threshold}};
}

Result<TrainingSpec> trainingSpecFromJson(const Json &json)
{
    if (!json.is_object())
        return failure(ErrorCode::InvalidArgument, "A training is described by a JSON object.");
    SIGNALBOX_CHECK(checkKeys(json));
    TrainingSpec spec;
    SIGNALBOX_TRY(spec.dataPath, member<std::string>(json, "dataPath"));
    SIGNALBOX_TRY(spec.label, member<std::string>(json, "label"));
    SIGNALBOX_CHECK(readOptional(json, "ignoredColumns", spec.ignoredColumns));
    SIGNALBOX_CHECK(readOptional(json, "testFraction", spec.testFraction));
    SIGNALBOX_CHECK(readOptional(json, "seed", spec.seed));
    SIGNALBOX_CHECK(readOptional(json, "C", spec.C));
    SIGNALBOX_CHECK(readOptional(json, "tolerance", spec.tolerance));
    SIGNALBOX_CHECK(readOptional(json, "maximumIterations", spec.maximumIterations));
    SIGNALBOX_CHECK(readOptional(json, "standardise", spec.standardise));
    SIGNALBOX_CHECK(readOptional(json, "balancedClasses", spec.balancedClasses));
    SIGNALBOX_CHECK(readOptional(json, "threshold", spec.threshold));
    SIGNALBOX_CHECK(checkTrainingSpec(spec));
    return spec;
}

Status checkTrainingSpec(const TrainingSpec &spec)
{
    if (spec.dataPath.empty())
        return refuse("dataPath", "The training names no data file.");
    if (spec.label.empty())
        return refuse("label", "The training does not name the column to predict.");
    if (std::ranges::find(spec.ignoredColumns, spec.label) != spec.ignoredColumns.end())
        return refuse("ignoredColumns",
                      fmt::format("The column '{}' is to be predicted and ignored at once.", spec.label));
    struct Range
    {
        const char *field;
        double value;
        bool fits;
        const char *expected;
    };
    const std::array<Range, 5> ranges = {{
        {"testFraction", spec.testFraction, spec.testFraction > 0 && spec.testFraction < 1,
         "a number between 0 and 1"},
        {"C", spec.C, spec.C > 0 && std::isfinite(spec.C), "a number above 0"},
        {"tolerance", spec.tolerance, spec.tolerance > 0 && std::isfinite(spec.tolerance),
         "a number above 0"},
        {"maximumIterations", static_cast<double>(spec.maximumIterations), spec.maximumIterations >= 1,
         "at least 1"},
        {"threshold", spec.threshold, spec.threshold >= 0 && spec.threshold <= 1, "a number from 0 to 1"},
    }};
    for (const Range &range : ranges)
        if (!range.fits)
            return refuse(range.field, fmt::format("The setting '{}' is {}; it must be {}.", range.field,
                                                   range.value, range.expected));
    return {};
}

} // namespace signalbox::learn
