// What the Registry page shows of the workspace, read on the pool as values: the models, the versions of one
// of them, and all about the selected version: its run, its gates and the way it took.
#pragma once

#include <QString>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/registry/gate.h"
#include "core/registry/registry.h"
#include "core/tracking/tracking.h"

namespace signalbox::ui {

// A gate as a list offers it.
struct GateChoice
{
    std::int64_t id = 0;
    std::string kind;
    std::string subject;
    registry::GateState state = registry::GateState::Open;
    int approvals = 0;
    int required = 1;
};

struct FinishedRun
{
    std::string id;
    std::string name;
    std::optional<double> f1;
};

struct RegistrySnapshot
{
    std::vector<registry::Model> models;     // by name
    std::string model;                       // whose versions follow; "" if there is no model
    std::vector<registry::Version> versions; // newest first
    std::vector<FinishedRun> runs;           // whose model can be registered, newest first
    int openGates = 0;
    TimePoint readAt;
};

// The versions of `model`, or of the first one if it is "" or gone.
[[nodiscard]] Result<RegistrySnapshot> readRegistry(const store::Store &store, const std::string &model);
[[nodiscard]] Result<int> countOpenGates(const store::Store &store);

struct VersionDetails
{
    registry::Version version;
    std::optional<tracking::Run> run;
    std::vector<GateChoice> gates; // open ones first, then newest first
};

[[nodiscard]] Result<VersionDetails> readVersion(const store::Store &store, const std::string &model,
                                                 std::int64_t number);

struct VersionName
{
    std::string model;
    std::int64_t number = 0;
};

// Which version a gate decides on.
[[nodiscard]] Result<VersionName> versionOfGate(const store::Store &store, std::int64_t gate);
// "diabetes/5"
[[nodiscard]] std::optional<VersionName> versionFromSubject(const std::string &subject);

} // namespace signalbox::ui
