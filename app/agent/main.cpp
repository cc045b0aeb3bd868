// signalboxd: the agent of one workspace, as a program.
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <mutex>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "core/agent/agent.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/log.h"
#include "core/base/platform.h"

namespace {

using signalbox::agent::Agent;

constexpr int exitFailed = 1;
constexpr int exitLeaseLost = 3;

// What ends the program from outside. Lives as long as the process, because the handler's thread does.
struct Ending
{
    std::mutex mutex; // guards asked
    std::condition_variable wake;
    bool asked = false;
};

Ending &ending()
{
    static Ending instance;
    return instance;
}

int serve(const signalbox::agent::AgentOptions &options)
{
    const signalbox::SystemClock clock;
    auto agent = Agent::start(options, clock);
    if (!agent) {
        spdlog::error("{}", agent.error().text());
        return exitFailed;
    }
    std::unique_lock lock(ending().mutex);
    const auto over = [&] { return ending().asked || (*agent)->stopRequested() || (*agent)->lostLease(); };
    while (!ending().wake.wait_for(lock, std::chrono::milliseconds(50), over)) {
    }
    lock.unlock();
    (*agent)->stop();
    return (*agent)->lostLease() ? exitLeaseLost : 0;
}

} // namespace

int main(int argc, char **argv)
{
    CLI::App app(
        "The agent of a Signalbox workspace: serves its endpoints and moves its rollouts, jobs and drills.");
    std::string workspace;
    signalbox::agent::AgentOptions options;
    bool quiet = false;
    app.add_option("-w,--workspace", workspace, "Folder of the workspace")
        ->required()
        ->envname("SIGNALBOX_WORKSPACE");
    app.add_option("-p,--port", options.port, "Port on 127.0.0.1; 0 takes the one of the last time, or any");
    app.add_option("--threads", options.serverThreads, "Threads that answer requests; 0 is one a core")
        ->check(CLI::Range(0, 64));
    app.add_flag("-q,--quiet", quiet, "Log to the workspace only, not to standard error");
    app.set_version_flag("--version", "signalboxd " SIGNALBOX_VERSION);
    CLI11_PARSE(app, argc, argv);

    options.folder = signalbox::toPath(workspace);
    options.program = "signalboxd " SIGNALBOX_VERSION;
    std::error_code error;
    const bool there = std::filesystem::exists(options.folder, error);
    if (const auto started = signalbox::startLog(
            "signalboxd", there ? options.folder / "agent.log" : std::filesystem::path(), quiet && there);
        !started) {
        fmt::print(stderr, "signalboxd: {}\n", started.error().text());
        return exitFailed;
    }
    signalbox::onTerminationRequest([] {
        {
            const std::scoped_lock lock(ending().mutex);
            ending().asked = true;
        }
        ending().wake.notify_all();
    });
    return serve(options);
}
