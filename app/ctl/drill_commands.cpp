#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/ctl/context.h"
#include "app/ctl/show.h"

namespace signalbox::ctl {

namespace {

struct Options
{
    std::string endpoint;
    std::string deployment;
    double rate = 50;
    std::string duration = "5m";
    double errorRate = 0;
    std::string latency = "0ms";
    double scoreShift = 0;
};

Status show(Context &context, const store::Store &store, const std::string &name)
{
    SIGNALBOX_TRY(const serve::Endpoint endpoint, serve::findEndpoint(store, name));
    Json json = toJson(endpoint);
    if (endpoint.load)
        json["load"] = {{"requests_per_second", endpoint.load->requestsPerSecond},
                        {"until", toIso8601(endpoint.load->until)},
                        {"sent", endpoint.load->sent},
                        {"failed", endpoint.load->failed}};
    context.print(json, [&] {
        showEndpoint(context, endpoint);
        context.say(endpoint.load
                        ? fmt::format("Load: {} requests a second until {} UTC; {} sent, {} failed.",
                                      endpoint.load->requestsPerSecond, toReadable(endpoint.load->until),
                                      endpoint.load->sent, endpoint.load->failed)
                        : "Load: none.");
    });
    return {};
}

Status load(Context &context, const Options &options)
{
    SIGNALBOX_TRY(store::Store * store, context.open());
    SIGNALBOX_TRY(const auto duration, parseDuration(options.duration));
    SIGNALBOX_CHECK(serve::setLoad(*store, context.actor(), options.endpoint, options.rate, duration));
    return show(context, *store, options.endpoint);
}

Status breakDeployment(Context &context, const Options &options)
{
    SIGNALBOX_TRY(store::Store * store, context.open());
    SIGNALBOX_TRY(const auto latency, parseDuration(options.latency));
    const serve::Fault fault{
        .latency = latency, .errorRate = options.errorRate, .scoreShift = options.scoreShift};
    if (fault.none())
        return failure(ErrorCode::InvalidArgument,
                       "Say what to break: --error-rate, --latency or --score-shift.");
    SIGNALBOX_CHECK(serve::setFault(*store, context.actor(), options.endpoint, options.deployment, fault));
    return show(context, *store, options.endpoint);
}

Status heal(Context &context, const Options &options)
{
    SIGNALBOX_TRY(store::Store * store, context.open());
    SIGNALBOX_CHECK(serve::setFault(*store, context.actor(), options.endpoint, options.deployment, {}));
    return show(context, *store, options.endpoint);
}

} // namespace

void addDrillCommands(CLI::App &app, const Chosen &chosen)
{
    auto options = std::make_shared<Options>();
    CLI::App *drill = app.add_subcommand(
        "drill", "Rehearse: send traffic to an endpoint and break a deployment on purpose");
    drill->require_subcommand(1);
    const auto verb = [&](const char *name, const char *what, Status (*act)(Context &, const Options &)) {
        CLI::App *command = drill->add_subcommand(name, what);
        command->add_option("endpoint", options->endpoint, "Name of the endpoint")->required();
        command->callback([=] { chosen([=](Context &context) { return act(context, *options); }); });
        return command;
    };
    CLI::App *loading = verb("load", "Let the agent send requests; a rate of 0 ends it", load);
    loading->add_option("--rate", options->rate, "Requests a second")->capture_default_str();
    loading->add_option("--for", options->duration, "How long")->capture_default_str();
    CLI::App *breaking = verb("break", "Break a deployment on purpose", breakDeployment);
    breaking->add_option("deployment", options->deployment, "Name of the deployment")->required();
    breaking->add_option("--error-rate", options->errorRate,
                         "Share of requests that are answered with 500, 0 to 1");
    breaking->add_option("--latency", options->latency, "Added before each answer, such as 300ms");
    breaking->add_option("--score-shift", options->scoreShift, "Added to the log-odds of every row");
    CLI::App *healing = verb("heal", "End the fault of a deployment", heal);
    healing->add_option("deployment", options->deployment, "Name of the deployment")->required();
    verb("status", "What is being rehearsed", [](Context &context, const Options &given) -> Status {
        SIGNALBOX_TRY(const store::Store *store, context.open());
        return show(context, *store, given.endpoint);
    });
}

} // namespace signalbox::ctl
