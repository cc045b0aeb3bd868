// Decoded columns of segments that were read lately, so that a chart that is drawn again decodes nothing.
// Segments never change and their numbers are never used twice, so nothing here gets stale. One for each open
// file. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "core/telemetry/columns.h"

namespace signalbox::telemetry {

class ColumnCache
{
public:
    explicit ColumnCache(std::size_t limitBytes)
        : m_limit(limitBytes)
    {
    }

    // Null if it is not there.
    [[nodiscard]] std::shared_ptr<const Column> find(std::int64_t segment, std::string_view name);
    // Drops those that were not asked for the longest until all fit.
    void keep(std::int64_t segment, std::string_view name, std::shared_ptr<const Column> column);

    [[nodiscard]] std::size_t bytes() const;

private:
    using Key = std::pair<std::int64_t, std::string>;
    struct Entry
    {
        Key key = {};
        std::shared_ptr<const Column> column = {};
        std::size_t bytes = 0;
    };
    using Entries = std::list<Entry>; // the latest first

    std::size_t m_limit;
    mutable std::mutex m_mutex; // guards the rest
    Entries m_entries;
    std::map<Key, Entries::iterator> m_places;
    std::size_t m_bytes = 0;
};

} // namespace signalbox::telemetry
