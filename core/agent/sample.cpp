#include "core/agent/sample.h"

#include <array>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "core/agent/agent.h"
#include "core/agent/director.h"
#include "core/base/file.h"
#include "core/base/platform.h"

namespace signalbox::agent {

namespace fs = std::filesystem;

namespace {

constexpr const char *dataFileName = "diabetes-synthetic.csv";
constexpr const char *experiment = "diabetes-training";
constexpr const char *model = "diabetes_classification";
constexpr const char *staging = "diabetes-staging";
constexpr const char *production = "diabetes-production";
constexpr double requestsPerSecond = 60;

// Short enough to be made while somebody watches, long enough that every step sees requests.
rollout::Plan quickPlan()
{
    return {
        .steps = {10, 50, 100}, .settle = std::chrono::milliseconds(600), .minimumRequests = 3, .probes = 5};
}

class SampleMaker
{
public:
    SampleMaker(const SampleOptions &options, store::Store &store, const fs::path &data,
                const std::function<void(const SampleProgress &)> &progress, const StopToken &stop)
        : m_store(store)
        , m_data(data)
        , m_progress(progress)
        , m_actor(store::Actor::member(options.member))
        , m_director(store, m_actor, stop)
    {
    }

    static constexpr int stages = 6;

    Status run()
    {
        tell(2, "training");
        SIGNALBOX_TRY(const auto weak, train(0.001, {"PatientID"}, false));
        SIGNALBOX_TRY(const auto plain, train(1.0, {"PatientID"}, false));
        SIGNALBOX_CHECK(train(1.0, {"PatientID", "PlasmaGlucose", "BMI", "SerumInsulin"}, false));
        SIGNALBOX_CHECK(train(0.01, {"PatientID"}, false));
        SIGNALBOX_CHECK(train(100.0, {"PatientID"}, false));
        SIGNALBOX_TRY(const auto balanced, train(1.0, {"PatientID"}, true));

        tell(3, "staging");
        SIGNALBOX_CHECK(serve::createEndpoint(m_store, m_actor, staging, serve::Environment::Staging));
        SIGNALBOX_CHECK(serve::createEndpoint(m_store, m_actor, production, serve::Environment::Production));
        SIGNALBOX_TRY(const auto first,
                      registerApproved(weak, "First version: there is nothing to compare it with."));
        SIGNALBOX_CHECK(toStaging("blue", first.number));

        tell(4, "first rollout");
        SIGNALBOX_CHECK(rollOut(first.number, "First production version."));
        SIGNALBOX_CHECK(
            serve::setLoad(m_store, m_actor, production, requestsPerSecond, std::chrono::minutes(1)));

        tell(5, "second rollout");
        SIGNALBOX_TRY(const auto second, registerApproved(plain, "Better on every metric on the same rows."));
        SIGNALBOX_CHECK(toStaging("green", second.number));
        SIGNALBOX_CHECK(rollOut(second.number, "Staging and the smoke test look good."));

        tell(6, "third version");
        SIGNALBOX_CHECK(m_director.registerVersion(model, balanced));
        SIGNALBOX_CHECK(serve::setLoad(m_store, m_actor, production, 0, Ticks::zero()));
        return {};
    }

private:
    void tell(int step, std::string_view stage) const
    {
        if (m_progress)
            m_progress({.step = step, .of = stages, .stage = stage});
    }

    Result<std::string> train(double C, std::vector<std::string> ignored, bool balancedClasses)
    {
        job::TrainingJob job{.experiment = experiment, .runName = {}, .training = {}};
        job.training.dataPath = toUtf8(m_data);
        job.training.label = "Diabetic";
        job.training.ignoredColumns = std::move(ignored);
        job.training.C = C;
        job.training.balancedClasses = balancedClasses;
        SIGNALBOX_TRY(const tracking::Run run, m_director.train(job));
        return run.id;
    }

    Result<registry::Version> registerApproved(const std::string &run, std::string_view reason)
    {
        SIGNALBOX_TRY(registry::Version version, m_director.registerVersion(model, run));
        SIGNALBOX_CHECK(m_director.approve(version.gate, reason));
        return version;
    }

    Status toStaging(std::string_view deployment, std::int64_t version)
    {
        SIGNALBOX_CHECK(m_director.deploy(staging, deployment, model, version));
        return serve::setTraffic(m_store, m_actor, staging, {{std::string(deployment), 100}},
                                 fmt::format("version {} to staging", version));
    }

    Status rollOut(std::int64_t version, std::string_view reason)
    {
        rollout::Plan plan = quickPlan();
        SIGNALBOX_TRY(const serve::Endpoint endpoint, serve::findEndpoint(m_store, production));
        if (endpoint.deployments.empty())
            plan.minimumRequests = 0; // nobody asks an endpoint that has never answered
        SIGNALBOX_TRY(const std::int64_t id, m_director.startRollout(production, model, version, plan));
        SIGNALBOX_TRY(const auto gated, m_director.waitForRollout(id, rollout::RolloutState::Gated));
        SIGNALBOX_CHECK(m_director.approve(gated.gate, reason));
        SIGNALBOX_CHECK(m_director.waitForRollout(id, rollout::RolloutState::Completed));
        return {};
    }

    store::Store &m_store;
    const fs::path m_data;
    const std::function<void(const SampleProgress &)> &m_progress;
    const store::Actor m_actor;
    Director m_director;
};

Status makeIn(const fs::path &folder, const SampleOptions &options, const Clock &clock,
              const std::function<void(const SampleProgress &)> &progress, const StopToken &stop)
{
    if (progress)
        progress({.step = 1, .of = SampleMaker::stages, .stage = "workspace"});
    SIGNALBOX_TRY(const auto store,
                  store::Store::create(folder, {.name = "sample", .administrator = options.member}, clock));
    const fs::path data = folder / "data" / dataFileName;
    std::error_code error;
    fs::create_directories(data.parent_path(), error);
    fs::copy_file(options.data, data, error);
    if (error)
        return failure(ErrorCode::Io, fmt::format("The sample data '{}' cannot be copied: {}.",
                                                  toUtf8(options.data), error.message()));
    SIGNALBOX_TRY(const auto agent, Agent::start({.folder = folder, .program = "sample"}, clock));
    return SampleMaker(options, *store, data, progress, stop).run();
}

} // namespace

Status makeSampleWorkspace(const SampleOptions &options, const Clock &clock,
                           const std::function<void(const SampleProgress &)> &progress, const StopToken &stop)
{
    std::error_code error;
    const bool wasThere = fs::exists(options.folder, error);
    if (wasThere && !fs::is_empty(options.folder, error))
        return failure(
            ErrorCode::AlreadyExists,
            fmt::format("'{}' is not empty. Choose another folder, or open the workspace that is there.",
                        toUtf8(options.folder)));
    const Status made = makeIn(options.folder, options, clock, progress, stop);
    if (!made)
        fs::remove_all(options.folder, error);
    return made;
}

Result<fs::path> sampleDataFile()
{
    const fs::path program = programPath().parent_path();
    const std::array<fs::path, 2> folders = {program.parent_path() / "share" / "signalbox",
                                             program.parent_path() / "Resources"};
    for (const fs::path &folder : folders) {
        std::error_code error;
        fs::path file = folder / "sample-data" / dataFileName;
        if (fs::exists(file, error))
            return file;
    }
    return failure(ErrorCode::NotFound,
                   fmt::format("The sample data set {} did not come with this program. Install "
                               "Signalbox again.",
                               dataFileName));
}

} // namespace signalbox::agent
