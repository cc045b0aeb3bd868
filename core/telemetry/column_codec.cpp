#include "core/telemetry/column_codec.h"

#include <cstdint>

#include <fmt/format.h>
#include <zstd.h>

#include "core/telemetry/bit_packing.h"
#include "core/telemetry/byte_buffer.h"
#include "core/telemetry/column_encodings.h"
#include "core/telemetry/column_tools.h"

namespace signalbox::telemetry {

namespace {

constexpr char formatVersion = 2;
constexpr char firstVersion = 1; // only zstd, with its checksum
constexpr int compressionLevel = 1;
constexpr std::uint8_t hasNulls = 1; // a flag

// Numbers on the disk.
enum class Storing : std::uint8_t { Plain = 0, Compressed = 1 };

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
        putNulls(out, column.nulls);
    switch (storageOf(column.type)) {
    case Storage::Integers:
        putIntegers(out, column.integers);
        break;
    case Storage::Reals:
        putReals(out, column.reals);
        break;
    case Storage::Texts:
        putTexts(out, column);
        break;
    }
    if (plain.size() > largestColumn)
        return failure(ErrorCode::ResourceExhausted,
                       "A column is larger than 256 MiB. Write the rows in smaller pieces.");

    std::string compressed(ZSTD_compressBound(plain.size()), '\0');
    const std::size_t size =
        ZSTD_compress2(m_state->context, compressed.data(), compressed.size(), plain.data(), plain.size());
    if (ZSTD_isError(size) != 0)
        return failure(ErrorCode::Internal, fmt::format("zstd refused: {}.", ZSTD_getErrorName(size)));
    // Reading what is hardly smaller would take more time than it saves.
    const bool worthIt = size < plain.size() / 10 * 6;
    const std::string_view stored = worthIt ? std::string_view(compressed).substr(0, size) : plain;
    std::string bytes;
    ByteWriter file(bytes);
    file.put(formatVersion);
    file.put(worthIt ? Storing::Compressed : Storing::Plain);
    file.put(checksum(stored));
    file.putText(stored);
    return bytes;
}

struct ColumnDecoder::State
{
    ZSTD_DCtx *context = ZSTD_createDCtx();
    std::string plain;

    // Good until the next call.
    Result<std::string_view> decompress(std::string_view bytes)
    {
        const unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
        if (size > largestColumn) // also what zstd answers for an error or an unknown size
            return std::unexpected(damaged("its size is not believable"));
        plain.resize(size);
        const std::size_t got =
            ZSTD_decompressDCtx(context, plain.data(), plain.size(), bytes.data(), bytes.size());
        if (ZSTD_isError(got) != 0)
            return std::unexpected(damaged(ZSTD_getErrorName(got)));
        return std::string_view(plain).substr(0, got);
    }
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
    ByteReader file(bytes);
    const auto version = file.get<char>();
    if (!file.ok() || (version != firstVersion && version != formatVersion))
        return std::unexpected(damaged("its format is not known"));
    auto storing = Storing::Compressed;
    bytes.remove_prefix(1);
    if (version == formatVersion) {
        storing = static_cast<Storing>(file.get<std::uint8_t>());
        const auto sum = file.get<std::uint64_t>();
        if (!file.ok())
            return std::unexpected(damaged("it is cut off"));
        bytes.remove_prefix(sizeof(storing) + sizeof(sum));
        if (checksum(bytes) != sum)
            return std::unexpected(damaged("its checksum is another"));
    }
    std::string_view plain = bytes;
    if (storing == Storing::Compressed) {
        SIGNALBOX_TRY(plain, m_state->decompress(bytes));
    }
    ByteReader in(plain);
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
        column.reals = getReals(in, encoding, rows);
        break;
    case Storage::Texts:
        sound = getTexts(in, encoding, rows, column);
        break;
    }
    if (!sound || !in.endsWell() || column.size() != rows)
        return std::unexpected(damaged("its contents do not fit together"));
    return column;
}

} // namespace signalbox::telemetry
