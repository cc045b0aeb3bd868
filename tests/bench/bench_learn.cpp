// How fast a data file becomes a model: reading CSV, fitting, judging. The fit stands beside plain gradient
// descent that stops at the same objective, so that the ratio tells more than the machine.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/base/random.h"
#include "core/learn/csv.h"
#include "core/learn/logistic_regression.h"
#include "core/learn/metrics.h"
#include "core/learn/split.h"

namespace {

using namespace signalbox;
using namespace signalbox::learn;

constexpr std::size_t featureCount = 8;

struct Sample
{
    std::vector<std::vector<double>> columns = std::vector<std::vector<double>>(featureCount);
    std::vector<int> labels;
    std::vector<std::int64_t> rows;

    [[nodiscard]] std::vector<NumericView> features() const { return {columns.begin(), columns.end()}; }
};

Sample makeSample(std::size_t rows)
{
    SeededRandom random(1);
    Sample sample;
    sample.rows.resize(rows);
    std::iota(sample.rows.begin(), sample.rows.end(), 0);
    for (std::size_t row = 0; row < rows; ++row) {
        double logOdds = -1;
        for (std::vector<double> &column : sample.columns) {
            column.push_back(random.normal());
            logOdds += 0.4 * column.back();
        }
        sample.labels.push_back(random.uniform() < 1 / (1 + std::exp(-logOdds)) ? 1 : 0);
    }
    return sample;
}

std::string makeCsv(std::size_t rows)
{
    SeededRandom random(1);
    std::string text = "PatientID,Pregnancies,PlasmaGlucose,BMI,DiabetesPedigree,Age,Clinic,Diabetic\n";
    for (std::size_t row = 0; row < rows; ++row)
        text += fmt::format("{},{},{},{:.8f},{:.9f},{},north {},{}\n", 1'000'000 + row, random.below(15),
                            44 + random.below(149), 18 + 38 * random.uniform(), 2.3 * random.uniform(),
                            21 + random.below(57), random.below(9), random.below(2));
    return text;
}

// Gradient descent with the step 1 / L, L being a bound of the curvature (features have deviation 1), until
// C * (sum of log losses) + half the squared norm is at most `objective`. Returns the steps it took.
int descend(const Sample &sample, double C, double objective)
{
    const auto rows = sample.labels.size();
    const double step = 1 / (C * static_cast<double>(rows) * 0.25 * (featureCount + 1) + 1);
    std::vector<double> weights(featureCount + 1, 0.0);
    for (int steps = 0;; ++steps) {
        std::vector<double> gradient(weights.size(), 0.0);
        double value = 0;
        for (std::size_t i = 0; i < featureCount; ++i) {
            value += weights[i] * weights[i] / 2;
            gradient[i] = weights[i];
        }
        for (std::size_t row = 0; row < rows; ++row) {
            double z = weights.back();
            for (std::size_t i = 0; i < featureCount; ++i)
                z += weights[i] * sample.columns[i][row];
            const double small = std::exp(-std::abs(z));
            value += C * (std::max(z, 0.0) - sample.labels[row] * z + std::log1p(small));
            const double residual = C * ((z >= 0 ? 1 : small) / (1 + small) - sample.labels[row]);
            for (std::size_t i = 0; i < featureCount; ++i)
                gradient[i] += residual * sample.columns[i][row];
            gradient.back() += residual;
        }
        if (value <= objective)
            return steps;
        for (std::size_t i = 0; i < weights.size(); ++i)
            weights[i] -= step * gradient[i];
    }
}

double seconds(std::chrono::steady_clock::duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

void parseCsvText(benchmark::State &state)
{
    const std::string text = makeCsv(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(parseCsv(text, "bench.csv"));
    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.SetBytesProcessed(state.iterations() * std::ssize(text));
}
BENCHMARK(parseCsvText)->Arg(10'000)->Arg(200'000)->Unit(benchmark::kMillisecond);

void fitLogisticRegression(benchmark::State &state)
{
    const Sample sample = makeSample(static_cast<std::size_t>(state.range(0)));
    const auto features = sample.features();
    const auto fit = [&] {
        return fitLogistic(features, sample.labels, sample.rows, {.standardise = false}, {}, {});
    };
    const auto fitted = fit();
    if (!fitted) {
        state.SkipWithError(fitted.error().message.c_str());
        return;
    }
    const auto begin = std::chrono::steady_clock::now();
    const int steps = descend(sample, 1.0, fitted->objective);
    const auto middle = std::chrono::steady_clock::now();
    for (auto _ : state)
        benchmark::DoNotOptimize(fit());
    const double each =
        seconds(std::chrono::steady_clock::now() - middle) / static_cast<double>(state.iterations());

    state.SetItemsProcessed(state.iterations() * state.range(0));
    state.counters["iterations_of_fit"] = fitted->iterations;
    state.counters["gradient_descent_steps"] = steps;
    state.counters["times_faster_than_gradient_descent"] = seconds(middle - begin) / each;
}
BENCHMARK(fitLogisticRegression)->Arg(7'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

void judgeProbabilities(benchmark::State &state)
{
    const Sample sample = makeSample(static_cast<std::size_t>(state.range(0)));
    std::vector<double> probabilities;
    for (const double value : sample.columns[0])
        probabilities.push_back(1 / (1 + std::exp(-value)));
    for (auto _ : state)
        benchmark::DoNotOptimize(computeMetrics(sample.labels, probabilities, 0.5));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(judgeProbabilities)->Arg(10'000)->Unit(benchmark::kMillisecond);

void splitRows(benchmark::State &state)
{
    const Sample sample = makeSample(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(stratifiedSplit(sample.labels, 0.3, 1));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(splitRows)->Arg(10'000)->Unit(benchmark::kMillisecond);

} // namespace
