// Read-only connections to telemetry.db that are kept for the next reader, and the columns that were decoded
// lately. Used by TelemetryFile and by the snapshots that outlive it. Thread-safe; a connection belongs to
// whoever took it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "core/telemetry/column_cache.h"

namespace SQLite {
class Database;
}

namespace signalbox::telemetry {

inline constexpr int telemetryBusyTimeoutMs = 1000;
inline constexpr std::size_t cachedColumnBytes = std::size_t{256} << 20U;

class ReaderPool
{
public:
    explicit ReaderPool(std::filesystem::path file);
    ~ReaderPool();
    ReaderPool(const ReaderPool &) = delete;
    ReaderPool &operator=(const ReaderPool &) = delete;

    [[nodiscard]] const std::filesystem::path &file() const { return m_file; }
    // Both throw SQLite::Exception. What connect() gives is never in the pool.
    [[nodiscard]] std::unique_ptr<SQLite::Database> take();
    [[nodiscard]] std::unique_ptr<SQLite::Database> connect() const;
    [[nodiscard]] ColumnCache &columns() { return m_columns; }
    // Without an open transaction.
    void giveBack(std::unique_ptr<SQLite::Database> reader);

private:
    std::filesystem::path m_file;
    ColumnCache m_columns{cachedColumnBytes};
    std::mutex m_mutex; // guards m_idle
    std::vector<std::unique_ptr<SQLite::Database>> m_idle;
};

} // namespace signalbox::telemetry
