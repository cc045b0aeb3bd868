// A local file as a table: comma-separated values with a line of names, or a JSON object a line (an array of
// objects will do too). The types of columns are read off the values. The Logs page and signalboxctl open
// such files beside the workspace's tables.
#pragma once

#include <filesystem>

#include "core/kql/catalog.h"

namespace signalbox::kql {

inline constexpr std::uintmax_t largestTableFile = std::uintmax_t{1} << 30U; // bytes

// Reads the whole file. CSV unless its name ends in .json, .jsonl or .ndjson. NotFound, Io, ResourceExhausted
// for a larger file, or InvalidArgument with the line of what cannot be read.
[[nodiscard]] Result<TablePtr> openFileTable(const std::filesystem::path &path);

} // namespace signalbox::kql
