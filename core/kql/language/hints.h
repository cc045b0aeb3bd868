// Help at a place of a query: the parameters of the call around the cursor, and what the word under the mouse
// is. From the registry, the binder and the words of the language. Values; thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/catalog.h"
#include "core/kql/syntax/span.h"

namespace signalbox::kql {

struct SignatureHint
{
    std::string name = {};
    std::vector<std::string> parameters = {}; // as they are shown: "source", "[length]", "…"
    std::size_t current = 0;                  // the parameter that the cursor is at
    std::string help = {};
    std::size_t open = 0; // offset of the call's bracket in the text
};

// None outside of calls and for names that are not known.
[[nodiscard]] std::optional<SignatureHint> signatureAt(std::string_view text, std::size_t offset,
                                                       const Catalog &catalog);

struct WordHelp
{
    Span span = {};         // of the word in the text
    std::string title = {}; // "duration: real", "strlen(text)", "where"
    std::string help = {};  // a sentence or the columns of a table, "" if there is none
};

// None at blanks, literals and names that mean nothing there.
[[nodiscard]] std::optional<WordHelp> describe(std::string_view text, std::size_t offset,
                                               const Catalog &catalog);

} // namespace signalbox::kql
