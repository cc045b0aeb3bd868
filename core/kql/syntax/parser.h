// Reads a query into its tree. Used by the engine, by the editor while one types, and by the formatter: the
// tree is always given, with Bad nodes where the text could not be read, and every mistake has a diagnostic.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/kql/syntax/diagnostic.h"
#include "core/kql/syntax/operators.h"
#include "core/kql/syntax/token.h"

namespace signalbox::kql {

struct ParsedQuery
{
    std::vector<Statement> statements;
    std::vector<Diagnostic> diagnostics; // in the order of the text; empty if the query is well formed
    Tokens tokens;

    [[nodiscard]] bool ok() const { return diagnostics.empty(); }
};

// Offsets in the result are offsets in `text`. Thread-safe.
[[nodiscard]] ParsedQuery parseQuery(std::string_view text);

// The parts of an editor's text that blank lines separate, each with its own statements; blank lines inside
// brackets or texts, and after `;`, separate nothing.
[[nodiscard]] std::vector<Span> queryBlocks(std::string_view text);

} // namespace signalbox::kql
