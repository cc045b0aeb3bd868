// Base64 and percent encoding of texts, byte arrays and guids.
#include <array>
#include <cctype>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kql/functions/base64.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"

namespace signalbox::kql {

namespace {

Value bytesOf(std::string_view text)
{
    Value::Array bytes;
    for (const char c : text)
        bytes.push_back(Value::ofLong(static_cast<unsigned char>(c)));
    return Value::ofArray(std::move(bytes));
}

// A guid's first three groups are stored with their lowest byte first.
constexpr std::array<std::size_t, 16> guidOrder{3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};

std::string bytesOfGuid(std::string_view guid)
{
    std::string digits;
    for (const char c : guid) {
        if (c != '-')
            digits += c;
    }
    std::string bytes(16, '\0');
    for (std::size_t i = 0; i < 16; ++i)
        bytes[i] = static_cast<char>(std::stoi(digits.substr(2 * guidOrder[i], 2), nullptr, 16));
    return bytes;
}

std::optional<Guid> guidOfBytes(std::string_view bytes)
{
    if (bytes.size() != 16)
        return std::nullopt;
    std::string guid;
    for (std::size_t i = 0; i < 16; ++i) {
        guid += i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "";
        guid += fmt::format("{:02x}", static_cast<unsigned char>(bytes[guidOrder[i]]));
    }
    return Guid{std::move(guid)};
}

std::string encodedUrl(std::string_view text, std::string_view blank)
{
    std::string result;
    for (const char c : text) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 ||
            std::string_view("-_.!*()~").find(c) != std::string_view::npos)
            result += c;
        else if (c == ' ')
            result += blank;
        else
            result += fmt::format("%{:02x}", static_cast<unsigned char>(c));
    }
    return result;
}

std::string decodedUrl(std::string_view text)
{
    const auto digit = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; };
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) && digit(text[i + 2])) {
            result += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        } else {
            result += text[i] == '+' ? ' ' : text[i];
        }
    }
    return result;
}

void addBase64(FunctionRegistry &registry)
{
    registry.add("base64_encode_tostring", {"text"}, "A text as base64.",
                 {pointwise([](std::string_view text) { return toBase64(text); })});
    registry.addOldSpelling("base64_encodestring", "base64_encode_tostring");
    registry.add("base64_decode_tostring", {"base64"},
                 "The text that base64 stands for; empty if it is not UTF-8.",
                 {pointwise([](std::string_view text) {
                     auto bytes = fromBase64(text);
                     return bytes && isUtf8(*bytes) ? *std::move(bytes) : std::string();
                 })});
    registry.addOldSpelling("base64_decodestring", "base64_decode_tostring");
    registry.add("base64_decode_toarray", {"base64"}, "The bytes that base64 stands for.",
                 {pointwise([](std::string_view text) {
                     const auto bytes = fromBase64(text);
                     return bytes ? bytesOf(*bytes) : Value();
                 })});
    registry.add("base64_encode_fromarray", {"bytes"}, "An array of bytes as base64.",
                 {pointwise([](const Value &array) {
                     std::string bytes;
                     for (const Value &byte : array.array())
                         bytes += static_cast<char>(byte.whole());
                     return toBase64(bytes);
                 })});
    registry.add("base64_encode_fromguid", {"guid"}, "A guid as base64.",
                 {pointwise([](GuidText guid) { return toBase64(bytesOfGuid(guid.text)); })});
    registry.add("base64_decode_toguid", {"base64"}, "The guid that base64 stands for.",
                 {pointwise([](std::string_view text) -> std::optional<Guid> {
                     const auto bytes = fromBase64(text);
                     return bytes ? guidOfBytes(*bytes) : std::nullopt;
                 })});
}

} // namespace

void addEncoding(FunctionRegistry &registry)
{
    addBase64(registry);
    registry.add("url_encode", {"text"},
                 "A text with percent signs for what a web address does not allow; blanks as +.",
                 {pointwise([](std::string_view text) { return encodedUrl(text, "+"); })});
    registry.add("url_encode_component", {"text"}, "A text as one component of a web address; blanks as %20.",
                 {pointwise([](std::string_view text) { return encodedUrl(text, "%20"); })});
    registry.add("url_decode", {"text"}, "A text with its percent encoding undone.",
                 {pointwise([](std::string_view text) { return decodedUrl(text); })});
}

} // namespace signalbox::kql
