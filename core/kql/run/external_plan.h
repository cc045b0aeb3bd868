// Rows of local files, for externaldata: comma-separated values and JSON, as text first and then as the
// columns that the query declares.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/kql/run/plan.h"

namespace signalbox::kql {

enum class FileFormat : std::uint8_t { Csv, Tsv, JsonLines, Text };

struct ExternalFiles
{
    std::vector<std::filesystem::path> paths = {};
    FileFormat format = FileFormat::Csv;
    bool skipFirst = false; // ignoreFirstRecord
};

// Fails when it is run with the file and line of what cannot be read.
[[nodiscard]] PlanPtr externalPlan(ExternalFiles files, const Schema &schema);

} // namespace signalbox::kql
