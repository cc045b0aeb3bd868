// stdev(), variance() and covariance(), of a sample and of a population. Mean and squares are kept as
// Welford (1962) does and merged as Chan, Golub and LeVeque (1979) do, so that large values lose no digits.
// Fewer values than are needed give 0, as in the real engine.
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/kql/functions/aggregate_tools.h"
#include "core/kql/functions/library.h"

namespace signalbox::kql {

namespace {

struct MomentOptions
{
    bool population = false;
    bool root = false;
};

// Of pairs; the moments of one variable are those of pairs of the same value.
struct CoMoments
{
    double count = 0;
    double meanX = 0;
    double meanY = 0;
    double product = 0; // the sum of (x - mean x)(y - mean y)

    void add(double x, double y)
    {
        count += 1;
        const double before = x - meanX;
        meanX += before / count;
        meanY += (y - meanY) / count;
        product += before * (y - meanY);
    }

    void merge(const CoMoments &other)
    {
        if (other.count == 0)
            return;
        const double all = count + other.count;
        const double x = other.meanX - meanX;
        const double y = other.meanY - meanY;
        product += other.product + x * y * (count / all) * other.count;
        meanX += x * (other.count / all);
        meanY += y * (other.count / all);
        count = all;
    }

    [[nodiscard]] double result(const MomentOptions &options) const
    {
        const double divisor = options.population ? count : count - 1;
        if (divisor <= 0)
            return 0;
        return options.root ? std::sqrt(product / divisor) : product / divisor;
    }
};

std::vector<Column> results(const std::vector<CoMoments> &states, const MomentOptions &options)
{
    std::vector<double> values(states.size());
    for (std::size_t g = 0; g < states.size(); ++g)
        values[g] = states[g].result(options);
    return {Column::ofReals(std::move(values))};
}

struct Moments
{
    using State = CoMoments;

    MomentOptions options = {};

    static void add(std::vector<State> &states, std::span<const Column> arguments,
                    std::span<const std::uint32_t> group)
    {
        const Column numbers = asReals(arguments[0]);
        accumulate(states, numbers, group, realsOf(numbers),
                   [](State &state, double value) { state.add(value, value); });
    }

    static void merge(State &into, const State &from) { into.merge(from); }

    [[nodiscard]] std::vector<Column> finish(std::vector<State> &states) const
    {
        return results(states, options);
    }
};

// Of pairs in which neither value is null.
struct PairMoments
{
    using State = CoMoments;

    MomentOptions options = {};

    static void add(std::vector<State> &states, std::span<const Column> arguments,
                    std::span<const std::uint32_t> group)
    {
        const Column x = asReals(arguments[0]);
        const Column y = asReals(arguments[1]);
        for (std::size_t row = 0; row < group.size(); ++row) {
            if (!x.isNull(row) && !y.isNull(row))
                states[group[row]].add(x.reals()[x.stored(row)], y.reals()[y.stored(row)]);
        }
    }

    static void merge(State &into, const State &from) { into.merge(from); }

    [[nodiscard]] std::vector<Column> finish(std::vector<State> &states) const
    {
        return results(states, options);
    }
};

bool isMeasurable(const Argument &argument)
{
    return argument.unknown || isNumeric(argument.type) || argument.type == Type::TimeSpan ||
           argument.type == Type::Dynamic;
}

struct MomentForm
{
    std::string name;
    std::string what;
    MomentOptions options = {};
};

void addMoment(FunctionRegistry &registry, const MomentForm &form)
{
    addWithCondition(registry,
                     {.name = form.name,
                      .parameters = {"expr"},
                      .help = form.what + " of the values of the group; nulls do not count.",
                      .minimumArguments = 1,
                      .maximumArguments = 1},
                     form.name,
                     [&form](std::string_view prefix) -> AggregateBinder {
                         return [name = nameOf(prefix), function = form.name + "()", options = form.options](
                                    std::span<const Argument> arguments) -> Result<BoundAggregate> {
                             if (!isMeasurable(arguments[0]))
                                 return refuseArguments(function, "a number", arguments);
                             return oneOutput(name, Type::Real, makerOf(Moments{.options = options}));
                         };
                     },
                     {.name = form.name + "if",
                      .prefix = form.name + "if",
                      .help = form.what + " over the rows of the group for which the predicate is true."});
}

void addPairMoment(FunctionRegistry &registry, const MomentForm &form)
{
    addWithCondition(registry,
                     {.name = form.name,
                      .parameters = {"expr1", "expr2"},
                      .help = form.what + " of two values over the rows of the group.",
                      .minimumArguments = 2,
                      .maximumArguments = 2},
                     form.name,
                     [&form](std::string_view prefix) -> AggregateBinder {
                         return [name = nameOf(prefix) + "_{1}", function = form.name + "()",
                                 options = form.options](
                                    std::span<const Argument> arguments) -> Result<BoundAggregate> {
                             if (!isMeasurable(arguments[0]) || !isMeasurable(arguments[1]))
                                 return refuseArguments(function, "two numbers", arguments);
                             return oneOutput(name, Type::Real, makerOf(PairMoments{.options = options}));
                         };
                     },
                     {.name = form.name + "if",
                      .prefix = form.name + "if",
                      .help = form.what + " of two values over the rows for which the predicate is true.",
                      .place = 2});
}

} // namespace

void addMoments(FunctionRegistry &registry)
{
    addMoment(registry,
              {.name = "stdev", .what = "The sample standard deviation", .options = {.root = true}});
    addMoment(registry, {.name = "stdevp",
                         .what = "The population standard deviation",
                         .options = {.population = true, .root = true}});
    addMoment(registry, {.name = "variance", .what = "The sample variance"});
    addMoment(registry,
              {.name = "variancep", .what = "The population variance", .options = {.population = true}});
    addPairMoment(registry, {.name = "covariance", .what = "The sample covariance"});
    addPairMoment(
        registry,
        {.name = "covariancep", .what = "The population covariance", .options = {.population = true}});
}

} // namespace signalbox::kql
