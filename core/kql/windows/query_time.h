// What the text of a query says of time, seen without running it: whether it chooses its times itself, and
// how far back it looks. Used by the time-range picker and by comparisons. Pure functions; any text is fine.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/clock.h"

namespace signalbox::kql {

// Whether the query compares `timestamp` with something, or looks back with ago(): a window from outside
// would then cut what it asks for.
[[nodiscard]] bool choosesItsTime(std::string_view query);

// The longest literal in ago(…); none if there is none.
[[nodiscard]] std::optional<Ticks> longestAgo(std::string_view query);

} // namespace signalbox::kql
