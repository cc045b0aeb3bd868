// The names and words that may be written at a cursor, gathered by kind. Only completion uses it: what
// belongs at which place is decided there. The smaller a group, the likelier its members. One thread at a
// time.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/language/completion.h"
#include "core/kql/language/cursor_scan.h"
#include "core/kql/language/row_schema.h"
#include "core/kql/language/vocabulary.h"

namespace signalbox::kql {

class Candidates
{
public:
    // Both must outlive the object.
    Candidates(const CursorScan &scan, const Catalog &catalog)
        : m_scan(scan)
        , m_catalog(catalog)
    {
    }

    void add(CompletionItem item);
    void addChoices(std::span<const Choice> choices, CompletionKind kind, int group,
                    std::string_view behind = {});
    void addKeywords(std::initializer_list<Choice> choices, int group);
    void addColumns(const Schema &schema, int group, bool dynamicFirst = false);
    void addTables(int group);
    // Names of `let`; functions of the query always.
    void addDefined(bool tables, bool values, int group);
    void addCall(const std::string &name, std::span<const std::string> parameters, std::string help,
                 CompletionKind kind, int group);
    void addFunctions(int group);
    void addAggregates(int group);
    void addOperators(bool source, std::string_view before = {});
    // and, has, between …
    void addWordOperators();

    // The rows that the operator at the cursor gets; bound when first asked for.
    [[nodiscard]] const Schema &rows();

    // Those that answer the letters typed so far, best first, each once. Call once.
    [[nodiscard]] std::vector<CompletionItem> matching(std::string_view typed);

private:
    const CursorScan &m_scan;
    const Catalog &m_catalog;
    std::optional<Schema> m_rows = {};
    std::vector<CompletionItem> m_items = {};
};

} // namespace signalbox::kql
