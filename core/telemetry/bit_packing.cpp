#include "core/telemetry/bit_packing.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace signalbox::telemetry {

namespace {

constexpr unsigned wordBits = 64;

std::uint64_t wordAt(const char *bytes)
{
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

// 64 numbers of `bits` bits take exactly `bits` words. With `bits` known to the compiler every shift is a
// constant.
template<unsigned bits, std::size_t index, typename T>
void unpackOne(const char *bytes, std::uint64_t base, T *into)
{
    constexpr std::size_t first = index * bits / wordBits;
    constexpr unsigned shift = index * bits % wordBits;
    constexpr std::uint64_t mask = bits == wordBits ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
    std::uint64_t value = wordAt(bytes + first * sizeof(std::uint64_t)) >> shift;
    if constexpr (shift + bits > wordBits)
        value |= wordAt(bytes + (first + 1) * sizeof(std::uint64_t)) << (wordBits - shift);
    into[index] = static_cast<T>((value & mask) + base);
}

template<unsigned bits, typename T, std::size_t... indexes>
void unpackBlock(const char *bytes, std::uint64_t base, T *into, std::index_sequence<indexes...>)
{
    (unpackOne<bits, indexes>(bytes, base, into), ...);
}

template<unsigned bits, typename T>
void unpackBlocks(const char *bytes, std::size_t blocks, std::uint64_t base, T *into)
{
    for (std::size_t block = 0; block < blocks; ++block)
        unpackBlock<bits>(bytes + block * bits * sizeof(std::uint64_t), base, into + block * wordBits,
                          std::make_index_sequence<wordBits>());
}

template<typename T>
using BlockUnpacker = void (*)(const char *, std::size_t, std::uint64_t, T *);

template<typename T, unsigned... bits>
constexpr std::array<BlockUnpacker<T>, sizeof...(bits)> unpackers(std::integer_sequence<unsigned, bits...>)
{
    return {&unpackBlocks<bits + 1, T>...};
}

// Number `index` of those that begin at `bytes`, of which none reaches beyond `end`.
std::uint64_t slowAt(std::string_view bytes, std::size_t index, unsigned bits)
{
    std::uint64_t value = 0;
    for (unsigned bit = 0; bit < bits; ++bit) {
        const std::size_t place = index * bits + bit;
        const auto byte = static_cast<unsigned char>(bytes[place / 8]);
        value |= std::uint64_t{static_cast<unsigned>(byte) >> place % 8 & 1U} << bit;
    }
    return value;
}

template<typename T, unsigned mostBits>
bool unpack(ByteReader &in, std::uint64_t base, std::span<T> into)
{
    const unsigned bits = in.get<std::uint8_t>();
    if (!in.ok() || bits > mostBits)
        return false;
    if (bits == 0) {
        std::ranges::fill(into, static_cast<T>(base));
        return true;
    }
    const std::string_view bytes = in.getText(packedBytes(into.size(), bits));
    if (!in.ok())
        return false;
    static constexpr auto byBits = unpackers<T>(std::make_integer_sequence<unsigned, mostBits>());
    const std::size_t blocks = into.size() / wordBits;
    byBits[bits - 1](bytes.data(), blocks, base, into.data());
    for (std::size_t i = blocks * wordBits; i < into.size(); ++i)
        into[i] = static_cast<T>(slowAt(bytes, i, bits) + base);
    return true;
}

} // namespace

void putBits(ByteWriter &out, std::span<const std::uint64_t> numbers)
{
    std::uint64_t all = 0;
    for (const std::uint64_t number : numbers)
        all |= number;
    const auto bits = static_cast<unsigned>(std::bit_width(all));
    out.put(static_cast<std::uint8_t>(bits));
    const std::size_t size = packedBytes(numbers.size(), bits);
    char *to = out.grow(size);
    char *const end = to + size;
    std::uint64_t word = 0; // the bits that wait to be written, `waiting` of them
    unsigned waiting = 0;
    for (const std::uint64_t number : numbers) {
        if (bits == 0)
            break;
        word |= number << waiting;
        if (waiting + bits >= wordBits) {
            std::memcpy(to, &word, sizeof word);
            to += sizeof word;
            word = waiting == 0 ? 0 : number >> (wordBits - waiting);
            waiting = waiting + bits - wordBits;
        } else {
            waiting += bits;
        }
    }
    std::memcpy(to, &word, static_cast<std::size_t>(end - to));
}

bool getBits(ByteReader &in, std::uint64_t base, std::span<std::int64_t> into)
{
    return unpack<std::int64_t, 64>(in, base, into);
}

bool getBits(ByteReader &in, std::span<std::uint32_t> into)
{
    return unpack<std::uint32_t, 32>(in, 0, into);
}

std::uint64_t checksum(std::string_view bytes)
{
    constexpr std::uint64_t prime = 0x9E3779B97F4A7C15U;
    constexpr std::size_t stride = 4 * sizeof(std::uint64_t);
    std::array<std::uint64_t, 4> lanes = {1, 2, 3, 4}; // four, so that multiplications overlap
    const std::size_t size = bytes.size();
    for (; bytes.size() >= stride; bytes.remove_prefix(stride)) {
        for (std::size_t lane = 0; lane < lanes.size(); ++lane)
            lanes[lane] =
                std::rotl((lanes[lane] ^ wordAt(bytes.data() + lane * sizeof(std::uint64_t))) * prime, 29);
    }
    std::uint64_t sum = size * prime;
    for (const std::uint64_t lane : lanes)
        sum = std::rotl((sum ^ lane) * prime, 31);
    for (const char byte : bytes)
        sum = std::rotl((sum ^ static_cast<unsigned char>(byte)) * prime, 31);
    return sum ^ (sum >> 32U);
}

} // namespace signalbox::telemetry
