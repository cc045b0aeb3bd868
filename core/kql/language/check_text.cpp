#include "core/kql/language/check_text.h"

#include <algorithm>

#include "core/kql/engine.h"
#include "core/kql/syntax/parser.h"

namespace signalbox::kql {

std::vector<Diagnostic> checkText(std::string_view text, const Catalog *catalog)
{
    std::vector<Diagnostic> all;
    for (const Span &block : queryBlocks(text)) {
        const std::string_view part = block.of(text);
        ParsedQuery parsed = parseQuery(part);
        const bool asks = std::ranges::any_of(parsed.statements, [](const Statement &statement) {
            return statement.kind == StatementKind::Query;
        });
        std::vector<Diagnostic> found = std::move(parsed.diagnostics);
        if (found.empty() && asks && catalog != nullptr)
            found = checkQuery(part, *catalog);
        for (Diagnostic &diagnostic : found) {
            diagnostic.span = {.begin = diagnostic.span.begin + block.begin,
                               .end = diagnostic.span.end + block.begin};
            all.push_back(std::move(diagnostic));
        }
    }
    return all;
}

} // namespace signalbox::kql
