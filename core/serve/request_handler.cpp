#include "core/serve/request_handler.h"

#include <iterator>
#include <limits>

#include <fmt/compile.h>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/serve/http_status.h"

namespace signalbox::serve {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool startsWithAnyCase(std::string_view text, std::string_view lowerPrefix)
{
    if (text.size() < lowerPrefix.size())
        return false;
    for (std::size_t i = 0; i < lowerPrefix.size(); ++i)
        if (lower(text[i]) != lowerPrefix[i])
            return false;
    return true;
}

bool isJson(std::string_view contentType)
{
    constexpr std::string_view json = "application/json";
    if (!startsWithAnyCase(contentType, json))
        return false;
    const std::string_view rest = trimmed(contentType.substr(json.size()));
    return rest.empty() || rest[0] == ';';
}

std::string_view bearerToken(std::string_view authorization)
{
    constexpr std::string_view scheme = "bearer ";
    return startsWithAnyCase(authorization, scheme) ? trimmed(authorization.substr(scheme.size()))
                                                    : std::string_view();
}

// The deployment whose signature an endpoint shows: the one with the most traffic.
const CompiledDeployment *mainDeployment(const CompiledEndpoint &endpoint)
{
    const CompiledDeployment *best = nullptr;
    for (const CompiledDeployment &candidate : endpoint.deployments)
        if (best == nullptr || candidate.percent > best->percent)
            best = &candidate;
    return best;
}

} // namespace

struct RequestHandler::Reply
{
    TimePoint arrived;
    std::uint64_t operation = 0;
    int status = 200;
    const CompiledEndpoint *endpoint = nullptr;
    const CompiledDeployment *deployment = nullptr;
    std::string_view headers = {}; // besides those that every answer has
    bool close = false;
    bool oldVersion = false;
    bool withoutBody = false; // the client asked for the head only
    bool synthetic = false;   // a client cannot hide its requests from the verdict
    bool counted = true;
    float score = std::numeric_limits<float>::quiet_NaN(); // mean probability
    std::uint32_t rows = 0;
};

RequestHandler::RequestHandler(std::shared_ptr<const CompiledRoutes> routes, telemetry::Recorder *recorder,
                               const Clock *clock, std::uint64_t seed)
    : m_routes(std::move(routes))
    , m_random(seed)
    , m_clock(clock != nullptr ? *clock : m_systemClock)
{
    if (recorder != nullptr)
        m_lane.emplace(recorder->openLane());
}

void RequestHandler::setRoutes(std::shared_ptr<const CompiledRoutes> routes)
{
    m_routes = std::move(routes);
    ++m_generation;
    m_splits.assign(m_routes->endpoints.size(), TrafficSplit());
}

Answer RequestHandler::answer(Request &request, KeyMemory &memory, bool close, std::string &out)
{
    Reply reply{.arrived = m_clock.now(),
                .operation = m_random.below(UINT64_MAX),
                .close = close,
                .oldVersion = request.oldVersion,
                .withoutBody = request.method == Method::Head};
    m_body.clear();
    const Target target = parseTarget(request.target);
    if (const auto found = m_routes->endpoints.find(target.endpoint); found != m_routes->endpoints.end())
        reply.endpoint = &found->second;
    if (target.resource == Resource::Health) {
        reply.counted = false;
        fmt::format_to(std::back_inserter(m_body), R"({{"status":"ok","endpoints":{}}})",
                       m_routes->endpoints.size());
    } else if (target.resource == Resource::Unknown) {
        fail(reply, 404, "There is nothing here. Send rows to /endpoints/<endpoint>/score.", "path");
    } else if (reply.endpoint == nullptr) {
        fail(reply, 404, fmt::format("There is no endpoint '{}'.", target.endpoint), "endpoint");
    } else if (target.resource == Resource::Score) {
        answerScore(reply, request, memory);
    } else {
        answerSignature(reply, request, memory);
    }
    return finish(reply, out);
}

Answer RequestHandler::refuse(const Request &request, int status, std::string_view message, std::string &out)
{
    Reply reply{.arrived = m_clock.now(),
                .operation = m_random.below(UINT64_MAX),
                .close = true,
                .oldVersion = request.oldVersion};
    m_body.clear();
    const auto found = m_routes->endpoints.find(parseTarget(request.target).endpoint);
    if (found != m_routes->endpoints.end())
        reply.endpoint = &found->second;
    fail(reply, status, message, status == 431 ? "header" : status == 413 ? "body" : "request");
    return finish(reply, out);
}

void RequestHandler::record(const Answer &answer, std::chrono::steady_clock::time_point arrived)
{
    if (!m_lane || !answer.counted)
        return;
    telemetry::RequestRow row = answer.row;
    row.duration =
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - arrived)
            .count();
    m_lane->push(row);
}

void RequestHandler::answerScore(Reply &reply, Request &request, KeyMemory &memory)
{
    if (request.method != Method::Post) {
        fail(reply, 405, "Send rows with POST.", "method");
        reply.headers = "Allow: POST\r\n";
        return;
    }
    if (!checkKey(reply, request, memory))
        return;
    if (!request.statesLength)
        return fail(reply, 411, "State the length of the body in Content-Length.", "Content-Length");
    if (!isJson(request.contentType))
        return fail(reply, 415, "Send JSON and say so: 'Content-Type: application/json'.", "Content-Type");
    reply.deployment = choose(reply, request);
    if (reply.deployment == nullptr)
        return;
    reply.headers = reply.deployment->headers;
    if (const double rate = reply.deployment->fault.errorRate; rate > 0 && m_random.uniform() < rate)
        return fail(reply, 500, "A drill makes this deployment fail on purpose.", "deployment");
    score(reply, request.body);
}

void RequestHandler::answerSignature(Reply &reply, const Request &request, KeyMemory &memory)
{
    if (request.method != Method::Get && request.method != Method::Head) {
        fail(reply, 405, "Read the signature with GET.", "method");
        reply.headers = "Allow: GET, HEAD\r\n";
        return;
    }
    if (!checkKey(reply, request, memory))
        return;
    const CompiledDeployment *deployment = request.deployment.empty()
                                               ? mainDeployment(*reply.endpoint)
                                               : reply.endpoint->find(request.deployment);
    if (deployment == nullptr)
        return fail(reply, 404, "The endpoint has no such deployment.", "azureml-model-deployment");
    reply.counted = false;
    reply.headers = deployment->headers;
    m_body.append(deployment->signature);
}

bool RequestHandler::checkKey(Reply &reply, const Request &request, KeyMemory &memory)
{
    const std::string_view key = bearerToken(request.authorization);
    if (memory.generation == m_generation && memory.endpoint == reply.endpoint->index &&
        !memory.key.empty() && equalInConstantTime(memory.key, key)) {
        reply.synthetic = request.synthetic && memory.holder == KeyHolder::Agent;
        return true;
    }
    const KeyHolder holder = key.empty() ? KeyHolder::Nobody : holderOf(key, *m_routes, *reply.endpoint);
    if (holder != KeyHolder::Nobody) {
        memory = {.key = std::string(key),
                  .holder = holder,
                  .generation = m_generation,
                  .endpoint = reply.endpoint->index};
        reply.synthetic = request.synthetic && holder == KeyHolder::Agent;
        return true;
    }
    fail(reply, 401,
         key.empty() ? "Send a key of this endpoint: 'Authorization: Bearer <key>'."
                     : "The key does not fit this endpoint.",
         "Authorization");
    reply.headers = "WWW-Authenticate: Bearer\r\n";
    return false;
}

const CompiledDeployment *RequestHandler::choose(Reply &reply, const Request &request)
{
    const CompiledEndpoint &endpoint = *reply.endpoint;
    if (!request.deployment.empty()) {
        const CompiledDeployment *pinned = endpoint.find(request.deployment);
        if (pinned == nullptr)
            fail(reply, 404,
                 fmt::format("The endpoint '{}' has no deployment '{}'.", endpoint.name,
                             std::string_view(request.deployment).substr(0, 63)),
                 "azureml-model-deployment");
        return pinned;
    }
    if (endpoint.open)
        return &m_splits[endpoint.index].next(endpoint, m_random);
    fail(reply, 503, fmt::format("The endpoint '{}' is closed: no deployment takes traffic.", endpoint.name),
         "traffic");
    return nullptr;
}

void RequestHandler::score(Reply &reply, std::string &body)
{
    const CompiledDeployment &deployment = *reply.deployment;
    const auto probabilities = m_scorer.score(deployment.plan, body, deployment.fault.scoreShift);
    if (!probabilities)
        return fail(reply, 400, probabilities.error().message, probabilities.error().field);
    const auto append = std::back_inserter(m_body);
    double sum = 0;
    m_body.append(std::string_view(R"({"predictions":[)"));
    for (const double probability : *probabilities) {
        m_body.push_back(probability >= deployment.plan.threshold ? '1' : '0');
        m_body.push_back(',');
        sum += probability;
    }
    m_body.resize(m_body.size() - 1);
    m_body.append(std::string_view(R"(],"probabilities":[)"));
    for (const double probability : *probabilities)
        fmt::format_to(append, FMT_COMPILE("{},"), probability);
    m_body.resize(m_body.size() - 1);
    m_body.append(std::string_view("]}"));
    reply.rows = static_cast<std::uint32_t>(probabilities->size());
    reply.score = static_cast<float>(sum / static_cast<double>(reply.rows));
}

void RequestHandler::fail(Reply &reply, int status, std::string_view message, std::string_view target)
{
    reply.status = status;
    const Json error = {{"code", codeOf(status)}, {"message", message}, {"target", target}};
    // Names that came from outside may not be UTF-8.
    m_body.clear();
    m_body.append(Json{{"error", error}}.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Answer RequestHandler::finish(const Reply &reply, std::string &out)
{
    const auto append = std::back_inserter(out);
    if (reply.status == 200)
        out.append("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
    else
        fmt::format_to(append, "HTTP/1.1 {} {}\r\nContent-Type: application/json\r\n", reply.status,
                       reasonOf(reply.status));
    out.append(reply.headers);
    if (reply.close)
        out.append("Connection: close\r\n");
    else if (reply.oldVersion)
        out.append("Connection: keep-alive\r\n");
    if (const auto second = std::chrono::floor<std::chrono::seconds>(reply.arrived); second != m_dateSecond) {
        m_dateSecond = second;
        m_date = fmt::format("Date: {}\r\n", httpDate(reply.arrived));
    }
    out.append(m_date);
    fmt::format_to(append, FMT_COMPILE("x-request-id: {:016x}\r\nContent-Length: {}\r\n\r\n"),
                   reply.operation, m_body.size());
    if (!reply.withoutBody)
        out.append(m_body.data(), m_body.size());

    const CompiledDeployment *deployment = reply.deployment;
    return {.delay = deployment != nullptr ? deployment->fault.latency : std::chrono::milliseconds(0),
            .counted = reply.counted,
            .row = {.timestamp = reply.arrived.time_since_epoch().count(),
                    .operation = reply.operation,
                    .label = deployment != nullptr       ? deployment->label
                             : reply.endpoint != nullptr ? reply.endpoint->label
                                                         : m_routes->unknownLabel,
                    .rows = reply.rows,
                    .score = reply.score,
                    .resultCode = static_cast<std::uint16_t>(reply.status),
                    .success = reply.status < 400,
                    .synthetic = reply.synthetic}};
}

} // namespace signalbox::serve
