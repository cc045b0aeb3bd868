// bin, floor and bin_at: the largest multiple of a bin size that is not above a value. Datetimes count from
// year 1.
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/kql/functions/kernel_tools.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"
#include "core/kql/values/conversions.h"
#include "core/kql/values/decimal.h"

namespace signalbox::kql {

namespace {

std::int64_t floorTo(std::int64_t value, std::int64_t size)
{
    const std::int64_t rest = value % size;
    // Unsigned, so that the lowest values wrap as Kusto's do.
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(value) -
                                     static_cast<std::uint64_t>(rest < 0 ? rest + size : rest));
}

double floorTo(double value, double size)
{
    return std::floor(value / size) * size;
}

// Neighbours are often in one bin, above all times, and dividing is slow.
std::vector<std::int64_t> binsOf(std::span<const std::int64_t> values, std::int64_t size, std::int64_t origin)
{
    std::vector<std::int64_t> bins(values.size());
    const auto width = static_cast<std::uint64_t>(size);
    std::int64_t bin = values.empty() ? 0 : floorTo(values[0] - origin, size) + origin;
    for (std::size_t row = 0; row < values.size(); ++row) {
        const std::int64_t value = values[row];
        if (static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(bin) >= width)
            bin = floorTo(value - origin, size) + origin;
        bins[row] = bin;
    }
    return bins;
}

// `origin` is where a bin begins, in the column's own counting.
Column binWholes(Type type, const Column &values, const Column &sizes, std::int64_t origin, std::size_t rows)
{
    if (sizes.isConstant() && !sizes.hasNulls() && sizes.wholes()[0] > 0 && !values.isConstant())
        return Column::ofWholes(type, binsOf(values.wholes(), sizes.wholes()[0], origin),
                                values.sharedNulls());
    const std::array<Column, 2> arguments{values, sizes};
    auto bins =
        combine<std::int64_t>(values.wholes(), values.isConstant(), sizes.wholes(), sizes.isConstant(), rows,
                              [origin](std::int64_t value, std::int64_t size) {
                                  return size <= 0 ? 0 : floorTo(value - origin, size) + origin;
                              });
    auto senseless =
        combine<std::uint8_t>(values.wholes(), values.isConstant(), sizes.wholes(), sizes.isConstant(), rows,
                              [](auto, std::int64_t size) { return size <= 0 ? 1 : 0; });
    return Column::ofWholes(type, std::move(bins),
                            mergeNulls(mergeNulls(arguments, rows), std::move(senseless)));
}

Column binReals(const Column &values, const Column &sizes, std::size_t rows)
{
    const std::array<Column, 2> arguments{values, sizes};
    auto bins =
        combine<double>(values.reals(), values.isConstant(), sizes.reals(), sizes.isConstant(), rows,
                        [](double value, double size) { return size <= 0 ? 0 : floorTo(value, size); });
    auto senseless =
        combine<std::uint8_t>(values.reals(), values.isConstant(), sizes.reals(), sizes.isConstant(), rows,
                              [](double, double size) { return size <= 0 ? 1 : 0; });
    return Column::ofReals(std::move(bins), mergeNulls(mergeNulls(arguments, rows), std::move(senseless)));
}

Overload binOf(Type value, Type size)
{
    return {.parameters = {{.type = value}, {.type = size}},
            .result = value,
            .kernel = [value](std::span<const Column> arguments, std::size_t rows,
                              const EvalContext &) -> Result<Column> {
                const std::int64_t origin = value == Type::DateTime ? minimumDateTime.ticks : 0;
                return onceIfConstant(arguments, rows, [&](std::size_t count) {
                    return value == Type::Real ? binReals(arguments[0], arguments[1], count)
                                               : binWholes(value, arguments[0], arguments[1], origin, count);
                });
            }};
}

std::optional<std::int64_t> binAt(std::int64_t value, std::int64_t size, std::int64_t fixed)
{
    return size <= 0 ? std::nullopt : std::optional(floorTo(value - fixed, size) + fixed);
}

template<typename T, typename Size>
Overload binTimesAt()
{
    return pointwise([](T value, Size size, T fixed) -> std::optional<T> {
        const auto bin = binAt(value.ticks, size.ticks, fixed.ticks);
        return bin ? std::optional(T{*bin}) : std::nullopt;
    });
}

} // namespace

void addBinning(FunctionRegistry &registry)
{
    const std::vector<Overload> bins{
        binOf(Type::Long, Type::Long), binOf(Type::Real, Type::Real), binOf(Type::TimeSpan, Type::TimeSpan),
        binOf(Type::DateTime, Type::TimeSpan),
        pointwise([](DecimalText value, DecimalText size) -> std::optional<Decimal> {
            auto bin = computeDecimals('b', value.text, size.text);
            return bin ? std::optional(Decimal{*std::move(bin)}) : std::nullopt;
        })};
    registry.add("bin", {"value", "size"},
                 "Rounds down to a multiple of the bin size; datetime bins start at year 1.", bins, "{0}");
    registry.add("floor", {"value", "size"}, "Rounds down to a multiple of the size; the same as bin.", bins,
                 "{0}");
    registry.add("bin_at", {"value", "size", "fixedPoint"},
                 "Rounds down to a bin, of which one begins at the fixed point.",
                 {pointwise([](std::int64_t value, std::int64_t size, std::int64_t fixed) {
                      return binAt(value, size, fixed);
                  }),
                  pointwise([](double value, double size, double fixed) -> std::optional<double> {
                      return size <= 0 ? std::nullopt : std::optional(floorTo(value - fixed, size) + fixed);
                  }),
                  binTimesAt<TimeSpan, TimeSpan>(), binTimesAt<DateTime, TimeSpan>()},
                 "{0}");
}

} // namespace signalbox::kql
