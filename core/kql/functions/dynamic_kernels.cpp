#include "core/kql/functions/dynamic_kernels.h"

#include <utility>

namespace signalbox::kql {

Kernel dynamicKernel(DynamicRow compute)
{
    return sparing([compute = std::move(compute)](std::span<const Column> columns, std::size_t rows,
                                                  const EvalContext &context) -> Result<Column> {
        std::vector<Value> values;
        values.reserve(rows);
        for (std::size_t row = 0; row < rows; ++row) {
            if (row % 64 == 63 && context.stop.stopRequested())
                return failure(ErrorCode::Cancelled, "The query was stopped.");
            values.push_back(compute(RowArguments(columns, row, context.stop)));
        }
        return Column::ofValues(std::move(values));
    });
}

std::vector<Overload> dynamicRows(std::vector<ParameterKind> parameters, std::size_t least,
                                  const DynamicRow &compute)
{
    std::vector<Overload> overloads;
    while (parameters.size() >= least && !parameters.empty()) {
        overloads.push_back(
            {.parameters = parameters, .result = Type::Dynamic, .kernel = dynamicKernel(compute)});
        parameters.pop_back();
    }
    return overloads;
}

std::vector<Overload> dynamicRowsOfMany(std::vector<ParameterKind> parameters, const DynamicRow &compute)
{
    return {{.parameters = std::move(parameters),
             .result = Type::Dynamic,
             .kernel = dynamicKernel(compute),
             .repeatsLast = true}};
}

} // namespace signalbox::kql
