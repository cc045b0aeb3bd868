#include "core/telemetry/column_encodings.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cfloat>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>

#include "core/telemetry/bit_packing.h"
#include "core/telemetry/first_encodings.h"

namespace signalbox::telemetry {

namespace {

constexpr std::array<double, 10> powersOfTen = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
constexpr double largestDecimal = 0x1p51; // a double holds every whole number up to here
constexpr std::size_t rowsPerException = 16;

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

Range rangeOf(std::span<const std::int64_t> values)
{
    if (values.empty())
        return {.smallest = 0, .largest = 0};
    Range range;
    for (const std::int64_t value : values)
        range.add(value);
    return range;
}

void putOffsets(ByteWriter &out, std::span<const std::int64_t> values)
{
    const Range range = rangeOf(values);
    out.put(range.smallest);
    std::vector<std::uint64_t> offsets(values.size());
    std::ranges::transform(values, offsets.begin(),
                           [&](std::int64_t value) { return bitsOf(value) - bitsOf(range.smallest); });
    putBits(out, offsets);
}

std::vector<std::int64_t> getOffsets(ByteReader &in, std::size_t rows)
{
    const std::uint64_t base = bitsOf(in.get<std::int64_t>());
    std::vector<std::int64_t> values(rows);
    if (!getBits(in, base, values))
        values.clear();
    return values;
}

std::vector<std::int64_t> getDeltas(ByteReader &in, std::size_t rows)
{
    if (rows == 0)
        return {};
    const auto first = in.get<std::int64_t>();
    const auto smallest = in.get<std::int64_t>();
    std::vector<std::int64_t> values(rows);
    values[0] = first;
    if (!getBits(in, bitsOf(smallest), std::span(values).subspan(1)))
        return {};
    for (std::size_t i = 1; i < rows; ++i)
        values[i] = static_cast<std::int64_t>(bitsOf(values[i - 1]) + bitsOf(values[i]));
    return values;
}

bool isSingle(double value)
{
    return std::isnan(value) ? std::bit_cast<std::uint64_t>(value) ==
                                   std::bit_cast<std::uint64_t>(std::numeric_limits<double>::quiet_NaN())
                             : std::isinf(value) || (std::abs(value) <= static_cast<double>(FLT_MAX) &&
                                                     static_cast<double>(static_cast<float>(value)) == value);
}

// The whole number that `value` is without the point behind which `digits` digits are; nothing unless it
// gives exactly `value` again (after Afroozeh, Kuffó and Boncz, "ALP", 2023).
std::optional<std::int64_t> withoutPoint(double value, std::size_t digits)
{
    const double scaled = std::round(value * powersOfTen[digits]);
    if (!(std::abs(scaled) < largestDecimal))
        return std::nullopt;
    const auto whole = static_cast<std::int64_t>(scaled);
    const double again = static_cast<double>(whole) / powersOfTen[digits];
    return std::bit_cast<std::uint64_t>(again) == std::bit_cast<std::uint64_t>(value) ? std::optional(whole)
                                                                                      : std::nullopt;
}

// The fewest digits with which nearly all of some values are decimals.
std::optional<std::size_t> digitsOf(std::span<const double> values)
{
    const std::size_t step = std::max<std::size_t>(1, values.size() / 100);
    for (std::size_t digits = 0; digits < powersOfTen.size(); ++digits) {
        std::size_t tried = 0;
        std::size_t fit = 0;
        for (std::size_t i = 0; i < values.size(); i += step) {
            ++tried;
            fit += withoutPoint(values[i], digits).has_value() ? 1U : 0U;
        }
        if (fit > 0 && (tried - fit) * rowsPerException <= tried)
            return digits;
    }
    return std::nullopt;
}

struct Decimals
{
    std::size_t digits = 0;
    std::vector<std::int64_t> wholes = {};
    std::vector<std::uint32_t> exceptions = {}; // rows
};

std::optional<Decimals> decimalsOf(std::span<const double> values)
{
    const auto digits = digitsOf(values);
    if (!digits)
        return std::nullopt;
    Decimals decimals{.digits = *digits};
    decimals.wholes.reserve(values.size());
    for (const double value : values) {
        const auto whole = withoutPoint(value, *digits);
        if (!whole)
            decimals.exceptions.push_back(static_cast<std::uint32_t>(decimals.wholes.size()));
        // A neighbour's value keeps the range small.
        decimals.wholes.push_back(whole ? *whole : decimals.wholes.empty() ? 0 : decimals.wholes.back());
    }
    if (decimals.exceptions.size() * rowsPerException > values.size())
        return std::nullopt;
    return decimals;
}

void putDecimals(ByteWriter &out, const Decimals &decimals, std::span<const double> values)
{
    out.put(Encoding::Decimals);
    out.put(static_cast<std::uint8_t>(decimals.digits));
    putOffsets(out, decimals.wholes);
    out.put(static_cast<std::uint32_t>(decimals.exceptions.size()));
    for (const std::uint32_t row : decimals.exceptions) {
        out.put(row);
        out.put(values[row]);
    }
}

std::vector<double> getDecimals(ByteReader &in, std::size_t rows)
{
    const auto digits = in.get<std::uint8_t>();
    const std::vector<std::int64_t> wholes = getOffsets(in, rows);
    if (!in.ok() || digits >= powersOfTen.size() || wholes.size() != rows)
        return {};
    std::vector<double> values(rows);
    const double power = powersOfTen[digits];
    for (std::size_t i = 0; i < rows; ++i)
        values[i] = static_cast<double>(wholes[i]) / power;
    for (auto left = in.get<std::uint32_t>(); left > 0 && in.ok(); --left) {
        const auto row = in.get<std::uint32_t>();
        const auto value = in.get<double>();
        if (row >= rows)
            return {};
        values[row] = value;
    }
    return values;
}

template<typename Real>
void putPlain(ByteWriter &out, std::span<const double> values)
{
    for (const double value : values)
        out.put(static_cast<Real>(value));
}

template<typename Real>
std::vector<double> getPlain(ByteReader &in, std::size_t rows)
{
    const std::string_view bytes = in.getText(rows * sizeof(Real));
    if (!in.ok())
        return {};
    std::vector<double> values(rows);
    for (std::size_t i = 0; i < rows; ++i) {
        Real value{};
        std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
        values[i] = static_cast<double>(value);
    }
    return values;
}

} // namespace

void putIntegers(ByteWriter &out, std::span<const std::int64_t> values)
{
    Range deltas{.smallest = 0, .largest = 0};
    if (values.size() > 1) {
        deltas = {};
        for (std::size_t i = 1; i < values.size(); ++i)
            deltas.add(difference(values[i], values[i - 1]));
    }
    // Only a clear win is worth the sum over the column that decoding deltas takes.
    if (values.size() < 2 || std::bit_width(deltas.width()) + 2 >= std::bit_width(rangeOf(values).width())) {
        out.put(Encoding::PackedOffsets);
        putOffsets(out, values);
        return;
    }
    out.put(Encoding::PackedDeltas);
    out.put(values[0]);
    out.put(deltas.smallest);
    std::vector<std::uint64_t> offsets(values.size() - 1);
    for (std::size_t i = 1; i < values.size(); ++i)
        offsets[i - 1] = bitsOf(values[i]) - bitsOf(values[i - 1]) - bitsOf(deltas.smallest);
    putBits(out, offsets);
}

std::vector<std::int64_t> getIntegers(ByteReader &in, Encoding encoding, std::size_t rows)
{
    if (encoding == Encoding::PackedOffsets)
        return getOffsets(in, rows);
    if (encoding == Encoding::PackedDeltas)
        return getDeltas(in, rows);
    return getFirstIntegers(in, encoding, rows);
}

void putReals(ByteWriter &out, std::span<const double> values)
{
    constexpr int bitsOfSingle = 32;
    const auto decimals = decimalsOf(values);
    const bool single = std::ranges::all_of(values, isSingle);
    if (decimals && (!single || std::bit_width(rangeOf(decimals->wholes).width()) <= bitsOfSingle)) {
        putDecimals(out, *decimals, values);
    } else if (single) {
        out.put(Encoding::PlainSingles);
        putPlain<float>(out, values);
    } else {
        out.put(Encoding::PlainReals);
        putPlain<double>(out, values);
    }
}

std::vector<double> getReals(ByteReader &in, Encoding encoding, std::size_t rows)
{
    if (encoding == Encoding::Decimals)
        return getDecimals(in, rows);
    if (encoding == Encoding::PlainSingles)
        return getPlain<float>(in, rows);
    if (encoding == Encoding::PlainReals)
        return getPlain<double>(in, rows);
    return getFirstReals(in, encoding, rows);
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
