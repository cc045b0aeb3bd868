// make_bag() and make_bag_if(): the property bags of a group in one. Of a key that comes again the first
// value stays, as in the real engine; what is no bag is left out.
#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/kql/functions/aggregate_tools.h"
#include "core/kql/functions/library.h"

namespace signalbox::kql {

namespace {

constexpr std::int64_t mostKeys = 1'048'576; // the service's limit

class BagAggregator final : public Aggregator
{
public:
    explicit BagAggregator(std::size_t maximum)
        : m_maximum(maximum)
    {
    }

    Status add(std::span<const Column> arguments, std::span<const std::uint32_t> group, std::size_t groups,
               const EvalContext &) override
    {
        m_bags.resize(groups);
        const std::span<const Value> values = arguments[0].values();
        for (std::size_t row = 0; row < group.size(); ++row)
            take(m_bags[group[row]], values[arguments[0].stored(row)].bag());
        return {};
    }

    Status merge(Aggregator &other, std::span<const std::uint32_t> map, std::size_t groups) override
    {
        m_bags.resize(groups);
        auto &from = static_cast<BagAggregator &>(other);
        for (std::size_t g = 0; g < from.m_bags.size(); ++g)
            take(m_bags[map[g]], from.m_bags[g].properties);
        return {};
    }

    Result<std::vector<Column>> finish(std::size_t groups) override
    {
        m_bags.resize(groups);
        std::vector<Value> values;
        values.reserve(groups);
        for (Bag &bag : m_bags)
            values.push_back(Value::ofBag(std::move(bag.properties)));
        return std::vector{Column::ofValues(std::move(values))};
    }

    [[nodiscard]] std::size_t bytes() const override { return m_bags.size() * sizeof(Bag) + m_bytes; }

private:
    struct Bag
    {
        Value::Bag properties = {};
        std::unordered_set<std::string> keys = {};
    };

    void take(Bag &bag, const Value::Bag &properties)
    {
        for (const auto &[key, value] : properties) {
            if (bag.properties.size() >= m_maximum)
                return;
            if (!bag.keys.insert(key).second)
                continue;
            bag.properties.emplace_back(key, value);
            m_bytes += 2 * key.size() + 192; // key and value here, and the key once more in the set
        }
    }

    std::size_t m_maximum;
    std::vector<Bag> m_bags = {};
    std::size_t m_bytes = 0;
};

AggregateBinder bagBinder(const std::string &function, std::string_view prefix)
{
    return [function, name = nameOf(prefix)](std::span<const Argument> arguments) -> Result<BoundAggregate> {
        if (!arguments[0].unknown && arguments[0].type != Type::Dynamic)
            return refuseArguments(function + "()", "a dynamic", arguments);
        SIGNALBOX_TRY(const std::int64_t maximum, wholeArgument(function, "maxSize", arguments, 1, mostKeys));
        const auto most = static_cast<std::size_t>(std::clamp<std::int64_t>(maximum, 0, mostKeys));
        BoundAggregate bound =
            oneOutput(name, Type::Dynamic, [most] { return std::make_unique<BagAggregator>(most); });
        bound.ordered = true;
        return bound;
    };
}

} // namespace

void addBags(FunctionRegistry &registry)
{
    AggregateFunction function{.name = "make_bag",
                               .parameters = {"expr", "maxSize"},
                               .help = "One property bag with the properties of all bags of the group.",
                               .minimumArguments = 1,
                               .maximumArguments = 2};
    addWithCondition(
        registry, function, "bag", [](std::string_view prefix) { return bagBinder("make_bag", prefix); },
        {.name = "make_bag_if",
         .prefix = "bag",
         .help = "One property bag with the properties of the bags for which the predicate is true."});
    function.name = "make_dictionary";
    function.replacement = "make_bag";
    function.binder = bagBinder("make_dictionary", "dictionary");
    registry.add(std::move(function));
}

} // namespace signalbox::kql
