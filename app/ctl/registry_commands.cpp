#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/ctl/context.h"
#include "app/ctl/show.h"

namespace signalbox::ctl {

namespace {

struct Options
{
    std::string model;
    std::string run;
    std::int64_t gate = 0;
    std::string reason;
    bool all = false;
};

Status registerRun(Context &context, const Options &options)
{
    SIGNALBOX_TRY(store::Store * store, context.open());
    SIGNALBOX_TRY(const auto version,
                  registry::registerVersion(*store, context.actor(), options.model, options.run));
    context.print(toJson(version), [&] { showVersion(context, version); });
    return {};
}

Status listVersions(Context &context, const Options &options)
{
    SIGNALBOX_TRY(const store::Store *store, context.open());
    std::vector<std::string> models = {options.model};
    if (options.model.empty()) {
        models.clear();
        SIGNALBOX_TRY(const auto all, registry::listModels(*store));
        for (const registry::Model &model : all)
            models.push_back(model.name);
    }
    Json json = Json::array();
    Rows rows = {
        {"Model", "Version", "State", "F1", "Accuracy", "AUC", "Run", "Serving", "Registered (UTC)"}};
    for (const std::string &model : models) {
        SIGNALBOX_TRY(const auto versions, registry::listVersions(*store, model));
        for (const registry::Version &version : versions) {
            json.push_back(toJson(version));
            std::string serving;
            for (const registry::Serving &place : version.serving)
                serving += fmt::format("{}{} {} {} %", serving.empty() ? "" : ", ", place.endpoint,
                                       place.deployment, place.percent);
            rows.push_back({version.model, std::to_string(version.number),
                            std::string(registry::versionStateName(version.state)),
                            metricText(version.metrics, "f1"), metricText(version.metrics, "accuracy"),
                            metricText(version.metrics, "roc_auc"), version.runName, serving,
                            toReadable(version.registered)});
        }
    }
    context.print(json, [&] { context.table(rows); });
    return {};
}

Status listGates(Context &context, const Options &options)
{
    SIGNALBOX_TRY(const store::Store *store, context.open());
    SIGNALBOX_TRY(const auto gates, registry::listGates(*store, !options.all));
    Json json = Json::array();
    Rows rows = {{"Gate", "Kind", "Subject", "State", "Asked by", "Opened (UTC)", "Approvals"}};
    for (const registry::Gate &gate : gates) {
        json.push_back(toJson(gate));
        rows.push_back({std::to_string(gate.id), gate.kind, gate.subject,
                        std::string(registry::gateStateName(gate.state)), gate.requestedBy,
                        toReadable(gate.opened),
                        fmt::format("{} of {}", gate.approvals.size(), gate.required)});
    }
    context.print(json, [&] {
        if (gates.empty())
            context.say("No gate waits for a decision.");
        else
            context.table(rows);
    });
    return {};
}

Status decide(Context &context, const Options &options, registry::Decision decision)
{
    SIGNALBOX_TRY(store::Store * store, context.open());
    SIGNALBOX_TRY(const auto gate,
                  registry::decide(*store, context.actor(), options.gate, decision, options.reason));
    context.print(toJson(gate), [&] {
        context.say(fmt::format("Gate {} ({} of {}) is {}.", gate.id, gate.kind, gate.subject,
                                registry::gateStateName(gate.state)));
    });
    return {};
}

} // namespace

void addRegistryCommands(CLI::App &app, const Chosen &chosen)
{
    auto options = std::make_shared<Options>();
    CLI::App *registration =
        app.add_subcommand("register", "Register a run's model as the next version of a model");
    registration->add_option("model", options->model, "Name of the model")->required();
    registration->add_option("run", options->run, "The run, by name or id")->required();
    registration->callback([=] { chosen([=](Context &context) { return registerRun(context, *options); }); });

    CLI::App *versions = app.add_subcommand("versions", "List the versions of a model, or of all");
    versions->add_option("model", options->model, "Name of the model");
    versions->callback([=] { chosen([=](Context &context) { return listVersions(context, *options); }); });

    CLI::App *gates = app.add_subcommand("gates", "List the gates that wait for a decision");
    gates->add_flag("--all", options->all, "Also those that are decided");
    gates->callback([=] { chosen([=](Context &context) { return listGates(context, *options); }); });

    const auto decision = [&](const char *name, const char *what, registry::Decision taken,
                              bool needsReason) {
        CLI::App *command = app.add_subcommand(name, what);
        command->add_option("gate", options->gate, "Number of the gate; see 'gates'")->required();
        command->add_option("-r,--reason", options->reason, "Why; goes into the audit trail")
            ->required(needsReason);
        command->callback(
            [=] { chosen([=](Context &context) { return decide(context, *options, taken); }); });
    };
    decision("approve", "Approve at a gate", registry::Decision::Approve, false);
    decision("reject", "Reject at a gate", registry::Decision::Reject, true);
}

} // namespace signalbox::ctl
