#include "core/telemetry/column_codec.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cfloat>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <zstd.h>

#include "core/telemetry/byte_buffer.h"
#include "core/telemetry/column_tools.h"

namespace signalbox::telemetry {

namespace {

constexpr char formatVersion = 1;
constexpr int compressionLevel = 1;
constexpr std::size_t largestColumn = std::size_t{256} << 20U;
constexpr std::uint8_t hasNulls = 1; // a flag

// Numbers on the disk: never change one.
enum class Encoding : std::uint8_t {
    IntegerOffsets = 1, // base, packed offsets from it
    IntegerDeltas = 2,  // first, smallest delta, packed offsets of the deltas from it
    Reals = 3,          // eight planes of bytes
    SingleReals = 4,    // the same as four, where a float holds every value
    Dictionary = 5,     // number of texts, packed lengths, texts, packed codes
};

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

bool isSingle(double value)
{
    return std::isnan(value) ? std::bit_cast<std::uint64_t>(value) ==
                                   std::bit_cast<std::uint64_t>(std::numeric_limits<double>::quiet_NaN())
                             : std::isinf(value) || (std::abs(value) <= static_cast<double>(FLT_MAX) &&
                                                     static_cast<double>(static_cast<float>(value)) == value);
}

// All first bytes, then all second bytes…: neighbours that differ little then compress well.
template<typename Real>
void putPlanes(std::string &bytes, std::span<const double> values)
{
    const std::size_t start = bytes.size();
    const std::size_t count = values.size();
    bytes.resize(start + count * sizeof(Real));
    char *out = bytes.data() + start;
    for (std::size_t i = 0; i < count; ++i) {
        const auto parts = std::bit_cast<std::array<char, sizeof(Real)>>(static_cast<Real>(values[i]));
        for (std::size_t plane = 0; plane < sizeof(Real); ++plane)
            out[plane * count + i] = parts[plane];
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

bool getTexts(ByteReader &in, std::size_t rows, Column &column)
{
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

void putNulls(std::string &bytes, std::span<const std::uint8_t> nulls)
{
    const std::size_t start = bytes.size();
    bytes.resize(start + (nulls.size() + 7) / 8);
    for (std::size_t i = 0; i < nulls.size(); ++i) {
        if (nulls[i] != 0)
            bytes[start + i / 8] =
                static_cast<char>(static_cast<unsigned char>(bytes[start + i / 8]) | 1U << i % 8);
    }
}

std::vector<std::uint8_t> getNulls(ByteReader &in, std::size_t rows)
{
    const std::string_view bytes = in.getText((rows + 7) / 8);
    if (!in.ok())
        return {};
    std::vector<std::uint8_t> nulls(rows);
    for (std::size_t i = 0; i < rows; ++i)
        nulls[i] = static_cast<unsigned char>(bytes[i / 8]) >> i % 8 & 1U;
    return nulls;
}

Error damaged(std::string_view how)
{
    return {.code = ErrorCode::DataLoss, .message = fmt::format("The column is damaged: {}.", how)};
}

} // namespace

struct ColumnEncoder::State
{
    ZSTD_CCtx *context = ZSTD_createCCtx();
    std::string plain;
};

ColumnEncoder::ColumnEncoder()
    : m_state(std::make_unique<State>())
{
    ZSTD_CCtx_setParameter(m_state->context, ZSTD_c_compressionLevel, compressionLevel);
    ZSTD_CCtx_setParameter(m_state->context, ZSTD_c_checksumFlag, 1);
}

ColumnEncoder::~ColumnEncoder()
{
    ZSTD_freeCCtx(m_state->context);
}

Result<std::string> ColumnEncoder::encode(const Column &column)
{
    std::string &plain = m_state->plain;
    plain.clear();
    ByteWriter out(plain);
    out.put(static_cast<std::uint8_t>(column.type));
    out.put(column.nulls.empty() ? std::uint8_t{0} : hasNulls);
    out.put(static_cast<std::uint32_t>(column.size()));
    if (!column.nulls.empty())
        putNulls(plain, column.nulls);
    switch (storageOf(column.type)) {
    case Storage::Integers:
        putIntegers(out, column.integers);
        break;
    case Storage::Reals:
        if (std::ranges::all_of(column.reals, isSingle)) {
            out.put(Encoding::SingleReals);
            putPlanes<float>(plain, column.reals);
        } else {
            out.put(Encoding::Reals);
            putPlanes<double>(plain, column.reals);
        }
        break;
    case Storage::Texts:
        putTexts(out, column);
        break;
    }
    if (plain.size() > largestColumn)
        return failure(ErrorCode::ResourceExhausted,
                       "A column is larger than 256 MiB. Write the rows in smaller pieces.");

    std::string bytes(1 + ZSTD_compressBound(plain.size()), formatVersion);
    const std::size_t size =
        ZSTD_compress2(m_state->context, bytes.data() + 1, bytes.size() - 1, plain.data(), plain.size());
    if (ZSTD_isError(size) != 0)
        return failure(ErrorCode::Internal, fmt::format("zstd refused: {}.", ZSTD_getErrorName(size)));
    bytes.resize(1 + size);
    return bytes;
}

struct ColumnDecoder::State
{
    ZSTD_DCtx *context = ZSTD_createDCtx();
    std::string plain;
};

ColumnDecoder::ColumnDecoder()
    : m_state(std::make_unique<State>())
{
}

ColumnDecoder::~ColumnDecoder()
{
    ZSTD_freeDCtx(m_state->context);
}

Result<Column> ColumnDecoder::decode(std::string_view bytes, ColumnType type, std::size_t rows)
{
    if (bytes.empty() || bytes[0] != formatVersion)
        return std::unexpected(damaged("its format is not known"));
    bytes.remove_prefix(1);
    const unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size > largestColumn) // also what zstd answers for an error or an unknown size
        return std::unexpected(damaged("its size is not believable"));
    std::string &plain = m_state->plain;
    plain.resize(size);
    const std::size_t got =
        ZSTD_decompressDCtx(m_state->context, plain.data(), plain.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(got) != 0)
        return std::unexpected(damaged(ZSTD_getErrorName(got)));

    ByteReader in(std::string_view(plain).substr(0, got));
    Column column{.type = type, .integers = {}, .reals = {}, .texts = {}, .codes = {}, .nulls = {}};
    const auto storedType = in.get<std::uint8_t>();
    const auto flags = in.get<std::uint8_t>();
    if (storedType != static_cast<std::uint8_t>(type) || in.get<std::uint32_t>() != rows)
        return std::unexpected(damaged("it belongs to another column or segment"));
    if ((flags & hasNulls) != 0)
        column.nulls = getNulls(in, rows);
    const auto encoding = static_cast<Encoding>(in.get<std::uint8_t>());
    bool sound = true;
    switch (storageOf(type)) {
    case Storage::Integers:
        column.integers = getIntegers(in, encoding, rows);
        break;
    case Storage::Reals:
        column.reals = encoding == Encoding::SingleReals ? getPlanes<float>(in, rows)
                       : encoding == Encoding::Reals     ? getPlanes<double>(in, rows)
                                                         : std::vector<double>();
        break;
    case Storage::Texts:
        sound = encoding == Encoding::Dictionary && getTexts(in, rows, column);
        break;
    }
    if (!sound || !in.endsWell() || column.size() != rows)
        return std::unexpected(damaged("its contents do not fit together"));
    return column;
}

} // namespace signalbox::telemetry
