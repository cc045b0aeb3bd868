// IPv4 addresses, with a network prefix as in 10.0.0.0/8.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kql/functions/ip_addresses.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"

namespace signalbox::kql {

namespace {

struct Address
{
    std::uint32_t bits = 0;
    std::int64_t prefix = 32;
};

std::uint32_t maskOf(std::int64_t prefix)
{
    return prefix <= 0 ? 0 : ~std::uint32_t{0} << (32 - std::min<std::int64_t>(prefix, 32));
}

std::optional<Address> addressOf(std::string_view text)
{
    Address address;
    if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
        const auto prefix = toInteger(text.substr(slash + 1));
        if (!prefix || *prefix < 0 || *prefix > 32)
            return std::nullopt;
        address.prefix = *prefix;
        text = text.substr(0, slash);
    }
    const auto bytes = ipv4Bytes(text);
    if (!bytes)
        return std::nullopt;
    for (const std::uint8_t byte : *bytes)
        address.bits = (address.bits << 8U) | byte;
    return address;
}

std::string textOf(std::uint32_t bits)
{
    return fmt::format("{}.{}.{}.{}", bits >> 24U, (bits >> 16U) & 255U, (bits >> 8U) & 255U, bits & 255U);
}

// Both addresses cut to the shortest of the prefixes.
std::optional<std::int64_t> compare(std::string_view left, std::string_view right, std::int64_t prefix)
{
    const auto a = addressOf(left);
    const auto b = addressOf(right);
    if (!a || !b || prefix < 0 || prefix > 32)
        return std::nullopt;
    const std::uint32_t mask = maskOf(std::min({prefix, a->prefix, b->prefix}));
    const std::uint32_t x = a->bits & mask;
    const std::uint32_t y = b->bits & mask;
    return static_cast<std::int64_t>(x > y) - static_cast<std::int64_t>(x < y);
}

std::optional<bool> isInRange(std::string_view ip, std::string_view range)
{
    const auto address = addressOf(ip);
    const auto network = addressOf(range);
    if (!address || !network)
        return std::nullopt;
    const std::uint32_t mask = maskOf(network->prefix);
    return (address->bits & mask) == (network->bits & mask);
}

std::optional<bool> isPrivate(std::string_view ip)
{
    const auto address = addressOf(ip);
    if (!address)
        return std::nullopt;
    static constexpr std::array<std::string_view, 3> networks{"10.0.0.0/8", "172.16.0.0/12",
                                                              "192.168.0.0/16"};
    return std::ranges::any_of(networks, [&address](std::string_view network) {
        return isInRange(textOf(address->bits), network).value_or(false);
    });
}

std::string formatted(const Value &ip, std::int64_t prefix, bool withPrefix)
{
    std::optional<Address> address;
    if (ip.isWhole() && ip.whole() >= 0 && ip.whole() <= 0xFFFFFFFF)
        address = Address{.bits = static_cast<std::uint32_t>(ip.whole())};
    else if (ip.is(Type::String))
        address = addressOf(ip.text());
    if (!address || prefix < 0 || prefix > 32)
        return "";
    const std::int64_t shortest = std::min(prefix, address->prefix);
    const std::string text = textOf(address->bits & maskOf(shortest));
    return withPrefix ? fmt::format("{}/{}", text, shortest) : text;
}

} // namespace

void addIpFunctions(FunctionRegistry &registry)
{
    using Long = std::int64_t;
    addAddressComparisons(
        registry,
        {.name = "ipv4", .addresses = "IPv4", .bits = 32, .compare = compare, .isInRange = isInRange});
    registry.add("ipv4_is_private", {"ip"}, "Whether an address is of a private network.",
                 {pointwise([](std::string_view ip) { return isPrivate(ip); })});
    registry.add("parse_ipv4", {"ip"}, "An address as a number.",
                 {pointwise([](std::string_view ip) -> std::optional<Long> {
                     const auto address = addressOf(ip);
                     return address ? std::optional<Long>(address->bits & maskOf(address->prefix))
                                    : std::nullopt;
                 })});
    registry.add("parse_ipv4_mask", {"ip", "prefix"}, "The network of an address as a number.",
                 {pointwise([](std::string_view ip, Long prefix) -> std::optional<Long> {
                     const auto address = addressOf(ip);
                     if (!address || prefix < 0 || prefix > 32)
                         return std::nullopt;
                     return address->bits & maskOf(std::min(prefix, address->prefix));
                 })});
    registry.add("ipv4_netmask_suffix", {"ip"}, "The length of an address's prefix; 32 without one.",
                 {pointwise([](std::string_view ip) -> std::optional<Long> {
                     const auto address = addressOf(ip);
                     return address ? std::optional(address->prefix) : std::nullopt;
                 })});
    registry.add("format_ipv4", {"ip", "prefix"}, "An address as text, cut to a prefix.",
                 {pointwise([](const Any &ip) { return formatted(ip.value, 32, false); }),
                  pointwise([](const Any &ip, Long prefix) { return formatted(ip.value, prefix, false); })});
    registry.add("format_ipv4_mask", {"ip", "prefix"}, "An address as text with its prefix.",
                 {pointwise([](const Any &ip) { return formatted(ip.value, 32, true); }),
                  pointwise([](const Any &ip, Long prefix) { return formatted(ip.value, prefix, true); })});
}

} // namespace signalbox::kql
