// Minimises a smooth function of many variables with little memory: L-BFGS (Liu and Nocedal, 1989) with a
// line search for the strong Wolfe conditions (Nocedal and Wright, 2006, algorithms 3.5, 3.6 and 7.4). Used
// by the solvers of this room; keeps no state between calls.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace signalbox::learn {

// The value at `x`; fills `gradient`, which has the size of `x`.
using Objective = std::function<double(std::span<const double> x, std::span<double> gradient)>;

struct MinimiserState
{
    int iteration = 0; // 0 at the start
    double value = 0;
    std::span<const double> gradient;
};

enum class Advice : std::uint8_t { GoOn, Converged, Cancel };

// Asked at the start and after every iteration.
using Observer = std::function<Advice(const MinimiserState &)>;

enum class Ending : std::uint8_t {
    Converged,  // the observer said so
    NoDecrease, // the value falls by no more than 64 roundings: this is the minimum as far as doubles tell
    IterationLimit, // stopped before either
    Cancelled,      // the observer said so
};

struct Minimum
{
    std::vector<double> x;
    double value = 0;
    int iterations = 0;
    Ending ending = Ending::IterationLimit;
};

[[nodiscard]] Minimum minimise(const Objective &objective, std::vector<double> start, int maximumIterations,
                               const Observer &observer);

} // namespace signalbox::learn
