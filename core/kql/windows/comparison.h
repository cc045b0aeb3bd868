// Two results of one query over two windows of time, as one: "compare with the previous window". Pure
// functions over immutable results.
#pragma once

#include <memory>
#include <string_view>

#include "core/base/clock.h"
#include "core/kql/engine.h"

namespace signalbox::kql {

inline constexpr std::string_view windowOfNow = "now";
inline constexpr std::string_view windowBefore = "before";

// The tables of `now` with the rows of `before` after their own, told apart by a column `window` (with a
// number if there is one of that name), whose datetimes are moved by `offset` so that both lie over each
// other. A table that `before` has with other columns, or not at all, has only its own rows. Charts name
// their series by the window too. The statistics are those of both.
[[nodiscard]] QueryResult besideBefore(QueryResult now, const QueryResult &before, Ticks offset);

// Runs the query over `window` of `catalog`, and once more as if everything were `offset` earlier: the window
// and now(). `window.to` ends both, also where the query only says since when. Fails as runQuery does.
[[nodiscard]] Result<QueryResult> runBesideBefore(std::string_view text,
                                                  const std::shared_ptr<const Catalog> &catalog,
                                                  const telemetry::TimeRange &window, Ticks offset,
                                                  const QueryOptions &options);

} // namespace signalbox::kql
