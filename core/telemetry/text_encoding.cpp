#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>
#include <string>
#include <string_view>

#include "core/telemetry/bit_packing.h"
#include "core/telemetry/column_encodings.h"
#include "core/telemetry/first_encodings.h"

namespace signalbox::telemetry {

namespace {

// Numbers on the disk.
enum class TextKind : std::uint8_t {
    Any = 0, // lengths, texts
    Hex = 1, // one length, two digits a byte
};
enum class CodeKind : std::uint8_t {
    Packed = 0,
    Counting = 1, // row i has text i
};

constexpr std::string_view hexDigits = "0123456789abcdef";

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool isHex(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return hexValue(c) >= 0; });
}

// Ids are mostly lower-case hexadecimal digits of one length: half the space, and no lengths.
bool allHex(const TextList &texts)
{
    if (texts.empty() || texts[0].empty() || texts[0].size() % 2 != 0 || texts[0].size() > 64)
        return false;
    return std::ranges::all_of(
        texts, [&](std::string_view text) { return text.size() == texts[0].size() && isHex(text); });
}

void putHex(ByteWriter &out, const TextList &texts)
{
    out.put(static_cast<std::uint8_t>(texts[0].size()));
    char *to = out.grow(texts.size() * texts[0].size() / 2);
    for (const std::string_view text : texts) {
        for (std::size_t i = 0; i < text.size(); i += 2)
            *to++ = static_cast<char>(hexValue(text[i]) << 4 | hexValue(text[i + 1]));
    }
}

bool getHex(ByteReader &in, std::size_t count, TextList &texts)
{
    static constexpr auto pairs = [] {
        std::array<std::array<char, 2>, 256> result{};
        for (std::size_t byte = 0; byte < result.size(); ++byte)
            result[byte] = {hexDigits[byte / 16], hexDigits[byte % 16]};
        return result;
    }();
    const std::size_t length = in.get<std::uint8_t>();
    if (length == 0 || length % 2 != 0)
        return false;
    std::string_view bytes = in.getText(count * length / 2);
    if (!in.ok())
        return false;
    texts.reserve(count, count * length);
    std::string digits(length, '0');
    for (; !bytes.empty(); bytes.remove_prefix(length / 2)) {
        for (std::size_t i = 0; i < length / 2; ++i)
            std::memcpy(digits.data() + 2 * i, pairs[static_cast<unsigned char>(bytes[i])].data(), 2);
        texts.push_back(digits);
    }
    return true;
}

void putAny(ByteWriter &out, const TextList &texts)
{
    std::vector<std::uint64_t> lengths(texts.size());
    std::ranges::transform(texts, lengths.begin(), [](std::string_view text) { return text.size(); });
    putBits(out, lengths);
    for (const std::string_view text : texts)
        out.putText(text);
}

bool getAny(ByteReader &in, std::size_t count, TextList &texts)
{
    std::vector<std::int64_t> lengths(count);
    if (!getBits(in, 0, lengths))
        return false;
    for (const std::int64_t length : lengths) {
        texts.push_back(in.getText(static_cast<std::size_t>(length)));
        if (!in.ok())
            return false;
    }
    return true;
}

bool counts(const Column &column)
{
    if (column.codes.size() != column.texts.size())
        return false;
    for (std::size_t row = 0; row < column.codes.size(); ++row) {
        if (column.codes[row] != row)
            return false;
    }
    return true;
}

} // namespace

void putTexts(ByteWriter &out, const Column &column)
{
    out.put(Encoding::PackedDictionary);
    out.put(static_cast<std::uint32_t>(column.texts.size()));
    const bool hex = allHex(column.texts);
    out.put(hex ? TextKind::Hex : TextKind::Any);
    if (hex)
        putHex(out, column.texts);
    else
        putAny(out, column.texts);
    const bool counting = counts(column);
    out.put(counting ? CodeKind::Counting : CodeKind::Packed);
    if (!counting)
        putBits(out, std::vector<std::uint64_t>(column.codes.begin(), column.codes.end()));
}

bool getTexts(ByteReader &in, Encoding encoding, std::size_t rows, Column &column)
{
    if (encoding != Encoding::PackedDictionary)
        return getFirstTexts(in, encoding, rows, column);
    const auto count = in.get<std::uint32_t>();
    if (!in.ok() || count > largestColumn / sizeof(std::uint64_t))
        return false;
    const auto textKind = static_cast<TextKind>(in.get<std::uint8_t>());
    if (!(textKind == TextKind::Hex ? getHex(in, count, column.texts) : getAny(in, count, column.texts)))
        return false;
    const auto codeKind = static_cast<CodeKind>(in.get<std::uint8_t>());
    if (!in.ok())
        return false;
    column.codes.resize(rows);
    if (codeKind == CodeKind::Counting) {
        std::iota(column.codes.begin(), column.codes.end(), 0U);
        return rows == count;
    }
    if (!getBits(in, column.codes))
        return false;
    return std::ranges::all_of(column.codes, [count](std::uint32_t code) { return code < count; });
}

} // namespace signalbox::telemetry
