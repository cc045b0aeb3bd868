// The mistakes in all statements of an editor's text, as one types. Thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "core/kql/catalog.h"
#include "core/kql/syntax/diagnostic.h"

namespace signalbox::kql {

// Each part between blank lines is checked for itself; definitions without a query behind them are no
// mistake. Without a catalog only what is wrong with the language is found.
[[nodiscard]] std::vector<Diagnostic> checkText(std::string_view text, const Catalog *catalog);

} // namespace signalbox::kql
