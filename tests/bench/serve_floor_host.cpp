// A scoring server with telemetry, for load from outside: prints its port and the body that it scores, serves
// until its standard input ends, and prints what it counted. Used by serve_floor.sh.

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/serve/server.h"
#include "core/telemetry/recorder.h"
#include "core/telemetry/telemetry_file.h"
#include "tests/bench/scoring_sample.h"

using namespace signalbox;

namespace {

Status serveUntilInputEnds(const std::filesystem::path &folder, unsigned threads)
{
    SIGNALBOX_TRY(const auto file,
                  telemetry::TelemetryFile::openForWriting(folder / telemetry::telemetryFileName));
    const SystemClock clock;
    telemetry::Recorder recorder(*file, clock);
    serve::ServerCounters counters;
    {
        SIGNALBOX_TRY(const auto server, serve::ScoringServer::start(
                                             {.threads = threads, .recorder = &recorder, .clock = &clock}));
        SIGNALBOX_CHECK(server->setRoutes(bench::sampleRoutes()));
        std::cout << fmt::format("port {}\nkey {}\nbody {}\n", server->port(), bench::sampleKey,
                                 bench::sampleBody(1))
                  << std::flush;
        for (std::string line; std::getline(std::cin, line);) {
        }
        server->stop();
        counters = server->counters();
    }
    SIGNALBOX_CHECK(recorder.flush());
    const telemetry::RecorderHealth health = recorder.health();
    std::cout << fmt::format("answered {} of {} requests; telemetry wrote {} rows and dropped {}\n",
                             counters.answered, counters.received, health.rowsWritten, health.rowsDropped);
    return {};
}

} // namespace

int main(int argc, char **argv)
{
    const auto threads = toInteger(argc == 3 ? argv[2] : "");
    if (!threads || *threads < 1 || *threads > 64) {
        std::cerr << "usage: serve_floor_host <folder for telemetry.db> <threads>\n";
        return EXIT_FAILURE;
    }
    if (const Status status = serveUntilInputEnds(toPath(argv[1]), static_cast<unsigned>(*threads));
        !status) {
        std::cerr << status.error().text() << '\n';
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
