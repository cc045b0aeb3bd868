#include "core/kql/functions/ip_addresses.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kql/functions/membership.h"
#include "core/kql/functions/pointwise.h"

namespace signalbox::kql {

namespace {

Overload inAnyRange(const AddressFamily &family)
{
    return {.parameters = {{.type = Type::String}, {}},
            .result = Type::Bool,
            .kernel =
                sparing([isInRange = family.isInRange](std::span<const Column> columns, std::size_t rows,
                                                       const EvalContext &) -> Result<Column> {
                    std::vector<std::uint8_t> results(rows);
                    for (std::size_t row = 0; row < rows; ++row) {
                        const std::string_view ip = columns[0].text(row);
                        const auto ranges = textsOf(columns.subspan(1), row);
                        results[row] = std::ranges::any_of(ranges, [&](const std::string &range) {
                            return isInRange(ip, range).value_or(false);
                        });
                    }
                    return Column::ofBools(std::move(results));
                }),
            .repeatsLast = true};
}

std::optional<bool> isZero(std::optional<std::int64_t> order)
{
    return order ? std::optional(*order == 0) : std::nullopt;
}

} // namespace

void addAddressComparisons(FunctionRegistry &registry, const AddressFamily &family)
{
    using Long = std::int64_t;
    using Text = std::string_view;
    registry.add(fmt::format("{}_compare", family.name), {"ip1", "ip2", "prefix"},
                 fmt::format("-1, 0 or 1 by the order of two {} addresses.", family.addresses),
                 {pointwise([family](Text a, Text b) { return family.compare(a, b, family.bits); }),
                  pointwise([family](Text a, Text b, Long prefix) { return family.compare(a, b, prefix); })});
    registry.add(
        fmt::format("{}_is_match", family.name), {"ip1", "ip2", "prefix"},
        fmt::format("Whether two {} addresses are in one network.", family.addresses),
        {pointwise([family](Text a, Text b) { return isZero(family.compare(a, b, family.bits)); }),
         pointwise([family](Text a, Text b, Long prefix) { return isZero(family.compare(a, b, prefix)); })});
    registry.add(fmt::format("{}_is_in_range", family.name), {"ip", "range"},
                 fmt::format("Whether an {} address is in a network.", family.addresses),
                 {pointwise(family.isInRange)});
    registry.add(fmt::format("{}_is_in_any_range", family.name), {"ip", "range", "…"},
                 fmt::format("Whether an {} address is in one of several networks.", family.addresses),
                 {inAnyRange(family)});
}

std::optional<std::array<std::uint8_t, 4>> ipv4Bytes(std::string_view text)
{
    const auto parts = signalbox::split(text, '.');
    if (parts.size() != 4)
        return std::nullopt;
    std::array<std::uint8_t, 4> bytes{};
    for (std::size_t i = 0; i < 4; ++i) {
        const auto number = toInteger(parts[i]);
        if (!number || *number < 0 || *number > 255)
            return std::nullopt;
        bytes[i] = static_cast<std::uint8_t>(*number);
    }
    return bytes;
}

} // namespace signalbox::kql
