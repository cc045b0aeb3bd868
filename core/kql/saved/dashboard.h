// The workspace's dashboard: queries that were pinned, in their order, each with its chart, its window of
// time and how often it is run again. Each change is one audited transaction. Thread-safe as the Store is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/store.h"

namespace signalbox::kql {

struct TileDraft
{
    std::string title = {};
    std::string text = {};
    std::string chart = {};        // as after `render`; "" as the query says
    Ticks range = Ticks::zero();   // back from now; zero: as the query says
    Ticks refresh = Ticks::zero(); // zero: only when it is asked for

    friend bool operator==(const TileDraft &, const TileDraft &) = default;
};

struct Tile
{
    std::int64_t id = 0;
    TileDraft tile = {};
    TimePoint pinned = {}; // last changed
    std::string pinnedBy = {};

    friend bool operator==(const Tile &, const Tile &) = default;
};

inline constexpr std::size_t mostTiles = 60;

// In the order of the dashboard.
[[nodiscard]] Result<std::vector<Tile>> listTiles(const store::Store &store);

// Adds a tile before the tile `before`, or at the end for 0, and returns its id. InvalidArgument as
// saveQuery, ResourceExhausted for one tile more than mostTiles.
[[nodiscard]] Result<std::int64_t> pinTile(store::Store &store, const store::Actor &actor,
                                           const TileDraft &draft, std::int64_t before = 0);
[[nodiscard]] Status changeTile(store::Store &store, const store::Actor &actor, std::int64_t id,
                                const TileDraft &draft);
// To the place before the tile `before`, or to the end for 0. NotFound if either is gone.
[[nodiscard]] Status moveTile(store::Store &store, const store::Actor &actor, std::int64_t id,
                              std::int64_t before);
[[nodiscard]] Status removeTile(store::Store &store, const store::Actor &actor, std::int64_t id);

} // namespace signalbox::kql
