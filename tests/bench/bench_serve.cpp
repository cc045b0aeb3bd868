#include <benchmark/benchmark.h>

#include <string>

#include "core/serve/request_handler.h"
#include "core/serve/router.h"
#include "core/serve/scoring.h"
#include "tests/bench/scoring_sample.h"

using namespace signalbox;
using namespace signalbox::serve;

namespace {

void scoreBody(benchmark::State &state)
{
    const auto rows = static_cast<std::size_t>(state.range(0));
    const ScoringPlan plan = planScoring(bench::sampleModel()).value();
    std::string body = bench::sampleBody(rows);
    BodyScorer scorer;
    for (auto _ : state)
        benchmark::DoNotOptimize(scorer.score(plan, body, 0).value().data());
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}
BENCHMARK(scoreBody)->Arg(1)->Arg(100)->Arg(10'000);

// All that happens to a request between the bytes that arrive and the bytes that leave, but its HTTP header.
void answerRequest(benchmark::State &state)
{
    RequestHandler handler(compileRoutes(bench::sampleRoutes(), {}, nullptr).value(), nullptr, nullptr, 1);
    handler.setRoutes(compileRoutes(bench::sampleRoutes(), {}, nullptr).value());
    Request request;
    request.method = Method::Post;
    request.target = "/endpoints/sample/score";
    request.authorization = std::string("Bearer ") + bench::sampleKey;
    request.contentType = "application/json";
    request.statesLength = true;
    request.body = bench::sampleBody(1);
    KeyMemory memory;
    std::string out;
    for (auto _ : state) {
        out.clear();
        benchmark::DoNotOptimize(handler.answer(request, memory, false, out));
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(answerRequest);

} // namespace
