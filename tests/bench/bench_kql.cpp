// What the query engine costs without a file: the twelve queries of kql_floor.queries over a sample in
// memory. kql_floor.py runs the same over telemetry.db with ten million requests, beside DuckDB and SQLite.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "core/kql/engine.h"
#include "tests/bench/kql_memory.h"
#include "tests/bench/kql_queries.h"
#include "tests/bench/telemetry_sample.h"

using namespace signalbox;

namespace {

constexpr std::int64_t requests = 262'144;

void answer(benchmark::State &state, const std::string &query)
{
    static const auto catalog = bench::memoryCatalog(requests);
    const kql::QueryOptions options{.now = bench::sampleEnd, .threads = 2};
    for (auto _ : state) {
        const auto result = kql::runQuery(query, *catalog, options);
        if (!result) {
            state.SkipWithError(result.error().message.c_str());
            return;
        }
        benchmark::DoNotOptimize(result->tables.front().rows);
    }
    state.SetItemsProcessed(requests * state.iterations());
}

const bool registered = [] {
    for (const auto &[name, query] : bench::floorQueries()) {
        benchmark::RegisterBenchmark(name.c_str(), [query](benchmark::State &state) { answer(state, query); })
            ->Unit(benchmark::kMillisecond)
            ->UseRealTime();
    }
    return true;
}();

} // namespace
