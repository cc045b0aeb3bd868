#include "core/telemetry/column_codec.h"

#include <cstdint>

#include <fmt/format.h>
#include <zstd.h>

#include "core/telemetry/byte_buffer.h"
#include "core/telemetry/column_encodings.h"
#include "core/telemetry/column_tools.h"

namespace signalbox::telemetry {

namespace {

constexpr char formatVersion = 1;
constexpr int compressionLevel = 1;
constexpr std::uint8_t hasNulls = 1; // a flag

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
