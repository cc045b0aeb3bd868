// The columns and the names of `let` that an expression at the cursor may use, found by binding what stands
// before it. Mistakes in single operators before the cursor are passed over. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "core/kql/catalog.h"
#include "core/kql/language/cursor_scan.h"

namespace signalbox::kql {

// The columns of the rows that the operator at the cursor gets. Empty where there are no rows.
[[nodiscard]] Schema rowSchema(const CursorScan &scan, const Catalog &catalog);

// The columns of the table that `join … (…) on` and `lookup` take on the right; empty if unknown.
[[nodiscard]] Schema rightSchema(const CursorScan &scan, const Catalog &catalog);

struct DefinedName
{
    enum class Kind : std::uint8_t { Table, Value, Function };

    std::string name = {};
    Kind kind = Kind::Value;
    std::vector<std::string> parameters = {}; // of a Function, as written: "limit:long"
    std::vector<std::string> columns = {};    // of a Table
};

// What `let` and the parameters of functions define before the cursor, the latest first.
[[nodiscard]] std::vector<DefinedName> definedNames(const CursorScan &scan, const Catalog &catalog);

} // namespace signalbox::kql
