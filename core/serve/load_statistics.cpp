#include "core/serve/load_statistics.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace signalbox::serve {

namespace {

// Bucket i holds latencies up to smallest * growth^i milliseconds; the last one, some 15 minutes and more.
constexpr double smallest = 0.001;
constexpr double growth = 1.01;
constexpr std::size_t buckets = 2080;

std::size_t bucketOf(double milliseconds)
{
    if (milliseconds <= smallest)
        return 0;
    const double index = std::ceil(std::log(milliseconds / smallest) / std::log(growth));
    return std::min(static_cast<std::size_t>(index), buckets - 1);
}

} // namespace

LoadStatistics::LoadStatistics()
    : m_began(std::chrono::steady_clock::now())
    , m_histogram(buckets)
{
}

void LoadStatistics::countSent()
{
    const std::scoped_lock lock(m_mutex);
    ++m_counts.sent;
}

void LoadStatistics::countDone(int status, std::string deployment,
                               std::chrono::steady_clock::duration latency)
{
    const double milliseconds = std::chrono::duration<double, std::milli>(latency).count();
    const std::scoped_lock lock(m_mutex);
    ++m_counts.byStatus[status];
    if (status == 200)
        ++m_counts.byDeployment[std::move(deployment)];
    else
        ++m_counts.failed;
    if (status == 0)
        return;
    ++m_counts.answered;
    ++m_histogram[bucketOf(milliseconds)];
    m_counts.maximum = std::max(m_counts.maximum, milliseconds);
}

void LoadStatistics::end()
{
    const std::scoped_lock lock(m_mutex);
    m_ended = std::chrono::steady_clock::now();
}

LoadReport LoadStatistics::report() const
{
    const std::scoped_lock lock(m_mutex);
    LoadReport report = m_counts;
    report.p50 = quantile(0.50);
    report.p95 = quantile(0.95);
    report.p99 = quantile(0.99);
    const auto now =
        m_ended == std::chrono::steady_clock::time_point{} ? std::chrono::steady_clock::now() : m_ended;
    report.seconds = std::chrono::duration<double>(now - m_began).count();
    return report;
}

double LoadStatistics::quantile(double share) const
{
    const double wanted = share * static_cast<double>(m_counts.answered);
    double seen = 0;
    for (std::size_t i = 0; i < m_histogram.size(); ++i) {
        seen += static_cast<double>(m_histogram[i]);
        if (m_histogram[i] > 0 && seen >= wanted)
            return std::min(smallest * std::pow(growth, static_cast<double>(i)), m_counts.maximum);
    }
    return 0;
}

} // namespace signalbox::serve
