#include "core/kql/saved/dashboard.h"

#include <algorithm>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/kql/saved/saved_queries.h"

namespace signalbox::kql {

namespace {

constexpr std::size_t longestTitle = 120;

std::string jsonOf(const TileDraft &draft)
{
    return Json{{"title", draft.title},
                {"text", draft.text},
                {"chart", draft.chart},
                {"range_seconds", std::chrono::duration_cast<std::chrono::seconds>(draft.range).count()},
                {"refresh_seconds", std::chrono::duration_cast<std::chrono::seconds>(draft.refresh).count()}}
        .dump();
}

Status check(const TileDraft &draft)
{
    if (trimmed(draft.title).empty() || draft.title.size() > longestTitle || !isUtf8(draft.title))
        return failure(ErrorCode::InvalidArgument,
                       fmt::format("Give the tile a title of at most {} characters.", longestTitle));
    if (draft.range < Ticks::zero() || draft.refresh < Ticks::zero())
        return failure(ErrorCode::InvalidArgument, "A time of a tile is zero or longer.");
    return checkKeptText(draft.text);
}

std::vector<Tile> readTiles(SQLite::Database &db)
{
    std::vector<Tile> tiles;
    SQLite::Statement row(db, "SELECT id, title, text, chart, range, refresh, pinned, pinned_by "
                              "FROM dashboard_tiles ORDER BY position");
    while (row.executeStep())
        tiles.push_back({.id = row.getColumn(0).getInt64(),
                         .tile = {.title = row.getColumn(1).getString(),
                                  .text = row.getColumn(2).getString(),
                                  .chart = row.getColumn(3).getString(),
                                  .range = Ticks(row.getColumn(4).getInt64()),
                                  .refresh = Ticks(row.getColumn(5).getInt64())},
                         .pinned = TimePoint(Ticks(row.getColumn(6).getInt64())),
                         .pinnedBy = row.getColumn(7).getString()});
    return tiles;
}

Result<Tile> find(const std::vector<Tile> &tiles, std::int64_t id)
{
    const auto found = std::ranges::find(tiles, id, &Tile::id);
    if (found == tiles.end())
        return failure(ErrorCode::NotFound, "Somebody has removed this tile meanwhile.");
    return *found;
}

void writeOrder(SQLite::Database &db, const std::vector<std::int64_t> &order)
{
    SQLite::Statement update(db, "UPDATE dashboard_tiles SET position = ? WHERE id = ?");
    std::int64_t position = 0;
    for (const std::int64_t id : order) {
        update.bind(1, ++position);
        update.bind(2, id);
        update.exec();
        update.reset();
    }
}

// The ids of `tiles` with `id` before `before`, or at the end.
std::vector<std::int64_t> ordered(const std::vector<Tile> &tiles, std::int64_t id, std::int64_t before)
{
    std::vector<std::int64_t> order;
    for (const Tile &tile : tiles) {
        if (tile.id == before)
            order.push_back(id);
        if (tile.id != id)
            order.push_back(tile.id);
    }
    if (std::ranges::find(order, id) == order.end())
        order.push_back(id);
    return order;
}

void bindDraft(SQLite::Statement &statement, const TileDraft &draft, const store::Change &change)
{
    statement.bind(1, draft.title);
    statement.bind(2, draft.text);
    statement.bind(3, draft.chart);
    statement.bind(4, draft.range.count());
    statement.bind(5, draft.refresh.count());
    statement.bind(6, change.now.time_since_epoch().count());
    statement.bind(7, change.actor.name);
}

} // namespace

Result<std::vector<Tile>> listTiles(const store::Store &store)
{
    return store.read([](SQLite::Database &db) -> Result<std::vector<Tile>> { return readTiles(db); });
}

Result<std::int64_t> pinTile(store::Store &store, const store::Actor &actor, const TileDraft &draft,
                             std::int64_t before)
{
    SIGNALBOX_CHECK(check(draft));
    return store.change(
        actor, store::Permission::Operate, [&](store::Change &change) -> Result<std::int64_t> {
            const std::vector<Tile> tiles = readTiles(change.db);
            if (tiles.size() >= mostTiles)
                return failure(
                    ErrorCode::ResourceExhausted,
                    fmt::format("The dashboard is full with {} tiles. Remove one first.", mostTiles));
            SQLite::Statement insert(
                change.db, "INSERT INTO dashboard_tiles(title, text, chart, range, refresh, pinned, "
                           "pinned_by, position) VALUES(?, ?, ?, ?, ?, ?, ?, 0)");
            bindDraft(insert, draft, change);
            insert.exec();
            const std::int64_t id = change.db.getLastInsertRowid();
            writeOrder(change.db, ordered(tiles, id, before));
            change.audit({.action = "tile.pinned", .subject = "tile/" + draft.title, .after = jsonOf(draft)});
            return id;
        });
}

Status changeTile(store::Store &store, const store::Actor &actor, std::int64_t id, const TileDraft &draft)
{
    SIGNALBOX_CHECK(check(draft));
    return store.change(actor, store::Permission::Operate, [&](store::Change &change) -> Status {
        SIGNALBOX_TRY(const Tile before, find(readTiles(change.db), id));
        SQLite::Statement update(change.db,
                                 "UPDATE dashboard_tiles SET title = ?, text = ?, chart = ?, range = ?, "
                                 "refresh = ?, pinned = ?, pinned_by = ? WHERE id = ?");
        bindDraft(update, draft, change);
        update.bind(8, id);
        update.exec();
        change.audit({.action = "tile.changed",
                      .subject = "tile/" + draft.title,
                      .before = jsonOf(before.tile),
                      .after = jsonOf(draft)});
        return {};
    });
}

Status moveTile(store::Store &store, const store::Actor &actor, std::int64_t id, std::int64_t before)
{
    return store.change(actor, store::Permission::Operate, [&](store::Change &change) -> Status {
        const std::vector<Tile> tiles = readTiles(change.db);
        SIGNALBOX_TRY(const Tile tile, find(tiles, id));
        if (before != 0)
            SIGNALBOX_CHECK(find(tiles, before));
        const std::vector<std::int64_t> order = ordered(tiles, id, before == id ? 0 : before);
        writeOrder(change.db, order);
        change.audit({.action = "tile.moved",
                      .subject = "tile/" + tile.tile.title,
                      .after = Json{{"order", order}}.dump()});
        return {};
    });
}

Status removeTile(store::Store &store, const store::Actor &actor, std::int64_t id)
{
    return store.change(actor, store::Permission::Operate, [&](store::Change &change) -> Status {
        SIGNALBOX_TRY(const Tile before, find(readTiles(change.db), id));
        SQLite::Statement remove(change.db, "DELETE FROM dashboard_tiles WHERE id = ?");
        remove.bind(1, id);
        remove.exec();
        change.audit({.action = "tile.removed",
                      .subject = "tile/" + before.tile.title,
                      .before = jsonOf(before.tile)});
        return {};
    });
}

} // namespace signalbox::kql
