// Experiments and their runs, in MLflow's notions: parameters, metrics with steps, tags, artifacts.
// Training writes here; the console, the registry and scripts read. All functions are thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/store.h"

namespace signalbox::tracking {

using RunId = std::string; // 32 lower-case hexadecimal digits, as in MLflow

enum class RunState : std::uint8_t { Running, Finished, Failed, Killed };

[[nodiscard]] std::string_view runStateName(RunState state);

struct Experiment
{
    std::int64_t id = 0;
    std::string name;
    TimePoint created;
    std::int64_t runs = 0;
    std::string origin; // "local", or the connection that it comes from
};

struct Run
{
    RunId id;
    std::string name; // friendly, such as "brave-signal-20"
    std::string experiment;
    RunState state = RunState::Running;
    std::string member;
    TimePoint started;
    std::optional<TimePoint> ended;
    std::string error;
    std::string origin;
    std::map<std::string, std::string, std::less<>> parameters;
    std::map<std::string, double, std::less<>> metrics; // the latest value of each
    std::map<std::string, std::string, std::less<>> tags;
};

struct NewRun
{
    std::string experiment; // made if it does not exist
    std::string name;       // "" = a friendly name is chosen
    std::map<std::string, std::string, std::less<>> parameters;
    std::map<std::string, std::string, std::less<>> tags; // git commit, data hash, seed …
};

struct Metric
{
    std::string key;
    double value = 0;
    std::int64_t step = 0;
};

struct MetricPoint
{
    std::int64_t step = 0;
    TimePoint time;
    double value = 0;
};

struct RunFilter
{
    std::string experiment = {}; // "" = all
    std::size_t limit = 1000;    // the newest so many
};

// Tag keys that Signalbox writes itself.
inline constexpr std::string_view commitTag = "mlflow.source.git.commit";
inline constexpr std::string_view dataHashTag = "signalbox.data_hash";
inline constexpr std::string_view seedTag = "signalbox.seed";
inline constexpr std::string_view userTag = "mlflow.user";

[[nodiscard]] Result<RunId> startRun(store::Store &store, const store::Actor &actor, const NewRun &run);
// Later values of the same key and step replace earlier ones. A value that is not finite is refused, and so
// is a run that has ended: what was decided on its numbers must stay true.
[[nodiscard]] Status logMetrics(store::Store &store, const RunId &run, const std::vector<Metric> &metrics);
// FailedPrecondition if the run has already ended.
[[nodiscard]] Status endRun(store::Store &store, const store::Actor &actor, const RunId &run, RunState state,
                            std::string_view error = {});
[[nodiscard]] Status setTag(store::Store &store, const store::Actor &actor, const RunId &run,
                            std::string_view key, std::string_view value);

[[nodiscard]] Result<std::vector<Experiment>> listExperiments(const store::Store &store);
// Newest first, with parameters, latest metrics and tags.
[[nodiscard]] Result<std::vector<Run>> listRuns(const store::Store &store, const RunFilter &filter = {});
// By id, by a unique beginning of the id of at least 4 characters, or by a unique name.
[[nodiscard]] Result<Run> findRun(const store::Store &store, std::string_view idOrName);
[[nodiscard]] Result<std::vector<MetricPoint>> metricHistory(const store::Store &store, const RunId &run,
                                                             std::string_view key);

// Where the run's files are: artifacts/runs/<id>; its model, if it has one, is in "model" below that.
[[nodiscard]] std::filesystem::path artifactFolder(const store::Store &store, const RunId &run);

struct Artifact
{
    std::string path; // relative to the artifact folder, with '/'
    std::uint64_t bytes = 0;
};

// Sorted by path.
[[nodiscard]] Result<std::vector<Artifact>> listArtifacts(const store::Store &store, const RunId &run);

// The hash of HEAD of the git repository that holds `folder`, or "" where there is none.
[[nodiscard]] std::string gitCommit(const std::filesystem::path &folder);

// For use inside another room's command; `member` is whose run it is.
[[nodiscard]] Result<RunId> startRunIn(store::Change &change, std::string_view member, const NewRun &run);
[[nodiscard]] Status endRunIn(store::Change &change, const RunId &run, RunState state,
                              std::string_view error = {});
[[nodiscard]] Result<Run> runIn(SQLite::Database &db, const RunId &run);
// For use inside another room's observation.
[[nodiscard]] Status logMetricsIn(SQLite::Database &db, TimePoint now, const RunId &run,
                                  const std::vector<Metric> &metrics);
[[nodiscard]] Status setTagIn(SQLite::Database &db, const RunId &run, std::string_view key,
                              std::string_view value);

} // namespace signalbox::tracking
