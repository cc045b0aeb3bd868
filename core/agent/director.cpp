#include "core/agent/director.h"

#include <fmt/format.h>

#include "core/agent/wait.h"
#include "core/registry/gate.h"

namespace signalbox::agent {

Status Director::wait(std::string_view what, const std::function<Result<bool>()> &done) const
{
    return waitUntil(m_store, what, m_patience, m_stop, done);
}

Result<tracking::Run> Director::train(const job::TrainingJob &job)
{
    SIGNALBOX_TRY(const std::int64_t id, job::submitTraining(m_store, m_actor, job));
    return waitForJob(id);
}

Result<tracking::Run> Director::waitForJob(std::int64_t id)
{
    job::Job job;
    SIGNALBOX_CHECK(wait(fmt::format("job {}", id), [&]() -> Result<bool> {
        SIGNALBOX_TRY(job, job::findJob(m_store, id));
        return job.state != job::JobState::Queued && job.state != job::JobState::Running;
    }));
    if (job.state != job::JobState::Completed)
        return failure(ErrorCode::FailedPrecondition,
                       fmt::format("Job {} {}: {}", id, job::jobStateName(job.state), job.error));
    return tracking::findRun(m_store, job.run);
}

Result<registry::Version> Director::registerVersion(std::string_view model, std::string_view run)
{
    return registry::registerVersion(m_store, m_actor, model, run);
}

Status Director::approve(std::int64_t gate, std::string_view reason)
{
    SIGNALBOX_CHECK(registry::decide(m_store, m_actor, gate, registry::Decision::Approve, reason));
    return {};
}

Status Director::deploy(std::string_view endpoint, std::string_view deployment, std::string_view model,
                        std::int64_t version)
{
    SIGNALBOX_CHECK(serve::deploy(m_store, m_actor, endpoint, deployment, model, version));
    return waitForDeployment(endpoint, deployment);
}

Status Director::waitForDeployment(std::string_view endpoint, std::string_view deployment)
{
    std::string error;
    SIGNALBOX_CHECK(wait(fmt::format("'{}' of '{}'", deployment, endpoint), [&]() -> Result<bool> {
        SIGNALBOX_TRY(const serve::Endpoint found, serve::findEndpoint(m_store, endpoint));
        const serve::Deployment *target = found.find(deployment);
        if (target == nullptr)
            return failure(ErrorCode::NotFound, fmt::format("'{}' was removed meanwhile.", deployment));
        error = target->error;
        return target->state != serve::DeploymentState::Starting;
    }));
    if (!error.empty())
        return failure(ErrorCode::FailedPrecondition,
                       fmt::format("'{}' did not start: {}", deployment, error));
    return {};
}

Result<std::int64_t> Director::startRollout(std::string_view endpoint, std::string_view model,
                                            std::int64_t version, const rollout::Plan &plan)
{
    return rollout::startRollout(m_store, m_actor, endpoint, model, version, plan);
}

Result<rollout::Rollout> Director::waitForRollout(std::int64_t id, rollout::RolloutState state, int step)
{
    rollout::Rollout found;
    SIGNALBOX_CHECK(
        wait(fmt::format("rollout {} to be {}", id, rollout::rolloutStateName(state)), [&]() -> Result<bool> {
            SIGNALBOX_TRY(found, rollout::findRollout(m_store, id));
            return (found.state == state && found.step >= step) || rollout::isOver(found.state);
        }));
    if (found.state != state)
        return failure(
            ErrorCode::FailedPrecondition,
            fmt::format("Rollout {} is {}: {}", id, rollout::rolloutStateName(found.state), found.note));
    return found;
}

Result<rollout::Rollout> Director::waitForEnd(std::int64_t id)
{
    rollout::Rollout found;
    SIGNALBOX_CHECK(wait(fmt::format("the end of rollout {}", id), [&]() -> Result<bool> {
        SIGNALBOX_TRY(found, rollout::findRollout(m_store, id));
        return rollout::isOver(found.state);
    }));
    return found;
}

} // namespace signalbox::agent
