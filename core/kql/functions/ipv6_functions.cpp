// IPv6 addresses (RFC 4291), with a network prefix as in fe80::/10. An IPv4 address stands for its mapped
// IPv6 address ::ffff:a.b.c.d, and its prefix for one that is 96 longer.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kql/functions/ip_addresses.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"

namespace signalbox::kql {

namespace {

constexpr std::int64_t bits = 128;
constexpr std::int64_t bitsBeforeIpv4 = 96;

using Bytes = std::array<std::uint8_t, 16>;

struct Address
{
    Bytes bytes{};
    std::int64_t prefix = bits;
};

std::optional<std::uint8_t> hexDigit(char letter)
{
    if (letter >= '0' && letter <= '9')
        return static_cast<std::uint8_t>(letter - '0');
    if (letter >= 'a' && letter <= 'f')
        return static_cast<std::uint8_t>(letter - 'a' + 10);
    if (letter >= 'A' && letter <= 'F')
        return static_cast<std::uint8_t>(letter - 'A' + 10);
    return std::nullopt;
}

// Groups between colons as bytes; the last may be an IPv4 address.
std::optional<std::vector<std::uint8_t>> groupsOf(std::string_view text)
{
    std::vector<std::uint8_t> bytes;
    if (text.empty())
        return bytes;
    const auto groups = signalbox::split(text, ':');
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (i + 1 == groups.size() && groups[i].find('.') != std::string_view::npos) {
            const auto ipv4 = ipv4Bytes(groups[i]);
            if (!ipv4)
                return std::nullopt;
            bytes.insert(bytes.end(), ipv4->begin(), ipv4->end());
            continue;
        }
        if (groups[i].empty() || groups[i].size() > 4)
            return std::nullopt;
        unsigned value = 0;
        for (const char letter : groups[i]) {
            const auto digit = hexDigit(letter);
            if (!digit)
                return std::nullopt;
            value = value * 16 + *digit;
        }
        bytes.push_back(static_cast<std::uint8_t>(value >> 8U));
        bytes.push_back(static_cast<std::uint8_t>(value & 255U));
    }
    return bytes;
}

std::optional<Bytes> bytesOf(std::string_view text)
{
    Bytes result{};
    const std::size_t gap = text.find("::");
    const auto head = groupsOf(text.substr(0, gap));
    const auto tail = groupsOf(gap == std::string_view::npos ? "" : text.substr(gap + 2));
    if (!head || !tail)
        return std::nullopt;
    const std::size_t given = head->size() + tail->size();
    if (gap == std::string_view::npos ? given != result.size() : given >= result.size())
        return std::nullopt;
    std::ranges::copy(*head, result.begin());
    std::ranges::copy(*tail, result.end() - static_cast<std::ptrdiff_t>(tail->size()));
    return result;
}

void map(Bytes &bytes)
{
    bytes[10] = 0xFF;
    bytes[11] = 0xFF;
}

std::optional<Address> addressOf(std::string_view text)
{
    const std::size_t slash = text.find('/');
    const std::string_view number = text.substr(0, slash);
    const bool hasIpv4 = number.find('.') != std::string_view::npos;
    Address address;
    if (number.find(':') != std::string_view::npos) {
        const auto bytes = bytesOf(number);
        if (!bytes)
            return std::nullopt;
        address.bytes = *bytes;
        if (hasIpv4 && std::ranges::all_of(bytes->begin(), bytes->begin() + 12,
                                           [](std::uint8_t byte) { return byte == 0; }))
            map(address.bytes);
    } else {
        const auto ipv4 = ipv4Bytes(number);
        if (!ipv4)
            return std::nullopt;
        std::ranges::copy(*ipv4, address.bytes.begin() + 12);
        map(address.bytes);
    }
    if (slash != std::string_view::npos) {
        const auto prefix = toInteger(text.substr(slash + 1));
        const std::int64_t longest = hasIpv4 ? bits - bitsBeforeIpv4 : bits;
        if (!prefix || *prefix < 0 || *prefix > longest)
            return std::nullopt;
        address.prefix = *prefix + (hasIpv4 ? bitsBeforeIpv4 : 0);
    }
    return address;
}

Bytes cut(Bytes bytes, std::int64_t prefix)
{
    for (std::int64_t i = 0; i < std::ssize(bytes); ++i) {
        const std::int64_t kept = std::clamp<std::int64_t>(prefix - 8 * i, 0, 8);
        auto &byte = bytes[static_cast<std::size_t>(i)];
        byte = static_cast<std::uint8_t>(byte & (0xFF00U >> static_cast<unsigned>(kept)));
    }
    return bytes;
}

std::string inFull(std::string_view ip, std::int64_t prefix)
{
    const auto address = addressOf(ip);
    if (!address || prefix < 0 || prefix > bits)
        return {};
    const Bytes bytes = cut(address->bytes, std::min(prefix, address->prefix));
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 2)
        text += fmt::format("{}{:02x}{:02x}", i == 0 ? "" : ":", bytes[i], bytes[i + 1]);
    return text;
}

// Both addresses cut to the shortest of the prefixes.
std::optional<std::int64_t> compareAddresses(std::string_view left, std::string_view right,
                                             std::int64_t prefix)
{
    const auto a = addressOf(left);
    const auto b = addressOf(right);
    if (!a || !b || prefix < 0 || prefix > bits)
        return std::nullopt;
    const std::int64_t shortest = std::min({prefix, a->prefix, b->prefix});
    const auto order = cut(a->bytes, shortest) <=> cut(b->bytes, shortest);
    return static_cast<std::int64_t>(order > 0) - static_cast<std::int64_t>(order < 0);
}

std::optional<bool> isInNetwork(std::string_view ip, std::string_view range)
{
    const auto address = addressOf(ip);
    const auto network = addressOf(range);
    if (!address || !network)
        return std::nullopt;
    return cut(address->bytes, network->prefix) == cut(network->bytes, network->prefix);
}

} // namespace

void addIpv6Functions(FunctionRegistry &registry)
{
    registry.add("parse_ipv6", {"ip"}, "An IPv6 or IPv4 address in full, as eight groups of four digits.",
                 {pointwise([](std::string_view ip) { return inFull(ip, bits); })});
    registry.add("parse_ipv6_mask", {"ip", "prefix"}, "The network of an IPv6 or IPv4 address in full.",
                 {pointwise(inFull)});
    addAddressComparisons(registry, {.name = "ipv6",
                                     .addresses = "IPv6 or IPv4",
                                     .bits = bits,
                                     .compare = compareAddresses,
                                     .isInRange = isInNetwork});
}

} // namespace signalbox::kql
