#include "core/serve/worker.h"

#include <algorithm>
#include <exception>
#include <random>
#include <utility>
#include <vector>

#include "core/base/log.h"

namespace signalbox::serve {

namespace {

// Fine enough for the smallest limit, coarse enough to cost nothing.
std::chrono::milliseconds tickOf(const ServerOptions &options, bool stopping)
{
    const auto smallest = std::min({options.requestTimeLimit, options.idleTimeLimit, options.stopTimeLimit});
    return std::clamp(smallest / 8, std::chrono::milliseconds(5),
                      std::chrono::milliseconds(stopping ? 10 : 200));
}

std::uint64_t randomSeed()
{
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32U) | device();
}

} // namespace

Worker::Worker(const ServerOptions &options, std::shared_ptr<const CompiledRoutes> routes,
               std::atomic<std::uint64_t> &open, std::function<void()> drained)
    : m_options(options)
    , m_open(open)
    , m_drained(std::move(drained))
    , m_context(1)
    , m_work(m_context.get_executor())
    , m_ticker(m_context)
    , m_handler(std::move(routes), options.recorder, options.clock, randomSeed())
{
}

Worker::~Worker()
{
    end();
}

void Worker::end()
{
    m_work.reset();
    m_context.stop();
    if (m_thread.joinable())
        m_thread.join();
    closeAll();
}

void Worker::start()
{
    m_thread = std::thread([this] { run(); });
}

void Worker::run()
{
    for (;;) {
        try {
            m_context.run();
            return;
        } catch (const std::exception &error) {
            // Its connection is closed by the next time check; the others must not suffer.
            spdlog::error("A scoring thread met an error and goes on: {}", error.what());
        }
    }
}

void Worker::adopt(Connection::Socket socket, bool turnAway)
{
    const auto connection = std::make_shared<Connection>(*this, std::move(socket));
    m_connections.emplace(connection.get(), connection);
    if (!m_ticking) {
        m_ticking = true;
        tick();
    }
    if (turnAway)
        connection->turnAway();
    else
        connection->start();
}

void Worker::beginStop()
{
    m_stopping = true;
    std::vector<std::shared_ptr<Connection>> connections;
    connections.reserve(m_connections.size());
    for (const auto &[key, connection] : m_connections)
        connections.push_back(connection);
    for (const auto &connection : connections)
        connection->beginStop();
    m_ticker.cancel(); // the next tick comes sooner
    if (m_connections.empty() && m_drained)
        std::exchange(m_drained, nullptr)();
}

void Worker::closeAll()
{
    while (!m_connections.empty())
        m_connections.begin()->second->close();
}

void Worker::remove(Connection &connection)
{
    if (m_connections.erase(&connection) == 0)
        return;
    m_open.fetch_sub(1, std::memory_order_relaxed);
    if (m_stopping && m_connections.empty() && m_drained)
        std::exchange(m_drained, nullptr)();
}

void Worker::tick()
{
    m_ticker.expires_after(tickOf(m_options, m_stopping));
    m_ticker.async_wait([this](const boost::system::error_code &) {
        if (m_connections.empty()) {
            m_ticking = false;
            return;
        }
        const auto now = std::chrono::steady_clock::now();
        for (auto next = m_connections.begin(); next != m_connections.end();) {
            const auto connection = (next++)->second;
            connection->checkTime(now);
        }
        tick();
    });
}

} // namespace signalbox::serve
