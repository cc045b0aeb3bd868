// Letters beyond ASCII, by utf8proc: the case-insensitive operators, tolower and toupper, and counting
// characters. ASCII takes a short way. Text that is not UTF-8 is taken byte by byte. Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::kql {

[[nodiscard]] bool isAscii(std::string_view text);

// The same letters in lower or upper case, one code point for one; lower case is also the form in which
// operators that ignore case compare.
[[nodiscard]] std::string lowerCase(std::string_view text);
[[nodiscard]] std::string upperCase(std::string_view text);

[[nodiscard]] std::size_t countCodePoints(std::string_view text);
// Takes the first code point off `text`, which is not empty.
std::int32_t takeCodePoint(std::string_view &text);
void appendCodePoint(std::string &text, std::int32_t codePoint);
// Byte offset of code point `index`, or the size of `text` if it has fewer.
[[nodiscard]] std::size_t offsetOf(std::string_view text, std::size_t index);

// Whether a code point is part of a term: a letter or a digit of any alphabet.
[[nodiscard]] bool isTermCharacter(std::int32_t codePoint);
// The same for the code point that begins at `offset`, or that ends before it.
[[nodiscard]] bool isTermCharacterAt(std::string_view text, std::size_t offset);
[[nodiscard]] bool isTermCharacterBefore(std::string_view text, std::size_t offset);

} // namespace signalbox::kql
