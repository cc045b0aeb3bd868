// The workspace's records as tables: what was trained, registered, decided, deployed and done. Each is one
// query of workspace.db whose columns are named here as KQL names them. Never a key, a hash of one or a
// secret. Used by the workspace's catalog.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/catalog.h"
#include "core/store/store.h"

namespace signalbox::kql {

struct RecordTable
{
    std::string name = {};
    Schema schema = {};
    std::string sql = {}; // selects the columns of the schema; times as ticks, dynamics as JSON
};

[[nodiscard]] const std::vector<RecordTable> &recordTables();

// The records at one moment: the tables that a query names are read together when the first of them is
// needed, each once. Thread-safe.
class RecordMoment : public std::enable_shared_from_this<RecordMoment>
{
public:
    explicit RecordMoment(std::shared_ptr<const store::Store> store)
        : m_store(std::move(store))
    {
    }

    // Null if there is none of that name.
    [[nodiscard]] TablePtr table(std::string_view name) const;
    // The rows of a table that was named.
    [[nodiscard]] Result<Batch> rows(const RecordTable &table) const;

private:
    std::shared_ptr<const store::Store> m_store;
    mutable std::mutex m_mutex; // guards the next two
    mutable std::vector<const RecordTable *> m_named;
    mutable std::map<const RecordTable *, Batch> m_rows;
};

} // namespace signalbox::kql
