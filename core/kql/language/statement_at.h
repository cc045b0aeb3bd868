// Which part of an editor's text runs when one asks for the statement at the cursor. Pure.
#pragma once

#include <string>
#include <string_view>

#include "core/kql/syntax/span.h"

namespace signalbox::kql {

struct RunnableStatement
{
    Span span = {};  // from the first definition that belongs to it to the end of the query
    Span query = {}; // the query alone, for the marker beside the lines
    // The text of `span` with the other queries in it blanked, so that offsets in an error are offsets from
    // span.begin. Empty if there is nothing to run.
    std::string text = {};
};

// Blank lines separate statements, and so does ';'; `let`, `set` and `declare` belong to every query behind
// them up to the next blank line. At a definition, the query that follows it is meant.
[[nodiscard]] RunnableStatement statementAt(std::string_view text, std::size_t offset);

} // namespace signalbox::kql
