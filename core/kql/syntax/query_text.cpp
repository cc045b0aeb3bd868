#include "core/kql/syntax/query_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace signalbox::kql {

namespace {

void appendUtf8(std::string &out, std::uint32_t code)
{
    if (code < 0x80U) {
        out += static_cast<char>(code);
        return;
    }
    const int extra = code < 0x800U ? 1 : code < 0x10000U ? 2 : 3;
    constexpr std::uint32_t marks[] = {0U, 0xC0U, 0xE0U, 0xF0U};
    out += static_cast<char>(marks[extra] | (code >> (6U * static_cast<unsigned>(extra))));
    for (int left = extra - 1; left >= 0; --left)
        out += static_cast<char>(0x80U | ((code >> (6U * static_cast<unsigned>(left))) & 0x3FU));
}

std::string fromUtf16(std::string_view bytes, bool bigEndian)
{
    const auto unit = [&](std::size_t at) {
        const auto first = static_cast<unsigned char>(bytes[at]);
        const auto second = static_cast<unsigned char>(bytes[at + 1]);
        return bigEndian ? (std::uint32_t{first} << 8U) | second : (std::uint32_t{second} << 8U) | first;
    };
    std::string text;
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
        std::uint32_t code = unit(at);
        const bool high = code >= 0xD800U && code < 0xDC00U && at + 3 < bytes.size();
        if (high && unit(at + 2) >= 0xDC00U && unit(at + 2) < 0xE000U) {
            code = 0x10000U + ((code - 0xD800U) << 10U) + (unit(at + 2) - 0xDC00U);
            at += 2;
        }
        appendUtf8(text, code);
    }
    return text;
}

} // namespace

std::string decodeQueryText(std::string_view bytes)
{
    if (bytes.starts_with("\xEF\xBB\xBF"))
        bytes.remove_prefix(3);
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
        return fromUtf16(bytes.substr(2), bytes[0] == '\xFE');
    std::string text(bytes);
    // A query itself never holds zero bytes.
    if (static_cast<std::size_t>(std::ranges::count(text, '\0')) > text.size() / 4) {
        std::erase(text, '\0');
        while (text.starts_with("\xEF\xBF\xBD")) // what became of the mark
            text.erase(0, 3);
    }
    return text;
}

} // namespace signalbox::kql
