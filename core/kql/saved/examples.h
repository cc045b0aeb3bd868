// The queries that come with Signalbox, for whoever is on call and for learning the language: read-only, in
// folders, over the tables that every workspace has. Immutable.
#pragma once

#include <vector>

#include "core/kql/saved/saved_queries.h"

namespace signalbox::kql {

// In the order in which they are listed; folders stand together.
[[nodiscard]] const std::vector<QueryDraft> &exampleQueries();

} // namespace signalbox::kql
