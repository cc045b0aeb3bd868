// Opening and making workspaces for the console, on the pool.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "core/agent/sample.h"
#include "core/base/result.h"
#include "core/base/secret_store.h"
#include "core/base/stop.h"
#include "core/store/store.h"

namespace signalbox::ui {
struct Workspace;
}

namespace signalbox::console {

struct WorkspaceContext
{
    const Clock *clock = nullptr;
    SecretStore *secrets = nullptr;
};

// As the operating-system user. Fails as Store::open does.
[[nodiscard]] Result<std::shared_ptr<ui::Workspace>> openWorkspace(const std::filesystem::path &folder,
                                                                   const WorkspaceContext &context);
// With the operating-system user as administrator.
[[nodiscard]] Result<std::shared_ptr<ui::Workspace>> createWorkspace(const std::filesystem::path &folder,
                                                                     const std::string &name,
                                                                     store::WorkspaceKind kind,
                                                                     const WorkspaceContext &context);
[[nodiscard]] bool holdsWorkspace(const std::filesystem::path &folder);
[[nodiscard]] Result<std::shared_ptr<ui::Workspace>>
openOrMakeSample(const std::filesystem::path &folder, const WorkspaceContext &context,
                 const std::function<void(const agent::SampleProgress &)> &progress, const StopToken &stop);

} // namespace signalbox::console
