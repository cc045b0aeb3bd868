#include "core/registry/held_out.h"

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/sha256.h"
#include "core/learn/csv.h"

namespace signalbox::registry {

Result<learn::Table> loadDataOf(const tracking::Run &run)
{
    const auto path = run.parameters.find("data_path");
    const auto hash = run.tags.find(tracking::dataHashTag);
    if (path == run.parameters.end() || hash == run.tags.end())
        return failure(ErrorCode::FailedPrecondition,
                       fmt::format("The run {} does not say which data it learned from.", run.name));
    const auto text = readFile(toPath(path->second), learn::csvLimitBytes);
    if (!text)
        return failure(ErrorCode::FailedPrecondition,
                       fmt::format("The data file '{}' cannot be read any more.", path->second));
    if (sha256(*text) != hash->second)
        return failure(
            ErrorCode::FailedPrecondition,
            fmt::format("The data file '{}' has changed since {} learned from it.", path->second, run.name));
    return learn::parseCsv(*text, path->second);
}

} // namespace signalbox::registry
