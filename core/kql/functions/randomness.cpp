// rand and new_guid: another value for each row.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/kql/functions/library.h"
#include "core/kql/functions/overload.h"

namespace signalbox::kql {

namespace {

// rand() is uniform in [0, 1); rand(n) is a whole number in [0, n).
Result<Column> drawNumbers(std::span<const Column> arguments, std::size_t rows, const EvalContext &context)
{
    std::vector<double> numbers(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        const std::int64_t bound = arguments.empty() ? 0 : arguments[0].wholes()[arguments[0].stored(row)];
        numbers[row] = bound > 1
                           ? static_cast<double>(context.random.below(static_cast<std::uint64_t>(bound)))
                           : context.random.uniform();
    }
    return Column::ofReals(std::move(numbers));
}

// A random guid (RFC 9562, version 4).
Result<Column> drawGuids(std::span<const Column>, std::size_t rows, const EvalContext &context)
{
    TextList guids;
    for (std::size_t row = 0; row < rows; ++row) {
        const auto word = [&context] { return context.random.below(1ULL << 32U); };
        const std::uint64_t first = word();
        const std::uint64_t second = word();
        const std::uint64_t third = word();
        guids.push_back(fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:04x}{:08x}", first, second >> 16U,
                                    second & 0xFFFU, 0x8000U | ((third >> 16U) & 0x3FFFU), third & 0xFFFFU,
                                    word()));
    }
    return Column::ofTexts(Type::Guid, std::move(guids));
}

} // namespace

void addRandomness(FunctionRegistry &registry)
{
    const Overload plain{.parameters = {}, .result = Type::Real, .kernel = drawNumbers};
    const Overload bounded{.parameters = {{.type = Type::Long}}, .result = Type::Real, .kernel = drawNumbers};
    registry.add(ScalarFunction{.name = "rand",
                                .parameters = {"bound"},
                                .help = "A random number from 0 to below 1, or a whole one below a bound.",
                                .minimumArguments = 0,
                                .maximumArguments = 1,
                                .binder = binderOf("rand", {plain, bounded}),
                                .evaluation = Evaluation::Volatile});
    registry.add(ScalarFunction{
        .name = "new_guid",
        .parameters = {},
        .help = "A new random guid.",
        .minimumArguments = 0,
        .maximumArguments = 0,
        .binder =
            binderOf("new_guid", {Overload{.parameters = {}, .result = Type::Guid, .kernel = drawGuids}}),
        .evaluation = Evaluation::Volatile});
}

} // namespace signalbox::kql
