// Brackets of a query outside of texts and comments: for the editor's highlight of pairs and its indentation.
// Pure.
#pragma once

#include <optional>
#include <string_view>

#include "core/kql/syntax/token.h"

namespace signalbox::kql {

struct BracketPair
{
    Span open;
    Span close;
    bool matched = false; // else `close` equals `open`, which has no partner

    friend bool operator==(const BracketPair &, const BracketPair &) = default;
};

// The pair of the bracket that stands before or behind `offset`; none if there is none.
[[nodiscard]] std::optional<BracketPair> bracketAt(std::string_view text, std::size_t offset);

[[nodiscard]] bool opensBracket(std::string_view sign);
[[nodiscard]] bool closesBracket(std::string_view sign);

} // namespace signalbox::kql
