// What may be written at the cursor, best first: tables, operators, columns of the rows at that place,
// functions, words of the language. For the editor and the command line. Values; thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/catalog.h"
#include "core/kql/syntax/span.h"

namespace signalbox::kql {

enum class CompletionKind : std::uint8_t {
    Table,
    Column,
    Operator,
    Function,
    Aggregate,
    Keyword,
    Plugin,
    Type,
    Value, // a let, a property's value, a chart
};

struct CompletionItem
{
    std::string label = {};
    std::string insert = {};      // what takes the place of the word typed so far
    std::size_t caretFromEnd = 0; // bytes from the end of `insert` where the cursor goes
    CompletionKind kind = CompletionKind::Keyword;
    std::string detail = {}; // type, signature or number of columns
    std::string help = {};   // one sentence, "" if none
    int group = 0;           // 0 is likeliest at this place
};

struct Completion
{
    Span replaced = {}; // the word typed so far, in the whole text
    std::vector<CompletionItem> items = {};
};

// No items in comments, texts and where only a new name or number can stand.
[[nodiscard]] Completion complete(std::string_view text, std::size_t offset, const Catalog &catalog);

} // namespace signalbox::kql
