#include "core/telemetry/reader_pool.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/file.h"

namespace signalbox::telemetry {

ReaderPool::ReaderPool(std::filesystem::path file)
    : m_file(std::move(file))
{
}

ReaderPool::~ReaderPool() = default;

std::unique_ptr<SQLite::Database> ReaderPool::take()
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_idle.empty()) {
            auto reader = std::move(m_idle.back());
            m_idle.pop_back();
            return reader;
        }
    }
    return connect();
}

std::unique_ptr<SQLite::Database> ReaderPool::connect() const
{
    auto db =
        std::make_unique<SQLite::Database>(toUtf8(m_file), SQLite::OPEN_READONLY, telemetryBusyTimeoutMs);
    db->exec("PRAGMA trusted_schema = OFF");
    return db;
}

void ReaderPool::giveBack(std::unique_ptr<SQLite::Database> reader)
{
    const std::scoped_lock lock(m_mutex);
    m_idle.push_back(std::move(reader));
}

} // namespace signalbox::telemetry
