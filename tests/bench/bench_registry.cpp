// What a comparison costs beyond reading its rows: the paired bootstrap over counts, beside drawing every
// row.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <numeric>
#include <vector>

#include "core/base/random.h"
#include "core/registry/paired.h"

namespace {

using namespace signalbox;
using namespace signalbox::registry;

PairedCounts outcomes(std::int64_t rows)
{
    PairedCounts counts = {500, 27, 23, 83, 67, 40, 60, 200}; // of 1,000
    for (std::int64_t &count : counts)
        count = count * rows / 1000;
    return counts;
}

void pairedBootstrap(benchmark::State &state)
{
    const PairedCounts counts = outcomes(state.range(0));
    for (auto _ : state)
        benchmark::DoNotOptimize(bootstrapF1Gain(counts));
}
BENCHMARK(pairedBootstrap)->Arg(3'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

void bootstrapByRows(benchmark::State &state)
{
    const PairedCounts counts = outcomes(state.range(0));
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < counts.size(); ++i)
        rows.insert(rows.end(), static_cast<std::size_t>(counts[i]), i);
    for (auto _ : state) {
        SeededRandom random(1);
        double sum = 0;
        for (int resample = 0; resample < 1000; ++resample) {
            PairedCounts drawn{};
            for (std::size_t i = 0; i < rows.size(); ++i)
                ++drawn[rows[random.below(rows.size())]];
            sum += f1Gain(drawn);
        }
        benchmark::DoNotOptimize(sum);
    }
}
BENCHMARK(bootstrapByRows)->Arg(3'000)->Unit(benchmark::kMillisecond);

} // namespace
