#include "ui/registry/registry_snapshot.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/text.h"
#include "ui/widgets/gate_view.h"

namespace signalbox::ui {

using registry::Gate;
using registry::GateState;

namespace {

constexpr std::size_t offeredRuns = 300;

std::vector<FinishedRun> finished(const std::vector<tracking::Run> &runs)
{
    std::vector<FinishedRun> found;
    for (const tracking::Run &run : runs) {
        if (run.state != tracking::RunState::Finished)
            continue;
        const auto f1 = run.metrics.find("f1");
        found.push_back({.id = run.id,
                         .name = run.name,
                         .f1 = f1 == run.metrics.end() ? std::nullopt : std::optional(f1->second)});
    }
    return found;
}

GateChoice choiceOf(const Gate &gate)
{
    return {.id = gate.id,
            .kind = gate.kind,
            .subject = gate.subject,
            .state = gate.state,
            .approvals = static_cast<int>(std::ranges::count(gate.approvals, registry::Decision::Approve,
                                                             &registry::Approval::decision)),
            .required = gate.required};
}

// Its own registration, and every production gate on exactly its artifact.
Result<std::vector<GateChoice>> gatesOf(const store::Store &store, const registry::Version &version)
{
    SIGNALBOX_TRY(const std::vector<Gate> gates, registry::listGates(store, false));
    const std::string subject = fmt::format("{}/{}", version.model, version.number);
    std::vector<GateChoice> found;
    for (const Gate &gate : gates) {
        const bool isOfVersion =
            gate.kind == registry::registrationGate ? gate.subject == subject : gate.hash == version.hash;
        if (isOfVersion)
            found.push_back(choiceOf(gate));
    }
    std::ranges::stable_partition(found,
                                  [](const GateChoice &gate) { return gate.state == GateState::Open; });
    return found;
}

} // namespace

Result<RegistrySnapshot> readRegistry(const store::Store &store, const std::string &model)
{
    RegistrySnapshot snapshot;
    snapshot.readAt = store.clock().now();
    SIGNALBOX_TRY(snapshot.models, registry::listModels(store));
    SIGNALBOX_TRY(snapshot.openGates, countOpenGates(store));
    SIGNALBOX_TRY(const auto runs, tracking::listRuns(store, {.limit = offeredRuns}));
    snapshot.runs = finished(runs);
    if (snapshot.models.empty())
        return snapshot;
    const bool known =
        std::ranges::find(snapshot.models, model, &registry::Model::name) != snapshot.models.end();
    snapshot.model = known ? model : snapshot.models.front().name;
    SIGNALBOX_TRY(snapshot.versions, registry::listVersions(store, snapshot.model));
    return snapshot;
}

Result<int> countOpenGates(const store::Store &store)
{
    SIGNALBOX_TRY(const std::vector<Gate> gates, registry::listGates(store, true));
    return static_cast<int>(gates.size());
}

Result<VersionDetails> readVersion(const store::Store &store, const std::string &model, std::int64_t number)
{
    VersionDetails details;
    SIGNALBOX_TRY(details.version, registry::findVersion(store, model, number));
    if (!details.version.run.empty()) {
        SIGNALBOX_TRY(details.run, tracking::findRun(store, details.version.run));
    }
    SIGNALBOX_TRY(details.gates, gatesOf(store, details.version));
    return details;
}

std::optional<VersionName> versionFromSubject(const std::string &subject)
{
    const auto slash = subject.rfind('/');
    if (slash == std::string::npos)
        return std::nullopt;
    const auto number = toInteger(std::string_view(subject).substr(slash + 1));
    if (!number)
        return std::nullopt;
    return VersionName{.model = subject.substr(0, slash), .number = *number};
}

Result<VersionName> versionOfGate(const store::Store &store, std::int64_t gate)
{
    SIGNALBOX_TRY(const Gate found, registry::findGate(store, gate));
    if (found.kind == registry::registrationGate) {
        if (auto name = versionFromSubject(found.subject))
            return *std::move(name);
    } else if (const GateEvidence evidence = readEvidence(found); evidence.version != 0) {
        return VersionName{.model = evidence.model, .number = evidence.version};
    }
    return failure(ErrorCode::NotFound, fmt::format("Gate {} is about no version.", gate));
}

} // namespace signalbox::ui
