// workspace.db: what was decided and what was observed. Every program opens the same file; SQLite's
// write-ahead log lets them read while one writes. A command is one call of change(): it checks the member's
// role, runs, writes exactly one audit entry and commits, or leaves nothing behind.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/actor.h"

namespace SQLite {
class Database;
}

namespace signalbox::store {

// What an audit entry will say. `before` and `after` are JSON text, or empty where there is nothing to tell.
struct AuditDraft
{
    std::string action;  // stable, such as "version.registered": also the name of the event
    std::string subject; // such as "diabetes/5" or "my-endpoint"
    std::string reason = {};
    std::string before = {};
    std::string after = {};
};

// The inside of one command. Lives on the stack of change(); never keep it.
class Change
{
public:
    Change(SQLite::Database &database, Actor who, TimePoint when)
        : db(database)
        , actor(std::move(who))
        , now(when)
    {
    }

    SQLite::Database &db;
    const Actor actor;
    const TimePoint now;

    // Says what is being done. A command that says nothing, or says two things, is refused as a defect.
    void audit(AuditDraft draft);

private:
    friend class Store;
    AuditDraft m_draft;
    int m_drafts = 0;
};

enum class WorkspaceKind : std::uint8_t { Personal, Team };

struct NewWorkspace
{
    std::string name;
    WorkspaceKind kind = WorkspaceKind::Personal;
    std::string administrator; // usually the operating-system user
};

struct WorkspaceInfo
{
    std::string id; // random, for telling copies of a folder apart from another workspace
    std::string name;
    WorkspaceKind kind = WorkspaceKind::Personal;
    TimePoint created;
};

// Thread-safe: reads run side by side, writes one after the other. Other processes may write at the same
// time; a call waits for them at most five seconds and then returns Unavailable.
class Store
{
public:
    // Makes `folder` (which must not hold a workspace) with workspace.db in it.
    [[nodiscard]] static Result<std::unique_ptr<Store>>
    create(const std::filesystem::path &folder, const NewWorkspace &workspace, const Clock &clock);

    // Opens and, if it is older, migrates. NotFound without a workspace; DataLoss for a damaged or foreign
    // file and FailedPrecondition for one of a newer Signalbox, both left exactly as they were.
    [[nodiscard]] static Result<std::unique_ptr<Store>> open(const std::filesystem::path &folder,
                                                             const Clock &clock);

    ~Store();
    Store(const Store &) = delete;
    Store &operator=(const Store &) = delete;

    [[nodiscard]] const std::filesystem::path &folder() const;
    [[nodiscard]] const Clock &clock() const;
    [[nodiscard]] const WorkspaceInfo &info() const;

    // Runs `query(SQLite::Database &)`, which returns Result<T>, on one consistent snapshot.
    template<typename Query>
    [[nodiscard]] auto read(Query &&query) const
    {
        return run<std::invoke_result_t<Query, SQLite::Database &>>(
            [this](const auto &body) { return readWith(body); }, std::forward<Query>(query));
    }

    // Runs `command(Change &)`, which returns Result<T>, as one audited transaction of `actor`, who needs
    // `permission`. If it returns an error nothing of it remains.
    template<typename Command>
    [[nodiscard]] auto change(const Actor &actor, Permission permission, Command &&command)
    {
        return run<std::invoke_result_t<Command, Change &>>(
            [&](const auto &body) { return changeWith(actor, permission, body); },
            std::forward<Command>(command));
    }

    // Runs `record(SQLite::Database &)` as one transaction without an audit entry: only for facts that follow
    // from what was decided (heartbeats, metrics of a run, progress), never for a change of state.
    template<typename Record>
    [[nodiscard]] auto observe(Record &&record)
    {
        return run<std::invoke_result_t<Record, SQLite::Database &>>(
            [this](const auto &body) { return observeWith(body); }, std::forward<Record>(record));
    }

    // Changes whenever anybody, in any process, has committed to workspace.db. Microseconds.
    [[nodiscard]] Result<std::int64_t> dataVersion() const;

    // SQLite's own check of the whole file; the sentence of the first fault, or "" if it is sound.
    [[nodiscard]] Result<std::string> checkIntegrity(const std::function<bool()> &cancelled = {}) const;

private:
    struct State;
    explicit Store(std::unique_ptr<State> state);

    [[nodiscard]] static Result<std::unique_ptr<Store>> openChecked(const std::filesystem::path &folder,
                                                                    const Clock &clock);
    [[nodiscard]] Status readWith(const std::function<Status(SQLite::Database &)> &body) const;
    [[nodiscard]] Status changeWith(const Actor &actor, Permission permission,
                                    const std::function<Status(Change &)> &body);
    [[nodiscard]] Status observeWith(const std::function<Status(SQLite::Database &)> &body);

    // Carries the value of type `R` (a Result) out of a body that the non-template functions run.
    template<typename R, typename Runner, typename Body>
    static R run(const Runner &runner, Body &&body)
    {
        std::optional<R> value;
        const Status status = runner([&](auto &context) -> Status {
            value.emplace(body(context));
            if (!*value)
                return std::unexpected(value->error());
            return {};
        });
        if (!status)
            return std::unexpected(status.error());
        return *std::move(value);
    }

    std::unique_ptr<State> m_state;
};

} // namespace signalbox::store
