#include <algorithm>
#include <system_error>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/tracking/tracking.h"

namespace signalbox::tracking {

namespace fs = std::filesystem;

fs::path artifactFolder(const store::Store &store, const RunId &run)
{
    return store.folder() / "artifacts" / "runs" / toPath(run);
}

Result<std::vector<Artifact>> listArtifacts(const store::Store &store, const RunId &run)
{
    SIGNALBOX_CHECK(findRun(store, run));
    const fs::path folder = artifactFolder(store, run);
    std::vector<Artifact> artifacts;
    std::error_code error;
    if (!fs::exists(folder, error))
        return artifacts;
    for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        if (!entry->is_regular_file(error))
            continue;
        const std::uintmax_t bytes = entry->file_size(error);
        if (error)
            break;
        const std::u8string path = entry->path().lexically_relative(folder).generic_u8string();
        artifacts.push_back({.path = {path.begin(), path.end()}, .bytes = bytes});
    }
    if (error)
        return failure(ErrorCode::Io,
                       fmt::format("'{}' cannot be read: {}.", toUtf8(folder), error.message()));
    std::ranges::sort(artifacts, {}, &Artifact::path);
    return artifacts;
}

} // namespace signalbox::tracking
