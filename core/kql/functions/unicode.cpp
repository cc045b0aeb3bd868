#include "core/kql/functions/unicode.h"

#include <algorithm>
#include <cstring>

#include <utf8proc.h>

namespace signalbox::kql {

namespace {

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

char lowerAscii(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

char upperAscii(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

template<typename Ascii, typename Any>
std::string mapped(std::string_view text, const Ascii &ascii, const Any &any)
{
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        if (static_cast<unsigned char>(text.front()) < 0x80) {
            result += ascii(text.front());
            text.remove_prefix(1);
        } else {
            appendCodePoint(result, any(takeCodePoint(text)));
        }
    }
    return result;
}

} // namespace

bool isAscii(std::string_view text)
{
    constexpr std::uint64_t highBits = 0x8080808080808080U;
    std::uint64_t seen = 0;
    for (; text.size() >= sizeof(seen); text.remove_prefix(sizeof(seen))) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data(), sizeof(eight));
        seen |= eight & highBits;
    }
    return seen == 0 &&
           std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string lowerCase(std::string_view text)
{
    return mapped(text, lowerAscii, [](std::int32_t c) { return c < 0 ? c : utf8proc_tolower(c); });
}

std::string upperCase(std::string_view text)
{
    constexpr std::int32_t sharpS = 0xDF; // its capital is no simple mapping
    return mapped(text, upperAscii,
                  [](std::int32_t c) { return c < 0 || c == sharpS ? c : utf8proc_toupper(c); });
}

std::size_t countCodePoints(std::string_view text)
{
    return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, isContinuation));
}

std::int32_t takeCodePoint(std::string_view &text)
{
    utf8proc_int32_t codePoint = -1;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t *>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &codePoint);
    if (size <= 0 || codePoint < 0) {
        // Not UTF-8: the byte comes back as a negative number, which appendCodePoint writes unchanged.
        const auto byte = static_cast<unsigned char>(text.front());
        text.remove_prefix(1);
        return -static_cast<std::int32_t>(byte);
    }
    text.remove_prefix(static_cast<std::size_t>(size));
    return codePoint;
}

void appendCodePoint(std::string &text, std::int32_t codePoint)
{
    if (codePoint < 0) {
        text += static_cast<char>(-codePoint);
        return;
    }
    utf8proc_uint8_t bytes[4];
    const auto size = utf8proc_encode_char(codePoint, bytes);
    text.append(reinterpret_cast<const char *>(bytes), static_cast<std::size_t>(size));
}

std::size_t offsetOf(std::string_view text, std::size_t index)
{
    std::size_t offset = 0;
    for (; offset < text.size(); ++offset) {
        if (!isContinuation(text[offset]) && index-- == 0)
            return offset;
    }
    return text.size();
}

bool isTermCharacter(std::int32_t codePoint)
{
    if (codePoint < 0x80) {
        return (codePoint >= '0' && codePoint <= '9') || (codePoint >= 'a' && codePoint <= 'z') ||
               (codePoint >= 'A' && codePoint <= 'Z');
    }
    switch (utf8proc_category(codePoint)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return false;
    }
}

bool isTermCharacterAt(std::string_view text, std::size_t offset)
{
    if (offset >= text.size())
        return false;
    std::string_view rest = text.substr(offset);
    return isTermCharacter(takeCodePoint(rest));
}

bool isTermCharacterBefore(std::string_view text, std::size_t offset)
{
    while (offset > 0 && isContinuation(text[offset - 1]))
        --offset;
    return offset > 0 && isTermCharacterAt(text, offset - 1);
}

} // namespace signalbox::kql
