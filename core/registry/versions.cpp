#include <algorithm>
#include <array>

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/learn/model.h"
#include "core/registry/gate.h"
#include "core/registry/registry.h"
#include "core/registry/version_state.h"
#include "core/tracking/tracking.h"

namespace signalbox::registry {

using store::Change;
using store::Permission;

namespace {

constexpr std::array<std::string_view, 4> stateNames = {"waiting", "approved", "rejected", "archived"};

// Everything about the versions of model ?1, of number ?2 or all where that is 0.
constexpr const char *versionQuery =
    "SELECT v.model, v.number, coalesce(v.run, ''), coalesce(r.name, ''), v.artifact, v.hash, v.state, "
    "v.registered, v.registered_by, "
    "coalesce((SELECT value FROM run_tags WHERE run = v.run AND key = ?3), ''), "
    "coalesce((SELECT max(id) FROM gates WHERE subject = v.model || '/' || v.number AND kind = ?4), 0) "
    "FROM versions v LEFT JOIN runs r ON r.id = v.run "
    "WHERE v.model = ?1 AND (?2 = 0 OR v.number = ?2) ORDER BY v.number DESC";

constexpr const char *metricQuery =
    "SELECT v.number, m.key, m.value FROM versions v JOIN run_latest_metrics m ON m.run = v.run "
    "WHERE v.model = ?1 AND (?2 = 0 OR v.number = ?2) ORDER BY v.number DESC, m.key";

constexpr const char *servingQuery =
    "SELECT version, endpoint, environment, deployment, percent FROM serving "
    "WHERE model = ?1 AND (?2 = 0 OR version = ?2) ORDER BY endpoint, deployment";

Version readVersion(const SQLite::Statement &row)
{
    return {.model = row.getColumn(0).getString(),
            .number = row.getColumn(1).getInt64(),
            .run = row.getColumn(2).getString(),
            .runName = row.getColumn(3).getString(),
            .artifact = row.getColumn(4).getString(),
            .hash = row.getColumn(5).getString(),
            .state = static_cast<VersionState>(std::ranges::find(stateNames, row.getColumn(6).getString()) -
                                               stateNames.begin()),
            .registered = TimePoint(Ticks(row.getColumn(7).getInt64())),
            .registeredBy = row.getColumn(8).getString(),
            .commit = row.getColumn(9).getString(),
            .gate = row.getColumn(10).getInt64(),
            .metrics = {},
            .serving = {}};
}

// Newest first; `number` 0 means all. Three queries however many versions there are.
std::vector<Version> versionsIn(SQLite::Database &db, std::string_view model, std::int64_t number)
{
    const std::string name(model);
    std::vector<Version> versions;
    SQLite::Statement row(db, versionQuery);
    SQLite::bind(row, name, number, std::string(tracking::commitTag), std::string(registrationGate));
    while (row.executeStep())
        versions.push_back(readVersion(row));

    const auto of = [&versions](std::int64_t wanted) -> Version & {
        return *std::ranges::lower_bound(versions, wanted, std::greater(), &Version::number);
    };
    SQLite::Statement metric(db, metricQuery);
    SQLite::bind(metric, name, number);
    while (metric.executeStep())
        of(metric.getColumn(0).getInt64())
            .metrics.emplace(metric.getColumn(1).getString(), metric.getColumn(2).getDouble());
    SQLite::Statement serving(db, servingQuery);
    SQLite::bind(serving, name, number);
    while (serving.executeStep())
        of(serving.getColumn(0).getInt64())
            .serving.push_back({.endpoint = serving.getColumn(1).getString(),
                                .environment = serving.getColumn(2).getString(),
                                .deployment = serving.getColumn(3).getString(),
                                .percent = serving.getColumn(4).getInt()});
    return versions;
}

void setState(Change &change, const Version &version, VersionState state)
{
    SQLite::Statement update(change.db, "UPDATE versions SET state = ? WHERE model = ? AND number = ?");
    SQLite::bind(update, std::string(versionStateName(state)), version.model, version.number);
    update.exec();
}

// "diabetes/5" → the version; a model's name has no '/'.
Result<Version> subjectIn(SQLite::Database &db, const std::string &subject)
{
    SQLite::Statement row(db, "SELECT model, number FROM versions WHERE model || '/' || number = ?");
    SQLite::bind(row, subject);
    if (!row.executeStep())
        return failure(ErrorCode::NotFound, fmt::format("There is no version '{}'.", subject));
    return versionIn(db, row.getColumn(0).getString(), row.getColumn(1).getInt64());
}

} // namespace

std::string_view versionStateName(VersionState state)
{
    return stateNames[static_cast<std::size_t>(state)];
}

Result<std::vector<Model>> listModels(const store::Store &store)
{
    return store.read([](SQLite::Database &db) -> Result<std::vector<Model>> {
        SQLite::Statement row(db, "SELECT name, description, created, "
                                  "(SELECT count(*) FROM versions WHERE model = name), origin "
                                  "FROM models ORDER BY name");
        std::vector<Model> models;
        while (row.executeStep())
            models.push_back({.name = row.getColumn(0).getString(),
                              .description = row.getColumn(1).getString(),
                              .created = TimePoint(Ticks(row.getColumn(2).getInt64())),
                              .versions = row.getColumn(3).getInt64(),
                              .origin = row.getColumn(4).getString()});
        return models;
    });
}

Result<std::vector<Version>> listVersions(const store::Store &store, std::string_view model)
{
    return store.read([model](SQLite::Database &db) -> Result<std::vector<Version>> {
        auto versions = versionsIn(db, model, 0);
        if (versions.empty())
            return failure(ErrorCode::NotFound, fmt::format("There is no model '{}'.", model));
        return versions;
    });
}

Result<Version> findVersion(const store::Store &store, std::string_view model, std::int64_t number)
{
    return store.read([&](SQLite::Database &db) { return versionIn(db, model, number); });
}

Result<Version> versionIn(SQLite::Database &db, std::string_view model, std::int64_t number)
{
    auto versions = number > 0 ? versionsIn(db, model, number) : std::vector<Version>();
    if (versions.empty())
        return failure(ErrorCode::NotFound, fmt::format("There is no version {} of '{}'.", number, model));
    return std::move(versions.front());
}

Status settleRegistration(Change &change, const Gate &gate)
{
    SIGNALBOX_TRY(const Version version, subjectIn(change.db, gate.subject));
    if (version.state != VersionState::Waiting || version.hash != gate.hash)
        return failure(ErrorCode::FailedPrecondition,
                       fmt::format("{} is {} and not what this gate is about.", gate.subject,
                                   versionStateName(version.state)));
    setState(change, version,
             gate.state == GateState::Granted ? VersionState::Approved : VersionState::Rejected);
    return {};
}

Status archiveVersion(store::Store &store, const store::Actor &actor, std::string_view model,
                      std::int64_t number)
{
    return store.change(actor, Permission::Operate, [&](Change &change) -> Status {
        SIGNALBOX_TRY(const Version before, versionIn(change.db, model, number));
        if (before.state == VersionState::Archived)
            return failure(ErrorCode::FailedPrecondition,
                           fmt::format("{} version {} is archived already.", model, number));
        if (!before.serving.empty())
            return failure(ErrorCode::FailedPrecondition,
                           fmt::format("{} version {} is deployed as '{}' on '{}'. Remove the deployment "
                                       "first.",
                                       model, number, before.serving[0].deployment,
                                       before.serving[0].endpoint));
        if (before.state == VersionState::Waiting)
            withdrawGate(change, before.gate);
        setState(change, before, VersionState::Archived);
        change.audit({.action = "version.archived",
                      .subject = fmt::format("{}/{}", model, number),
                      .before = Json{{"state", versionStateName(before.state)}}.dump(),
                      .after = Json{{"state", versionStateName(VersionState::Archived)}}.dump()});
        return {};
    });
}

Result<std::filesystem::path> verifiedArtifact(const store::Store &store, std::string_view model,
                                               std::int64_t number)
{
    SIGNALBOX_TRY(const Version version, findVersion(store, model, number));
    std::filesystem::path folder = store.folder() / toPath(version.artifact);
    const auto hash = learn::hashFolder(folder);
    if (!hash || *hash != version.hash)
        return std::unexpected(
            Error{.code = ErrorCode::DataLoss,
                  .message = fmt::format("The files of {} version {} are not the registered ones ({}). "
                                         "Restore the folder from a backup or register a new version.",
                                         model, number, hash ? "their hash differs" : hash.error().message),
                  .file = toUtf8(folder)});
    return folder;
}

} // namespace signalbox::registry
