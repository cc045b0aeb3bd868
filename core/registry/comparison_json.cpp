#include "core/registry/comparison_json.h"

namespace signalbox::registry {

namespace {

Result<MetricDifference> differenceFromJson(const Json &json)
{
    MetricDifference difference;
    SIGNALBOX_TRY(difference.metric, member<std::string>(json, "metric"));
    SIGNALBOX_TRY(difference.candidate, member<double>(json, "candidate"));
    SIGNALBOX_TRY(difference.higherIsBetter, member<bool>(json, "higher_is_better"));
    if (json.contains("baseline")) {
        SIGNALBOX_TRY(difference.baseline, member<double>(json, "baseline"));
    }
    return difference;
}

} // namespace

Json comparisonJson(const Comparison &comparison)
{
    Json metrics = Json::array();
    for (const MetricDifference &difference : comparison.metrics) {
        Json json = {{"metric", difference.metric},
                     {"candidate", difference.candidate},
                     {"higher_is_better", difference.higherIsBetter}};
        if (difference.baseline)
            json["baseline"] = *difference.baseline;
        metrics.push_back(std::move(json));
    }
    Json json = {{"candidate", comparison.candidate}, {"baseline", comparison.baseline},
                 {"same_rows", comparison.sameRows},  {"note", comparison.note},
                 {"rows", comparison.rows},           {"metrics", std::move(metrics)},
                 {"fixed", comparison.fixed},         {"broken", comparison.broken}};
    if (comparison.f1Gain)
        json["f1_gain"] = {{"low", comparison.f1Gain->low}, {"high", comparison.f1Gain->high}};
    return json;
}

Result<Comparison> comparisonFromJson(const Json &json)
{
    Comparison comparison;
    SIGNALBOX_TRY(comparison.candidate, member<std::string>(json, "candidate"));
    SIGNALBOX_TRY(comparison.baseline, member<std::string>(json, "baseline"));
    SIGNALBOX_TRY(comparison.sameRows, member<bool>(json, "same_rows"));
    SIGNALBOX_TRY(comparison.note, member<std::string>(json, "note"));
    SIGNALBOX_TRY(comparison.rows, member<std::int64_t>(json, "rows"));
    SIGNALBOX_TRY(comparison.fixed, member<std::int64_t>(json, "fixed"));
    SIGNALBOX_TRY(comparison.broken, member<std::int64_t>(json, "broken"));
    SIGNALBOX_TRY(const auto metrics, member<Json::array_t>(json, "metrics"));
    for (const Json &each : metrics) {
        SIGNALBOX_TRY(MetricDifference difference, differenceFromJson(each));
        comparison.metrics.push_back(std::move(difference));
    }
    if (const auto gain = json.find("f1_gain"); gain != json.end()) {
        Interval interval;
        SIGNALBOX_TRY(interval.low, member<double>(*gain, "low"));
        SIGNALBOX_TRY(interval.high, member<double>(*gain, "high"));
        comparison.f1Gain = interval;
    }
    return comparison;
}

std::string Comparison::toJson() const
{
    return comparisonJson(*this).dump();
}

Result<Comparison> Comparison::fromJson(std::string_view text)
{
    SIGNALBOX_TRY(const Json json, parseJson(text));
    return comparisonFromJson(json);
}

} // namespace signalbox::registry
