// signalboxctl: the verbs of the console for a terminal, a script or CI.
#include <cstdio>

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <fmt/format.h>

#include "app/ctl/context.h"

namespace {

using namespace signalbox;
using namespace signalbox::ctl;

void report(const Context &context, const Error &error)
{
    if (!context.json) {
        fmt::print(stderr, "signalboxctl: {}\n", error.text());
        return;
    }
    Json json{{"code", errorCodeName(error.code)}, {"message", error.message}};
    if (!error.field.empty())
        json["field"] = error.field;
    if (!error.file.empty())
        json["file"] = error.file;
    if (error.line > 0)
        json["line"] = error.line;
    fmt::print(stderr, "{}\n", Json{{"error", std::move(json)}}.dump());
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    Context context;
    CLI::App app("Trains, registers, approves, deploys and rolls back models in a Signalbox workspace.");
    app.set_version_flag("--version", "signalboxctl " SIGNALBOX_VERSION);
    app.add_option("-w,--workspace", context.workspace,
                   "Folder of the workspace; the current folder by default")
        ->envname("SIGNALBOX_WORKSPACE");
    app.add_option("--member", context.member, "The member who acts; you by default")
        ->envname("SIGNALBOX_MEMBER");
    app.add_flag("--json", context.json, "Print JSON for scripts");
    app.require_subcommand(1);
    app.fallthrough();
    app.footer(
        "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 refused by a rule or a role,\n"
        "5 not available now, 130 stopped. Colours are off with NO_COLOR or when output is no terminal.");

    Action action;
    const Chosen chosen = [&action](Action wanted) { action = std::move(wanted); };
    addWorkspaceCommands(app, chosen);
    addTrainingCommands(app, chosen);
    addRegistryCommands(app, chosen);
    addEndpointCommands(app, chosen);
    addRolloutCommands(app, chosen);
    addDrillCommands(app, chosen);
    addQueryCommands(app, chosen);
    addDemoCommand(app, chosen);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    const Status done = action(context);
    if (done)
        return 0;
    report(context, done.error());
    return exitCode(done.error());
}
