// Taking arrays apart and putting them together. A value that is no array gives null.
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "core/kql/functions/dynamic_kernels.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"
#include "core/kql/values/conversions.h"

namespace signalbox::kql {

namespace {

using Array = Value::Array;

std::optional<std::int64_t> lengthOf(const Value &value)
{
    return value.isArray() ? std::optional(std::ssize(value.array())) : std::nullopt;
}

// The elements from `first` up to but not including `end`; both must lie inside the array.
Value part(const Array &elements, std::int64_t first, std::int64_t end)
{
    if (first >= end)
        return Value::ofArray({});
    return Value::ofArray(Array(elements.begin() + first, elements.begin() + end));
}

// Both ends are included; those below 0 count from the end.
Value slice(const RowArguments &arguments)
{
    const Value array = arguments[0];
    const auto first = arguments.whole(1, 0);
    const auto last = arguments.whole(2, -1);
    if (!array.isArray() || !first || !last)
        return {};
    const std::int64_t size = std::ssize(array.array());
    const auto fromStart = [size](std::int64_t index) { return index < 0 ? index + size : index; };
    return part(array.array(), std::clamp<std::int64_t>(fromStart(*first), 0, size),
                std::clamp<std::int64_t>(std::min(fromStart(*last), size - 1) + 1, 0, size));
}

Value split(const RowArguments &arguments)
{
    const Value array = arguments[0];
    const Value where = arguments[1];
    if (!array.isArray() || (!where.isWhole() && !where.isArray()))
        return {};
    const std::int64_t size = std::ssize(array.array());
    const Array single = {where};
    const Array &indexes = where.isArray() ? where.array() : single;
    Array parts;
    parts.reserve(indexes.size() + 1);
    std::int64_t start = 0;
    for (const Value &index : indexes) {
        if (!index.isWhole())
            return {};
        const std::int64_t at = index.whole() < 0 ? index.whole() + size : index.whole();
        const std::int64_t end = std::clamp(at, start, size);
        parts.push_back(part(array.array(), start, end));
        start = end;
    }
    parts.push_back(part(array.array(), start, size));
    return Value::ofArray(std::move(parts));
}

Value concatenated(const RowArguments &arguments)
{
    Array all;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const Value array = arguments[i];
        if (!array.isArray())
            return {};
        all.insert(all.end(), array.array().begin(), array.array().end());
    }
    return Value::ofArray(std::move(all));
}

Value rotated(const RowArguments &arguments, bool left)
{
    const Value array = arguments[0];
    const auto count = arguments.whole(1, 0);
    if (!array.isArray() || !count)
        return {};
    Array elements = array.array();
    const std::int64_t size = std::ssize(elements);
    if (size == 0)
        return Value::ofArray({});
    const std::int64_t steps = *count % size;
    const std::int64_t first = ((left ? steps : -steps) + size) % size;
    std::ranges::rotate(elements, elements.begin() + first);
    return Value::ofArray(std::move(elements));
}

Value shifted(const RowArguments &arguments, bool left)
{
    const Value array = arguments[0];
    const auto count = arguments.whole(1, 0);
    if (!array.isArray() || !count)
        return {};
    Value filling = arguments[2];
    const Array &elements = array.array();
    const bool ofTexts = !elements.empty() && std::ranges::all_of(elements, [](const Value &element) {
        return element.is(Type::String);
    });
    if (arguments.size() < 3 && ofTexts)
        filling = Value::ofString({});
    const std::int64_t size = std::ssize(elements);
    const std::int64_t limited = std::clamp(*count, -size, size);
    const std::int64_t steps = left ? limited : -limited;
    Array moved;
    moved.reserve(elements.size());
    for (std::int64_t i = 0; i < size; ++i) {
        const std::int64_t from = i + steps;
        moved.push_back(from >= 0 && from < size ? elements[static_cast<std::size_t>(from)] : filling);
    }
    return Value::ofArray(std::move(moved));
}

Value reversed(const Value &array)
{
    if (!array.isArray())
        return {};
    return Value::ofArray(Array(array.array().rbegin(), array.array().rend()));
}

std::optional<double> sum(const Value &array)
{
    if (!array.isArray())
        return std::nullopt;
    double total = 0;
    for (const Value &element : array.array()) {
        const auto number = toReal(element);
        if (!number)
            return std::nullopt;
        total += *number;
    }
    return total;
}

Value indexOf(const RowArguments &arguments)
{
    const Value array = arguments[0];
    const Value searched = arguments[1];
    const auto start = arguments.whole(2, 0);
    const auto length = arguments.whole(3, -1);
    const auto occurrence = arguments.whole(4, 1);
    if (!array.isArray() || !start || !length || !occurrence || *length < -1 || *occurrence < 0)
        return {};
    const std::int64_t size = std::ssize(array.array());
    const std::int64_t first = std::clamp<std::int64_t>(*start < 0 ? *start + size : *start, 0, size);
    const std::int64_t end = *length < 0 ? size : first + std::min(*length, size - first);
    std::int64_t wanted = std::max<std::int64_t>(*occurrence, 1);
    for (std::int64_t i = first; i < end; ++i) {
        const Value &element = array.array()[static_cast<std::size_t>(i)];
        if (order(element, searched) == 0 && --wanted == 0)
            return Value::ofLong(i);
    }
    return Value::ofLong(-1);
}

// A condition is a bool or a number; an element that is neither gives null.
Value choice(const RowArguments &arguments)
{
    const Value conditions = arguments[0];
    if (!conditions.isArray())
        return {};
    const Value whenTrue = arguments[1];
    const Value whenFalse = arguments[2];
    const auto at = [](const Value &value, std::size_t index) {
        if (!value.isArray())
            return value;
        return Value(value.element(static_cast<std::int64_t>(index)));
    };
    Array chosen;
    chosen.reserve(conditions.array().size());
    for (std::size_t i = 0; i < conditions.array().size(); ++i) {
        const Value &condition = conditions.array()[i];
        const auto number = toReal(condition);
        if (condition.is(Type::Bool))
            chosen.push_back(at(condition.boolean() ? whenTrue : whenFalse, i));
        else if (number)
            chosen.push_back(at(*number != 0 ? whenTrue : whenFalse, i));
        else
            chosen.emplace_back();
    }
    return Value::ofArray(std::move(chosen));
}

// As dynamicRows, with a long as the result.
std::vector<Overload> longRows(std::vector<ParameterKind> parameters, std::size_t least,
                               const DynamicRow &compute)
{
    std::vector<Overload> overloads = dynamicRows(std::move(parameters), least, compute);
    for (Overload &overload : overloads) {
        overload.result = Type::Long;
        overload.kernel = [kernel = overload.kernel](std::span<const Column> columns, std::size_t rows,
                                                     const EvalContext &context) -> Result<Column> {
            SIGNALBOX_TRY(const Column values, kernel(columns, rows, context));
            return castColumn(values, Type::Long);
        };
    }
    return overloads;
}

} // namespace

void addArrayFunctions(FunctionRegistry &registry)
{
    registry.add("array_length", {"array"}, "The number of elements of an array.", {pointwise(lengthOf)});
    registry.addOldSpelling("arraylength", "array_length");
    registry.add("array_concat", {"array"}, "The elements of several arrays, one after another.",
                 dynamicRowsOfMany({anyDynamic}, concatenated));
    registry.add("array_slice", {"array", "start", "end"},
                 "The elements from start to end, both included; positions below 0 count from the end.",
                 dynamicRows({anyDynamic, anyLong, anyLong}, 3, slice));
    std::vector<Overload> splits = dynamicRows({anyDynamic, anyDynamic}, 2, split);
    std::ranges::move(dynamicRows({anyDynamic, anyLong}, 2, split), std::back_inserter(splits));
    registry.add("array_split", {"array", "indexes"}, "An array cut into arrays at one or several positions.",
                 std::move(splits));
    registry.add("array_rotate_left", {"array", "count"}, "An array turned round to the left.",
                 dynamicRows({anyDynamic, anyLong}, 2,
                             [](const RowArguments &arguments) { return rotated(arguments, true); }));
    registry.add("array_rotate_right", {"array", "count"}, "An array turned round to the right.",
                 dynamicRows({anyDynamic, anyLong}, 2,
                             [](const RowArguments &arguments) { return rotated(arguments, false); }));
    registry.add("array_shift_left", {"array", "count", "filling"},
                 "An array moved to the left; what becomes free is null or the filling.",
                 dynamicRows({anyDynamic, anyLong, anyValue}, 2,
                             [](const RowArguments &arguments) { return shifted(arguments, true); }));
    registry.add("array_shift_right", {"array", "count", "filling"},
                 "An array moved to the right; what becomes free is null or the filling.",
                 dynamicRows({anyDynamic, anyLong, anyValue}, 2,
                             [](const RowArguments &arguments) { return shifted(arguments, false); }));
    registry.add("array_reverse", {"array"}, "The elements of an array from last to first.",
                 {pointwise(reversed)});
    registry.add("array_sum", {"array"}, "The sum of an array of numbers.", {pointwise(sum)});
    registry.add("array_index_of", {"array", "value", "start", "length", "occurrence"},
                 "Where an array has a value, counted from 0; -1 where it has not.",
                 longRows({anyDynamic, anyValue, anyLong, anyLong, anyLong}, 2, indexOf));
    registry.add("array_iff", {"conditions", "when_true", "when_false"},
                 "For each condition the element of one of two arrays, or one of two values.",
                 dynamicRows({anyDynamic, anyValue, anyValue}, 3, choice));
    registry.addOtherName("array_iif", "array_iff");
}

} // namespace signalbox::kql
