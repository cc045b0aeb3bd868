// Rows in memory as a table, such as the result of an earlier query or an opened file, and a catalog that
// lays such tables over another one. Immutable, thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/catalog.h"
#include "core/kql/engine.h"

namespace signalbox::kql {

// The batches have the columns of `schema`.
[[nodiscard]] TablePtr memoryTable(Schema schema, Batches batches);
// Shares the rows of `result`.
[[nodiscard]] TablePtr resultTable(const ResultTable &result);

// `tables` by their names hide tables of the same name in `below`, which may be null.
using NamedTables = std::map<std::string, TablePtr, std::less<>>;
[[nodiscard]] std::shared_ptr<const Catalog> layeredCatalog(NamedTables tables,
                                                            std::shared_ptr<const Catalog> below);

} // namespace signalbox::kql
