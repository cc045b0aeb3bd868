// buildschema(): the least schema that admits every dynamic value of a group, as the service writes it: the
// name of a type, a bag of properties, a bag with the key `indexer` for the elements of arrays, or an array
// of several of these.
#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/kql/functions/aggregate_tools.h"
#include "core/kql/functions/library.h"

namespace signalbox::kql {

namespace {

struct ValueSchema
{
    std::vector<std::string> types = {}; // in the order in which they were met
    std::vector<std::pair<std::string, ValueSchema>> properties = {};
    std::vector<ValueSchema> elements = {}; // one or none
    bool isBag = false;

    void take(const Value &value);
    void take(const ValueSchema &other);
    [[nodiscard]] Value toValue() const;

private:
    ValueSchema &property(const std::string &key)
    {
        for (auto &[name, schema] : properties) {
            if (name == key)
                return schema;
        }
        return properties.emplace_back(key, ValueSchema()).second;
    }

    ValueSchema &element() { return elements.empty() ? elements.emplace_back() : elements.front(); }

    void addType(const std::string &type)
    {
        if (std::ranges::find(types, type) == types.end())
            types.push_back(type);
    }
};

void ValueSchema::take(const Value &value)
{
    if (value.isNull())
        return;
    if (value.isBag()) {
        isBag = true;
        for (const auto &[key, inner] : value.bag())
            property(key).take(inner);
    } else if (value.isArray()) {
        ValueSchema &inner = element();
        for (const Value &each : value.array())
            inner.take(each);
    } else {
        const Type type = *value.type();
        addType(type == Type::Real ? "double" : std::string(typeName(type)));
    }
}

void ValueSchema::take(const ValueSchema &other)
{
    for (const std::string &type : other.types)
        addType(type);
    isBag = isBag || other.isBag;
    for (const auto &[key, schema] : other.properties)
        property(key).take(schema);
    if (!other.elements.empty())
        element().take(other.elements.front());
}

Value ValueSchema::toValue() const
{
    Value::Array choices;
    for (const std::string &type : types)
        choices.push_back(Value::ofString(type));
    if (isBag || !elements.empty()) {
        Value::Bag bag;
        for (const auto &[key, schema] : properties)
            bag.emplace_back(key, schema.toValue());
        if (!elements.empty())
            bag.emplace_back("`indexer`", elements.front().toValue());
        choices.push_back(Value::ofBag(std::move(bag)));
    }
    if (choices.empty())
        return {};
    return choices.size() == 1 ? choices.front() : Value::ofArray(std::move(choices));
}

struct SchemaOfValues
{
    using State = ValueSchema;

    static void add(std::vector<State> &states, std::span<const Column> arguments,
                    std::span<const std::uint32_t> group)
    {
        accumulate(states, arguments[0], group, valuesOf(arguments[0]),
                   [](State &state, const Value &value) { state.take(value); });
    }

    static void merge(State &into, const State &from) { into.take(from); }

    static std::vector<Column> finish(std::vector<State> &states)
    {
        std::vector<Value> values;
        values.reserve(states.size());
        for (const State &state : states)
            values.push_back(state.toValue());
        return {Column::ofValues(std::move(values))};
    }
};

} // namespace

void addSchemas(FunctionRegistry &registry)
{
    registry.add(
        AggregateFunction{.name = "buildschema",
                          .parameters = {"expr"},
                          .help = "The least schema that fits every dynamic value of the group.",
                          .minimumArguments = 1,
                          .maximumArguments = 1,
                          .binder = [](std::span<const Argument> arguments) -> Result<BoundAggregate> {
                              if (!arguments[0].unknown && arguments[0].type != Type::Dynamic)
                                  return refuseArguments("buildschema()", "a dynamic", arguments);
                              return oneOutput(nameOf("schema"), Type::Dynamic, makerOf(SchemaOfValues{}));
                          }});
}

} // namespace signalbox::kql
