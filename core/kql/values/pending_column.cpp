#include <atomic>
#include <mutex>
#include <utility>

#include "core/kql/values/column.h"

namespace signalbox::kql {

struct PendingColumn
{
    ColumnMaker make; // gone once it has run, with everything that it kept alive
    Column made;
    std::once_flag once;
    std::atomic<bool> done = false;
};

Column Column::later(Type type, std::size_t rows, ColumnMaker make)
{
    Column column;
    column.m_type = type;
    column.m_size = rows;
    column.m_pending = std::make_shared<PendingColumn>();
    column.m_pending->make = std::move(make);
    return column;
}

bool Column::isPending() const
{
    return m_pending && !m_pending->done.load(std::memory_order_acquire);
}

const Column &Column::madeNow() const
{
    // Many rows ask one after the other, and this is cheaper than call_once.
    if (m_pending->done.load(std::memory_order_acquire))
        return m_pending->made;
    std::call_once(m_pending->once, [&pending = *m_pending] {
        pending.made = pending.make().made().expanded();
        pending.make = nullptr;
        pending.done.store(true, std::memory_order_release);
    });
    return m_pending->made;
}

} // namespace signalbox::kql
