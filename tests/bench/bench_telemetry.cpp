// What telemetry costs: recording a request, sealing, and reading a million requests for the charts. The
// baseline is what one would write without segments: a SQLite table with a row for each request.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/telemetry/recorder.h"
#include "core/telemetry/request_chunk.h"
#include "core/telemetry/telemetry_file.h"
#include "tests/bench/telemetry_sample.h"

using namespace signalbox;
using namespace signalbox::telemetry;

namespace {

constexpr std::size_t million = 1'000'000;

const std::vector<RequestLabel> labels = {
    {},
    {.endpoint = "diabetes", .deployment = "blue", .model = "diabetes", .version = 4},
    {.endpoint = "diabetes", .deployment = "green", .model = "diabetes", .version = 5}};

// Twenty thousand requests a second, a tenth of them on green, latency around 1 ms with a long tail.
std::vector<RequestRow> requests(std::size_t count)
{
    SeededRandom random(1);
    std::vector<RequestRow> rows(count);
    for (std::size_t i = 0; i < count; ++i) {
        const bool success = random.below(100) != 0;
        const double tail = random.uniform();
        rows[i] = {.timestamp = static_cast<std::int64_t>(i * 500 + random.below(500)),
                   .duration = static_cast<std::int64_t>(500'000 + 200'000 / (1.001 - tail)),
                   .operation = random.below(std::uint64_t{1} << 63U),
                   .label = random.below(10) == 0 ? 2U : 1U,
                   .rows = 1,
                   .score = static_cast<float>(random.uniform()),
                   .resultCode = static_cast<std::uint16_t>(success ? 200 : 500),
                   .success = success};
    }
    return rows;
}

class Folder
{
public:
    Folder()
        : m_path(std::filesystem::temp_directory_path() / toPath("signalbox-bench-" + randomHex(4)))
    {
        std::filesystem::create_directories(m_path);
    }
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    [[nodiscard]] std::filesystem::path file() const { return m_path / toPath(telemetryFileName); }

private:
    std::filesystem::path m_path;
};

std::unique_ptr<TelemetryFile> open(benchmark::State &state, const Folder &folder)
{
    auto file = TelemetryFile::openForWriting(folder.file());
    if (!file) {
        state.SkipWithError(file.error().text().c_str());
        return nullptr;
    }
    return *std::move(file);
}

// A file with a million requests, sealed ten times a second and merged as the agent does.
std::unique_ptr<TelemetryFile> millionRequests(benchmark::State &state, const Folder &folder)
{
    auto file = open(state, folder);
    const std::vector<RequestRow> rows = requests(million);
    constexpr std::size_t perSeal = 2000;
    for (std::size_t i = 0; file && i < rows.size(); i += perSeal) {
        const Chunk chunk = requestChunk(std::span(rows).subspan(i, perSeal), labels);
        if (!file->append(requestsTable(), chunk) || (i % 100'000 == 0 && !file->mergeSmallSegments()))
            state.SkipWithError("cannot be written");
    }
    return file;
}

void recordRequest(benchmark::State &state)
{
    const Folder folder;
    const auto file = open(state, folder);
    if (!file)
        return;
    const SystemClock clock;
    Recorder recorder(*file, clock);
    auto lane = recorder.openLane();
    RequestRow row{.label = 1, .resultCode = 200, .success = true};
    std::int64_t pushed = 0;
    for (auto _ : state) {
        row.timestamp += 500;
        lane.push(row);
        if (++pushed % 50'000 == 0) { // the server would have needed a second and more for these
            state.PauseTiming();
            if (!recorder.flush())
                state.SkipWithError("cannot be flushed");
            state.ResumeTiming();
        }
    }
    state.SetItemsProcessed(pushed);
    state.counters["dropped"] = static_cast<double>(recorder.health().rowsDropped);
}
BENCHMARK(recordRequest);

void sealRequests(benchmark::State &state)
{
    const Folder folder;
    const auto file = open(state, folder);
    const std::vector<RequestRow> rows = requests(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        if (!file || !file->append(requestsTable(), requestChunk(rows, labels)))
            return state.SkipWithError("cannot be written");
    }
    const auto statistics = file->statistics();
    state.SetItemsProcessed(state.iterations() * state.range(0));
    if (statistics && !statistics->empty())
        state.counters["bytes/row"] =
            static_cast<double>(statistics->front().bytes) / static_cast<double>(statistics->front().rows);
}
BENCHMARK(sealRequests)->Arg(100)->Arg(2000)->Arg(50'000)->UseRealTime()->Unit(benchmark::kMicrosecond);

// A loader that has its rows ready.
void loadFullSegments(benchmark::State &state)
{
    const Folder folder;
    const auto file = open(state, folder);
    constexpr std::int64_t rows = 131'072;
    const Chunk chunk = bench::sampleChunk(bench::SampleTable::Requests, 0, rows, 10'000'000);
    for (auto _ : state) {
        if (!file || !file->append(bench::sampleSpec(bench::SampleTable::Requests), chunk))
            return state.SkipWithError("cannot be written");
    }
    const auto statistics = file->statistics();
    state.SetItemsProcessed(state.iterations() * rows);
    if (statistics && !statistics->empty())
        state.counters["bytes/row"] =
            static_cast<double>(statistics->front().bytes) / static_cast<double>(statistics->front().rows);
}
BENCHMARK(loadFullSegments)->UseRealTime()->Unit(benchmark::kMillisecond);

void insertRowsIntoSqlite(benchmark::State &state)
{
    const Folder folder;
    SQLite::Database db(toUtf8(folder.file()), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    db.exec("CREATE TABLE requests(timestamp INTEGER, name TEXT, duration REAL, resultCode TEXT, success "
            "INTEGER, "
            "deployment TEXT, model TEXT, version INTEGER, score REAL, rows INTEGER, operation_Id TEXT, "
            "operation_SyntheticSource TEXT)");
    db.exec("CREATE INDEX requests_by_time ON requests(timestamp)");
    SQLite::Statement insert(db, "INSERT INTO requests VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')");
    const std::vector<RequestRow> rows = requests(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        SQLite::Transaction transaction(db);
        for (const RequestRow &row : rows) {
            const RequestLabel &label = labels[row.label];
            insert.bind(1, row.timestamp);
            insert.bindNoCopy(2, label.endpoint);
            insert.bind(3, static_cast<double>(row.duration) / 1e6);
            insert.bind(4, row.success ? "200" : "500");
            insert.bind(5, row.success ? 1 : 0);
            insert.bindNoCopy(6, label.deployment);
            insert.bindNoCopy(7, label.model);
            insert.bind(8, label.version);
            insert.bind(9, static_cast<double>(row.score));
            insert.bind(10, static_cast<std::int64_t>(row.rows));
            insert.bind(11, fmt::format("{:016x}", row.operation));
            insert.exec();
            insert.reset();
        }
        transaction.commit();
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(insertRowsIntoSqlite)
    ->Arg(100)
    ->Arg(2000)
    ->Arg(50'000)
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);

// What the charts of requests read.
const std::vector<std::string> chartColumns = {
    "timestamp",  "name",    "duration", "success",
    "deployment", "version", "score",    "operation_SyntheticSource"};

void readAMillion(benchmark::State &state)
{
    const Folder folder;
    const auto file = millionRequests(state, folder);
    for (auto _ : state)
        benchmark::DoNotOptimize(file->read(requestsTable().name, {}, chartColumns));
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(million));
}
BENCHMARK(readAMillion)->Unit(benchmark::kMillisecond);

} // namespace
