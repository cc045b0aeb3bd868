// zlib and gzip streams that travel as base64 (RFC 1950 to 1952). What cannot be read is an empty text, and a
// batch whose texts grow beyond a limit ends the query, so that a small text never fills memory.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <zlib.h>

#include "core/base/text.h"
#include "core/kql/functions/aggregate_tools.h"
#include "core/kql/functions/base64.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/overload.h"

namespace signalbox::kql {

namespace {

enum class Wrapping : std::uint8_t { Zlib, Gzip };

constexpr int largestWindow = 15;
constexpr std::size_t largestText = std::size_t{64} << 20U;
constexpr std::size_t largestBatch = std::size_t{256} << 20U;
constexpr std::size_t storedBlock = 65535;

std::string littleEndian(std::uint32_t number, std::size_t bytes)
{
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i)
        text += static_cast<char>((number >> (8 * i)) & 255U);
    return text;
}

std::string bigEndian(std::uint32_t number)
{
    std::string text = littleEndian(number, 4);
    std::ranges::reverse(text);
    return text;
}

// The blocks of a stream that keeps `text` as it is.
std::string storedBlocks(std::string_view text)
{
    std::string blocks;
    do {
        const std::string_view part = text.substr(0, storedBlock);
        text.remove_prefix(part.size());
        const auto size = static_cast<std::uint32_t>(part.size());
        blocks += text.empty() ? '\x01' : '\0';
        blocks += littleEndian(size, 2) + littleEndian(~size & 0xFFFFU, 2);
        blocks += part;
    } while (!text.empty());
    return blocks;
}

// The blocks of a stream of `text`, without a wrapping; empty if it is too long for zlib.
std::string deflated(std::string_view text)
{
    z_stream stream{};
    if (text.size() > std::numeric_limits<uInt>::max() / 2 ||
        deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -largestWindow, 8, Z_DEFAULT_STRATEGY) !=
            Z_OK)
        return {};
    std::string bytes(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    std::string input(text); // zlib reads what it is not promised to leave alone
    stream.next_in = reinterpret_cast<Bytef *>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef *>(bytes.data());
    stream.avail_out = static_cast<uInt>(bytes.size());
    const int end = deflate(&stream, Z_FINISH);
    bytes.resize(bytes.size() - stream.avail_out);
    deflateEnd(&stream);
    return end == Z_STREAM_END ? bytes : std::string();
}

// As the real engine writes it: what would not shrink is kept as it is.
std::string compressed(std::string_view text, Wrapping wrapping)
{
    std::string blocks = deflated(text);
    if (blocks.empty() || blocks.size() >= text.size())
        blocks = storedBlocks(text);
    const auto *bytes = reinterpret_cast<const Bytef *>(text.data());
    if (wrapping == Wrapping::Zlib) {
        const uLong check = adler32_z(adler32_z(0, nullptr, 0), bytes, text.size());
        return "\x78\x01" + blocks + bigEndian(static_cast<std::uint32_t>(check));
    }
    using namespace std::string_literals;
    const uLong check = crc32_z(crc32_z(0, nullptr, 0), bytes, text.size());
    return "\x1f\x8b\x08\0\0\0\0\0\0\xff"s + blocks + littleEndian(static_cast<std::uint32_t>(check), 4) +
           littleEndian(static_cast<std::uint32_t>(text.size()), 4);
}

// None if `bytes` is no whole stream or its text is longer than `largestText`.
std::optional<std::string> decompressed(std::string bytes, Wrapping wrapping)
{
    z_stream stream{};
    const int windowBits = largestWindow + (wrapping == Wrapping::Gzip ? 16 : 0);
    if (bytes.size() > largestText || inflateInit2(&stream, windowBits) != Z_OK)
        return std::nullopt;
    stream.next_in = reinterpret_cast<Bytef *>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string text;
    int state = Z_OK;
    while (state == Z_OK && text.size() < largestText) {
        const std::size_t before = text.size();
        const std::size_t room = std::min(largestText - before, std::max<std::size_t>(before, 4096));
        text.resize(before + room);
        stream.next_out = reinterpret_cast<Bytef *>(text.data() + before);
        stream.avail_out = static_cast<uInt>(room);
        state = inflate(&stream, Z_NO_FLUSH);
        text.resize(before + room - stream.avail_out);
    }
    inflateEnd(&stream);
    return state == Z_STREAM_END ? std::optional(std::move(text)) : std::nullopt;
}

std::string decompressedText(std::string_view base64, Wrapping wrapping)
{
    auto bytes = fromBase64(base64);
    if (!bytes)
        return {};
    auto text = decompressed(*std::move(bytes), wrapping);
    return text && isUtf8(*text) ? *std::move(text) : std::string();
}

// Row by row over distinct texts, with an eye on what they come to.
Overload overText(std::string (*function)(std::string_view, Wrapping), Wrapping wrapping)
{
    Overload overload{.parameters = {{.type = Type::String}}, .result = Type::String, .kernel = {}};
    overload.kernel = sparing([function, wrapping](std::span<const Column> columns, std::size_t rows,
                                                   const EvalContext &context) -> Result<Column> {
        const auto read = textsOf(columns[0]);
        const std::size_t limit = std::min(context.memoryBytes, largestBatch);
        std::size_t size = 0;
        TextList texts;
        for (std::size_t row = 0; row < rows; ++row) {
            if (context.stop.stopRequested())
                return failure(ErrorCode::Cancelled, "The query was stopped.");
            texts.push_back(function(read(columns[0].stored(row)), wrapping));
            size += texts[row].size();
            if (size > limit)
                return failure(
                    ErrorCode::ResourceExhausted,
                    "The texts that come out of these streams are too large for memory. Filter rows "
                    "before you decompress them.");
        }
        return Column::ofTexts(Type::String, std::move(texts), {});
    });
    return overload;
}

std::string compressedText(std::string_view text, Wrapping wrapping)
{
    return toBase64(compressed(text, wrapping));
}

} // namespace

void addCompression(FunctionRegistry &registry)
{
    registry.add("zlib_compress_to_base64_string", {"text"}, "A text as a zlib stream in base64.",
                 {overText(compressedText, Wrapping::Zlib)});
    registry.add("zlib_decompress_from_base64_string", {"base64"},
                 "The text of a zlib stream in base64; empty if it cannot be read.",
                 {overText(decompressedText, Wrapping::Zlib)});
    registry.add("gzip_compress_to_base64_string", {"text"}, "A text as a gzip stream in base64.",
                 {overText(compressedText, Wrapping::Gzip)});
    registry.add("gzip_decompress_from_base64_string", {"base64"},
                 "The text of a gzip stream in base64; empty if it cannot be read.",
                 {overText(decompressedText, Wrapping::Gzip)});
}

} // namespace signalbox::kql
