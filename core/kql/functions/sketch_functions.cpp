// Sketches in queries: hll() and tdigest() make them, their merges join them, and scalar functions read
// them. A sketch is a dynamic whose content is ours, so it is read only here.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/kql/functions/aggregate_tools.h"
#include "core/kql/functions/distinct_values.h"
#include "core/kql/functions/hyper_log_log.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"
#include "core/kql/functions/t_digest.h"
#include "core/kql/values/conversions.h"

namespace signalbox::kql {

namespace {

// A Sketch a group. Derived says how a row is added.
template<typename Sketch>
class SketchAggregator : public Aggregator
{
public:
    explicit SketchAggregator(Sketch empty)
        : m_empty(std::move(empty))
    {
    }

    Status merge(Aggregator &other, std::span<const std::uint32_t> map, std::size_t groups) override
    {
        m_sketches.resize(groups, m_empty);
        auto &from = static_cast<SketchAggregator &>(other);
        for (std::size_t g = 0; g < from.m_sketches.size(); ++g)
            m_sketches[map[g]].merge(from.m_sketches[g]);
        return {};
    }

    Result<std::vector<Column>> finish(std::size_t groups) override
    {
        m_sketches.resize(groups, m_empty);
        std::vector<Value> values;
        values.reserve(groups);
        for (Sketch &sketch : m_sketches)
            values.push_back(sketch.isEmpty() ? Value() : sketch.toValue());
        return std::vector{Column::ofValues(std::move(values))};
    }

    [[nodiscard]] std::size_t bytes() const override
    {
        std::size_t sum = m_sketches.size() * sizeof(Sketch);
        for (const Sketch &sketch : m_sketches)
            sum += sketch.bytes();
        return sum;
    }

protected:
    [[nodiscard]] std::vector<Sketch> &sketches(std::size_t groups)
    {
        m_sketches.resize(groups, m_empty);
        return m_sketches;
    }

private:
    Sketch m_empty;
    std::vector<Sketch> m_sketches = {};
};

class HllAggregator final : public SketchAggregator<HyperLogLog>
{
public:
    using SketchAggregator::SketchAggregator;

    Status add(std::span<const Column> arguments, std::span<const std::uint32_t> group, std::size_t groups,
               const EvalContext &) override
    {
        std::vector<HyperLogLog> &all = sketches(groups);
        const Column &column = arguments[0];
        const std::span<const std::uint64_t> hashes = m_hashes.of(column);
        const std::uint32_t *codes = isText(column.type()) ? column.texts().codes->data() : nullptr;
        forEachFilled(column, group.size(), [&](std::size_t row, std::size_t stored) {
            all[group[row]].add(hashes[codes != nullptr ? codes[stored] : stored]);
        });
        return {};
    }

private:
    ValueHashes m_hashes = {};
};

class DigestAggregator final : public SketchAggregator<TDigest>
{
public:
    using SketchAggregator::SketchAggregator;

    Status add(std::span<const Column> arguments, std::span<const std::uint32_t> group, std::size_t groups,
               const EvalContext &) override
    {
        std::vector<TDigest> &all = sketches(groups);
        const Column values = asReals(arguments[0]);
        const Column weights =
            arguments.size() > 1 ? asReals(arguments[1]) : Column::constant(Type::Real, Value::ofReal(1), 1);
        forEachFilled(values, group.size(), [&](std::size_t row, std::size_t stored) {
            if (!weights.isNull(row))
                all[group[row]].add(values.reals()[stored], weights.reals()[weights.stored(row)]);
        });
        return {};
    }
};

// Joins sketches that are values; others are left out.
template<typename Sketch>
class MergingAggregator final : public SketchAggregator<Sketch>
{
public:
    using SketchAggregator<Sketch>::SketchAggregator;

    Status add(std::span<const Column> arguments, std::span<const std::uint32_t> group, std::size_t groups,
               const EvalContext &) override
    {
        std::vector<Sketch> &all = this->sketches(groups);
        const std::span<const Value> values = arguments[0].values();
        for (std::size_t row = 0; row < group.size(); ++row) {
            if (const auto sketch = Sketch::fromValue(values[arguments[0].stored(row)])) {
                if (all[group[row]].isEmpty())
                    all[group[row]] = *sketch;
                else
                    all[group[row]].merge(*sketch);
            }
        }
        return {};
    }
};

AggregateBinder hllBinder(std::string_view prefix)
{
    return [name = nameOf(prefix)](std::span<const Argument> arguments) -> Result<BoundAggregate> {
        SIGNALBOX_TRY(const std::int64_t accuracy, wholeArgument("hll", "accuracy", arguments, 1, 1));
        if (accuracy < 0 || accuracy > 4)
            return failure(ErrorCode::InvalidArgument, "The accuracy of hll() is a number from 0 to 4.");
        return oneOutput(name, Type::Dynamic, [accuracy] {
            return std::make_unique<HllAggregator>(HyperLogLog(static_cast<int>(accuracy)));
        });
    };
}

Result<BoundAggregate> bindDigest(std::span<const Argument> arguments)
{
    for (const Argument &argument : arguments) {
        if (!argument.unknown && !isNumeric(argument.type) && argument.type != Type::Dynamic &&
            !isWhole(argument.type))
            return refuseArguments("tdigest()", "a number, datetime or timespan and a weight", arguments);
    }
    return oneOutput(nameOf("tdigest"), Type::Dynamic,
                     [] { return std::make_unique<DigestAggregator>(TDigest()); });
}

template<typename Sketch>
void addMerge(FunctionRegistry &registry, const std::string &name, const std::string &prefix,
              const std::string &what)
{
    registry.add(AggregateFunction{
        .name = name,
        .parameters = {what},
        .help = "One " + what + " of the results of " + what + "() in the group.",
        .minimumArguments = 1,
        .maximumArguments = 1,
        .binder = [name, prefix, what](std::span<const Argument> arguments) -> Result<BoundAggregate> {
            if (!arguments[0].unknown && arguments[0].type != Type::Dynamic)
                return refuseArguments(name + "()", "a result of " + what + "()", arguments);
            return oneOutput(nameOf(prefix), Type::Dynamic,
                             [] { return std::make_unique<MergingAggregator<Sketch>>(Sketch()); });
        }});
    // Of the sketches in one row.
    const auto kernel = [](std::span<const Column> columns, std::size_t rows,
                           const EvalContext &) -> Result<Column> {
        std::vector<Value> values;
        values.reserve(rows);
        for (std::size_t row = 0; row < rows; ++row) {
            std::optional<Sketch> merged;
            for (const Column &column : columns) {
                auto sketch = Sketch::fromValue(column.value(row));
                if (!sketch)
                    continue;
                if (merged)
                    merged->merge(*sketch);
                else
                    merged = std::move(sketch);
            }
            values.push_back(merged ? merged->toValue() : Value());
        }
        return Column::ofValues(std::move(values));
    };
    const ParameterKind sketch{.type = Type::Dynamic};
    registry.add(
        name, {what}, "One " + what + " of several results of " + what + "().",
        {Overload{
            .parameters = {sketch, sketch}, .result = Type::Dynamic, .kernel = kernel, .repeatsLast = true}},
        "percentile_tdigest_{0}");
}

// The values of a digest at percentages that are numbers or arrays of numbers.
std::optional<Value> percentilesOf(const Value &digestValue, std::span<const Value> percentages)
{
    std::optional<TDigest> digest = TDigest::fromValue(digestValue);
    if (!digest)
        return std::nullopt;
    Value::Array results;
    const auto append = [&](const Value &percentage) {
        const std::optional<double> percent = toReal(percentage);
        results.push_back(percent && *percent >= 0 && *percent <= 100
                              ? Value::ofReal(digest->percentile(*percent))
                              : Value());
    };
    for (const Value &percentage : percentages) {
        if (!percentage.isArray()) {
            append(percentage);
            continue;
        }
        for (const Value &each : percentage.array())
            append(each);
    }
    return Value::ofArray(std::move(results));
}

Result<BoundFunction> bindPercentileOfDigest(std::span<const Argument> arguments)
{
    if (!arguments[0].unknown && arguments[0].type != Type::Dynamic)
        return refuseArguments("percentile_tdigest()", "a result of tdigest() and a percentage", arguments);
    Type type = Type::Real;
    if (arguments.size() > 2) {
        const Value *name = arguments[2].constant;
        const auto named = name != nullptr ? typeFromName(name->text()) : std::nullopt;
        if (!named || !(isNumeric(*named) || isWhole(*named)))
            return failure(ErrorCode::InvalidArgument,
                           "percentile_tdigest() takes the type of a number or a time, such as typeof(long), "
                           "as its third argument.");
        type = *named;
    }
    const auto kernel = [type](std::span<const Column> columns, std::size_t rows,
                               const EvalContext &) -> Result<Column> {
        std::vector<Value> values;
        values.reserve(rows);
        for (std::size_t row = 0; row < rows; ++row) {
            const Value percentage = columns[1].value(row);
            const auto results = percentilesOf(columns[0].value(row), std::span(&percentage, 1));
            values.push_back(results ? results->element(0) : Value());
        }
        Column reals = castColumn(Column::ofValues(std::move(values)), Type::Real);
        if (type == Type::DateTime || type == Type::TimeSpan) // whose digests are of ticks
            return castColumn(reals, Type::Long).retyped(type);
        return type == Type::Real ? reals : castColumn(reals, type);
    };
    return BoundFunction{.result = type, .kernel = kernel};
}

void addDigestReaders(FunctionRegistry &registry)
{
    registry.add(ScalarFunction{.name = "percentile_tdigest",
                                .parameters = {"tdigest", "percentile", "type"},
                                .help = "A percentile of the values that a result of tdigest() stands for.",
                                .minimumArguments = 2,
                                .maximumArguments = 3,
                                .binder = bindPercentileOfDigest,
                                .columnName = "percentile_tdigest_{0}"});
    const ParameterKind any{};
    registry.add("percentiles_array_tdigest", {"tdigest", "percentile"},
                 "Several percentiles of the values that a result of tdigest() stands for, in one array.",
                 {Overload{.parameters = {{.type = Type::Dynamic}, any},
                           .result = Type::Dynamic,
                           .kernel = [](std::span<const Column> columns, std::size_t rows,
                                        const EvalContext &) -> Result<Column> {
                               std::vector<Value> values;
                               for (std::size_t row = 0; row < rows; ++row) {
                                   std::vector<Value> percentages;
                                   for (std::size_t i = 1; i < columns.size(); ++i)
                                       percentages.push_back(columns[i].value(row));
                                   values.push_back(
                                       percentilesOf(columns[0].value(row), percentages).value_or(Value()));
                               }
                               return Column::ofValues(std::move(values));
                           },
                           .repeatsLast = true}},
                 "percentile_tdigest_{0}");
    const auto rank = [](const Value &digestValue, const Any &value, bool percent) -> std::optional<double> {
        std::optional<TDigest> digest = TDigest::fromValue(digestValue);
        const std::optional<double> number = value.value.isWhole()
                                                 ? static_cast<double>(value.value.whole())
                                                 : toReal(castValue(value.value, Type::Real));
        if (!digest || !number)
            return std::nullopt;
        return percent ? 100 * digest->rank(*number) / digest->weight() : digest->rank(*number);
    };
    registry.add(
        "rank_tdigest", {"tdigest", "value"},
        "How many of the values that a result of tdigest() stands for are at most this value.",
        {pointwise([rank](const Value &digest, const Any &value) { return rank(digest, value, false); })});
    registry.add(
        "percentrank_tdigest", {"tdigest", "value"},
        "The percentage of the values that a result of tdigest() stands for that are at most this value.",
        {pointwise([rank](const Value &digest, const Any &value) { return rank(digest, value, true); })});
}

} // namespace

void addSketches(FunctionRegistry &registry)
{
    addWithCondition(
        registry,
        {.name = "hll",
         .parameters = {"expr", "accuracy"},
         .help = "A sketch of the different values of the group, which dcount_hll() counts.",
         .minimumArguments = 1,
         .maximumArguments = 2},
        "hll", hllBinder,
        {.name = "hll_if",
         .prefix = "hll",
         .help = "A sketch of the different values over the rows for which the predicate is true."});
    addMerge<HyperLogLog>(registry, "hll_merge", "hll_merge", "hll");
    registry.add("dcount_hll", {"hll"}, "The number of different values that a result of hll() stands for.",
                 {pointwise([](const Value &value) -> std::optional<std::int64_t> {
                     auto sketch = HyperLogLog::fromValue(value);
                     return sketch ? std::optional(sketch->estimate()) : std::nullopt;
                 })},
                 "dcount_hll_{0}");
    registry.add(AggregateFunction{.name = "tdigest",
                                   .parameters = {"expr", "weight"},
                                   .help =
                                       "A sketch of the values of the group, which percentile_tdigest() and "
                                       "its kin read.",
                                   .minimumArguments = 1,
                                   .maximumArguments = 2,
                                   .binder = bindDigest});
    addMerge<TDigest>(registry, "tdigest_merge", "merge_tdigests", "tdigest");
    addMerge<TDigest>(registry, "merge_tdigest", "merge_tdigests", "tdigest");
    addDigestReaders(registry);
}

} // namespace signalbox::kql
