// What each piece of a query is, for the colours of an editor: from the lexer's words and the names that the
// registry and the catalog know. Line by line, so that a keystroke costs one line. Values; thread-safe.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/catalog.h"
#include "core/kql/syntax/span.h"

namespace signalbox::kql {

enum class TextClass : std::uint8_t {
    Operator,  // a tabular operator: where, summarize
    Keyword,   // by, and, has, kind, inner
    Function,  // ago( and functions of the query
    Aggregate, // countif(
    Plugin,    // of evaluate
    Type,      // after a colon and in typeof()
    String,
    Number, // also times and other literals with a type
    Comment,
    Punctuation,
    Table,
    Column,
    Error, // has no meaning in a query
};

struct ClassSpan
{
    Span span;
    TextClass kind = TextClass::Punctuation;

    friend bool operator==(const ClassSpan &, const ClassSpan &) = default;
};

// The names that tables and their columns have anywhere in a catalog.
struct KnownNames
{
    std::set<std::string, std::less<>> tables;
    std::set<std::string, std::less<>> columns;
};

[[nodiscard]] KnownNames knownNames(const Catalog &catalog);

// What a line must know of those before it. Fits an int, as editors keep one for each line.
struct LineState
{
    char fence = 0;             // '`' or '~' inside a text of several lines, else 0
    bool afterBar = false;      // the line before ends with '|'
    std::uint8_t operation = 0; // 1 + place in operatorWords() of the operator that goes on, 0 for none

    [[nodiscard]] int toInt() const;
    [[nodiscard]] static LineState fromInt(int number);

    friend bool operator==(const LineState &, const LineState &) = default;
};

// The pieces of one line, in order, without those that are just names. `state` becomes that of the next line.
[[nodiscard]] std::vector<ClassSpan> classifyLine(std::string_view line, LineState &state,
                                                  const KnownNames &names);

// The same for a whole text.
[[nodiscard]] std::vector<ClassSpan> classify(std::string_view text, const KnownNames &names);

} // namespace signalbox::kql
