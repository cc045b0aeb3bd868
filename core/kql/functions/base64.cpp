#include "core/kql/functions/base64.h"

#include <cstdint>

namespace signalbox::kql {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

} // namespace

std::string toBase64(std::string_view bytes)
{
    std::string result;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t j = 0; j < 3; ++j)
            group = (group << 8U) | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
        for (std::size_t j = 0; j < 4; ++j)
            result += i + j > bytes.size() ? '=' : alphabet[(group >> (18 - 6 * j)) & 63U];
    }
    return result;
}

std::optional<std::string> fromBase64(std::string_view text)
{
    if (text.size() % 4 != 0)
        return std::nullopt;
    std::string result;
    for (std::size_t i = 0; i < text.size(); i += 4) {
        std::uint32_t group = 0;
        std::size_t padding = 0;
        for (std::size_t j = 0; j < 4; ++j) {
            const char c = text[i + j];
            const std::size_t value = alphabet.find(c);
            const bool isPadding = c == '=' && i + 4 == text.size() && j >= 2;
            if ((value == std::string_view::npos && !isPadding) || (padding > 0 && !isPadding))
                return std::nullopt;
            padding += isPadding ? 1 : 0;
            group = (group << 6U) | (isPadding ? 0U : static_cast<std::uint32_t>(value));
        }
        for (std::size_t j = 0; j + padding < 3; ++j)
            result += static_cast<char>((group >> (16 - 8 * j)) & 255U);
    }
    return result;
}

} // namespace signalbox::kql
