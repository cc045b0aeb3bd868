#include "ui/infrastructure/infrastructure_snapshot.h"

#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "core/base/file.h"
#include "ui/shell/workspace.h"

namespace signalbox::ui {

namespace fs = std::filesystem;

namespace {

// A file that vanishes while it is counted counts as nothing.
void addFile(const fs::path &file, DiskUse &use)
{
    std::error_code error;
    const auto bytes = fs::file_size(file, error);
    if (error)
        return;
    use.bytes += static_cast<std::int64_t>(bytes);
    ++use.files;
}

DiskUse databaseUse(const fs::path &folder, std::string_view name)
{
    DiskUse use{.what = std::string(name)};
    for (const std::string_view suffix : {"", "-wal", "-shm"})
        addFile(folder / toPath(std::string(name) + std::string(suffix)), use);
    return use;
}

Result<DiskUse> folderUse(const fs::path &folder, std::string_view name, const StopToken &stop)
{
    DiskUse use{.what = std::string(name)};
    std::error_code error;
    fs::recursive_directory_iterator entry(folder / toPath(name),
                                           fs::directory_options::skip_permission_denied, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        if (stop.stopRequested())
            return failure(ErrorCode::Cancelled, "The count was stopped.");
        std::error_code odd;
        if (entry->is_regular_file(odd) && !odd)
            addFile(entry->path(), use);
    }
    return use;
}

} // namespace

Result<InfrastructureSnapshot> readInfrastructure(const Workspace &workspace)
{
    InfrastructureSnapshot snapshot{.readAt = workspace.clock->now(), .endpoints = {}, .members = {}};
    SIGNALBOX_TRY(snapshot.endpoints, serve::listEndpoints(*workspace.store));
    SIGNALBOX_TRY(snapshot.members, store::listMembers(*workspace.store));
    SIGNALBOX_TRY(const std::string second, store::setting(*workspace.store, store::secondPersonSetting));
    snapshot.secondPerson = second == "on";
    return snapshot;
}

Result<DiskSnapshot> readDisk(Workspace &workspace, const StopToken &stop)
{
    const fs::path &folder = workspace.store->folder();
    DiskSnapshot snapshot{
        .folder = toUtf8(folder), .uses = {}, .freeBytes = -1, .tables = {}, .telemetryProblem = {}};
    snapshot.uses.push_back(databaseUse(folder, "workspace.db"));
    snapshot.uses.push_back(databaseUse(folder, telemetry::telemetryFileName));
    SIGNALBOX_TRY(DiskUse artifacts, folderUse(folder, "artifacts", stop));
    snapshot.uses.push_back(std::move(artifacts));
    DiskUse log{.what = "agent.log"};
    addFile(folder / "agent.log", log);
    snapshot.uses.push_back(std::move(log));

    std::error_code error;
    const fs::space_info space = fs::space(folder, error);
    if (!error)
        snapshot.freeBytes = static_cast<std::int64_t>(space.available);

    const auto file = workspace.telemetry.open(folder);
    if (!file) {
        if (file.error().code != ErrorCode::NotFound)
            snapshot.telemetryProblem = file.error().message;
        return snapshot;
    }
    if (auto tables = (*file)->statistics())
        snapshot.tables = *std::move(tables);
    else
        snapshot.telemetryProblem = tables.error().message;
    return snapshot;
}

Result<HealthReport> checkHealth(const Workspace &workspace, const StopToken &stop)
{
    HealthReport report;
    SIGNALBOX_TRY(report.fault, workspace.store->checkIntegrity([stop] { return stop.stopRequested(); }));
    if (stop.stopRequested())
        return failure(ErrorCode::Cancelled, "The check was stopped.");
    SIGNALBOX_TRY(report.audit, store::verifyAudit(*workspace.store));
    report.checked = workspace.clock->now();
    return report;
}

} // namespace signalbox::ui
