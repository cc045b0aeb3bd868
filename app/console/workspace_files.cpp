#include "app/console/workspace_files.h"

#include <system_error>

#include "core/base/platform.h"
#include "core/store/database_file.h"
#include "ui/shell/workspace.h"

namespace signalbox::console {

namespace {

std::shared_ptr<ui::Workspace> asWorkspace(std::unique_ptr<store::Store> store,
                                           const WorkspaceContext &context)
{
    auto workspace = std::make_shared<ui::Workspace>();
    workspace->store = std::move(store);
    workspace->clock = context.clock;
    workspace->secrets = context.secrets;
    workspace->actor = store::Actor::member(userName());
    return workspace;
}

} // namespace

Result<std::shared_ptr<ui::Workspace>> openWorkspace(const std::filesystem::path &folder,
                                                     const WorkspaceContext &context)
{
    SIGNALBOX_TRY(auto store, store::Store::open(folder, *context.clock));
    return asWorkspace(std::move(store), context);
}

Result<std::shared_ptr<ui::Workspace>> createWorkspace(const std::filesystem::path &folder,
                                                       const std::string &name, store::WorkspaceKind kind,
                                                       const WorkspaceContext &context)
{
    SIGNALBOX_TRY(auto store,
                  store::Store::create(folder, {.name = name, .kind = kind, .administrator = userName()},
                                       *context.clock));
    return asWorkspace(std::move(store), context);
}

bool holdsWorkspace(const std::filesystem::path &folder)
{
    std::error_code error;
    return std::filesystem::exists(folder / store::databaseFileName, error);
}

Result<std::shared_ptr<ui::Workspace>>
openOrMakeSample(const std::filesystem::path &folder, const WorkspaceContext &context,
                 const std::function<void(const agent::SampleProgress &)> &progress, const StopToken &stop)
{
    if (!holdsWorkspace(folder)) {
        SIGNALBOX_TRY(const auto data, agent::sampleDataFile());
        SIGNALBOX_CHECK(agent::makeSampleWorkspace({.folder = folder, .data = data, .member = userName()},
                                                   *context.clock, progress, stop));
    }
    return openWorkspace(folder, context);
}

} // namespace signalbox::console
