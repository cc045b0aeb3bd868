// percentile() and its family: nearest rank, without interpolation, and exact. All values of a group are
// kept, 8 bytes each and 16 with a weight, which the memory limit of a query bounds.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/kql/functions/aggregate_tools.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/rank_selection.h"
#include "core/kql/values/conversions.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

struct PercentileOptions
{
    Type argument = Type::Real;
    Type result = Type::Real;
    std::vector<double> percentiles = {};
    bool asArray = false;
};

// The first rank, counted from 1, that has `percent` of `count` at or below it.
std::size_t rankOf(double percent, double count)
{
    const double exact = percent / 100 * count;
    // 99.9 % of 1000 is 999, though the product of the reals is a little more.
    return static_cast<std::size_t>(std::max(1.0, std::min(count, std::ceil(exact - exact * 1e-12))));
}

// Calls visit(row, key) for every row that has a value; the keys are in the order of the values.
template<typename Visit>
void forEachKey(const Column &column, const PercentileOptions &options, std::size_t rows, const Visit &visit)
{
    if (isWhole(options.argument)) {
        forEachFilled(column, rows,
                      [&, values = column.wholes().data()](std::size_t row, std::size_t stored) {
                          visit(row, values[stored]);
                      });
        return;
    }
    const Column reals = column.type() == Type::Real ? column : castColumn(column, Type::Real);
    forEachFilled(reals, rows, [&, values = reals.reals().data()](std::size_t row, std::size_t stored) {
        if (!std::isnan(values[stored]))
            visit(row, orderedKey(values[stored]));
    });
}

// `keys` has the answers of a group, or is empty for a group without values.
std::vector<Column> percentileColumns(const PercentileOptions &options,
                                      const std::vector<std::vector<std::int64_t>> &keys)
{
    std::vector<Column> columns;
    for (std::size_t p = 0; p < options.percentiles.size(); ++p) {
        const auto keyOf = [p](const std::vector<std::int64_t> &group) {
            return group.empty() ? 0 : group[p];
        };
        Nulls nulls = nullsOf(keys, [](const std::vector<std::int64_t> &group) { return group.empty(); });
        if (options.result == Type::Real) {
            std::vector<double> values(keys.size());
            std::ranges::transform(keys, values.begin(), [&](const auto &k) { return realOfKey(keyOf(k)); });
            columns.push_back(Column::ofReals(std::move(values), std::move(nulls)));
        } else {
            std::vector<std::int64_t> values(keys.size());
            std::ranges::transform(keys, values.begin(), keyOf);
            columns.push_back(Column::ofWholes(options.result, std::move(values), std::move(nulls)));
        }
    }
    if (!options.asArray)
        return columns;
    std::vector<Value> arrays;
    arrays.reserve(keys.size());
    for (std::size_t g = 0; g < keys.size(); ++g) {
        Value::Array array;
        for (const Column &column : columns)
            array.push_back(column.value(g));
        arrays.push_back(keys[g].empty() ? Value() : Value::ofArray(std::move(array)));
    }
    return {Column::ofValues(std::move(arrays))};
}

class PercentileAggregator final : public Aggregator
{
public:
    explicit PercentileAggregator(PercentileOptions options)
        : m_options(std::move(options))
    {
    }

    Status add(std::span<const Column> arguments, std::span<const std::uint32_t> group, std::size_t groups,
               const EvalContext &) override
    {
        m_values.resize(groups);
        std::vector<std::int64_t> *values = m_values.data();
        if (groups == 1) {
            forEachKey(arguments[0], m_options, group.size(),
                       [&](std::size_t, std::int64_t key) { values->push_back(key); });
        } else {
            forEachKey(arguments[0], m_options, group.size(),
                       [&](std::size_t row, std::int64_t key) { values[group[row]].push_back(key); });
        }
        m_count += group.size();
        return {};
    }

    Status merge(Aggregator &other, std::span<const std::uint32_t> map, std::size_t groups) override
    {
        m_values.resize(groups);
        auto &from = static_cast<PercentileAggregator &>(other);
        for (std::size_t g = 0; g < from.m_values.size(); ++g) {
            std::vector<std::int64_t> &into = m_values[map[g]];
            if (into.size() < from.m_values[g].size())
                into.swap(from.m_values[g]);
            into.insert(into.end(), from.m_values[g].begin(), from.m_values[g].end());
            from.m_values[g] = {};
        }
        m_count += from.m_count;
        return {};
    }

    Result<std::vector<Column>> finish(std::size_t groups) override
    {
        m_values.resize(groups);
        std::vector<std::vector<std::int64_t>> keys(groups);
        std::vector<std::size_t> ranks(m_options.percentiles.size());
        for (std::size_t g = 0; g < groups; ++g) {
            if (m_values[g].empty())
                continue;
            for (std::size_t p = 0; p < ranks.size(); ++p)
                ranks[p] = rankOf(m_options.percentiles[p], static_cast<double>(m_values[g].size())) - 1;
            keys[g] = valuesAtRanks(m_values[g], ranks);
        }
        return percentileColumns(m_options, keys);
    }

    [[nodiscard]] std::size_t bytes() const override
    {
        return m_values.size() * sizeof(std::vector<std::int64_t>) + m_count * (sizeof(std::int64_t) * 3 / 2);
    }

private:
    PercentileOptions m_options;
    std::vector<std::vector<std::int64_t>> m_values = {};
    std::size_t m_count = 0;
};

// As if each value were there as often as its weight says.
class WeightedPercentileAggregator final : public Aggregator
{
public:
    explicit WeightedPercentileAggregator(PercentileOptions options)
        : m_options(std::move(options))
    {
    }

    Status add(std::span<const Column> arguments, std::span<const std::uint32_t> group, std::size_t groups,
               const EvalContext &) override
    {
        m_values.resize(groups);
        const Column &weights = arguments[1];
        const std::span<const std::int64_t> weight = weights.wholes();
        forEachKey(arguments[0], m_options, group.size(), [&](std::size_t row, std::int64_t key) {
            const std::int64_t times = weights.isNull(row) ? 0 : weight[weights.stored(row)];
            if (times > 0)
                m_values[group[row]].emplace_back(key, times);
        });
        m_count += group.size();
        return {};
    }

    Status merge(Aggregator &other, std::span<const std::uint32_t> map, std::size_t groups) override
    {
        m_values.resize(groups);
        auto &from = static_cast<WeightedPercentileAggregator &>(other);
        for (std::size_t g = 0; g < from.m_values.size(); ++g)
            m_values[map[g]].insert(m_values[map[g]].end(), from.m_values[g].begin(), from.m_values[g].end());
        m_count += from.m_count;
        return {};
    }

    Result<std::vector<Column>> finish(std::size_t groups) override
    {
        m_values.resize(groups);
        std::vector<std::vector<std::int64_t>> keys(groups);
        for (std::size_t g = 0; g < groups; ++g) {
            std::ranges::sort(m_values[g]);
            double total = 0;
            for (const auto &[key, times] : m_values[g])
                total += static_cast<double>(times);
            for (std::size_t p = 0; total > 0 && p < m_options.percentiles.size(); ++p)
                keys[g].push_back(keyAt(m_values[g], rankOf(m_options.percentiles[p], total)));
        }
        return percentileColumns(m_options, keys);
    }

    [[nodiscard]] std::size_t bytes() const override
    {
        return m_values.size() * sizeof(std::vector<Weighted>) + m_count * (sizeof(Weighted) * 3 / 2);
    }

private:
    using Weighted = std::pair<std::int64_t, std::int64_t>; // key and weight

    static std::int64_t keyAt(const std::vector<Weighted> &sorted, std::size_t rank)
    {
        std::size_t reached = 0;
        for (const auto &[key, times] : sorted) {
            reached += static_cast<std::size_t>(times);
            if (reached >= rank)
                return key;
        }
        return sorted.back().first;
    }

    PercentileOptions m_options;
    std::vector<std::vector<Weighted>> m_values = {};
    std::size_t m_count = 0;
};

// The constants of a call from argument `first` on, or those of one array.
Result<std::vector<Value>> percentagesOf(std::span<const Argument> arguments, std::size_t first)
{
    std::vector<Value> percentages;
    for (std::size_t i = first; i < arguments.size(); ++i) {
        const Value *constant = arguments[i].constant;
        if (constant != nullptr && constant->isArray())
            percentages.insert(percentages.end(), constant->array().begin(), constant->array().end());
        else
            percentages.push_back(constant != nullptr ? *constant : Value());
    }
    for (const Value &percentage : percentages) {
        const std::optional<double> number = toReal(percentage);
        if (!number || !(*number >= 0 && *number <= 100))
            return failure(ErrorCode::InvalidArgument,
                           "A percentile is a number from 0 to 100 that does not depend on the rows.");
    }
    return percentages;
}

// "percentile_{0}_99_9"
std::string percentileName(const Value &percentage)
{
    std::string text = percentage.is(Type::Real) ? toGridText(percentage.real()) : toText(percentage);
    std::ranges::replace_if(text, [](char c) { return (c < '0' || c > '9') && (c < 'A' || c > 'Z'); }, '_');
    return fmt::format("percentile_{{0}}_{}", text);
}

AggregateBinder percentileBinder(const std::string &function, bool weighted, bool asArray)
{
    return [function, weighted, asArray](std::span<const Argument> arguments) -> Result<BoundAggregate> {
        const Type type = arguments[0].type;
        const bool fits = isNumeric(type) || isWhole(type) || type == Type::Dynamic || arguments[0].unknown;
        const bool weightFits = !weighted || isInteger(arguments[1].type) || arguments[1].unknown;
        if (!fits || !weightFits)
            return refuseArguments(function + "()",
                                   weighted ? "a number, datetime or timespan and a whole weight"
                                            : "a number, datetime or timespan",
                                   arguments);
        bool unknownPercentile = false;
        for (std::size_t i = weighted ? 2 : 1; i < arguments.size(); ++i)
            unknownPercentile = unknownPercentile || arguments[i].unknown;
        std::vector<Value> percentages;
        if (!unknownPercentile) {
            SIGNALBOX_TRY(percentages, percentagesOf(arguments, weighted ? 2 : 1));
        }
        PercentileOptions options{.argument = type, .result = type, .asArray = asArray};
        if (type == Type::Int)
            options.result = Type::Long;
        else if (!isWhole(type))
            options.result = Type::Real;
        BoundAggregate bound;
        for (const Value &percentage : percentages) {
            options.percentiles.push_back(toReal(percentage).value_or(0));
            if (!asArray)
                bound.outputs.push_back({.name = percentileName(percentage),
                                         .type = options.result,
                                         .unknown = arguments[0].unknown});
        }
        if (asArray || unknownPercentile)
            bound.outputs = {{.name = nameOf(asArray ? "percentiles" : "percentile"),
                              .type = Type::Dynamic,
                              .unknown = arguments[0].unknown || unknownPercentile}};
        if (arguments[0].unknown || unknownPercentile)
            return bound;
        if (weighted)
            bound.make = [options] { return std::make_unique<WeightedPercentileAggregator>(options); };
        else
            bound.make = [options] { return std::make_unique<PercentileAggregator>(options); };
        return bound;
    };
}

struct PercentileForm
{
    std::string name;
    std::string help;
    bool weighted = false;
    bool several = false;
    bool asArray = false;
};

void addPercentile(FunctionRegistry &registry, const PercentileForm &form)
{
    AggregateFunction function{.name = form.name,
                               .parameters = {"expr"},
                               .help = form.help,
                               .minimumArguments = 2,
                               .maximumArguments = form.several ? anyNumber : 2,
                               .binder = percentileBinder(form.name, form.weighted, form.asArray)};
    if (form.weighted) {
        function.parameters.emplace_back("weight");
        function.minimumArguments = 3;
        function.maximumArguments = form.several ? anyNumber : 3;
    }
    function.parameters.emplace_back("percentile");
    registry.add(std::move(function));
}

} // namespace

void addPercentiles(FunctionRegistry &registry)
{
    addPercentile(registry, {.name = "percentile",
                             .help = "The smallest value of the group that has the given percentage of the "
                                     "values at or below it."});
    addPercentile(
        registry,
        {.name = "percentiles", .help = "Several percentiles of the group, a column each.", .several = true});
    addPercentile(registry, {.name = "percentiles_array",
                             .help = "Several percentiles of the group in one array.",
                             .several = true,
                             .asArray = true});
    addPercentile(registry, {.name = "percentilew",
                             .help = "A percentile of the group in which each value counts as often as its "
                                     "weight says.",
                             .weighted = true});
    addPercentile(registry, {.name = "percentilesw",
                             .help = "Several percentiles of weighted values, a column each.",
                             .weighted = true,
                             .several = true});
    addPercentile(registry, {.name = "percentilesw_array",
                             .help = "Several percentiles of weighted values in one array.",
                             .weighted = true,
                             .several = true,
                             .asArray = true});
}

} // namespace signalbox::kql
