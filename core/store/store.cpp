#include "core/store/store.h"

#include <filesystem>
#include <mutex>
#include <system_error>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/store/audit.h"
#include "core/store/database_file.h"
#include "core/store/members.h"
#include "core/store/migrations.h"

namespace signalbox::store {

namespace fs = std::filesystem;

namespace {

constexpr int busyTimeoutMs = 5000;

std::unique_ptr<SQLite::Database> connect(const fs::path &file, int flags)
{
    auto db = std::make_unique<SQLite::Database>(toUtf8(file), flags, busyTimeoutMs);
    db->exec("PRAGMA journal_mode = WAL");
    db->exec("PRAGMA synchronous = FULL");
    db->exec("PRAGMA foreign_keys = ON");
    db->exec("PRAGMA trusted_schema = OFF");
    return db;
}

// Runs `body` and turns what SQLite throws into an Error.
template<typename Body>
Status guarded(const fs::path &file, Body &&body)
{
    try {
        return body();
    } catch (const SQLite::Exception &exception) {
        return std::unexpected(errorOf(exception, file));
    }
}

WorkspaceInfo readInfo(SQLite::Database &db)
{
    const auto value = [&db](const char *key) {
        SQLite::Statement row(db, "SELECT value FROM meta WHERE key = ?");
        row.bind(1, key);
        return row.executeStep() ? row.getColumn(0).getString() : std::string();
    };
    WorkspaceInfo info{
        .id = value("id"), .name = value("name"), .kind = WorkspaceKind::Personal, .created = {}};
    if (value("kind") == "team")
        info.kind = WorkspaceKind::Team;
    if (const auto created = fromIso8601(value("created")))
        info.created = *created;
    return info;
}

} // namespace

void Change::audit(AuditDraft draft)
{
    m_draft = std::move(draft);
    ++m_drafts;
}

struct Store::State
{
    fs::path folder;
    fs::path file;
    const Clock *clock = nullptr;
    WorkspaceInfo info;

    std::mutex writing; // guards writer
    std::unique_ptr<SQLite::Database> writer;

    std::mutex watching; // guards watcher, which never writes so that its data_version sees every commit
    std::unique_ptr<SQLite::Database> watcher;

    std::mutex pooling; // guards idleReaders
    std::vector<std::unique_ptr<SQLite::Database>> idleReaders;

    std::unique_ptr<SQLite::Database> takeReader()
    {
        {
            const std::scoped_lock lock(pooling);
            if (!idleReaders.empty()) {
                auto reader = std::move(idleReaders.back());
                idleReaders.pop_back();
                return reader;
            }
        }
        auto reader = connect(file, SQLite::OPEN_READWRITE);
        reader->exec("PRAGMA query_only = ON");
        return reader;
    }

    void giveBack(std::unique_ptr<SQLite::Database> reader)
    {
        const std::scoped_lock lock(pooling);
        idleReaders.push_back(std::move(reader));
    }
};

Store::Store(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}

Store::~Store() = default;

namespace {

std::unexpected<Error> alreadyThere(const fs::path &file)
{
    return failure(
        ErrorCode::AlreadyExists,
        fmt::format("There is already a workspace in '{}'. Open it instead.", toUtf8(file.parent_path())));
}

// A link never replaces what another process has put there meanwhile; where the file system has none, a
// rename.
Status placeWithoutReplacing(const fs::path &made, const fs::path &file)
{
    std::error_code error;
    fs::create_hard_link(made, file, error);
    const bool taken = error == std::errc::file_exists;
    if (!error || taken) {
        std::error_code ignored;
        fs::remove(made, ignored);
    } else {
        fs::rename(made, file, error);
    }
    if (taken)
        return alreadyThere(file);
    if (error)
        return failure(ErrorCode::Io, fmt::format("'{}' cannot be made: {}.", toUtf8(file), error.message()));
    return {};
}

} // namespace

Result<std::unique_ptr<Store>> Store::create(const fs::path &folder, const NewWorkspace &workspace,
                                             const Clock &clock)
{
    const fs::path file = folder / databaseFileName;
    std::error_code error;
    if (fs::exists(file, error))
        return alreadyThere(file);
    if (workspace.name.empty() || workspace.administrator.empty())
        return failure(ErrorCode::InvalidArgument, "A workspace needs a name and an administrator.");
    fs::create_directories(folder / "artifacts", error);
    if (error)
        return failure(ErrorCode::Io,
                       fmt::format("The folder '{}' cannot be made: {}.", toUtf8(folder), error.message()));

    // Made beside its place and renamed, so that a crash leaves no half-made workspace.
    const fs::path half = folder / fmt::format("workspace.{}.part", randomHex(4));
    const Status made = guarded(half, [&]() -> Status {
        SQLite::Database db(toUtf8(half), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busyTimeoutMs);
        migrate(db, newestVersion());
        SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
        Change change(db, Actor::member(workspace.administrator), clock.now());
        const auto put = [&db](const char *key, const std::string &value) {
            SQLite::Statement insert(db, "INSERT INTO meta(key, value) VALUES(?, ?)");
            insert.bind(1, key);
            insert.bind(2, value);
            insert.exec();
        };
        const bool team = workspace.kind == WorkspaceKind::Team;
        put("id", randomHex(16));
        put("name", workspace.name);
        put("kind", team ? "team" : "personal");
        put("created", toIso8601(change.now));
        putMember(change, workspace.administrator, Role::Administrator);
        putSetting(change, secondPersonSetting, team ? "on" : "off");
        appendAudit(db, change,
                    {.action = "workspace.created",
                     .subject = workspace.name,
                     .after = fmt::format(R"({{"kind":"{}"}})", team ? "team" : "personal")});
        transaction.commit();
        return {};
    });
    if (!made) {
        fs::remove(half, error);
        return std::unexpected(made.error());
    }
    if (const Status placed = placeWithoutReplacing(half, file); !placed)
        return std::unexpected(placed.error());
    return openChecked(folder, clock);
}

Result<std::unique_ptr<Store>> Store::open(const fs::path &folder, const Clock &clock)
{
    const fs::path file = folder / databaseFileName;
    std::error_code ignored;
    if (!fs::exists(file, ignored))
        return failure(ErrorCode::NotFound,
                       fmt::format("There is no workspace in '{}'. Choose another folder or make one with "
                                   "'signalboxctl workspace create'.",
                                   toUtf8(folder)));
    SIGNALBOX_CHECK(inspectDatabaseFile(
        file,
        {.applicationId = applicationId, .newestVersion = newestVersion(), .what = "Signalbox workspace"}));
    return openChecked(folder, clock);
}

Result<std::unique_ptr<Store>> Store::openChecked(const fs::path &folder, const Clock &clock)
{
    auto state = std::make_unique<State>();
    state->folder = folder;
    state->file = folder / databaseFileName;
    state->clock = &clock;
    SIGNALBOX_CHECK(guarded(state->file, [&]() -> Status {
        state->writer = connect(state->file, SQLite::OPEN_READWRITE);
        const int version = state->writer->execAndGet("PRAGMA user_version").getInt();
        if (version > newestVersion()) // known only to the log of a newer Signalbox that is running now
            return failure(ErrorCode::FailedPrecondition,
                           "A newer Signalbox has this workspace open. Update Signalbox to open it.");
        if (version < newestVersion()) {
            migrate(*state->writer, newestVersion());
            state->writer->exec("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        state->watcher = connect(state->file, SQLite::OPEN_READWRITE);
        state->info = readInfo(*state->writer);
        return {};
    }));
    return std::unique_ptr<Store>(new Store(std::move(state)));
}

const fs::path &Store::folder() const
{
    return m_state->folder;
}

const Clock &Store::clock() const
{
    return *m_state->clock;
}

const WorkspaceInfo &Store::info() const
{
    return m_state->info;
}

Status Store::readWith(const std::function<Status(SQLite::Database &)> &body) const
{
    return guarded(m_state->file, [&]() -> Status {
        auto reader = m_state->takeReader();
        Status status;
        {
            SQLite::Transaction snapshot(*reader, SQLite::TransactionBehavior::DEFERRED);
            status = body(*reader);
        }
        m_state->giveBack(std::move(reader));
        return status;
    });
}

Status Store::changeWith(const Actor &actor, Permission permission,
                         const std::function<Status(Change &)> &body)
{
    return observeWith([&](SQLite::Database &db) -> Status {
        if (!actor.isReconciler)
            SIGNALBOX_CHECK(checkPermission(db, actor.name, permission));
        Change change(db, actor, clock().now());
        SIGNALBOX_CHECK(body(change));
        if (change.m_drafts != 1 || change.m_draft.action.empty())
            return failure(
                ErrorCode::Internal,
                fmt::format("A command wrote {} audit entries; it must write one.", change.m_drafts));
        appendAudit(db, change, change.m_draft);
        return {};
    });
}

Status Store::observeWith(const std::function<Status(SQLite::Database &)> &body)
{
    const std::scoped_lock lock(m_state->writing);
    return guarded(m_state->file, [&]() -> Status {
        SQLite::Transaction transaction(*m_state->writer, SQLite::TransactionBehavior::IMMEDIATE);
        SIGNALBOX_CHECK(body(*m_state->writer));
        transaction.commit();
        return {};
    });
}

Result<std::int64_t> Store::dataVersion() const
{
    const std::scoped_lock lock(m_state->watching);
    std::int64_t version = 0;
    SIGNALBOX_CHECK(guarded(m_state->file, [&]() -> Status {
        version = m_state->watcher->execAndGet("PRAGMA data_version").getInt64();
        return {};
    }));
    return version;
}

Result<std::string> Store::checkIntegrity(const std::function<bool()> &cancelled) const
{
    std::string finding;
    SIGNALBOX_CHECK(readWith([&](SQLite::Database &db) -> Status {
        const auto handler = [](void *context) {
            return (*static_cast<const std::function<bool()> *>(context))() ? 1 : 0;
        };
        if (cancelled)
            sqlite3_progress_handler(db.getHandle(), 10'000, handler,
                                     const_cast<std::function<bool()> *>(&cancelled));
        try {
            finding = db.execAndGet("PRAGMA integrity_check(1)").getString();
        } catch (...) {
            sqlite3_progress_handler(db.getHandle(), 0, nullptr, nullptr);
            throw;
        }
        sqlite3_progress_handler(db.getHandle(), 0, nullptr, nullptr);
        return {};
    }));
    return finding == "ok" ? std::string() : finding;
}

} // namespace signalbox::store
