// The sample workspace: a small but complete life of one model, made by really training, registering,
// approving and serving for a few seconds. Nothing in it is recorded or invented.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/stop.h"

namespace signalbox::agent {

struct SampleProgress
{
    int step = 0; // 1-based
    int of = 0;
    std::string_view stage; // stable name of what is being done, such as "training"
};

struct SampleOptions
{
    std::filesystem::path folder; // must not hold a workspace
    std::filesystem::path data;   // the sample data set; copied into the workspace
    std::string member;           // usually the operating-system user
};

// Blocks for a few seconds. If it fails or is stopped, no workspace is left behind.
[[nodiscard]] Status makeSampleWorkspace(const SampleOptions &options, const Clock &clock,
                                         const std::function<void(const SampleProgress &)> &progress,
                                         const StopToken &stop);

// The data set that came with the program: beside the executable when installed, in the source tree when
// built.
[[nodiscard]] Result<std::filesystem::path> sampleDataFile();

} // namespace signalbox::agent
