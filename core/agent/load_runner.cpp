#include "core/agent/load_runner.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/agent/example_rows.h"

namespace signalbox::agent {

namespace {

constexpr std::size_t differentRows = 512;

// The deployment whose inputs the requests are made for: the one with the most traffic.
const serve::Deployment *busiest(const serve::Endpoint &endpoint)
{
    const auto most = std::ranges::max_element(endpoint.deployments, {}, &serve::Deployment::percent);
    return most == endpoint.deployments.end() ? nullptr : &*most;
}

} // namespace

LoadRunner::LoadRunner(store::Store &store, const ModelCache &models, std::uint16_t port,
                       std::string internalToken)
    : m_store(store)
    , m_models(models)
    , m_port(port)
    , m_token(std::move(internalToken))
{
}

Result<LoadRunner::Running> LoadRunner::start(const serve::Endpoint &endpoint) const
{
    const serve::Deployment *target = busiest(endpoint);
    const ModelPointer model = target != nullptr ? m_models.find(target->hash) : nullptr;
    if (!model)
        return failure(ErrorCode::Unavailable,
                       fmt::format("'{}' has no deployment to send requests to.", endpoint.name));
    serve::LoadOptions options;
    options.port = m_port;
    options.endpoint = endpoint.name;
    options.key = m_token;
    options.columns = inputNames(*model);
    options.rows = exampleRows(*model, differentRows, 1);
    options.requestsPerSecond = endpoint.load->requestsPerSecond;
    SIGNALBOX_TRY(auto generator, serve::LoadGenerator::start(std::move(options)));
    return Running{.started = endpoint.load->started,
                   .sentBefore = endpoint.load->sent,
                   .failedBefore = endpoint.load->failed,
                   .generator = std::move(generator)};
}

Status LoadRunner::keep(const serve::Endpoint &endpoint)
{
    auto running = m_running.find(endpoint.name);
    if (running == m_running.end() || running->second.started != endpoint.load->started) {
        m_running.erase(endpoint.name);
        SIGNALBOX_TRY(Running started, start(endpoint));
        running = m_running.emplace(endpoint.name, std::move(started)).first;
    }
    const serve::LoadReport report = running->second.generator->report();
    const std::int64_t sent = running->second.sentBefore + static_cast<std::int64_t>(report.sent);
    const std::int64_t failed = running->second.failedBefore + static_cast<std::int64_t>(report.failed);
    if (sent == endpoint.load->sent && failed == endpoint.load->failed)
        return {};
    return serve::reportLoad(m_store, endpoint.name, sent, failed);
}

Status LoadRunner::reconcile()
{
    SIGNALBOX_TRY(const std::vector<serve::Endpoint> endpoints, serve::listEndpoints(m_store));
    const TimePoint now = m_store.clock().now();
    std::set<std::string> wanted;
    for (const serve::Endpoint &endpoint : endpoints) {
        if (!endpoint.load)
            continue;
        if (now >= endpoint.load->until) {
            SIGNALBOX_CHECK(
                serve::setLoad(m_store, store::Actor::reconciler("drill"), endpoint.name, 0, Ticks::zero()));
            continue;
        }
        wanted.insert(endpoint.name);
        SIGNALBOX_CHECK(keep(endpoint));
    }
    std::erase_if(m_running, [&wanted](const auto &entry) { return !wanted.contains(entry.first); });
    return {};
}

} // namespace signalbox::agent
