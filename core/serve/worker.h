// One thread of the scoring server with its own event loop, connections and request handler. Only the
// functions marked so may be called from other threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <unordered_map>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "core/serve/connection.h"
#include "core/serve/request_handler.h"
#include "core/serve/server.h"

namespace signalbox::serve {

class Worker
{
public:
    // `options` outlives the worker; `open` counts the connections of all workers; `drained` is called once,
    // on the worker's thread, when the last connection is gone after a stop began.
    Worker(const ServerOptions &options, std::shared_ptr<const CompiledRoutes> routes,
           std::atomic<std::uint64_t> &open, std::function<void()> drained);
    // Ends as end() does.
    ~Worker();
    Worker(const Worker &) = delete;
    Worker &operator=(const Worker &) = delete;

    // From the thread that made it. Connections that are open at the end are cut.
    void start();
    void end();

    // From any thread.
    [[nodiscard]] boost::asio::io_context &context() { return m_context; }
    [[nodiscard]] std::uint64_t received() const { return m_received.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t answered() const { return m_answered.load(std::memory_order_relaxed); }

    // On the worker's thread.
    void adopt(Connection::Socket socket, bool turnAway);
    void beginStop();
    void closeAll();

    // For its connections.
    void remove(Connection &connection);
    [[nodiscard]] const ServerOptions &options() const { return m_options; }
    [[nodiscard]] RequestHandler &handler() { return m_handler; }
    [[nodiscard]] bool stopping() const { return m_stopping; }
    void countReceived() { increase(m_received, 1); }
    void countAnswered(std::uint64_t count) { increase(m_answered, count); }

private:
    // One thread writes, so that no locked instruction is needed.
    static void increase(std::atomic<std::uint64_t> &counter, std::uint64_t by)
    {
        counter.store(counter.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
    }
    void run();
    void tick();

    const ServerOptions &m_options;
    std::atomic<std::uint64_t> &m_open;
    std::function<void()> m_drained;
    boost::asio::io_context m_context;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_work;
    boost::asio::steady_timer m_ticker; // runs while there are connections
    bool m_ticking = false;
    bool m_stopping = false;
    RequestHandler m_handler;
    std::unordered_map<Connection *, std::shared_ptr<Connection>> m_connections;
    std::atomic<std::uint64_t> m_received{0};
    std::atomic<std::uint64_t> m_answered{0};
    std::thread m_thread;
};

} // namespace signalbox::serve
