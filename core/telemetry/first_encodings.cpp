#include "core/telemetry/column_encodings.h"

#include <array>
#include <bit>
#include <cstddef>
#include <string_view>

#include "core/telemetry/first_encodings.h"

namespace signalbox::telemetry {

namespace {

std::uint64_t bitsOf(std::int64_t value)
{
    return static_cast<std::uint64_t>(value);
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

std::vector<std::int64_t> getFirstIntegers(ByteReader &in, Encoding encoding, std::size_t rows)
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

std::vector<double> getFirstReals(ByteReader &in, Encoding encoding, std::size_t rows)
{
    if (encoding == Encoding::SingleReals)
        return getPlanes<float>(in, rows);
    if (encoding == Encoding::Reals)
        return getPlanes<double>(in, rows);
    return {};
}

bool getFirstTexts(ByteReader &in, Encoding encoding, std::size_t rows, Column &column)
{
    if (encoding != Encoding::Dictionary)
        return false;
    const auto count = in.get<std::uint32_t>();
    if (count > largestColumn / sizeof(std::uint64_t))
        return false;
    const std::vector<std::uint64_t> lengths = in.getPacked<std::uint64_t>(count);
    for (const std::uint64_t length : lengths)
        column.texts.push_back(in.getText(length));
    column.codes = in.getPacked<std::uint32_t>(rows);
    for (const std::uint32_t code : column.codes) {
        if (code >= count)
            return false;
    }
    return in.ok();
}

} // namespace signalbox::telemetry
