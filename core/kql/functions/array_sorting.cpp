// array_sort_asc and array_sort_desc: one array is sorted and others go along, each a column of its own.
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/base/pieces.h"
#include "core/kql/functions/dynamic_kernels.h"
#include "core/kql/functions/library.h"

namespace signalbox::kql {

namespace {

// Numbers and times come before texts, these before guids and those before all else, in both directions.
int group(const Value &value)
{
    if (value.isWhole() || value.is(Type::Real) || value.is(Type::Decimal))
        return 0;
    if (value.is(Type::String))
        return 1;
    return value.is(Type::Guid) ? 2 : 3;
}

std::vector<std::size_t> sortedPlaces(const Value::Array &elements, bool descending, bool nullsLast,
                                      const StopToken &stop)
{
    std::vector<std::size_t> places(elements.size());
    for (std::size_t i = 0; i < places.size(); ++i)
        places[i] = i;
    sortInPieces(places, stop, [&](std::size_t left, std::size_t right) {
        const Value &first = elements[left];
        const Value &second = elements[right];
        if (first.isNull() || second.isNull())
            return first.isNull() != second.isNull() && first.isNull() != nullsLast;
        if (group(first) != group(second))
            return group(first) < group(second);
        return descending ? order(second, first) < 0 : order(first, second) < 0;
    });
    return places;
}

// An array for each of `arrays`; null for one that is not as long as the first.
Value::Array sorted(const std::vector<Value> &arrays, bool descending, bool nullsLast, const StopToken &stop)
{
    Value::Array results(arrays.size());
    if (!arrays[0].isArray())
        return results;
    const std::vector<std::size_t> places = sortedPlaces(arrays[0].array(), descending, nullsLast, stop);
    for (std::size_t i = 0; i < arrays.size(); ++i) {
        const Value::Array &elements = arrays[i].array();
        if (!arrays[i].isArray() || elements.size() != places.size())
            continue;
        Value::Array placed;
        placed.reserve(places.size());
        for (const std::size_t place : places)
            placed.push_back(elements[place]);
        results[i] = Value::ofArray(std::move(placed));
    }
    return results;
}

FunctionBinder sortBinder(std::string name, bool descending)
{
    return
        [name = std::move(name), descending](std::span<const Argument> arguments) -> Result<BoundFunction> {
            const bool saysNulls = arguments.size() > 1 && arguments.back().type == Type::Bool;
            const auto arrays = arguments.first(arguments.size() - (saysNulls ? 1 : 0));
            for (const Argument &argument : arrays) {
                if (argument.type != Type::Dynamic && !argument.unknown)
                    return refuseArguments(name + "()", "arrays, and a bool at the end for nulls last",
                                           arguments);
            }
            BoundFunction bound;
            const std::size_t count = arrays.size();
            bound.kernel = dynamicKernel([count, saysNulls, descending](const RowArguments &row) {
                const Value last = saysNulls ? row[count] : Value::ofBool(true);
                std::vector<Value> given;
                given.reserve(count);
                for (std::size_t i = 0; i < count; ++i)
                    given.push_back(row[i]);
                Value::Array results = sorted(given, descending, last.isNull() || last.boolean(), row.stop());
                return count == 1 ? results[0] : Value::ofArray(std::move(results));
            });
            if (count > 1) {
                for (std::size_t i = 0; i < count; ++i)
                    bound.outputs.push_back({.name = fmt::format("{{{}}}_sorted", i)});
            }
            return bound;
        };
}

void addSort(FunctionRegistry &registry, const std::string &name, std::string help, bool descending)
{
    registry.add(ScalarFunction{.name = name,
                                .parameters = {"array", "more_or_nulls_last"},
                                .help = std::move(help),
                                .minimumArguments = 1,
                                .maximumArguments = anyNumber,
                                .binder = sortBinder(name, descending),
                                .columnName = "{0}_sorted"});
}

} // namespace

void addArraySorting(FunctionRegistry &registry)
{
    addSort(registry, "array_sort_asc",
            "An array in ascending order, and further arrays in the same new order; nulls last.", false);
    addSort(registry, "array_sort_desc",
            "An array in descending order, and further arrays in the same new order; nulls last.", true);
}

} // namespace signalbox::kql
