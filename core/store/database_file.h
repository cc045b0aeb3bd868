// What every SQLite file of Signalbox has in common: its first hundred bytes are read before SQLite sees it,
// so that a foreign, newer or damaged file is refused without being touched.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/result.h"

namespace SQLite {
class Exception;
}

namespace signalbox::store {

inline constexpr std::string_view databaseFileName = "workspace.db";

struct DatabaseKind
{
    int applicationId = 0;
    int newestVersion = 0;
    std::string_view what; // such as "Signalbox workspace", for the error
};

// DataLoss for a file that is no database or is another program's; FailedPrecondition for one that a newer
// Signalbox wrote. Right also while another process writes the file, which is then no moment to judge its
// pages.
[[nodiscard]] Status inspectDatabaseHeader(const std::filesystem::path &file, const DatabaseKind &kind);

// The same and DataLoss for a file that is damaged. Opens the file read-only and immutable: it and its folder
// stay as they are.
[[nodiscard]] Status inspectDatabaseFile(const std::filesystem::path &file, const DatabaseKind &kind);

// What an exception of SQLite means to a person.
[[nodiscard]] Error errorOf(const SQLite::Exception &exception, const std::filesystem::path &file);

} // namespace signalbox::store
