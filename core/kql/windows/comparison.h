// Two results of one query over two windows of time, as one: "compare with the previous window". Pure
// functions over immutable results.
#pragma once

#include <string_view>

#include "core/base/clock.h"
#include "core/kql/engine.h"

namespace signalbox::kql {

inline constexpr std::string_view windowOfNow = "now";
inline constexpr std::string_view windowBefore = "before";

// The tables of `now` with the rows of `before` after their own, told apart by a column `window` (with a
// number if there is one of that name), whose datetimes are moved by `offset` so that both lie over each
// other. A table that `before` has with other columns, or not at all, has only its own rows.
[[nodiscard]] QueryResult besideBefore(QueryResult now, const QueryResult &before, Ticks offset);

} // namespace signalbox::kql
