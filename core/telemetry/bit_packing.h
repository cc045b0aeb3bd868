// Whole numbers in as few bits each as the largest needs, laid out so that unpacking is shifts by constants:
// a column decodes at the speed of memory. Used by the column encodings. Pure functions, thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/telemetry/byte_buffer.h"

namespace signalbox::telemetry {

// The bytes that `count` numbers of `bits` bits take.
[[nodiscard]] constexpr std::size_t packedBytes(std::size_t count, unsigned bits)
{
    return (count * bits + 7) / 8;
}

// Writes the number of bits (0 to 64) and then the numbers, the lowest bits first.
void putBits(ByteWriter &out, std::span<const std::uint64_t> numbers);

// Reads `into.size()` numbers that putBits wrote, each plus `base`, wrapping around. False if they are not
// there or, for the second, do not fit.
[[nodiscard]] bool getBits(ByteReader &in, std::uint64_t base, std::span<std::int64_t> into);
[[nodiscard]] bool getBits(ByteReader &in, std::span<std::uint32_t> into);

// Of whatever lies on the disk, so that damage is found: a hash of 64 bits, not of cryptographic strength.
[[nodiscard]] std::uint64_t checksum(std::string_view bytes);

} // namespace signalbox::telemetry
