#include "core/telemetry/column_cache.h"

#include <iterator>

namespace signalbox::telemetry {

namespace {

std::size_t bytesOf(const Column &column)
{
    return sizeof(Column) + column.integers.size() * sizeof(std::int64_t) +
           column.reals.size() * sizeof(double) + column.codes.size() * sizeof(std::uint32_t) +
           column.nulls.size() + column.texts.bytes();
}

} // namespace

std::shared_ptr<const Column> ColumnCache::find(std::int64_t segment, std::string_view name)
{
    const std::scoped_lock lock(m_mutex);
    const auto place = m_places.find({segment, std::string(name)});
    if (place == m_places.end())
        return nullptr;
    m_entries.splice(m_entries.begin(), m_entries, place->second);
    return place->second->column;
}

void ColumnCache::keep(std::int64_t segment, std::string_view name, std::shared_ptr<const Column> column)
{
    Entry entry{.key = {segment, std::string(name)}, .column = std::move(column)};
    entry.bytes = bytesOf(*entry.column);
    if (entry.bytes > m_limit)
        return;
    Entries dropped; // freed behind the lock
    const std::scoped_lock lock(m_mutex);
    if (m_places.contains(entry.key))
        return;
    m_bytes += entry.bytes;
    while (m_bytes > m_limit) {
        m_bytes -= m_entries.back().bytes;
        m_places.erase(m_entries.back().key);
        dropped.splice(dropped.end(), m_entries, std::prev(m_entries.end()));
    }
    m_entries.push_front(std::move(entry));
    m_places.emplace(m_entries.front().key, m_entries.begin());
}

std::size_t ColumnCache::bytes() const
{
    const std::scoped_lock lock(m_mutex);
    return m_bytes;
}

} // namespace signalbox::telemetry
