// A query as the formatter sees it: words, comments and brackets with what is inside. Only the formatter uses
// it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/kql/syntax/token.h"

namespace signalbox::kql {

struct Piece
{
    enum class Kind : std::uint8_t { Word, Comment, Group };

    Kind kind = Kind::Word;
    TokenKind token = TokenKind::Sign; // of a Word
    std::string_view text = {};        // of a Word or Comment; of a Group its opening bracket
    std::string_view close = {};       // of a Group
    bool touches = false;              // nothing stood between it and the piece before
    bool ownLine = false;              // first on its line in the text as it was
    bool blankBefore = false;          // a blank line stood before it
    bool spaced = false;               // a blank belongs before it, set by the rules of spacing
    std::vector<Piece> inside = {};

    [[nodiscard]] bool is(std::string_view word) const { return kind == Kind::Word && text == word; }
    [[nodiscard]] bool isGroup(std::string_view open) const { return kind == Kind::Group && text == open; }
};

// `text` must be well formed. Words joined by hyphens, such as mv-expand, are one piece. The pieces look into
// `text`.
[[nodiscard]] std::vector<Piece> readPieces(std::string_view text, const Tokens &tokens);

// Whether operators stand in it rather than arguments.
[[nodiscard]] bool isPipeline(const std::vector<Piece> &pieces);

// Whether the piece at `at` follows `let name =`.
[[nodiscard]] bool isDefinition(const std::vector<Piece> &pieces, std::size_t at);

// Decides where blanks stand, at all levels.
void setSpaces(std::vector<Piece> &pieces);

} // namespace signalbox::kql
