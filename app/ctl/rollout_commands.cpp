#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/ctl/context.h"
#include "app/ctl/show.h"
#include "core/agent/director.h"

namespace signalbox::ctl {

namespace {

struct Options
{
    std::string endpoint;
    std::string model;
    std::int64_t version = 0;
    std::int64_t rollout = 0;
    rollout::Plan plan;
    std::string settle = "15s";
    std::string reason;
    bool wait = false;
    bool undo = false;
};

Status show(Context &context, const store::Store &store, std::int64_t id)
{
    SIGNALBOX_TRY(const rollout::Rollout found, rollout::findRollout(store, id));
    context.print(toJson(found), [&] { showRollout(context, found); });
    return {};
}

Status start(Context &context, const Options &options)
{
    SIGNALBOX_TRY(store::Store * store, context.open());
    rollout::Plan plan = options.plan;
    SIGNALBOX_TRY(plan.settle, parseDuration(options.settle));
    SIGNALBOX_TRY(const std::int64_t id, rollout::startRollout(*store, context.actor(), options.endpoint,
                                                               options.model, options.version, plan));
    if (options.wait) {
        agent::Director director(*store, context.actor(), context.stop(), std::chrono::hours(24 * 7));
        SIGNALBOX_TRY(const rollout::Rollout ended, director.waitForEnd(id));
        SIGNALBOX_CHECK(show(context, *store, id));
        if (ended.state != rollout::RolloutState::Completed)
            return failure(ErrorCode::FailedPrecondition,
                           fmt::format("Rollout {} ended as {}: {}", id,
                                       rollout::rolloutStateName(ended.state), ended.note));
        return {};
    }
    return show(context, *store, id);
}

Status status(Context &context, const Options &options)
{
    SIGNALBOX_TRY(const store::Store *store, context.open());
    SIGNALBOX_TRY(const auto rollouts, rollout::listRollouts(*store, options.endpoint, 1));
    if (rollouts.empty())
        return failure(ErrorCode::NotFound, fmt::format("'{}' has had no rollout.", options.endpoint));
    context.print(toJson(rollouts.front()), [&] { showRollout(context, rollouts.front()); });
    return {};
}

// The rollout that is under way, for the verbs that act on it.
Result<std::int64_t> active(const store::Store &store, const std::string &endpoint)
{
    SIGNALBOX_TRY(const serve::Endpoint found, serve::findEndpoint(store, endpoint));
    if (found.rollout == 0)
        return failure(ErrorCode::FailedPrecondition,
                       fmt::format("No rollout of '{}' is under way.", endpoint));
    return found.rollout;
}

template<typename Verb>
Status act(Context &context, const Options &options, const Verb &verb)
{
    SIGNALBOX_TRY(store::Store * store, context.open());
    SIGNALBOX_TRY(const std::int64_t id, active(*store, options.endpoint));
    SIGNALBOX_CHECK(verb(*store, id));
    return show(context, *store, id);
}

Status rollBack(Context &context, const Options &options)
{
    SIGNALBOX_TRY(store::Store * store, context.open());
    SIGNALBOX_CHECK(options.undo
                        ? rollout::undoRollBack(*store, context.actor(), options.endpoint)
                        : rollout::rollBack(*store, context.actor(), options.endpoint, options.reason));
    SIGNALBOX_TRY(const serve::Endpoint endpoint, serve::findEndpoint(*store, options.endpoint));
    context.print(toJson(endpoint), [&] { showEndpoint(context, endpoint); });
    return {};
}

} // namespace

void addRolloutCommands(CLI::App &app, const Chosen &chosen)
{
    auto options = std::make_shared<Options>();
    CLI::App *rollouts =
        app.add_subcommand("rollout", "Move an endpoint's traffic to another version, step by step");
    rollouts->require_subcommand(1);
    const auto verb = [&](const char *name, const char *what) {
        CLI::App *command = rollouts->add_subcommand(name, what);
        command->add_option("endpoint", options->endpoint, "Name of the endpoint")->required();
        return command;
    };

    CLI::App *begin = verb("start", "Start a rollout");
    begin->add_option("model", options->model, "Name of the model")->required();
    begin->add_option("version", options->version, "Number of the version")->required();
    begin->add_option("--steps", options->plan.steps, "Percent for green, such as 10,50,100")
        ->delimiter(',')
        ->capture_default_str();
    begin->add_option("--settle", options->settle, "Least time at each step")->capture_default_str();
    begin
        ->add_option("--minimum-requests", options->plan.minimumRequests,
                     "Least requests to green at each step")
        ->capture_default_str();
    begin
        ->add_option("--error-limit", options->plan.errorRateLimit, "Goes back above this error rate, 0 to 1")
        ->capture_default_str();
    begin->add_option("--probes", options->plan.probes, "Test requests in isolation and at each step")
        ->capture_default_str();
    begin->add_flag("--wait", options->wait, "Wait until it has ended; fails unless green has everything");
    begin->callback([=] { chosen([=](Context &context) { return start(context, *options); }); });

    verb("status", "The latest rollout of an endpoint")->callback([=] {
        chosen([=](Context &context) { return status(context, *options); });
    });
    CLI::App *pause = verb("pause", "Stay at the present step");
    pause->add_option("-r,--reason", options->reason, "Why; goes into the audit trail");
    pause->callback([=] {
        chosen([=](Context &context) {
            return act(context, *options, [&](store::Store &store, std::int64_t id) {
                return rollout::pauseRollout(store, context.actor(), id, options->reason);
            });
        });
    });
    verb("resume", "Go on after a pause")->callback([=] {
        chosen([=](Context &context) {
            return act(context, *options, [&](store::Store &store, std::int64_t id) {
                return rollout::resumeRollout(store, context.actor(), id);
            });
        });
    });
    verb("promote", "Go to the next step now")->callback([=] {
        chosen([=](Context &context) {
            return act(context, *options, [&](store::Store &store, std::int64_t id) {
                return rollout::promoteRollout(store, context.actor(), id);
            });
        });
    });

    CLI::App *back = app.add_subcommand("rollback", "Put an endpoint back on what it served before");
    back->add_option("endpoint", options->endpoint, "Name of the endpoint")->required();
    back->add_option("-r,--reason", options->reason, "Why; goes into the audit trail");
    back->add_flag("--undo", options->undo, "Undo a rollback of the last ten seconds");
    back->callback([=] { chosen([=](Context &context) { return rollBack(context, *options); }); });
}

} // namespace signalbox::ctl
