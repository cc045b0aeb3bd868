#include "core/telemetry/column_encodings.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cfloat>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

namespace signalbox::telemetry {

namespace {

// Offsets and deltas wrap around in 64 bits, so that no value overflows.
std::uint64_t bitsOf(std::int64_t value)
{
    return static_cast<std::uint64_t>(value);
}

std::int64_t difference(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(bitsOf(a) - bitsOf(b));
}

struct Range
{
    std::int64_t smallest = std::numeric_limits<std::int64_t>::max();
    std::int64_t largest = std::numeric_limits<std::int64_t>::min();

    void add(std::int64_t value)
    {
        smallest = std::min(smallest, value);
        largest = std::max(largest, value);
    }
    [[nodiscard]] std::uint64_t width() const { return bitsOf(largest) - bitsOf(smallest); }
};

bool isSingle(double value)
{
    return std::isnan(value) ? std::bit_cast<std::uint64_t>(value) ==
                                   std::bit_cast<std::uint64_t>(std::numeric_limits<double>::quiet_NaN())
                             : std::isinf(value) || (std::abs(value) <= static_cast<double>(FLT_MAX) &&
                                                     static_cast<double>(static_cast<float>(value)) == value);
}

// All first bytes, then all second bytes…: neighbours that differ little then compress well.
template<typename Real>
void putPlanes(ByteWriter &out, std::span<const double> values)
{
    const std::size_t count = values.size();
    char *bytes = out.grow(count * sizeof(Real));
    for (std::size_t i = 0; i < count; ++i) {
        const auto parts = std::bit_cast<std::array<char, sizeof(Real)>>(static_cast<Real>(values[i]));
        for (std::size_t plane = 0; plane < sizeof(Real); ++plane)
            bytes[plane * count + i] = parts[plane];
    }
}

template<typename Real>
std::vector<double> getPlanes(ByteReader &in, std::size_t rows)
{
    const std::string_view bytes = in.getText(rows * sizeof(Real));
    if (!in.ok())
        return {};
    std::vector<double> values(rows);
    for (std::size_t i = 0; i < rows; ++i) {
        std::array<char, sizeof(Real)> parts{};
        for (std::size_t plane = 0; plane < sizeof(Real); ++plane)
            parts[plane] = bytes[plane * rows + i];
        values[i] = static_cast<double>(std::bit_cast<Real>(parts));
    }
    return values;
}

} // namespace

void putIntegers(ByteWriter &out, std::span<const std::int64_t> values)
{
    Range range{.smallest = 0, .largest = 0};
    Range deltas = range;
    if (!values.empty()) {
        range = {};
        range.add(values[0]);
    }
    if (values.size() > 1) {
        deltas = {};
        for (std::size_t i = 1; i < values.size(); ++i) {
            range.add(values[i]);
            deltas.add(difference(values[i], values[i - 1]));
        }
    }
    std::vector<std::uint64_t> offsets;
    offsets.reserve(values.size());
    // Only a clear win is worth the sum over the column that decoding deltas takes.
    if (values.size() > 1 && std::bit_width(deltas.width()) + 4 < std::bit_width(range.width())) {
        out.put(Encoding::IntegerDeltas);
        out.put(values[0]);
        out.put(deltas.smallest);
        for (std::size_t i = 1; i < values.size(); ++i)
            offsets.push_back(bitsOf(values[i]) - bitsOf(values[i - 1]) - bitsOf(deltas.smallest));
    } else {
        out.put(Encoding::IntegerOffsets);
        out.put(range.smallest);
        for (const std::int64_t value : values)
            offsets.push_back(bitsOf(value) - bitsOf(range.smallest));
    }
    out.putPacked<std::uint64_t>(offsets);
}

std::vector<std::int64_t> getIntegers(ByteReader &in, Encoding encoding, std::size_t rows)
{
    std::vector<std::int64_t> values;
    if (encoding == Encoding::IntegerOffsets) {
        const std::uint64_t base = bitsOf(in.get<std::int64_t>());
        values = in.getPacked<std::int64_t>(rows);
        for (std::int64_t &value : values)
            value = static_cast<std::int64_t>(bitsOf(value) + base);
        return values;
    }
    if (encoding != Encoding::IntegerDeltas || rows == 0)
        return {};
    std::uint64_t value = bitsOf(in.get<std::int64_t>());
    const std::uint64_t smallest = bitsOf(in.get<std::int64_t>());
    const std::vector<std::int64_t> offsets = in.getPacked<std::int64_t>(rows - 1);
    if (!in.ok())
        return {};
    values.reserve(rows);
    values.push_back(static_cast<std::int64_t>(value));
    for (const std::int64_t offset : offsets) {
        value += smallest + bitsOf(offset);
        values.push_back(static_cast<std::int64_t>(value));
    }
    return values;
}

void putReals(ByteWriter &out, std::span<const double> values)
{
    if (std::ranges::all_of(values, isSingle)) {
        out.put(Encoding::SingleReals);
        putPlanes<float>(out, values);
    } else {
        out.put(Encoding::Reals);
        putPlanes<double>(out, values);
    }
}

std::vector<double> getReals(ByteReader &in, Encoding encoding, std::size_t rows)
{
    if (encoding == Encoding::SingleReals)
        return getPlanes<float>(in, rows);
    if (encoding == Encoding::Reals)
        return getPlanes<double>(in, rows);
    return {};
}

void putTexts(ByteWriter &out, const Column &column)
{
    out.put(Encoding::Dictionary);
    out.put(static_cast<std::uint32_t>(column.texts.size()));
    std::vector<std::uint64_t> lengths;
    lengths.reserve(column.texts.size());
    for (const std::string &text : column.texts)
        lengths.push_back(text.size());
    out.putPacked<std::uint64_t>(lengths);
    for (const std::string &text : column.texts)
        out.putText(text);
    out.putPacked<std::uint32_t>(column.codes);
}

bool getTexts(ByteReader &in, Encoding encoding, std::size_t rows, Column &column)
{
    if (encoding != Encoding::Dictionary)
        return false;
    const auto count = in.get<std::uint32_t>();
    if (count > largestColumn / sizeof(std::uint64_t))
        return false;
    const std::vector<std::uint64_t> lengths = in.getPacked<std::uint64_t>(count);
    column.texts.reserve(lengths.size());
    for (const std::uint64_t length : lengths)
        column.texts.emplace_back(in.getText(length));
    column.codes = in.getPacked<std::uint32_t>(rows);
    for (const std::uint32_t code : column.codes) {
        if (code >= count)
            return false;
    }
    return in.ok();
}

void putNulls(ByteWriter &out, std::span<const std::uint8_t> nulls)
{
    std::vector<unsigned char> bits((nulls.size() + 7) / 8);
    for (std::size_t i = 0; i < nulls.size(); ++i) {
        if (nulls[i] != 0)
            bits[i / 8] = static_cast<unsigned char>(bits[i / 8] | 1U << i % 8);
    }
    for (const unsigned char byte : bits)
        out.put(byte);
}

std::vector<std::uint8_t> getNulls(ByteReader &in, std::size_t rows)
{
    const std::string_view bytes = in.getText((rows + 7) / 8);
    if (!in.ok())
        return {};
    std::vector<std::uint8_t> nulls(rows);
    for (std::size_t i = 0; i < rows; ++i)
        nulls[i] = static_cast<std::uint8_t>(static_cast<unsigned>(bytes[i / 8]) >> i % 8 & 1U);
    return nulls;
}

} // namespace signalbox::telemetry
