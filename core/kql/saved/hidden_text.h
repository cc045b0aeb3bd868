// Hidden texts of a query (h"…"): what may never be kept beyond the run for which it was typed. Used by saved
// queries, the history and the tabs that survive a restart. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace signalbox::kql {

[[nodiscard]] bool hasHiddenText(std::string_view query);

// The query with h"***" in the place of each hidden text, also in one that is not complete.
[[nodiscard]] std::string withoutHiddenText(std::string_view query);

} // namespace signalbox::kql
