#include "core/kql/saved/saved_queries.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/kql/saved/hidden_text.h"

namespace signalbox::kql {

namespace {

constexpr std::size_t longestName = 120;

std::string subjectOf(const QueryDraft &draft)
{
    return draft.folder.empty() ? "query/" + draft.name
                                : fmt::format("query/{}/{}", draft.folder, draft.name);
}

std::string jsonOf(const QueryDraft &draft)
{
    return Json{{"folder", draft.folder},
                {"name", draft.name},
                {"text", draft.text},
                {"description", draft.description}}
        .dump();
}

Status checkName(std::string_view what, std::string_view name)
{
    if (trimmed(name) == name && name.size() <= longestName && isUtf8(name) &&
        name.find('/') == std::string_view::npos)
        return {};
    return failure(
        ErrorCode::InvalidArgument,
        fmt::format("{} has at most {} characters, no / and no blank at its ends.", what, longestName));
}

Status check(const QueryDraft &draft)
{
    if (draft.name.empty())
        return failure(ErrorCode::InvalidArgument, "Give the query a name.");
    SIGNALBOX_CHECK(checkName("The name of a query", draft.name));
    SIGNALBOX_CHECK(checkName("The name of a folder", draft.folder));
    if (draft.description.size() > longestSavedText || !isUtf8(draft.description))
        return failure(ErrorCode::InvalidArgument, "The description is too long. Shorten it.");
    return checkKeptText(draft.text);
}

SavedQuery readRow(const SQLite::Statement &row)
{
    return {.id = row.getColumn(0).getInt64(),
            .query = {.folder = row.getColumn(1).getString(),
                      .name = row.getColumn(2).getString(),
                      .text = row.getColumn(3).getString(),
                      .description = row.getColumn(4).getString()},
            .saved = TimePoint(Ticks(row.getColumn(5).getInt64())),
            .savedBy = row.getColumn(6).getString()};
}

constexpr const char *select =
    "SELECT id, folder, name, text, description, saved, saved_by FROM saved_queries";

Result<SavedQuery> find(SQLite::Database &db, std::int64_t id)
{
    SQLite::Statement row(db, fmt::format("{} WHERE id = ?", select));
    row.bind(1, id);
    if (!row.executeStep())
        return failure(ErrorCode::NotFound,
                       "Somebody has deleted this query meanwhile. Save it under a name.");
    return readRow(row);
}

Status checkFree(SQLite::Database &db, const QueryDraft &draft, std::int64_t self)
{
    SQLite::Statement row(db, "SELECT id FROM saved_queries WHERE folder = ? AND name = ? AND id <> ?");
    row.bind(1, draft.folder);
    row.bind(2, draft.name);
    row.bind(3, self);
    if (!row.executeStep())
        return {};
    return failure(ErrorCode::AlreadyExists,
                   draft.folder.empty()
                       ? fmt::format("There is a query '{}' already. Choose another name.", draft.name)
                       : fmt::format("The folder '{}' has a query '{}' already. Choose another name.",
                                     draft.folder, draft.name));
}

} // namespace

Status checkKeptText(std::string_view text)
{
    if (trimmed(text).empty())
        return failure(ErrorCode::InvalidArgument, "There is no query yet. Write one first.");
    if (text.size() > longestSavedText || !isUtf8(text))
        return failure(ErrorCode::InvalidArgument,
                       fmt::format("The text of a query that is kept has at most {} kB. Shorten it.",
                                   longestSavedText / 1000));
    if (hasHiddenText(text))
        return failure(ErrorCode::InvalidArgument,
                       "The query has a hidden text (h\"…\"), which every member could read here. Take it "
                       "out first.");
    return {};
}

Result<std::vector<SavedQuery>> listSavedQueries(const store::Store &store)
{
    return store.read([](SQLite::Database &db) -> Result<std::vector<SavedQuery>> {
        std::vector<SavedQuery> queries;
        SQLite::Statement row(db, fmt::format("{} ORDER BY folder, name", select));
        while (row.executeStep())
            queries.push_back(readRow(row));
        return queries;
    });
}

Result<std::int64_t> saveQuery(store::Store &store, const store::Actor &actor, const QueryDraft &draft)
{
    SIGNALBOX_CHECK(check(draft));
    return store.change(
        actor, store::Permission::Operate, [&](store::Change &change) -> Result<std::int64_t> {
            SIGNALBOX_CHECK(checkFree(change.db, draft, 0));
            SQLite::Statement insert(change.db,
                                     "INSERT INTO saved_queries(folder, name, text, description, saved, "
                                     "saved_by) VALUES(?, ?, ?, ?, ?, ?)");
            insert.bind(1, draft.folder);
            insert.bind(2, draft.name);
            insert.bind(3, draft.text);
            insert.bind(4, draft.description);
            insert.bind(5, change.now.time_since_epoch().count());
            insert.bind(6, change.actor.name);
            insert.exec();
            change.audit({.action = "query.saved", .subject = subjectOf(draft), .after = jsonOf(draft)});
            return change.db.getLastInsertRowid();
        });
}

Status changeQuery(store::Store &store, const store::Actor &actor, std::int64_t id, const QueryDraft &draft)
{
    SIGNALBOX_CHECK(check(draft));
    return store.change(actor, store::Permission::Operate, [&](store::Change &change) -> Status {
        SIGNALBOX_TRY(const SavedQuery before, find(change.db, id));
        SIGNALBOX_CHECK(checkFree(change.db, draft, id));
        SQLite::Statement update(change.db,
                                 "UPDATE saved_queries SET folder = ?, name = ?, text = ?, description = ?, "
                                 "saved = ?, saved_by = ? WHERE id = ?");
        update.bind(1, draft.folder);
        update.bind(2, draft.name);
        update.bind(3, draft.text);
        update.bind(4, draft.description);
        update.bind(5, change.now.time_since_epoch().count());
        update.bind(6, change.actor.name);
        update.bind(7, id);
        update.exec();
        change.audit({.action = "query.changed",
                      .subject = subjectOf(draft),
                      .before = jsonOf(before.query),
                      .after = jsonOf(draft)});
        return {};
    });
}

Status deleteQuery(store::Store &store, const store::Actor &actor, std::int64_t id)
{
    return store.change(actor, store::Permission::Operate, [&](store::Change &change) -> Status {
        SIGNALBOX_TRY(const SavedQuery before, find(change.db, id));
        SQLite::Statement remove(change.db, "DELETE FROM saved_queries WHERE id = ?");
        remove.bind(1, id);
        remove.exec();
        change.audit(
            {.action = "query.deleted", .subject = subjectOf(before.query), .before = jsonOf(before.query)});
        return {};
    });
}

} // namespace signalbox::kql
