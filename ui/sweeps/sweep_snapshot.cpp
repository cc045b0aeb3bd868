#include "ui/sweeps/sweep_snapshot.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/base/text.h"
#include "ui/widgets/metric_words.h"

namespace signalbox::ui {

using tracking::Run;

namespace {

constexpr std::size_t newestRuns = 10'000;
constexpr double decades = 100;
constexpr std::string_view seedName = "seed";

// Where a value of a run is found under the name that people know; the seed is a tag.
std::optional<std::string> valueOf(const Run &run, std::string_view parameter)
{
    if (const auto found = run.parameters.find(parameter); found != run.parameters.end())
        return found->second;
    if (parameter == seedName) {
        if (const auto tag = run.tags.find(tracking::seedTag); tag != run.tags.end())
            return tag->second;
    }
    return std::nullopt;
}

std::vector<std::string> varyingParameters(const std::vector<Run> &runs)
{
    std::map<std::string, std::set<std::string>> values;
    for (const Run &run : runs) {
        for (const auto &[key, value] : run.parameters)
            values[key].insert(value);
        if (const auto seed = valueOf(run, seedName))
            values[std::string(seedName)].insert(*seed);
    }
    std::vector<std::string> varying;
    for (const auto &[key, different] : values)
        if (different.size() > 1)
            varying.push_back(key);
    return varying;
}

std::vector<std::string> metricsOf(const std::vector<Run> &runs)
{
    std::set<std::string> names;
    for (const Run &run : runs)
        for (const auto &[key, value] : run.metrics)
            names.insert(key);
    return {names.begin(), names.end()};
}

std::string chosenOr(const std::string &wanted, const std::vector<std::string> &there,
                     const std::string &preferred)
{
    for (const std::string &name : {wanted, preferred})
        if (std::ranges::find(there, name) != there.end())
            return name;
    return there.empty() ? std::string() : there.front();
}

bool comesBefore(const SweepGroup &a, const SweepGroup &b)
{
    if (a.number && b.number)
        return *a.number < *b.number;
    if (a.number.has_value() != b.number.has_value())
        return a.number.has_value();
    return a.value < b.value;
}

} // namespace

std::vector<SweepGroup> groupRuns(const std::vector<Run> &runs, std::string_view parameter,
                                  std::string_view metric, bool higherIsBetter)
{
    std::map<std::string, SweepGroup> groups;
    for (const Run &run : runs) {
        const auto value = valueOf(run, parameter);
        const auto measured = run.metrics.find(metric);
        if (!value || measured == run.metrics.end())
            continue;
        SweepGroup &group = groups[*value];
        const double result = measured->second;
        const bool isFirst = group.runs++ == 0;
        group.mean += result;
        if (isFirst || (higherIsBetter ? result > group.best : result < group.best)) {
            group.best = result;
            group.bestRun = run.id;
            group.bestRunName = run.name;
        }
        if (isFirst || (higherIsBetter ? result < group.worst : result > group.worst))
            group.worst = result;
    }
    std::vector<SweepGroup> sorted;
    for (auto &[value, group] : groups) {
        group.value = value;
        if (const auto number = toNumber(value))
            group.number = *number;
        group.mean /= static_cast<double>(group.runs);
        sorted.push_back(std::move(group));
    }
    std::ranges::stable_sort(sorted, comesBefore);
    return sorted;
}

bool spansDecades(const std::vector<SweepGroup> &groups)
{
    double smallest = INFINITY;
    double largest = 0;
    for (const SweepGroup &group : groups) {
        if (!group.number || *group.number <= 0)
            return false;
        smallest = std::min(smallest, *group.number);
        largest = std::max(largest, *group.number);
    }
    return largest >= decades * smallest;
}

Result<SweepSnapshot> readSweep(const store::Store &store, const SweepChoice &wanted)
{
    SweepSnapshot snapshot;
    SIGNALBOX_TRY(const auto experiments, tracking::listExperiments(store));
    for (const tracking::Experiment &experiment : experiments)
        snapshot.experiments.push_back(experiment.name);
    if (std::ranges::find(snapshot.experiments, wanted.experiment) != snapshot.experiments.end())
        snapshot.choice.experiment = wanted.experiment;
    SIGNALBOX_TRY(auto runs,
                  tracking::listRuns(store, {.experiment = snapshot.choice.experiment, .limit = newestRuns}));
    std::erase_if(runs, [](const Run &run) { return run.state != tracking::RunState::Finished; });
    snapshot.runs = runs.size();
    snapshot.parameters = varyingParameters(runs);
    snapshot.metrics = metricsOf(runs);
    snapshot.choice.parameter = chosenOr(wanted.parameter, snapshot.parameters, "C");
    snapshot.choice.metric = chosenOr(wanted.metric, snapshot.metrics, "f1");
    snapshot.groups = groupRuns(runs, snapshot.choice.parameter, snapshot.choice.metric,
                                higherIsBetter(snapshot.choice.metric));
    return snapshot;
}

} // namespace signalbox::ui
