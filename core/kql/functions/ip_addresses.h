// What the functions of IPv4 and of IPv6 addresses share: the dotted form, and the comparisons that differ
// only in how an address is read.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/kql/functions/registry.h"

namespace signalbox::kql {

struct AddressFamily
{
    const char *name;      // the start of the functions' names, such as "ipv4"
    const char *addresses; // as people call them
    std::int64_t bits;
    // -1, 0 or 1 for both addresses cut to the shortest of the prefixes; none where one cannot be read.
    std::optional<std::int64_t> (*compare)(std::string_view left, std::string_view right,
                                           std::int64_t prefix);
    std::optional<bool> (*isInRange)(std::string_view ip, std::string_view range);
};

// …_compare, …_is_match, …_is_in_range and …_is_in_any_range.
void addAddressComparisons(FunctionRegistry &registry, const AddressFamily &family);

// The bytes of 192.168.0.1.
[[nodiscard]] std::optional<std::array<std::uint8_t, 4>> ipv4Bytes(std::string_view text);

} // namespace signalbox::kql
