// How the values of a column become bytes: integers as small offsets from a base or from the value before,
// reals as whole numbers where they are decimals, texts as a dictionary, nulls as bits. Made so that decoding
// is a pass or two of simple arithmetic. Used by the column codec.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/telemetry/byte_buffer.h"
#include "core/telemetry/columns.h"

namespace signalbox::telemetry {

inline constexpr std::size_t largestColumn = std::size_t{256} << 20U; // bytes before compression

// Numbers on the disk: never change one.
enum class Encoding : std::uint8_t {
    IntegerOffsets = 1, // base, packed offsets from it
    IntegerDeltas = 2,  // first, smallest delta, packed offsets of the deltas from it
    Reals = 3,          // eight planes of bytes
    SingleReals = 4,    // the same as four, where a float holds every value
    Dictionary = 5,     // number of texts, packed lengths, texts, packed codes
    // Since format 2, the only ones that are still written; numbers take the bits that they need.
    PackedOffsets = 6,    // base, offsets from it
    PackedDeltas = 7,     // first, smallest delta, offsets of the deltas from it
    Decimals = 8,         // digits behind the point, the values without it as offsets, exceptions
    PlainReals = 9,       // 64 bits each
    PlainSingles = 10,    // 32 bits each, where a float holds every value
    PackedDictionary = 11 // texts, codes
};

// Each put function writes the encoding that it chose, and then the values; the get function of the same kind
// is told what encoding it found. A get function given damaged bytes returns too few values or leaves `in`
// not ok().

void putIntegers(ByteWriter &out, std::span<const std::int64_t> values);
[[nodiscard]] std::vector<std::int64_t> getIntegers(ByteReader &in, Encoding encoding, std::size_t rows);

void putReals(ByteWriter &out, std::span<const double> values);
[[nodiscard]] std::vector<double> getReals(ByteReader &in, Encoding encoding, std::size_t rows);

void putTexts(ByteWriter &out, const Column &column);
// False if the bytes are damaged, also where a row points at no text.
[[nodiscard]] bool getTexts(ByteReader &in, Encoding encoding, std::size_t rows, Column &column);

void putNulls(ByteWriter &out, std::span<const std::uint8_t> nulls);
[[nodiscard]] std::vector<std::uint8_t> getNulls(ByteReader &in, std::size_t rows);

} // namespace signalbox::telemetry
