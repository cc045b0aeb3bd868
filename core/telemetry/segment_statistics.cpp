#include "core/telemetry/segment_statistics.h"

#include <algorithm>
#include <bit>

#include "core/telemetry/bit_packing.h"
#include "core/telemetry/byte_buffer.h"
#include "core/telemetry/column_tools.h"

namespace signalbox::telemetry {

namespace {

constexpr std::size_t bitsOfText = 8;
constexpr std::size_t leastBits = 64;
constexpr std::size_t mostBits = std::size_t{1} << 20U;
constexpr std::uint64_t probes = 4;

// Calls `visit(number of a bit)` for each bit of `text` in a sketch of `bits` bits, a power of two, until it
// says no.
template<typename Visit>
bool forEachBit(std::string_view text, std::size_t bits, const Visit &visit)
{
    const std::uint64_t hash = checksum(text);
    const std::uint64_t step = std::rotl(hash, 32) | 1U;
    for (std::uint64_t probe = 0; probe < probes; ++probe) {
        if (!visit(static_cast<std::size_t>((hash + probe * step) & (bits - 1))))
            return false;
    }
    return true;
}

std::vector<std::uint8_t> usedTexts(const Column &column)
{
    std::vector<std::uint8_t> used(column.texts.size());
    for (std::size_t row = 0; row < column.codes.size(); ++row) {
        if (!column.isNull(row))
            used[column.codes[row]] = 1;
    }
    return used;
}

} // namespace

std::vector<ColumnStatistics> statisticsOf(const TableSpec &table, const Chunk &chunk)
{
    std::vector<ColumnStatistics> all;
    for (std::size_t i = 0; i < chunk.columns.size(); ++i) {
        const Column &column = chunk.columns[i];
        if (storageOf(column.type) == Storage::Texts)
            continue;
        ColumnStatistics one{.name = table.columns[i].name};
        for (std::size_t row = 0; row < column.integers.size(); ++row) {
            if (!column.isNull(row)) {
                one.smallest = std::min(one.smallest, column.integers[row]);
                one.largest = std::max(one.largest, column.integers[row]);
            }
        }
        for (std::size_t row = 0; row < column.reals.size(); ++row) {
            if (!column.isNull(row)) { // both comparisons are false for NaN
                one.lowest = column.reals[row] < one.lowest ? column.reals[row] : one.lowest;
                one.highest = column.reals[row] > one.highest ? column.reals[row] : one.highest;
            }
        }
        all.push_back(std::move(one));
    }
    return all;
}

bool mayHold(const ColumnStatistics &statistics, const ColumnWish &wish)
{
    const bool integers = statistics.smallest <= wish.largest && statistics.largest >= wish.smallest &&
                          statistics.smallest <= statistics.largest;
    const bool reals = statistics.lowest <= wish.highest && statistics.highest >= wish.lowest &&
                       statistics.lowest <= statistics.highest;
    return integers || reals;
}

std::string encodeStatistics(const std::vector<ColumnStatistics> &statistics)
{
    std::string bytes;
    ByteWriter out(bytes);
    for (const ColumnStatistics &one : statistics) {
        out.put(static_cast<std::uint16_t>(one.name.size()));
        out.putText(one.name);
        const bool reals = one.smallest > one.largest;
        out.put(static_cast<std::uint8_t>(reals ? 1 : 0));
        out.put(reals ? std::bit_cast<std::int64_t>(one.lowest) : one.smallest);
        out.put(reals ? std::bit_cast<std::int64_t>(one.highest) : one.largest);
    }
    const std::uint64_t sum = checksum(bytes);
    ByteWriter(bytes).put(sum);
    return bytes;
}

std::vector<ColumnStatistics> decodeStatistics(std::string_view bytes)
{
    std::uint64_t sum = 0;
    if (bytes.size() < sizeof sum)
        return {};
    ByteReader end(bytes.substr(bytes.size() - sizeof sum));
    sum = end.get<std::uint64_t>();
    bytes.remove_suffix(sizeof sum);
    if (checksum(bytes) != sum)
        return {};
    std::vector<ColumnStatistics> statistics;
    ByteReader in(bytes);
    while (in.ok() && !in.endsWell()) {
        ColumnStatistics one{.name = std::string(in.getText(in.get<std::uint16_t>()))};
        const bool reals = in.get<std::uint8_t>() != 0;
        const auto smallest = in.get<std::int64_t>();
        const auto largest = in.get<std::int64_t>();
        if (reals) {
            one.lowest = std::bit_cast<double>(smallest);
            one.highest = std::bit_cast<double>(largest);
        } else {
            one.smallest = smallest;
            one.largest = largest;
        }
        statistics.push_back(std::move(one));
    }
    return in.ok() ? statistics : std::vector<ColumnStatistics>();
}

std::string sketchOf(const Column &column)
{
    const std::vector<std::uint8_t> used = usedTexts(column);
    const auto count = static_cast<std::size_t>(std::ranges::count(used, 1));
    const std::size_t bits = std::clamp(std::bit_ceil(count * bitsOfText), leastBits, mostBits);
    std::string sketch(bits / 8, '\0');
    const auto set = [&sketch](std::size_t bit) {
        sketch[bit / 8] = static_cast<char>(static_cast<unsigned char>(sketch[bit / 8]) | 1U << bit % 8);
        return true;
    };
    for (std::size_t i = 0; i < used.size(); ++i) {
        if (used[i] != 0)
            forEachBit(column.texts[i], bits, set);
    }
    if (std::ranges::any_of(column.nulls, [](std::uint8_t null) { return null != 0; }))
        forEachBit("", bits, set);
    return sketch;
}

bool sketchMayHold(std::string_view sketch, std::string_view text)
{
    const std::size_t bits = sketch.size() * 8;
    if (bits < leastBits || !std::has_single_bit(bits))
        return true;
    return forEachBit(text, bits, [&](std::size_t bit) {
        return (static_cast<unsigned>(static_cast<unsigned char>(sketch[bit / 8])) >> bit % 8 & 1U) != 0;
    });
}

} // namespace signalbox::telemetry
