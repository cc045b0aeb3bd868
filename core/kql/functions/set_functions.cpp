// Arrays as sets. A value counts once and keeps the place where it came first; what is no array gives null.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/kql/functions/dynamic_kernels.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"

namespace signalbox::kql {

namespace {

struct Before
{
    bool operator()(const Value &left, const Value &right) const { return order(left, right) < 0; }
};
using Members = std::set<Value, Before>;

Members membersOf(const Value &array)
{
    return {array.array().begin(), array.array().end()};
}

std::optional<std::vector<Value>> arraysOf(const RowArguments &arguments)
{
    std::vector<Value> arrays;
    arrays.reserve(arguments.size());
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        arrays.push_back(arguments[i]);
        if (!arrays.back().isArray())
            return std::nullopt;
    }
    return arrays;
}

Value unionOf(const RowArguments &arguments)
{
    const auto arrays = arraysOf(arguments);
    if (!arrays)
        return {};
    Members seen;
    Value::Array result;
    for (const Value &array : *arrays) {
        for (const Value &element : array.array()) {
            if (seen.insert(element).second)
                result.push_back(element);
        }
    }
    return Value::ofArray(std::move(result));
}

// The members of the first array that all others have, or that none of them has.
Value kept(const RowArguments &arguments, bool wanted)
{
    const auto arrays = arraysOf(arguments);
    if (!arrays)
        return {};
    std::vector<Members> others;
    others.reserve(arrays->size());
    for (std::size_t i = 1; i < arrays->size(); ++i)
        others.push_back(membersOf((*arrays)[i]));
    Members seen;
    Value::Array result;
    for (const Value &element : arrays->front().array()) {
        bool stays = true;
        for (const Members &other : others)
            stays = stays && other.contains(element) == wanted;
        if (stays && seen.insert(element).second)
            result.push_back(element);
    }
    return Value::ofArray(std::move(result));
}

// Jaccard (1901): how many members the sets share, of all that either has; two empty sets give NaN.
std::optional<double> jaccardIndex(const Value &left, const Value &right)
{
    if (!left.isArray() || !right.isArray())
        return std::nullopt;
    const Members first = membersOf(left);
    const Members second = membersOf(right);
    std::size_t common = 0;
    for (const Value &member : first)
        common += second.contains(member) ? std::size_t{1} : 0;
    const std::size_t all = first.size() + second.size() - common;
    return static_cast<double>(common) / static_cast<double>(all);
}

std::optional<bool> sameMembers(const Value &left, const Value &right)
{
    if (!left.isArray() || !right.isArray())
        return std::nullopt;
    const Members first = membersOf(left);
    const Members second = membersOf(right);
    return first.size() == second.size() &&
           std::ranges::all_of(first, [&second](const Value &member) { return second.contains(member); });
}

std::optional<bool> hasElement(const Value &array, const Any &value)
{
    if (!array.isArray())
        return std::nullopt;
    for (const Value &element : array.array()) {
        if (order(element, value.value) == 0)
            return true;
    }
    return false;
}

} // namespace

void addSetFunctions(FunctionRegistry &registry)
{
    registry.add("set_union", {"array", "more"}, "The values that any of the arrays has, each once.",
                 dynamicRowsOfMany({anyDynamic, anyDynamic}, unionOf));
    registry.add("set_intersect", {"array", "more"}, "The values that all arrays have, each once.",
                 dynamicRowsOfMany({anyDynamic, anyDynamic},
                                   [](const RowArguments &arguments) { return kept(arguments, true); }));
    registry.add("set_difference", {"array", "more"},
                 "The values of the first array that no other array has, each once.",
                 dynamicRowsOfMany({anyDynamic, anyDynamic},
                                   [](const RowArguments &arguments) { return kept(arguments, false); }));
    registry.add("set_has_element", {"array", "value"}, "Whether an array has a value.",
                 {pointwise(hasElement)});
    registry.add("set_equals", {"set1", "set2"}, "Whether two arrays have the same values.",
                 {pointwise(sameMembers)});
    registry.add("jaccard_index", {"set1", "set2"}, "How alike two sets are, from 0 to 1.",
                 {pointwise(jaccardIndex)});
}

} // namespace signalbox::kql
