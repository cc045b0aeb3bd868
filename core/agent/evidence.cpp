#include "core/agent/evidence.h"

#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/agent/example_rows.h"
#include "core/base/json.h"
#include "core/serve/endpoints.h"

namespace signalbox::agent {

namespace {

constexpr double largestDifference = 1e-9;

rollout::ProbeOutcome failed(std::string why)
{
    return {.passed = false, .failure = std::move(why)};
}

// Why `body` is not the answer that `model` gives to `row`, "" if it is.
std::string judge(const std::string &body, const learn::LogisticModel &model, const std::vector<double> &row)
{
    const auto json = parseJson(body);
    if (!json)
        return "the answer is not JSON";
    const auto probabilities = member<std::vector<double>>(*json, "probabilities");
    if (!probabilities || probabilities->size() != 1)
        return "the answer has no probability";
    const double expected = model.probability(row);
    if (!(std::abs(probabilities->front() - expected) <= largestDifference))
        return fmt::format("it scored {:.6f} where the artifact scores {:.6f}", probabilities->front(),
                           expected);
    return {};
}

} // namespace

HttpProber::HttpProber(const store::Store &store, const ModelCache &models, serve::HttpClient &client,
                       std::uint16_t port, std::string internalToken)
    : m_store(store)
    , m_models(models)
    , m_client(client)
    , m_port(port)
    , m_token(std::move(internalToken))
{
}

rollout::ProbeOutcome HttpProber::probe(std::string_view endpoint, std::string_view deployment,
                                        std::chrono::milliseconds limit)
{
    const auto found = serve::findEndpoint(m_store, endpoint);
    if (!found)
        return failed(found.error().message);
    const serve::Deployment *target = found->find(deployment);
    const ModelPointer model = target != nullptr ? m_models.find(target->hash) : nullptr;
    if (!model)
        return failed("its model is not loaded");

    const auto rows = exampleRows(*model, 1, ++m_probes);
    const auto response =
        m_client.send({.url = fmt::format("http://127.0.0.1:{}/endpoints/{}/score", m_port, endpoint),
                       .headers = {{"Authorization", "Bearer " + m_token},
                                   {"Content-Type", "application/json"},
                                   {"azureml-model-deployment", std::string(deployment)},
                                   {serve::syntheticHeader, "probe"}},
                       .body = requestBody(*model, rows),
                       .timeLimit = limit});
    if (!response)
        return failed(response.error().message);
    if (response->status != 200)
        return failed(fmt::format("it answered {}", response->status));
    if (response->header("azureml-model-deployment") != deployment)
        return failed("another deployment answered");
    if (std::string why = judge(response->body, *model, rows.front()); !why.empty())
        return failed(std::move(why));
    return {.passed = true, .failure = {}};
}

Result<rollout::RequestCounts> TelemetryCounter::count(std::string_view endpoint, std::string_view deployment,
                                                       TimePoint since)
{
    // What was recorded before this flush is in the file after it, so the rows before `now` are complete.
    const TimePoint now = m_clock.now();
    SIGNALBOX_CHECK(m_recorder.flush());
    Counted &counted = m_counted[{std::string(endpoint), std::string(deployment), since}];
    if (counted.until < since)
        counted.until = since;
    const std::vector<std::string> columns = {"name", "deployment", "success", "operation_SyntheticSource"};
    SIGNALBOX_TRY(const auto chunks, m_file.read("requests", {.from = counted.until, .to = now}, columns));
    for (const telemetry::Chunk &chunk : chunks) {
        for (std::size_t row = 0; row < chunk.rows; ++row) {
            if (chunk.columns[0].text(row) != endpoint || chunk.columns[1].text(row) != deployment ||
                !chunk.columns[3].text(row).empty())
                continue;
            ++counted.counts.requests;
            if (chunk.columns[2].integers[row] == 0)
                ++counted.counts.errors;
        }
    }
    counted.until = now;
    return counted.counts;
}

} // namespace signalbox::agent
