#include "core/kql/tables/workspace_catalog.h"

#include <mutex>
#include <optional>
#include <utility>

#include "core/kql/tables/record_table.h"
#include "core/kql/tables/telemetry_table.h"

namespace signalbox::kql {

namespace {

using StorePointer = std::shared_ptr<const store::Store>;
using TelemetryPointer = std::shared_ptr<const telemetry::TelemetryFile>;

// The tables for one query. The moment is when the first of them is looked up.
class WorkspaceMoment final : public Catalog
{
public:
    WorkspaceMoment(StorePointer store, TelemetryPointer telemetry)
        : m_telemetry(std::move(telemetry))
        , m_records(std::make_shared<const RecordMoment>(std::move(store)))
    {
    }

    [[nodiscard]] TablePtr find(std::string_view name) const override
    {
        if (TablePtr record = m_records->table(name); record)
            return record;
        return telemetryTable(name, moment());
    }

    [[nodiscard]] std::vector<std::string> names() const override
    {
        std::vector<std::string> names = telemetryTableNames(moment());
        for (const RecordTable &table : recordTables())
            names.push_back(table.name);
        return names;
    }

private:
    const TelemetryMoment &moment() const
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_moment)
            m_moment = m_telemetry ? m_telemetry->snapshot()
                                   : TelemetryMoment(std::shared_ptr<const telemetry::TelemetrySnapshot>());
        return *m_moment;
    }

    TelemetryPointer m_telemetry;
    std::shared_ptr<const RecordMoment> m_records;
    mutable std::mutex m_mutex; // guards m_moment until it is set
    mutable std::optional<TelemetryMoment> m_moment;
};

class WorkspaceCatalog final : public Catalog
{
public:
    WorkspaceCatalog(StorePointer store, TelemetryPointer telemetry)
        : m_store(std::move(store))
        , m_telemetry(std::move(telemetry))
    {
    }

    [[nodiscard]] TablePtr find(std::string_view name) const override { return snapshot()->find(name); }
    [[nodiscard]] std::vector<std::string> names() const override { return snapshot()->names(); }
    [[nodiscard]] std::shared_ptr<const Catalog> snapshot() const override
    {
        return std::make_shared<const WorkspaceMoment>(m_store, m_telemetry);
    }

private:
    StorePointer m_store;
    TelemetryPointer m_telemetry;
};

} // namespace

std::shared_ptr<const Catalog> workspaceCatalog(std::shared_ptr<const store::Store> store,
                                                std::shared_ptr<const telemetry::TelemetryFile> telemetry)
{
    return std::make_shared<const WorkspaceCatalog>(std::move(store), std::move(telemetry));
}

} // namespace signalbox::kql
