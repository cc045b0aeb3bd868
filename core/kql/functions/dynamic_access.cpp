// Reaching into a dynamic: d.name, d["name"], d[0], d[-1]. What is not there is null.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/kql/functions/library.h"
#include "core/kql/functions/overload.h"

namespace signalbox::kql {

namespace {

template<typename Find>
Kernel accessKernel(Find find)
{
    return sparing(
        [find](std::span<const Column> arguments, std::size_t rows, const EvalContext &) -> Result<Column> {
            const Column &containers = arguments[0];
            const Column &keys = arguments[1];
            std::vector<Value> found;
            found.reserve(rows);
            for (std::size_t row = 0; row < rows; ++row) {
                if (keys.isNull(row))
                    found.emplace_back();
                else
                    found.push_back(find(containers.values()[containers.stored(row)], keys, row));
            }
            return Column::ofValues(std::move(found));
        });
}

std::vector<Overload> overloads()
{
    return {{.parameters = {{.type = Type::Dynamic}, {.type = Type::String}},
             .result = Type::Dynamic,
             .kernel = accessKernel([](const Value &bag, const Column &keys, std::size_t row) {
                 return bag.property(keys.text(row));
             })},
            {.parameters = {{.type = Type::Dynamic}, {.type = Type::Long}},
             .result = Type::Dynamic,
             .kernel = accessKernel([](const Value &array, const Column &keys, std::size_t row) {
                 return array.element(keys.wholes()[keys.stored(row)]);
             })},
            // A key that is itself dynamic is a name or a number as it comes.
            {.parameters = {{.type = Type::Dynamic}, {.type = Type::Dynamic}},
             .result = Type::Dynamic,
             .kernel = accessKernel([](const Value &container, const Column &keys, std::size_t row) {
                 const Value &key = keys.values()[keys.stored(row)];
                 return key.isWhole() ? container.element(key.whole()) : container.property(key.text());
             })}};
}

} // namespace

void addDynamicAccess(FunctionRegistry &registry)
{
    registry.addOperator("[]",
                         "An element of an array, counted from 0 or from the end, or a property of a bag.", 2,
                         binderOf("[…]", overloads()));
    registry.addOperator(".", "A property of a bag.", 2, binderOf("'.'", overloads()));
}

} // namespace signalbox::kql
