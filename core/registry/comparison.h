// Two models side by side on the same held-out rows. The result is plain data that is frozen as JSON into a
// gate's evidence and drawn by the console and the command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/store/store.h"

namespace signalbox::registry {

struct MetricDifference
{
    std::string metric; // "f1", "roc_auc" …
    std::optional<double> baseline;
    double candidate = 0;
    bool higherIsBetter = true;
};

// How far the candidate's F1 is from the baseline's, by a paired bootstrap over rows (Efron and Tibshirani,
// 1993; 1,000 resamples, percentile interval of 95 %, fixed seed).
struct Interval
{
    double low = 0;
    double high = 0;
};

struct Comparison
{
    std::string candidate; // such as "diabetes/5", or a run's name
    std::string baseline;  // "" if there is nothing to compare with
    // Both were judged on the same rows; if not, recorded metrics are shown side by side.
    bool sameRows = false;
    std::string note;      // what a reader must know about the rows, "" if both held out exactly the same
    std::int64_t rows = 0; // held-out rows
    std::vector<MetricDifference> metrics;
    std::optional<Interval> f1Gain;
    std::int64_t fixed = 0;  // rows that only the candidate gets right
    std::int64_t broken = 0; // rows that only the baseline gets right

    [[nodiscard]] std::string toJson() const;
    [[nodiscard]] static Result<Comparison> fromJson(std::string_view text);
};

// Compares two finished runs, by id or name. The baseline may be "".
[[nodiscard]] Result<Comparison> compareRuns(const store::Store &store, std::string_view candidateRun,
                                             std::string_view baselineRun);

// Compares a run with the version that its model should be measured against: the one that serves most
// production traffic, else the newest approved one, else none.
[[nodiscard]] Result<Comparison> compareWithBaseline(const store::Store &store, std::string_view model,
                                                     std::string_view candidateRun);

} // namespace signalbox::registry
