// The words of a query. The parser reads them, the editor colours by them; blanks and comments are the gaps
// between them, and comments are listed apart.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/syntax/diagnostic.h"
#include "core/kql/syntax/span.h"

namespace signalbox::kql {

enum class TokenKind : std::uint8_t {
    End,
    Word,         // names, keywords and word operators with their signs: !has, in~
    Integer,      // 42, 0x1F
    Real,         // 1.5, 2e3
    TimeSpan,     // 1d, 1.5h, 10ms
    String,       // any of the quoted forms
    TypedLiteral, // datetime(2020-01-01), real(nan), dynamic({...})
    Sign,         // punctuation and operators: ( == .. =>
    Unknown,
};

struct Token
{
    TokenKind kind = TokenKind::End;
    Span span;
};

struct Tokens
{
    std::vector<Token> tokens; // the last is End, at the end of the text
    std::vector<Span> comments;
    std::vector<Diagnostic> diagnostics;
};

// Never fails: what cannot be read is an Unknown token with a diagnostic. At most 4 GB of text.
[[nodiscard]] Tokens tokenize(std::string_view text);

// The value of one String token.
[[nodiscard]] std::string decodeString(std::string_view token);

// Whether the String token is written h"…" and should not be shown in logs.
[[nodiscard]] bool isObfuscated(std::string_view token);

} // namespace signalbox::kql
