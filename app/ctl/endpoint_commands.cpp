#include <cstdlib>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/ctl/context.h"
#include "app/ctl/show.h"
#include "core/agent/director.h"
#include "core/agent/evidence.h"
#include "core/agent/lease.h"
#include "core/base/text.h"
#include "core/learn/model.h"
#include "core/serve/http_client.h"

namespace signalbox::ctl {

namespace {

struct Options
{
    std::string endpoint;
    std::string environment = "dev";
    std::string deployment;
    std::string model;
    std::int64_t version = 0;
    std::vector<std::string> shares;
    std::string reason;
    std::string kind = "primary";
    std::string key;
    int count = 10;
    bool force = false;
    bool noWait = false;
};

serve::KeyKind keyKind(const Options &options)
{
    return options.kind == "primary" ? serve::KeyKind::Primary : serve::KeyKind::Secondary;
}

// Keeps the key in the keychain if there is one; says so if there is none, for then it is seen only now.
void keepKey(Context &context, const store::Store &store, const std::string &endpoint, serve::KeyKind kind,
             const std::string &key)
{
    const Status kept = context.secrets().write(serve::keySecretName(store, endpoint, kind), key);
    if (!kept)
        context.say(
            context.faint(fmt::format("The key is not in a keychain ({}). Note it now; it cannot be shown "
                                      "again.",
                                      kept.error().message)));
}

Status create(Context &context, const Options &options)
{
    SIGNALBOX_TRY(store::Store * store, context.open());
    SIGNALBOX_TRY(const auto environment, serve::environmentFromName(options.environment));
    SIGNALBOX_TRY(const auto keys,
                  serve::createEndpoint(*store, context.actor(), options.endpoint, environment));
    keepKey(context, *store, options.endpoint, serve::KeyKind::Primary, keys.primary);
    keepKey(context, *store, options.endpoint, serve::KeyKind::Secondary, keys.secondary);
    context.print(
        {{"endpoint", options.endpoint}, {"primary", keys.primary}, {"secondary", keys.secondary}}, [&] {
            context.say(fmt::format("{} is made.", context.strong(options.endpoint)));
            context.say(fmt::format("Primary key    {}\nSecondary key  {}", keys.primary, keys.secondary));
        });
    return {};
}

Status list(Context &context)
{
    SIGNALBOX_TRY(const store::Store *store, context.open());
    SIGNALBOX_TRY(const auto endpoints, serve::listEndpoints(*store));
    SIGNALBOX_TRY(const auto lease, agent::readLease(*store));
    Json json = Json::array();
    for (const serve::Endpoint &endpoint : endpoints) {
        json.push_back(toJson(endpoint));
        if (lease)
            json.back()["url"] = agent::scoringUrl(*lease, endpoint.name);
    }
    context.print(json, [&] {
        for (const serve::Endpoint &endpoint : endpoints) {
            showEndpoint(context, endpoint);
            if (lease && lease->aliveAt(context.clock().now()))
                context.say(context.faint(agent::scoringUrl(*lease, endpoint.name)));
            context.say("");
        }
        if (endpoints.empty())
            context.say("There is no endpoint. Make one with 'signalboxctl endpoint create NAME'.");
    });
    return {};
}

Status deploy(Context &context, const Options &options)
{
    SIGNALBOX_TRY(store::Store * store, context.open());
    SIGNALBOX_CHECK(serve::deploy(*store, context.actor(), options.endpoint, options.deployment,
                                  options.model, options.version));
    if (!options.noWait) {
        agent::Director director(*store, context.actor(), context.stop(), std::chrono::seconds(30));
        SIGNALBOX_CHECK(director.waitForDeployment(options.endpoint, options.deployment));
    }
    SIGNALBOX_TRY(const auto endpoint, serve::findEndpoint(*store, options.endpoint));
    context.print(toJson(endpoint), [&] { showEndpoint(context, endpoint); });
    return {};
}

Status traffic(Context &context, const Options &options)
{
    SIGNALBOX_TRY(store::Store * store, context.open());
    serve::Split split;
    for (const std::string &share : options.shares) {
        const auto parts = signalbox::split(share, '=');
        const auto percent = parts.size() == 2 ? toInteger(parts[1]) : Result<std::int64_t>(-1);
        if (!percent || *percent < 0 || *percent > 100)
            return failure(ErrorCode::InvalidArgument,
                           fmt::format("'{}' is not a share. Write blue=90 green=10.", share));
        split[std::string(parts[0])] = static_cast<int>(*percent);
    }
    SIGNALBOX_CHECK(serve::setTraffic(*store, context.actor(), options.endpoint, split, options.reason));
    SIGNALBOX_TRY(const auto endpoint, serve::findEndpoint(*store, options.endpoint));
    context.print(toJson(endpoint), [&] { showEndpoint(context, endpoint); });
    return {};
}

Result<std::string> keyOf(Context &context, const store::Store &store, const Options &options)
{
    if (!options.key.empty())
        return options.key;
    return context.secrets().read(serve::keySecretName(store, options.endpoint, keyKind(options)));
}

Status showKey(Context &context, const Options &options)
{
    SIGNALBOX_TRY(const store::Store *store, context.open());
    SIGNALBOX_CHECK(serve::findEndpoint(*store, options.endpoint));
    SIGNALBOX_TRY(const std::string key, keyOf(context, *store, options));
    context.print({{options.kind, key}}, [&] { context.say(key); });
    return {};
}

Status regenerateKey(Context &context, const Options &options)
{
    SIGNALBOX_TRY(store::Store * store, context.open());
    SIGNALBOX_TRY(const std::string key,
                  serve::regenerateKey(*store, context.actor(), options.endpoint, keyKind(options)));
    keepKey(context, *store, options.endpoint, keyKind(options), key);
    context.print({{options.kind, key}}, [&] { context.say(key); });
    return {};
}

// The deployments that a probe of `options` is about.
Result<std::vector<serve::Deployment>> targets(const serve::Endpoint &endpoint, const Options &options)
{
    if (options.deployment.empty())
        return endpoint.deployments;
    const serve::Deployment *found = endpoint.find(options.deployment);
    if (found == nullptr)
        return failure(ErrorCode::NotFound,
                       fmt::format("'{}' has no deployment '{}'.", endpoint.name, options.deployment));
    return std::vector{*found};
}

Status probe(Context &context, const Options &options)
{
    SIGNALBOX_TRY(const store::Store *store, context.open());
    SIGNALBOX_TRY(const auto endpoint, serve::findEndpoint(*store, options.endpoint));
    SIGNALBOX_TRY(const auto lease, agent::readLease(*store));
    if (!lease || !lease->aliveAt(context.clock().now()))
        return failure(ErrorCode::Unavailable,
                       "No agent is running. Start one with 'signalboxd --workspace FOLDER'.");
    SIGNALBOX_TRY(const std::string key, keyOf(context, *store, options));
    SIGNALBOX_TRY(const auto deployments, targets(endpoint, options));
    agent::ModelCache models;
    serve::ProbeClient client;
    agent::HttpProber prober(*store, models, client, lease->port, key);
    Json json = Json::array();
    int failures = 0;
    for (const serve::Deployment &deployment : deployments) {
        SIGNALBOX_TRY(const auto folder,
                      registry::verifiedArtifact(*store, deployment.model, deployment.version));
        SIGNALBOX_TRY(auto model, learn::loadModel(folder));
        models.put(deployment.hash, std::make_shared<const learn::LogisticModel>(std::move(model)));
        int passed = 0;
        std::string why;
        for (int i = 0; i < options.count && !context.stop().stopRequested(); ++i) {
            const auto outcome = prober.probe(endpoint.name, deployment.name, std::chrono::seconds(5));
            passed += outcome.passed ? 1 : 0;
            if (!outcome.passed && why.empty())
                why = outcome.failure;
        }
        failures += options.count - passed;
        json.push_back(
            {{"deployment", deployment.name}, {"sent", options.count}, {"passed", passed}, {"failure", why}});
        context.say(fmt::format("{}: {} of {} probes passed{}", deployment.name, passed, options.count,
                                why.empty() ? "" : context.bad(fmt::format(" ({})", why))));
    }
    if (context.json)
        context.print(json, [] {});
    if (failures > 0)
        return failure(ErrorCode::Internal, fmt::format("{} probes failed.", failures));
    return {};
}

} // namespace

void addEndpointCommands(CLI::App &app, const Chosen &chosen)
{
    auto options = std::make_shared<Options>();
    const auto run = [chosen, options](CLI::App *command, Status (*act)(Context &, const Options &)) {
        command->callback([=] { chosen([=](Context &context) { return act(context, *options); }); });
    };
    const auto name = [options](CLI::App *command) {
        command->add_option("endpoint", options->endpoint, "Name of the endpoint")->required();
    };

    CLI::App *endpoint =
        app.add_subcommand("endpoint", "Make, list and delete endpoints and set their traffic");
    endpoint->require_subcommand(1);
    CLI::App *make = endpoint->add_subcommand("create", "Make an endpoint; shows its keys once");
    name(make);
    make->add_option("--environment", options->environment, "dev, staging or production")
        ->capture_default_str();
    run(make, create);
    endpoint->add_subcommand("list", "All endpoints, their deployments and addresses")->callback([=] {
        chosen(list);
    });
    CLI::App *split = endpoint->add_subcommand("traffic", "Split the traffic, such as blue=90 green=10");
    name(split);
    split->add_option("shares", options->shares, "NAME=PERCENT; they sum to 100, or to 0")->required();
    split->add_option("-r,--reason", options->reason, "Why; goes into the audit trail");
    run(split, traffic);
    CLI::App *removal = endpoint->add_subcommand("delete", "Delete an endpoint");
    name(removal);
    removal->add_flag("--force", options->force, "Also while it takes traffic");
    run(removal, [](Context &context, const Options &given) -> Status {
        SIGNALBOX_TRY(store::Store * store, context.open());
        return serve::deleteEndpoint(*store, context.actor(), given.endpoint, given.force);
    });
    CLI::App *retire = endpoint->add_subcommand("retire", "Remove a deployment that takes no traffic");
    name(retire);
    retire->add_option("deployment", options->deployment, "Name of the deployment")->required();
    run(retire, [](Context &context, const Options &given) -> Status {
        SIGNALBOX_TRY(store::Store * store, context.open());
        return serve::removeDeployment(*store, context.actor(), given.endpoint, given.deployment);
    });

    CLI::App *deployment = app.add_subcommand("deploy", "Put an approved version behind an endpoint at 0 %");
    name(deployment);
    deployment->add_option("deployment", options->deployment, "Its name, usually blue or green")->required();
    deployment->add_option("model", options->model, "Name of the model")->required();
    deployment->add_option("version", options->version, "Number of the version")->required();
    deployment->add_flag("--no-wait", options->noWait, "Do not wait for the agent to have it ready");
    run(deployment, deploy);

    CLI::App *keys = app.add_subcommand("keys", "Show or regenerate a key of an endpoint");
    keys->require_subcommand(1);
    for (const auto &[verb, what, act] :
         {std::tuple{"show", "Show a key from the keychain", &showKey},
          std::tuple{"regenerate", "Make a new key; the old one stops working", &regenerateKey}}) {
        CLI::App *command = keys->add_subcommand(verb, what);
        name(command);
        command->add_option("key", options->kind, "primary or secondary")
            ->check(CLI::IsMember({"primary", "secondary"}))
            ->capture_default_str();
        run(command, act);
    }

    CLI::App *probing =
        app.add_subcommand("probe", "Send test requests and compare the answers with the artifact");
    name(probing);
    probing->add_option("-d,--deployment", options->deployment, "Only this one, whatever its traffic");
    probing->add_option("-n,--count", options->count, "How many to each")->check(CLI::Range(1, 10'000));
    probing
        ->add_option("--key", options->key,
                     "Taken from the keychain by default; better set SIGNALBOX_KEY than this")
        ->envname("SIGNALBOX_KEY");
    run(probing, probe);
}

} // namespace signalbox::ctl
