#include "core/base/random.h"

#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>
#include <openssl/rand.h>

#include "core/base/text.h"

namespace signalbox {

std::string randomHex(std::size_t bytes)
{
    std::vector<std::uint8_t> buffer(bytes);
    if (RAND_bytes(buffer.data(), static_cast<int>(bytes)) != 1)
        throw std::runtime_error("OpenSSL has no randomness");
    return toHex(buffer);
}

std::uint64_t SeededRandom::below(std::uint64_t bound)
{
    const std::uint64_t unfair = (UINT64_MAX % bound + 1) % bound;
    std::uint64_t draw = m_engine();
    while (draw > UINT64_MAX - unfair)
        draw = m_engine();
    return draw % bound;
}

double SeededRandom::uniform()
{
    return static_cast<double>(m_engine() >> 11U) * 0x1.0p-53;
}

double SeededRandom::normal()
{
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

std::string friendlyName(std::uint64_t seed)
{
    constexpr std::array<std::string_view, 24> manners = {
        "brave",  "calm",  "clear", "deft",  "early",  "fair", "fine",  "fleet",
        "gentle", "keen",  "level", "lucid", "mild",   "neat", "plain", "prompt",
        "quick",  "quiet", "ready", "sharp", "steady", "sure", "tidy",  "warm"};
    constexpr std::array<std::string_view, 24> things = {
        "arm",    "block",  "bridge",   "cabin", "crossing", "depot",  "express", "frame",
        "gantry", "halt",   "junction", "lamp",  "lever",    "points", "rail",    "ramp",
        "route",  "siding", "signal",   "spur",  "switch",   "tender", "track",   "wire"};
    SeededRandom random(seed);
    const std::string_view manner = manners[random.below(manners.size())];
    const std::string_view thing = things[random.below(things.size())];
    return fmt::format("{}-{}-{}", manner, thing, 1 + random.below(99));
}

} // namespace signalbox
