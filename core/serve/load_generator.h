// Traffic for rehearsals: sends real HTTP requests to one endpoint at a stated rate and counts what comes
// back. Used by the drill, by the sample workspace and by the end-to-end test; works on one thread of its
// own.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/stop.h"

namespace signalbox::serve {

struct LoadOptions
{
    std::uint16_t port = 0; // on 127.0.0.1
    std::string endpoint = {};
    std::string key = {};
    std::string deployment = {}; // pins every request to it; "" follows the traffic
    std::vector<std::string> columns = {};
    std::vector<std::vector<double>> rows = {}; // sent in order, over and over
    std::size_t rowsPerRequest = 1;
    double requestsPerSecond = 50;
    std::uint64_t maximumRequests = 0;   // 0: until stopped
    std::size_t maximumConnections = 16; // kept alive; a request waits for a free one
    std::chrono::milliseconds timeLimit{5000};
    StopToken stop = {};
};

struct LoadReport
{
    std::uint64_t sent = 0;                            // requests begun
    std::uint64_t answered = 0;                        // with any status
    std::uint64_t failed = 0;                          // not answered, or with a status other than 200
    std::map<int, std::uint64_t> byStatus;             // 0: no answer
    std::map<std::string, std::uint64_t> byDeployment; // answered with 200
    // Milliseconds from the moment a request was due, so that a slow server cannot hide behind waiting ones.
    double p50 = 0;
    double p95 = 0;
    double p99 = 0;
    double maximum = 0;
    double seconds = 0; // since the start
};

// Thread-safe.
class LoadGenerator
{
public:
    // InvalidArgument if there is no row, a row does not fit the columns or the rate is not 0.01 to 100,000.
    [[nodiscard]] static Result<std::unique_ptr<LoadGenerator>> start(LoadOptions options);
    // Stops as stop() does.
    ~LoadGenerator();
    LoadGenerator(const LoadGenerator &) = delete;
    LoadGenerator &operator=(const LoadGenerator &) = delete;

    void setRate(double requestsPerSecond);
    [[nodiscard]] LoadReport report() const;
    // False once it was stopped or maximumRequests are done.
    [[nodiscard]] bool running() const;
    // Sends no more, waits for what is under way (at most the time limit) and reports. May be called again.
    LoadReport stop();

private:
    struct Private;
    explicit LoadGenerator(std::unique_ptr<Private> p);
    std::unique_ptr<Private> m_p;
};

} // namespace signalbox::serve
