#include "core/registry/evidence.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/learn/model.h"
#include "core/learn/training.h"
#include "core/registry/comparison_json.h"
#include "core/registry/held_out.h"
#include "core/tracking/predictions.h"

namespace signalbox::registry {

namespace {

constexpr std::uint64_t exampleLimitBytes = std::uint64_t{1} << 20U;
constexpr double sameProbability = 1e-9;

// The rows of MLflow's input example, in the "split" orientation of pandas.
Result<std::vector<std::vector<double>>> exampleRows(const std::filesystem::path &folder)
{
    SIGNALBOX_TRY(const std::string text, readFile(folder / "input_example.json", exampleLimitBytes));
    SIGNALBOX_TRY(const Json json, parseJson(text));
    return member<std::vector<std::vector<double>>>(json, "data");
}

bool isProbability(double value)
{
    return value >= 0 && value <= 1;
}

Status scoreExample(const learn::LogisticModel &model, const std::filesystem::path &folder, SmokeTest &test)
{
    SIGNALBOX_TRY(const auto rows, exampleRows(folder));
    for (const std::vector<double> &row : rows) {
        ++test.rows;
        if (row.size() == model.inputs.size() && isProbability(model.probability(row)))
            ++test.valid;
    }
    return {};
}

Status scoreHeldOut(const learn::LogisticModel &model, const store::Store &store, const tracking::Run &run,
                    SmokeTest &test)
{
    SIGNALBOX_TRY(const auto recorded, tracking::loadPredictions(tracking::artifactFolder(store, run.id)));
    SIGNALBOX_TRY(const learn::Table table, loadDataOf(run));
    SIGNALBOX_TRY(const auto scored, learn::evaluate(model, table, recorded.rows));
    for (std::size_t i = 0; i < recorded.rows.size(); ++i) {
        ++test.rows;
        if (isProbability(scored.probabilities[i]) &&
            std::abs(scored.probabilities[i] - recorded.probabilities[i]) <= sameProbability)
            ++test.valid;
    }
    return {};
}

} // namespace

Result<SmokeTest> smokeTest(const store::Store &store, const std::filesystem::path &folder,
                            const tracking::Run &run)
{
    SIGNALBOX_TRY(const learn::LogisticModel model, learn::loadModel(folder));
    SmokeTest test;
    SIGNALBOX_CHECK(scoreExample(model, folder, test));
    const Status heldOut = scoreHeldOut(model, store, run, test);
    test.finding = fmt::format("{} of {} predictions valid.", test.valid, test.rows);
    if (!heldOut)
        test.finding += fmt::format(" Only the input example was scored: {}", heldOut.error().message);
    return test;
}

std::string RegistrationEvidence::toJson() const
{
    Json json = comparisonJson(comparison);
    json["smoke_test"] = {
        {"rows", smokeTest.rows}, {"valid", smokeTest.valid}, {"finding", smokeTest.finding}};
    return json.dump();
}

Result<RegistrationEvidence> RegistrationEvidence::fromJson(std::string_view text)
{
    SIGNALBOX_TRY(const Json json, parseJson(text));
    RegistrationEvidence evidence;
    SIGNALBOX_TRY(evidence.comparison, comparisonFromJson(json));
    SIGNALBOX_TRY(const Json test, member<Json>(json, "smoke_test"));
    SIGNALBOX_TRY(evidence.smokeTest.rows, member<std::int64_t>(test, "rows"));
    SIGNALBOX_TRY(evidence.smokeTest.valid, member<std::int64_t>(test, "valid"));
    SIGNALBOX_TRY(evidence.smokeTest.finding, member<std::string>(test, "finding"));
    return evidence;
}

} // namespace signalbox::registry
