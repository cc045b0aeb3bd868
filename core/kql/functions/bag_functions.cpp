// Property bags: packing, keys, merging, and changes at a key or at the end of a path such as $.a.b.
#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "core/kql/functions/dynamic_kernels.h"
#include "core/kql/functions/json_path.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

using Bag = Value::Bag;
using Keys = std::vector<std::string>;

Bag::iterator findKey(Bag &bag, std::string_view key)
{
    return std::ranges::find(bag, key, [](const auto &entry) { return std::string_view(entry.first); });
}

void setKey(Bag &bag, const std::string &key, Value value)
{
    if (const auto found = findKey(bag, key); found != bag.end())
        found->second = std::move(value);
    else
        bag.emplace_back(key, std::move(value));
}

// The names that `key` leads through: one for a plain key, several for a path; none for a path with an index,
// which Kusto does not take here either.
Keys keysOf(std::string_view key)
{
    if (!key.starts_with('$'))
        return {std::string(key)};
    const auto path = parseJsonPath(key);
    Keys keys;
    if (!path)
        return keys;
    keys.reserve(path->size());
    for (const auto &step : *path) {
        const auto *name = std::get_if<std::string>(&step);
        if (name == nullptr)
            return {};
        keys.push_back(*name);
    }
    return keys;
}

Value withKey(const Value &value, std::span<const std::string> keys, const Value &content)
{
    if (keys.empty())
        return content;
    Bag bag = value.bag();
    setKey(bag, keys[0], withKey(value.property(keys[0]), keys.subspan(1), content));
    return Value::ofBag(std::move(bag));
}

Value withoutKey(const Value &value, std::span<const std::string> keys)
{
    Bag bag = value.bag();
    const auto found = keys.empty() ? bag.end() : findKey(bag, keys[0]);
    if (found == bag.end())
        return value;
    if (keys.size() == 1)
        bag.erase(found);
    else
        found->second = withoutKey(found->second, keys.subspan(1));
    return Value::ofBag(std::move(bag));
}

std::optional<bool> hasKey(const Value &value, std::string_view key)
{
    if (!value.isBag())
        return std::nullopt;
    Value at = value;
    const Keys keys = keysOf(key);
    for (const std::string &name : keys) {
        const Bag &bag = at.bag();
        const auto found = std::ranges::find(
            bag, name, [](const auto &entry) -> const std::string & { return entry.first; });
        if (found == bag.end())
            return false;
        at = Value(found->second);
    }
    return !keys.empty();
}

Value setKeyOf(const RowArguments &arguments)
{
    const Value bag = arguments[0];
    const Keys keys = keysOf(arguments[1].text());
    return bag.isBag() && !keys.empty() ? withKey(bag, keys, arguments[2]) : Value();
}

Value removeKeys(const Value &bag, const Value &keys)
{
    if (!bag.isBag() || !keys.isArray())
        return {};
    Value left = bag;
    for (const Value &key : keys.array()) {
        if (key.is(Type::String))
            left = withoutKey(left, keysOf(key.text()));
    }
    return left;
}

Value keysOfBag(const Value &bag)
{
    if (!bag.isBag())
        return {};
    Value::Array keys;
    keys.reserve(bag.bag().size());
    for (const auto &[key, value] : bag.bag())
        keys.push_back(Value::ofString(key));
    return Value::ofArray(std::move(keys));
}

// Of a key that several bags have, the leftmost value stays. What is no bag is left out.
Value merged(const RowArguments &arguments)
{
    Bag all;
    std::set<std::string> seen;
    bool any = false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const Value bag = arguments[i];
        any = any || bag.isBag();
        for (const auto &[key, value] : bag.bag()) {
            if (seen.insert(key).second)
                all.emplace_back(key, value);
        }
    }
    return any ? Value::ofBag(std::move(all)) : Value();
}

Value zippedBag(const Value &keys, const std::optional<Value> &given)
{
    if (!keys.isArray())
        return {};
    const Value values = given.value_or(Value());
    Bag bag;
    for (std::size_t i = 0; i < keys.array().size(); ++i) {
        const Value &key = keys.array()[i];
        if (key.is(Type::String))
            setKey(bag, key.text(), values.element(static_cast<std::int64_t>(i)));
    }
    return Value::ofBag(std::move(bag));
}

Value packed(const RowArguments &arguments)
{
    Bag bag;
    for (std::size_t i = 0; i + 1 < arguments.size(); i += 2)
        setKey(bag, toText(arguments[i]), arguments[i + 1]);
    return Value::ofBag(std::move(bag));
}

Result<BoundFunction> bindPack(std::span<const Argument> arguments)
{
    const std::vector<Overload> overloads = dynamicRowsOfMany({anyValue}, packed);
    if (arguments.size() % 2 != 0)
        return failure(ErrorCode::InvalidArgument,
                       "bag_pack() takes keys and values in turn, and the last key has no value.");
    return bindOverload("bag_pack", overloads, arguments);
}

// The paths to all leaves; an array counts as one element [0].
void collectPaths(const Value &value, const std::string &path, Value::Array &paths)
{
    const auto add = [&paths](const std::string &found) {
        Value text = Value::ofString(found);
        if (std::ranges::find(paths, text) == paths.end())
            paths.push_back(std::move(text));
    };
    if (value.isBag()) {
        for (const auto &[key, property] : value.bag()) {
            const std::string inner = fmt::format("{}['{}']", path, key);
            if (!property.isBag())
                add(inner);
            collectPaths(property, inner, paths);
        }
    } else if (value.isArray()) {
        for (const Value &element : value.array()) {
            add(path + "[0]");
            collectPaths(element, path + "[0]", paths);
        }
    }
}

Value treePath(const Value &value)
{
    if (!value.isBag() && !value.isArray())
        return {};
    Value::Array paths;
    collectPaths(value, {}, paths);
    return Value::ofArray(std::move(paths));
}

} // namespace

void addBagFunctions(FunctionRegistry &registry)
{
    registry.add(ScalarFunction{.name = "bag_pack",
                                .parameters = {"key", "value"},
                                .help = "A bag of keys and values, which are given in turn.",
                                .minimumArguments = 2,
                                .maximumArguments = 1000,
                                .binder = bindPack});
    registry.addOldSpelling("pack", "bag_pack");
    registry.addOldSpelling("pack_dictionary", "bag_pack");
    registry.add("bag_keys", {"bag"}, "The keys of a bag as an array.", {pointwise(keysOfBag)});
    registry.add("bag_has_key", {"bag", "key"}, "Whether a bag has a key, or a path such as $.a.b.",
                 {pointwise(hasKey)});
    registry.add("bag_set_key", {"bag", "key", "value"}, "A bag with another value at a key or a path.",
                 dynamicRows({anyDynamic, {.type = Type::String}, anyValue}, 3, setKeyOf));
    registry.add("bag_remove_keys", {"bag", "keys"}, "A bag without the keys or paths in an array.",
                 {pointwise(removeKeys)});
    registry.add("bag_merge", {"bag", "more"},
                 "One bag of several; of a key that comes twice the leftmost value stays.",
                 dynamicRowsOfMany({anyDynamic, anyDynamic}, merged));
    registry.add("bag_zip", {"keys", "values"}, "A bag of an array of keys and an array of values.",
                 {pointwise(zippedBag)});
    registry.add("treepath", {"value"}, "The paths to everything in a dynamic value.", {pointwise(treePath)},
                 "tree_{0}");
}

} // namespace signalbox::kql
