#include "tests/bench/telemetry_sample.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/telemetry/segments.h"

namespace signalbox::bench {

using telemetry::Chunk;
using telemetry::ColumnSpec;
using telemetry::ColumnType;
using telemetry::TableSpec;

namespace {

constexpr std::int64_t day = 864'000'000'000; // ticks
constexpr std::int64_t users = 20'000;
constexpr std::array endpoints = {"diabetes", "churn", "fraud", "pricing"};
constexpr std::array verbs = {"score",   "explain", "batch",   "warm", "health",
                              "feature", "lookup",  "compare", "rank", "embed"};

// One draw of a request (SplitMix64, Steele et al. 2014): the same for the same request and stream.
std::uint64_t draw(std::int64_t request, std::uint64_t stream)
{
    std::uint64_t z =
        static_cast<std::uint64_t>(request) * 0x9E3779B97F4A7C15U + (stream + 1) * 0xD1B54A32D192ED03U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
}

double uniform(std::int64_t request, std::uint64_t stream)
{
    return static_cast<double>(draw(request, stream) >> 11U) * 0x1p-53;
}

struct Request
{
    std::int64_t time = 0; // ticks
    std::size_t endpoint = 0;
    std::size_t verb = 0;
    std::int64_t user = 0;
    std::int64_t nanoseconds = 0;
    int code = 200;
    bool green = false;
    std::uint64_t operation = 0;
};

Request requestOf(std::int64_t number, std::int64_t total)
{
    const std::int64_t step = std::max<std::int64_t>(day / total, 1);
    Request request;
    request.time = sampleEnd.time_since_epoch().count() - day + number * step +
                   static_cast<std::int64_t>(draw(number, 0) % static_cast<std::uint64_t>(step));
    const std::uint64_t shape = draw(number, 1);
    request.endpoint = shape % 8 < 5 ? 0 : shape % 8 - 4; // five of eight go to the first
    request.verb = shape / 8 % 20 < verbs.size() ? shape / 8 % 20 : 0;
    const double who = uniform(number, 2);
    request.user =
        static_cast<std::int64_t>(who * who * static_cast<double>(users)); // few make many requests
    request.green = shape / 256 % 10 == 0;
    const bool badHour = number * 24 / total == 18;
    const double tail = uniform(number, 3);
    request.nanoseconds = static_cast<std::int64_t>(500'000 + (badHour ? 400'000 : 200'000) / (1.001 - tail));
    const double luck = uniform(number, 4) / (badHour ? 3 : 1);
    request.code = luck < 0.01 ? 500 : luck < 0.015 ? 503 : luck < 0.022 ? 429 : luck < 0.033 ? 404 : 200;
    request.operation = draw(number, 5);
    return request;
}

// Collects the rows of one column.
class Builder
{
public:
    explicit Builder(ColumnType type) { m_column.type = type; }

    void add(std::int64_t value) { m_column.integers.push_back(value); }
    void addReal(double value, bool null = false)
    {
        if (null) {
            m_column.nulls.resize(m_column.reals.size() + 1);
            m_column.nulls.back() = 1;
        }
        m_column.reals.push_back(null ? 0 : value);
    }
    void addUnique(std::string_view text)
    {
        m_column.codes.push_back(static_cast<std::uint32_t>(m_column.texts.size()));
        m_column.texts.push_back(text);
    }
    // A text that stands for `key`; `make` is called once for each.
    template<typename Make>
    void addShared(std::int64_t key, const Make &make)
    {
        const auto [place, isNew] =
            m_codes.try_emplace(key, static_cast<std::uint32_t>(m_column.texts.size()));
        if (isNew)
            m_column.texts.push_back(make());
        m_column.codes.push_back(place->second);
    }

    telemetry::Column take()
    {
        if (!m_column.nulls.empty())
            m_column.nulls.resize(m_column.size());
        return std::move(m_column);
    }

private:
    telemetry::Column m_column{
        .type = {}, .integers = {}, .reals = {}, .texts = {}, .codes = {}, .nulls = {}};
    std::unordered_map<std::int64_t, std::uint32_t> m_codes;
};

using Builders = std::vector<Builder>;

std::string userName(std::int64_t user)
{
    return fmt::format("user-{:05}", user);
}

std::string operationId(const Request &request)
{
    return fmt::format("{:016x}", request.operation);
}

void addRequest(Builders &columns, std::int64_t number, const Request &request)
{
    auto column = columns.begin();
    (column++)->add(request.time);
    const auto name = static_cast<std::int64_t>(request.endpoint);
    (column++)->addShared(name, [&] { return std::string(endpoints[request.endpoint]); });
    (column++)->addReal(static_cast<double>(request.nanoseconds) / 1e6);
    (column++)->addShared(request.code, [&] { return fmt::format("{}", request.code); });
    (column++)->add(request.code < 400 ? 1 : 0);
    (column++)->addShared(request.green ? 1 : 0, [&] { return request.green ? "green" : "blue"; });
    (column++)->addShared(name, [&] { return std::string(endpoints[request.endpoint]); });
    (column++)->add(request.green ? 5 : 4);
    (column++)->addReal(static_cast<double>(static_cast<float>(uniform(number, 6))), request.code >= 400);
    (column++)->add(static_cast<std::int64_t>(draw(number, 7) % 16 + 1));
    (column++)->addUnique(operationId(request));
    const bool probe = draw(number, 8) % 100 == 0;
    (column++)->addShared(probe ? 1 : 0, [&] { return probe ? "probe" : ""; });
    (column++)->addShared(name * 10 + static_cast<std::int64_t>(request.verb), [&] {
        return fmt::format("POST /{}/{}", endpoints[request.endpoint], verbs[request.verb]);
    });
    (column++)->addShared(request.user, [&] { return userName(request.user); });
}

void addException(Builders &columns, const Request &request)
{
    if (request.code < 500)
        return;
    const bool timeout = request.code == 503;
    auto column = columns.begin();
    (column++)->add(request.time + request.nanoseconds / 100);
    (column++)->addShared(request.code, [&] { return timeout ? "FeatureStoreTimeout" : "ShapeMismatch"; });
    (column++)->addShared(request.user % 500, [&] {
        return timeout ? fmt::format("The feature store did not answer shard {} in time", request.user % 500)
                       : fmt::format("Column {} has another type than the model", request.user % 500);
    });
    (column++)->add(timeout ? 3 : 4);
    (column++)->addUnique(operationId(request));
    (column++)->addShared(request.user, [&] { return userName(request.user); });
}

std::string message(std::int64_t number, const Request &request)
{
    const double milliseconds = static_cast<double>(request.nanoseconds) / 1e6;
    if (request.code >= 500)
        return fmt::format("Request of {} failed with code {} after {:.3f} ms: connection reset by shard {}",
                           userName(request.user), request.code, milliseconds, number % 64);
    switch (draw(number, 9) % 3) {
    case 0:
        return fmt::format("Scored {} rows for {} in {:.3f} ms", draw(number, 7) % 16 + 1,
                           userName(request.user), milliseconds);
    case 1:
        return fmt::format("Cache of features missed for {}, loaded from shard {}", userName(request.user),
                           number % 64);
    default:
        return fmt::format("Routed {} to {}", operationId(request), request.green ? "green" : "blue");
    }
}

void addTrace(Builders &columns, std::int64_t number, const Request &request)
{
    if (number % 5 != 0)
        return;
    auto column = columns.begin();
    (column++)->add(request.time);
    (column++)->addUnique(message(number, request));
    (column++)->add(request.code >= 500 ? 3 : 1);
    (column++)->addShared(number % 4, [&] { return fmt::format("scoring-{}", number % 4 + 1); });
    (column++)->addUnique(operationId(request));
}

TableSpec extended(TableSpec table, std::initializer_list<ColumnSpec> more)
{
    table.columns.insert(table.columns.end(), more);
    return table;
}

} // namespace

const TableSpec &sampleSpec(SampleTable table)
{
    static const TableSpec requests =
        extended(telemetry::requestsTable(), {{.name = "operation_Name", .type = ColumnType::String},
                                              {.name = "user_Id", .type = ColumnType::String}});
    static const TableSpec exceptions{.name = "exceptions",
                                      .columns = {{.name = "timestamp", .type = ColumnType::DateTime},
                                                  {.name = "type", .type = ColumnType::String},
                                                  {.name = "outerMessage", .type = ColumnType::String},
                                                  {.name = "severityLevel", .type = ColumnType::Int},
                                                  {.name = "operation_Id", .type = ColumnType::String},
                                                  {.name = "user_Id", .type = ColumnType::String}}};
    static const TableSpec traces =
        extended(telemetry::tracesTable(), {{.name = "operation_Id", .type = ColumnType::String}});
    return table == SampleTable::Requests ? requests : table == SampleTable::Traces ? traces : exceptions;
}

Chunk sampleChunk(SampleTable table, std::int64_t first, std::int64_t count, std::int64_t total)
{
    Builders columns;
    for (const ColumnSpec &spec : sampleSpec(table).columns)
        columns.emplace_back(spec.type);
    for (std::int64_t number = first; number < first + count; ++number) {
        const Request request = requestOf(number, total);
        if (table == SampleTable::Requests)
            addRequest(columns, number, request);
        else if (table == SampleTable::Exceptions)
            addException(columns, request);
        else
            addTrace(columns, number, request);
    }
    Chunk chunk;
    for (Builder &column : columns)
        chunk.columns.push_back(column.take());
    chunk.rows = chunk.columns.front().size();
    return chunk;
}

Status writeSample(telemetry::TelemetryFile &file, std::int64_t requests)
{
    for (const SampleTable table : sampleTables) {
        // A chunk of the sparser tables covers more requests.
        const std::int64_t stride = telemetry::fullSegmentRows * (table == SampleTable::Exceptions ? 60
                                                                  : table == SampleTable::Traces   ? 5
                                                                                                   : 1);
        for (std::int64_t first = 0; first < requests; first += stride)
            SIGNALBOX_CHECK(file.append(
                sampleSpec(table), sampleChunk(table, first, std::min(stride, requests - first), requests)));
    }
    return {};
}

} // namespace signalbox::bench
