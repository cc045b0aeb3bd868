#include "core/kql/functions/xxhash.h"

#include <array>
#include <bit>
#include <cstddef>

namespace signalbox::kql {

namespace {

constexpr std::uint64_t prime1 = 0x9E3779B185EBCA87U;
constexpr std::uint64_t prime2 = 0xC2B2AE3D27D4EB4FU;
constexpr std::uint64_t prime3 = 0x165667B19E3779F9U;
constexpr std::uint64_t prime4 = 0x85EBCA77C2B2AE63U;
constexpr std::uint64_t prime5 = 0x27D4EB2F165667C5U;

// The next `size` bytes, lowest first.
std::uint64_t take(std::string_view &bytes, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;)
        value = (value << 8U) | static_cast<unsigned char>(bytes[i]);
    bytes.remove_prefix(size);
    return value;
}

std::uint64_t round(std::uint64_t accumulator, std::uint64_t input)
{
    return std::rotl(accumulator + input * prime2, 31) * prime1;
}

std::uint64_t mergeRound(std::uint64_t accumulator, std::uint64_t value)
{
    return (accumulator ^ round(0, value)) * prime1 + prime4;
}

std::uint64_t finish(std::uint64_t hash, std::string_view rest)
{
    while (rest.size() >= 8)
        hash = std::rotl(hash ^ round(0, take(rest, 8)), 27) * prime1 + prime4;
    if (rest.size() >= 4)
        hash = std::rotl(hash ^ (take(rest, 4) * prime1), 23) * prime2 + prime3;
    while (!rest.empty())
        hash = std::rotl(hash ^ (take(rest, 1) * prime5), 11) * prime1;
    hash = (hash ^ (hash >> 33U)) * prime2;
    hash = (hash ^ (hash >> 29U)) * prime3;
    return hash ^ (hash >> 32U);
}

} // namespace

std::uint64_t xxHash64(std::string_view bytes, std::uint64_t seed)
{
    const std::uint64_t size = bytes.size();
    if (size < 32)
        return finish(seed + prime5 + size, bytes);
    std::array<std::uint64_t, 4> lanes{seed + prime1 + prime2, seed + prime2, seed, seed - prime1};
    while (bytes.size() >= 32) {
        for (std::uint64_t &lane : lanes)
            lane = round(lane, take(bytes, 8));
    }
    std::uint64_t hash =
        std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) + std::rotl(lanes[3], 18);
    for (const std::uint64_t lane : lanes)
        hash = mergeRound(hash, lane);
    return finish(hash + size, bytes);
}

} // namespace signalbox::kql
