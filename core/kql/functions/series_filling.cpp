// Putting values where a series has none: a constant, the value before or after, or the line between the two.
// A value is missing where it is null, or equal to the placeholder if one is given.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <ranges>
#include <utility>
#include <vector>

#include "core/kql/functions/dynamic_kernels.h"
#include "core/kql/functions/library.h"
#include "core/kql/values/conversions.h"

namespace signalbox::kql {

namespace {

using Array = Value::Array;

bool isMissing(const Value &element, const Value &placeholder)
{
    return placeholder.isNull() ? element.isNull() : order(element, placeholder) == 0;
}

Value filledWith(const RowArguments &arguments)
{
    const Value series = arguments[0];
    if (!series.isArray())
        return {};
    Array elements = series.array();
    for (Value &element : elements) {
        if (isMissing(element, arguments[2]))
            element = arguments[1];
    }
    return Value::ofArray(std::move(elements));
}

// Each missing element takes the nearest one before it.
template<typename Elements>
void carry(Elements &&elements, const Value &placeholder)
{
    std::optional<Value> known;
    for (Value &element : elements) {
        if (!isMissing(element, placeholder))
            known = element;
        else if (known)
            element = *known;
    }
}

Value filledForward(const RowArguments &arguments)
{
    const Value series = arguments[0];
    if (!series.isArray())
        return {};
    Array elements = series.array();
    carry(elements, arguments[1]);
    return Value::ofArray(std::move(elements));
}

Value filledBackward(const RowArguments &arguments)
{
    const Value series = arguments[0];
    if (!series.isArray())
        return {};
    Array elements = series.array();
    carry(std::views::reverse(elements), arguments[1]);
    return Value::ofArray(std::move(elements));
}

// Whole numbers stay whole, cut off toward zero.
Value between(const Value &left, const Value &right, double share, bool whole)
{
    const double from = toReal(left).value_or(0);
    const double at = from + (toReal(right).value_or(0) - from) * share;
    return whole ? Value::ofLong(realToLong(at).value_or(0)) : Value::ofReal(at);
}

void interpolate(Array &elements, const Value &placeholder)
{
    const auto isWholeOrMissing = [&placeholder](const Value &element) {
        return element.is(Type::Long) || element.is(Type::Int) || isMissing(element, placeholder);
    };
    const bool whole = std::ranges::all_of(elements, isWholeOrMissing);
    std::optional<std::size_t> known;
    for (std::size_t i = 0; i < elements.size(); ++i) {
        if (isMissing(elements[i], placeholder))
            continue;
        for (std::size_t gap = known.value_or(i) + 1; gap < i; ++gap) {
            const double share = static_cast<double>(gap - *known) / static_cast<double>(i - *known);
            elements[gap] = between(elements[*known], elements[i], share, whole);
        }
        known = i;
    }
}

Value filledLinearly(const RowArguments &arguments)
{
    const Value series = arguments[0];
    if (!series.isArray())
        return {};
    const Value placeholder = arguments[1];
    const Value edges = arguments[2];
    Array elements = series.array();
    const auto missing = [&placeholder](const Value &element) { return isMissing(element, placeholder); };
    if (std::ranges::all_of(elements, missing)) {
        const Value constant = arguments.size() > 3 ? arguments[3] : Value::ofReal(0);
        if (!constant.isNull())
            std::ranges::fill(elements, constant);
        return Value::ofArray(std::move(elements));
    }
    interpolate(elements, placeholder);
    if (edges.isNull() || edges.boolean()) {
        carry(elements, placeholder);
        carry(std::views::reverse(elements), placeholder);
    }
    return Value::ofArray(std::move(elements));
}

} // namespace

void addSeriesFilling(FunctionRegistry &registry)
{
    registry.add("series_fill_const", {"series", "constant", "placeholder"},
                 "A series with a constant where a value is missing.",
                 dynamicRows({anyDynamic, anyValue, anyValue}, 2, filledWith), "{0}");
    registry.add("series_fill_forward", {"series", "placeholder"},
                 "A series in which a missing value is as the value before it.",
                 dynamicRows({anyDynamic, anyValue}, 1, filledForward), "{0}");
    registry.add("series_fill_backward", {"series", "placeholder"},
                 "A series in which a missing value is as the value after it.",
                 dynamicRows({anyDynamic, anyValue}, 1, filledBackward), "{0}");
    registry.add("series_fill_linear", {"series", "placeholder", "fill_edges", "constant"},
                 "A series in which missing values lie on the line between their neighbours.",
                 dynamicRows({anyDynamic, anyValue, {.type = Type::Bool}, anyValue}, 1, filledLinearly),
                 "{0}");
}

} // namespace signalbox::kql
