// What a load generator has seen so far: counts, and a histogram of latencies that is exact to one percent
// and has the same size after a minute and after a week. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "core/serve/load_generator.h"

namespace signalbox::serve {

class LoadStatistics
{
public:
    LoadStatistics();

    void countSent();
    // Status 0: no answer, and the latency is not counted.
    void countDone(int status, std::string deployment, std::chrono::steady_clock::duration latency);
    // Stops the watch.
    void end();

    [[nodiscard]] LoadReport report() const;

private:
    [[nodiscard]] double quantile(double share) const;

    mutable std::mutex m_mutex; // guards everything below
    std::chrono::steady_clock::time_point m_began;
    std::chrono::steady_clock::time_point m_ended{};
    LoadReport m_counts;
    std::vector<std::uint64_t> m_histogram;
};

} // namespace signalbox::serve
