// The schema of workspace.db as numbered steps. A step is never edited once released; a change is a new step.
#pragma once

#include <span>

#include "core/base/result.h"

namespace SQLite {
class Database;
}

namespace signalbox::store {

inline constexpr int applicationId = 0x53424F58; // "SBOX" at byte 68 of the file

struct Migration
{
    int version = 0; // what PRAGMA user_version says afterwards
    const char *sql = "";
};

// In order, from 1 without a gap.
[[nodiscard]] std::span<const Migration> migrations();
[[nodiscard]] int newestVersion();

// Brings `db` from its user_version to `version` in one transaction. Throws SQLite::Exception.
void migrate(SQLite::Database &db, int version);

} // namespace signalbox::store
