// Walks a member through the lifecycle from inside a program: each call is a command followed by waiting
// until the agent has done it. The sample workspace and `signalboxctl` are told in these verbs. Needs a
// running agent.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"
#include "core/base/stop.h"
#include "core/job/job.h"
#include "core/registry/registry.h"
#include "core/rollout/rollout.h"
#include "core/serve/endpoints.h"
#include "core/store/store.h"
#include "core/tracking/tracking.h"

namespace signalbox::agent {

class Director
{
public:
    // `store` must outlive the director.
    Director(store::Store &store, store::Actor actor, StopToken stop,
             std::chrono::milliseconds patience = std::chrono::seconds(60))
        : m_store(store)
        , m_actor(std::move(actor))
        , m_stop(std::move(stop))
        , m_patience(patience)
    {
    }

    // Submits the training and waits for its run. A job that failed is this call's error.
    [[nodiscard]] Result<tracking::Run> train(const job::TrainingJob &job);
    [[nodiscard]] Result<tracking::Run> waitForJob(std::int64_t id);

    [[nodiscard]] Result<registry::Version> registerVersion(std::string_view model, std::string_view run);
    [[nodiscard]] Status approve(std::int64_t gate, std::string_view reason);

    // Deploys and waits until the agent has it ready; a deployment that failed is this call's error.
    [[nodiscard]] Status deploy(std::string_view endpoint, std::string_view deployment,
                                std::string_view model, std::int64_t version);
    [[nodiscard]] Status waitForDeployment(std::string_view endpoint, std::string_view deployment);

    [[nodiscard]] Result<std::int64_t> startRollout(std::string_view endpoint, std::string_view model,
                                                    std::int64_t version, const rollout::Plan &plan);
    // Waits until the rollout is in `state`, or is at least at `step` of it. One that ended otherwise is an
    // error.
    [[nodiscard]] Result<rollout::Rollout> waitForRollout(std::int64_t id, rollout::RolloutState state,
                                                          int step = 0);
    // Waits until it is over, however it ends.
    [[nodiscard]] Result<rollout::Rollout> waitForEnd(std::int64_t id);

private:
    [[nodiscard]] Status wait(std::string_view what, const std::function<Result<bool>()> &done) const;

    store::Store &m_store;
    const store::Actor m_actor;
    const StopToken m_stop;
    const std::chrono::milliseconds m_patience;
};

} // namespace signalbox::agent
