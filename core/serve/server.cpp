#include "core/serve/server.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

#include "core/base/log.h"
#include "core/serve/router.h"
#include "core/serve/worker.h"

namespace signalbox::serve {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::chrono::milliseconds routesTimeLimit{1000};
constexpr std::chrono::milliseconds acceptPause{50};

// Counts down to zero; outlives its creator, so that a late worker may still count.
class Countdown
{
public:
    explicit Countdown(std::size_t count)
        : m_count(count)
    {
    }

    void countDown()
    {
        const std::scoped_lock lock(m_mutex);
        if (--m_count == 0)
            m_reached.notify_all();
    }

    [[nodiscard]] bool waitFor(std::chrono::milliseconds limit)
    {
        std::unique_lock lock(m_mutex);
        return m_reached.wait_for(lock, limit, [this] { return m_count == 0; });
    }

private:
    std::mutex m_mutex; // guards m_count
    std::condition_variable m_reached;
    std::size_t m_count;
};

unsigned threadsFor(const ServerOptions &options)
{
    return options.threads != 0 ? options.threads : std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
}

} // namespace

struct ScoringServer::Private
{
    using Acceptor = asio::basic_socket_acceptor<tcp, Connection::Executor>;

    Private(ServerOptions given, const std::shared_ptr<const CompiledRoutes> &noRoutes);

    [[nodiscard]] Status listen();
    void accept();
    void onAccepted(Worker &worker, Connection::Socket socket);
    void drainBacklog();
    [[nodiscard]] Worker &nextWorker() { return *workers[accepted++ % workers.size()]; }

    ServerOptions options;
    std::atomic<std::uint64_t> connections{0};
    std::atomic<std::uint64_t> open{0};
    std::shared_ptr<Countdown> drained;
    std::vector<std::unique_ptr<Worker>> workers;
    // On the thread of the first worker, as `accepted` is.
    std::optional<Acceptor> acceptor;
    std::optional<asio::steady_timer> pause;
    std::size_t accepted = 0;
    std::uint16_t port = 0;
    std::mutex mutex; // guards `stopped`, and lets one change of routes or state run at a time
    bool stopped = false;
};

ScoringServer::Private::Private(ServerOptions given, const std::shared_ptr<const CompiledRoutes> &noRoutes)
    : options(std::move(given))
    , drained(std::make_shared<Countdown>(threadsFor(options)))
{
    for (unsigned i = 0; i < threadsFor(options); ++i)
        workers.push_back(
            std::make_unique<Worker>(options, noRoutes, open, [wait = drained] { wait->countDown(); }));
    acceptor.emplace(workers[0]->context().get_executor());
    pause.emplace(workers[0]->context());
}

Status ScoringServer::Private::listen()
{
    boost::system::error_code error;
    acceptor->open(tcp::v4(), error);
#ifndef _WIN32 // where it would let two servers share the port
    if (!error)
        acceptor->set_option(Acceptor::reuse_address(true), error);
#endif
    if (!error)
        acceptor->bind(tcp::endpoint(asio::ip::address_v4::loopback(), options.port), error);
    if (!error)
        acceptor->listen(Acceptor::max_listen_connections, error);
    if (!error)
        acceptor->non_blocking(true, error);
    if (!error)
        port = acceptor->local_endpoint(error).port();
    if (error)
        return failure(ErrorCode::Unavailable,
                       fmt::format("Cannot listen on 127.0.0.1:{}: {}. Choose another port.", options.port,
                                   error.message()));
    return {};
}

void ScoringServer::Private::accept()
{
    Worker &worker = nextWorker();
    acceptor->async_accept(
        worker.context().get_executor(),
        [this, &worker](const boost::system::error_code &error, Connection::Socket socket) {
            if (!acceptor->is_open())
                return;
            if (!error) {
                onAccepted(worker, std::move(socket));
                return accept();
            }
            // Out of descriptors, most likely: trying again at once would burn the core.
            spdlog::warn("Cannot accept a connection: {}", error.message());
            pause->expires_after(acceptPause);
            pause->async_wait([this](const boost::system::error_code &) {
                if (acceptor->is_open())
                    accept();
            });
        });
}

void ScoringServer::Private::onAccepted(Worker &worker, Connection::Socket socket)
{
    connections.fetch_add(1, std::memory_order_relaxed);
    const bool turnAway = open.fetch_add(1, std::memory_order_relaxed) >= options.maximumConnections;
    asio::post(worker.context(), [&worker, turnAway, socket = std::move(socket)]() mutable {
        worker.adopt(std::move(socket), turnAway);
    });
}

// What the system has accepted for us is served too, though we did not ask for it yet.
void ScoringServer::Private::drainBacklog()
{
    for (;;) {
        boost::system::error_code error;
        Worker &worker = nextWorker();
        Connection::Socket socket(worker.context().get_executor());
        acceptor->accept(socket, error);
        if (error)
            break;
        onAccepted(worker, std::move(socket));
    }
}

Result<std::unique_ptr<ScoringServer>> ScoringServer::start(ServerOptions options)
{
    SIGNALBOX_TRY(const auto noRoutes, compileRoutes({}, options.internalToken, options.recorder));
    auto p = std::make_unique<Private>(std::move(options), noRoutes);
    SIGNALBOX_CHECK(p->listen());
    for (const auto &worker : p->workers)
        worker->start();
    asio::post(p->workers[0]->context(), [raw = p.get()] { raw->accept(); });
    return std::unique_ptr<ScoringServer>(new ScoringServer(std::move(p)));
}

ScoringServer::ScoringServer(std::unique_ptr<Private> p)
    : m_p(std::move(p))
{
}

ScoringServer::~ScoringServer()
{
    stop();
}

std::uint16_t ScoringServer::port() const
{
    return m_p->port;
}

Status ScoringServer::setRoutes(const RoutingTable &table)
{
    SIGNALBOX_TRY(const auto routes, compileRoutes(table, m_p->options.internalToken, m_p->options.recorder));
    const std::scoped_lock lock(m_p->mutex);
    if (m_p->stopped)
        return failure(ErrorCode::Unavailable, "The scoring server has stopped.");
    const auto taken = std::make_shared<Countdown>(m_p->workers.size());
    for (const auto &worker : m_p->workers) {
        asio::post(worker->context(), [raw = worker.get(), routes, taken] {
            raw->handler().setRoutes(routes);
            taken->countDown();
        });
    }
    if (!taken->waitFor(routesTimeLimit))
        return failure(
            ErrorCode::DeadlineExceeded,
            "The scoring server is too busy to take the new routes at once; it will take them late.");
    return {};
}

void ScoringServer::stop()
{
    const std::scoped_lock lock(m_p->mutex);
    if (std::exchange(m_p->stopped, true))
        return;
    asio::post(m_p->workers[0]->context(), [p = m_p.get()] {
        p->drainBacklog();
        boost::system::error_code ignored;
        p->acceptor->close(ignored);
        p->pause->cancel();
        // After the connections that were just handed over.
        for (const auto &worker : p->workers)
            asio::post(worker->context(), [raw = worker.get()] { raw->beginStop(); });
    });
    if (!m_p->drained->waitFor(m_p->options.stopTimeLimit)) {
        for (const auto &worker : m_p->workers)
            asio::post(worker->context(), [raw = worker.get()] { raw->closeAll(); });
        if (!m_p->drained->waitFor(routesTimeLimit))
            spdlog::warn("The scoring server stopped with connections open.");
    }
    for (const auto &worker : m_p->workers)
        worker->end();
}

ServerCounters ScoringServer::counters() const
{
    ServerCounters counters{.connections = m_p->connections.load(std::memory_order_relaxed),
                            .open = m_p->open.load(std::memory_order_relaxed)};
    for (const auto &worker : m_p->workers) {
        counters.received += worker->received();
        counters.answered += worker->answered();
    }
    return counters;
}

} // namespace signalbox::serve
