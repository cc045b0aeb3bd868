#include <system_error>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/platform.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/learn/model.h"
#include "core/registry/evidence.h"
#include "core/registry/gate.h"
#include "core/registry/registry.h"
#include "core/tracking/tracking.h"

namespace signalbox::registry {

namespace fs = std::filesystem;

using store::Change;
using store::Permission;

namespace {

constexpr std::string_view incomingPrefix = ".incoming-";

Status ioFailure(const fs::path &path, const std::error_code &error)
{
    return failure(ErrorCode::Io,
                   fmt::format("'{}' cannot be written: {}. Check the disk and the permissions.",
                               toUtf8(path), error.message()));
}

// Removes what a registration that died half-way left behind. The name tells whose it is:
// ".incoming-<process>-<random>".
void removeLeftovers(const fs::path &modelFolder)
{
    std::error_code error;
    for (fs::directory_iterator entry(modelFolder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = toUtf8(entry->path().filename());
        if (!name.starts_with(incomingPrefix))
            continue;
        const auto process = toInteger(split(std::string_view(name).substr(incomingPrefix.size()), '-')[0]);
        if (std::error_code ignored; !process || !processIsAlive(*process))
            fs::remove_all(entry->path(), ignored);
    }
}

// A copy of the run's model beside where it will be, removed again unless it is moved there.
class Incoming
{
public:
    static Result<Incoming> copy(const fs::path &source, const fs::path &modelFolder)
    {
        std::error_code error;
        fs::create_directories(modelFolder, error);
        removeLeftovers(modelFolder);
        Incoming incoming(modelFolder /
                          toPath(fmt::format("{}{}-{}", incomingPrefix, processId(), randomHex(4))));
        if (!error)
            fs::copy(source, incoming.m_place, fs::copy_options::recursive, error);
        if (error)
            return std::unexpected(ioFailure(incoming.m_place, error).error());
        for (fs::recursive_directory_iterator entry(incoming.m_place, error), end; !error && entry != end;
             entry.increment(error)) {
            if (entry->is_regular_file(error) && !flushToDisk(entry->path()))
                error = std::make_error_code(std::errc::io_error);
        }
        if (error)
            return std::unexpected(ioFailure(incoming.m_place, error).error());
        return incoming;
    }

    Incoming(Incoming &&other) noexcept
        : m_place(std::exchange(other.m_place, {}))
    {
    }
    Incoming &operator=(Incoming &&) = delete;
    ~Incoming()
    {
        if (std::error_code ignored; !m_place.empty())
            fs::remove_all(m_place, ignored);
    }

    [[nodiscard]] const fs::path &place() const { return m_place; }

    // Call with the workspace locked for writing: what is at `target` then belongs to no version.
    [[nodiscard]] Status moveTo(const fs::path &target)
    {
        std::error_code error;
        fs::remove_all(target, error);
        if (!error)
            fs::rename(m_place, target, error);
        if (error)
            return ioFailure(target, error);
        m_place = target;
        return {};
    }

    void keep() { m_place.clear(); }

private:
    explicit Incoming(fs::path place)
        : m_place(std::move(place))
    {
    }

    fs::path m_place; // empty once it is somebody else's
};

Status checkFinished(const tracking::Run &run)
{
    if (run.state == tracking::RunState::Finished)
        return {};
    return failure(ErrorCode::FailedPrecondition,
                   fmt::format("The run {} is {}; only the model of a finished run can be registered.",
                               run.name, tracking::runStateName(run.state)));
}

Status checkNotRegistered(SQLite::Database &db, const std::string &model, const std::string &hash)
{
    SQLite::Statement row(db, "SELECT number FROM versions WHERE model = ? AND hash = ?");
    SQLite::bind(row, model, hash);
    if (!row.executeStep())
        return {};
    return failure(ErrorCode::AlreadyExists, fmt::format("This is the same model as {} version {}.", model,
                                                         row.getColumn(0).getInt64()));
}

std::int64_t nextNumber(Change &change, const std::string &model)
{
    SQLite::Statement insert(change.db,
                             "INSERT INTO models(name, created) VALUES(?, ?) ON CONFLICT DO NOTHING");
    SQLite::bind(insert, model, change.now.time_since_epoch().count());
    insert.exec();
    SQLite::Statement row(change.db, "SELECT coalesce(max(number), 0) + 1 FROM versions WHERE model = ?");
    SQLite::bind(row, model);
    row.executeStep();
    return row.getColumn(0).getInt64();
}

void insertVersion(Change &change, const Version &version)
{
    SQLite::Statement insert(change.db,
                             "INSERT INTO versions(model, number, run, artifact, hash, state, registered, "
                             "registered_by) VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
    SQLite::bind(insert, version.model, version.number, version.run, version.artifact, version.hash,
                 std::string(versionStateName(version.state)), change.now.time_since_epoch().count(),
                 change.actor.name);
    insert.exec();
}

} // namespace

Result<Version> registerVersion(store::Store &store, const store::Actor &actor, std::string_view model,
                                std::string_view run)
{
    SIGNALBOX_CHECK(checkName("model", model));
    SIGNALBOX_TRY(const tracking::Run source, tracking::findRun(store, run));
    SIGNALBOX_CHECK(checkFinished(source));
    const fs::path sourceFolder = tracking::artifactFolder(store, source.id) / "model";
    if (std::error_code ignored; !fs::is_directory(sourceFolder, ignored))
        return failure(ErrorCode::FailedPrecondition,
                       fmt::format("The run {} has stored no model.", source.name));

    const std::string name(model);
    const fs::path modelFolder = store.folder() / "artifacts" / "models" / toPath(name);
    SIGNALBOX_TRY(Incoming incoming, Incoming::copy(sourceFolder, modelFolder));
    SIGNALBOX_TRY(const std::string hash, learn::hashFolder(incoming.place()));
    SIGNALBOX_CHECK(store.read([&](SQLite::Database &db) { return checkNotRegistered(db, name, hash); }));
    RegistrationEvidence evidence;
    SIGNALBOX_TRY(evidence.smokeTest, smokeTest(store, incoming.place(), source));
    SIGNALBOX_TRY(evidence.comparison, compareWithBaseline(store, model, source.id));

    auto registered = store.change(actor, Permission::Operate, [&](Change &change) -> Result<Version> {
        SIGNALBOX_CHECK(checkNotRegistered(change.db, name, hash));
        const std::int64_t number = nextNumber(change, name);
        const std::string subject = fmt::format("{}/{}", name, number);
        Version version;
        version.model = name;
        version.number = number;
        version.run = source.id;
        version.artifact = fmt::format("artifacts/models/{}", subject);
        version.hash = hash;
        insertVersion(change, version);
        evidence.comparison.candidate = subject;
        const std::int64_t gate = openGate(change, {.kind = std::string(registrationGate),
                                                    .subject = subject,
                                                    .hash = hash,
                                                    .requestedBy = actor.name,
                                                    .evidence = evidence.toJson()});
        change.audit({.action = "version.registered",
                      .subject = subject,
                      .after = Json{{"run", source.id}, {"hash", hash}, {"gate", gate}}.dump()});
        SIGNALBOX_CHECK(incoming.moveTo(modelFolder / toPath(std::to_string(number))));
        return versionIn(change.db, name, number);
    });
    if (registered)
        incoming.keep();
    return registered;
}

} // namespace signalbox::registry
