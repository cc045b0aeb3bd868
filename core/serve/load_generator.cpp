#include "core/serve/load_generator.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/http/field.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/serve/load_session.h"
#include "core/serve/load_statistics.h"

namespace signalbox::serve {

namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace {

using Instant = std::chrono::steady_clock::time_point;

constexpr std::chrono::milliseconds stopCheck{50};
constexpr std::chrono::seconds longestCatchUp{1};
constexpr std::size_t mostWaiting = 10'000;
constexpr double smallestRate = 0.01;
constexpr double largestRate = 100'000;

Status check(const LoadOptions &options)
{
    SIGNALBOX_CHECK(checkName("endpoint", options.endpoint));
    if (!options.deployment.empty())
        SIGNALBOX_CHECK(checkName("deployment", options.deployment));
    if (std::ranges::any_of(options.key, [](char c) { return c <= ' ' || c == '\x7f'; }))
        return failure(ErrorCode::InvalidArgument, "The key holds a space or a control character.");
    if (!(options.requestsPerSecond >= smallestRate && options.requestsPerSecond <= largestRate))
        return failure(
            ErrorCode::InvalidArgument,
            fmt::format("The rate must be from {} to {} requests a second.", smallestRate, largestRate));
    if (options.rows.empty() || options.columns.empty())
        return failure(ErrorCode::InvalidArgument, "There is no row to send.");
    if (std::ranges::any_of(options.rows,
                            [&](const auto &row) { return row.size() != options.columns.size(); }))
        return failure(ErrorCode::InvalidArgument,
                       "A row does not have as many values as there are columns.");
    if (options.rowsPerRequest == 0 || options.maximumConnections == 0 || options.timeLimit.count() <= 0)
        return failure(ErrorCode::InvalidArgument,
                       "Rows a request, connections and time limit must be above 0.");
    return {};
}

} // namespace

struct LoadGenerator::Private
{
    struct Slot
    {
        std::shared_ptr<LoadSession> session;
        LoadSession::Request request;
        Instant due;
    };

    explicit Private(LoadOptions given);

    void run();
    void pump();
    void dispatch();
    void send(Slot &slot);
    void onDone(Slot &slot, int status, std::string deployment);
    [[nodiscard]] std::string nextBody();

    LoadOptions options;
    std::string bodyHead;
    std::vector<std::string> rowTexts;
    std::atomic<double> rate;
    std::atomic<bool> stopping{false};
    std::atomic<bool> running{true};
    LoadStatistics statistics;

    // Everything below belongs to the thread.
    asio::io_context context;
    asio::steady_timer timer;
    std::vector<std::unique_ptr<Slot>> slots;
    std::vector<Slot *> idle;
    std::deque<Instant> waiting;
    Instant nextDue;
    std::uint64_t made = 0;
    std::size_t nextRow = 0;

    std::mutex joining; // lets one stop() at a time join
    std::thread thread;
};

LoadGenerator::Private::Private(LoadOptions given)
    : options(std::move(given))
    , bodyHead(fmt::format(R"({{"input_data":{{"columns":{},"data":[)", Json(options.columns).dump()))
    , rate(options.requestsPerSecond)
    , context(1)
    , timer(context)
    , nextDue(std::chrono::steady_clock::now())
{
    for (const std::vector<double> &row : options.rows)
        rowTexts.push_back(fmt::format("[{}]", fmt::join(row, ",")));
}

void LoadGenerator::Private::run()
{
    pump();
    context.run();
    for (const auto &slot : slots)
        slot->session->close();
    statistics.end();
    running = false;
}

// Every request is due at a moment that does not depend on how fast the earlier ones were answered.
void LoadGenerator::Private::pump()
{
    if (options.stop.stopRequested())
        stopping = true;
    const bool enough = options.maximumRequests != 0 && made >= options.maximumRequests;
    if (stopping || (enough && waiting.empty()))
        return; // without its timer the thread ends when the last answer is there
    const Instant now = std::chrono::steady_clock::now();
    const auto interval = std::chrono::duration_cast<std::chrono::steady_clock::duration>(
        std::chrono::duration<double>(1 / rate));
    nextDue = std::clamp(nextDue, now - longestCatchUp, now + interval); // the rate may have changed
    while (nextDue <= now && (options.maximumRequests == 0 || made < options.maximumRequests)) {
        if (waiting.size() < mostWaiting) {
            waiting.push_back(nextDue);
            ++made;
        }
        nextDue += interval;
    }
    dispatch();
    timer.expires_at(std::min(std::max(nextDue, now), now + stopCheck));
    timer.async_wait([this](const boost::system::error_code &) { pump(); });
}

void LoadGenerator::Private::dispatch()
{
    while (!waiting.empty()) {
        if (idle.empty()) {
            if (slots.size() == options.maximumConnections)
                return;
            auto slot = std::make_unique<Slot>();
            slot->session = std::make_shared<LoadSession>(
                context, asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), options.port),
                options.timeLimit);
            LoadSession::Request &request = slot->request;
            request.method(http::verb::post);
            request.version(11);
            request.target(fmt::format("/endpoints/{}/score", options.endpoint));
            request.set(http::field::host, fmt::format("127.0.0.1:{}", options.port));
            request.set(http::field::content_type, "application/json");
            request.set(http::field::authorization, "Bearer " + options.key);
            if (!options.deployment.empty())
                request.set("azureml-model-deployment", options.deployment);
            idle.push_back(slot.get());
            slots.push_back(std::move(slot));
        }
        Slot &slot = *idle.back();
        idle.pop_back();
        slot.due = waiting.front();
        waiting.pop_front();
        send(slot);
    }
}

void LoadGenerator::Private::send(Slot &slot)
{
    statistics.countSent();
    slot.request.body() = nextBody();
    slot.request.prepare_payload();
    slot.session->send(slot.request, [this, &slot](int status, std::string deployment) {
        onDone(slot, status, std::move(deployment));
    });
}

void LoadGenerator::Private::onDone(Slot &slot, int status, std::string deployment)
{
    statistics.countDone(status, std::move(deployment), std::chrono::steady_clock::now() - slot.due);
    idle.push_back(&slot);
    if (!stopping)
        dispatch();
}

std::string LoadGenerator::Private::nextBody()
{
    std::string body = bodyHead;
    for (std::size_t i = 0; i < options.rowsPerRequest; ++i) {
        if (i > 0)
            body += ',';
        body += rowTexts[nextRow];
        nextRow = (nextRow + 1) % rowTexts.size();
    }
    return body += "]}}";
}

Result<std::unique_ptr<LoadGenerator>> LoadGenerator::start(LoadOptions options)
{
    SIGNALBOX_CHECK(check(options));
    auto p = std::make_unique<Private>(std::move(options));
    p->thread = std::thread([raw = p.get()] { raw->run(); });
    return std::unique_ptr<LoadGenerator>(new LoadGenerator(std::move(p)));
}

LoadGenerator::LoadGenerator(std::unique_ptr<Private> p)
    : m_p(std::move(p))
{
}

LoadGenerator::~LoadGenerator()
{
    stop();
}

void LoadGenerator::setRate(double requestsPerSecond)
{
    m_p->rate = std::clamp(requestsPerSecond, smallestRate, largestRate);
}

LoadReport LoadGenerator::report() const
{
    return m_p->statistics.report();
}

bool LoadGenerator::running() const
{
    return m_p->running;
}

LoadReport LoadGenerator::stop()
{
    m_p->stopping = true;
    const std::scoped_lock lock(m_p->joining);
    if (m_p->thread.joinable())
        m_p->thread.join();
    return report();
}

} // namespace signalbox::serve
