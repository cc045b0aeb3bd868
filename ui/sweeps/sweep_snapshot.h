// Runs grouped by the value of one parameter, with how a metric did in each group. Read on the pool as
// values; the grouping is pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/tracking/tracking.h"

namespace signalbox::ui {

struct SweepChoice
{
    std::string experiment; // "" = all
    std::string parameter;  // "" = the first that varies
    std::string metric;     // "" = f1, or the first there is

    friend bool operator==(const SweepChoice &, const SweepChoice &) = default;
};

struct SweepGroup
{
    std::string value;
    std::optional<double> number; // the value, if it is one
    std::size_t runs = 0;
    double best = 0;
    double mean = 0;
    double worst = 0;
    std::string bestRun; // id
    std::string bestRunName;
};

struct SweepSnapshot
{
    std::vector<std::string> experiments;
    std::vector<std::string> parameters; // that have more than one value
    std::vector<std::string> metrics;
    SweepChoice choice;             // what the groups are of
    std::vector<SweepGroup> groups; // by value, numbers first
    std::size_t runs = 0;           // finished ones
};

[[nodiscard]] Result<SweepSnapshot> readSweep(const store::Store &store, const SweepChoice &wanted);

// `higherIsBetter` says which end is best. Runs without the parameter or the metric are left out.
[[nodiscard]] std::vector<SweepGroup> groupRuns(const std::vector<tracking::Run> &runs,
                                                std::string_view parameter, std::string_view metric,
                                                bool higherIsBetter);
// True if all values are numbers above 0 and the largest is at least a hundred times the smallest.
[[nodiscard]] bool spansDecades(const std::vector<SweepGroup> &groups);

} // namespace signalbox::ui
