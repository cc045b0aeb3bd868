// Models and their immutable, numbered versions. A registration copies the run's model folder into the
// registry, compares it with what serves now and opens a gate with that comparison as its evidence.
// Thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/store.h"

namespace signalbox::registry {

enum class VersionState : std::uint8_t { Waiting, Approved, Rejected, Archived };

[[nodiscard]] std::string_view versionStateName(VersionState state);

struct Serving
{
    std::string endpoint;
    std::string environment; // "dev", "staging" or "production"
    std::string deployment;
    int percent = 0;
};

struct Version
{
    std::string model;
    std::int64_t number = 0;
    std::string run; // id
    std::string runName;
    std::string artifact; // folder, relative to the workspace, with '/'
    std::string hash;     // SHA-256 of the folder
    VersionState state = VersionState::Waiting;
    TimePoint registered;
    std::string registeredBy;
    std::string commit; // of the run, "" if unknown
    std::int64_t gate = 0;
    std::map<std::string, double, std::less<>> metrics; // of the run
    std::vector<Serving> serving;                       // deployments that exist now, also at 0 %
};

struct Model
{
    std::string name;
    std::string description;
    TimePoint created;
    std::int64_t versions = 0;
    std::string origin;
};

[[nodiscard]] Result<std::vector<Model>> listModels(const store::Store &store);
// Newest first.
[[nodiscard]] Result<std::vector<Version>> listVersions(const store::Store &store, std::string_view model);
[[nodiscard]] Result<Version> findVersion(const store::Store &store, std::string_view model,
                                          std::int64_t number);

// Registers the model of a finished run under `model` (made if it does not exist) as its next version,
// waiting at a registration gate. The same artifact cannot be registered twice under one name
// (AlreadyExists).
[[nodiscard]] Result<Version> registerVersion(store::Store &store, const store::Actor &actor,
                                              std::string_view model, std::string_view run);

// A version that serves somewhere cannot be archived.
[[nodiscard]] Status archiveVersion(store::Store &store, const store::Actor &actor, std::string_view model,
                                    std::int64_t number);

// The folder of the version's model, after checking that its hash is still the registered one (DataLoss if
// not).
[[nodiscard]] Result<std::filesystem::path> verifiedArtifact(const store::Store &store,
                                                             std::string_view model, std::int64_t number);

// For use inside another room's command.
[[nodiscard]] Result<Version> versionIn(SQLite::Database &db, std::string_view model, std::int64_t number);

} // namespace signalbox::registry
