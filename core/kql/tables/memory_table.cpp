#include "core/kql/tables/memory_table.h"

#include <utility>

namespace signalbox::kql {

namespace {

class MemoryTable final : public TableSource
{
public:
    MemoryTable(Schema schema, Batches batches)
        : m_schema(std::move(schema))
        , m_batches(std::move(batches))
    {
    }

    [[nodiscard]] const Schema &schema() const override { return m_schema; }
    [[nodiscard]] Result<BatchSourcePtr> read(const ScanRequest &request, StopToken) const override
    {
        Batches asked;
        asked.reserve(m_batches.size());
        for (const Batch &batch : m_batches) {
            asked.push_back(batch.project(request.columns));
            if (request.log)
                request.log->addSegment(batch.rows());
        }
        return memorySource(std::move(asked));
    }

private:
    Schema m_schema;
    Batches m_batches;
};

class LayeredCatalog final : public Catalog
{
public:
    LayeredCatalog(std::shared_ptr<const NamedTables> tables, std::shared_ptr<const Catalog> below)
        : m_tables(std::move(tables))
        , m_below(std::move(below))
    {
    }

    [[nodiscard]] TablePtr find(std::string_view name) const override
    {
        if (const auto own = m_tables->find(name); own != m_tables->end())
            return own->second;
        return m_below ? m_below->find(name) : nullptr;
    }

    [[nodiscard]] std::vector<std::string> names() const override
    {
        std::vector<std::string> names;
        for (const auto &[name, table] : *m_tables)
            names.push_back(name);
        if (m_below) {
            for (std::string &name : m_below->names()) {
                if (!m_tables->contains(name))
                    names.push_back(std::move(name));
            }
        }
        return names;
    }

    [[nodiscard]] bool open() const override { return m_below && m_below->open(); }

    [[nodiscard]] std::shared_ptr<const Catalog> snapshot() const override
    {
        std::shared_ptr<const Catalog> below = m_below ? m_below->snapshot() : nullptr;
        return below ? std::make_shared<const LayeredCatalog>(m_tables, std::move(below)) : nullptr;
    }

private:
    std::shared_ptr<const NamedTables> m_tables;
    std::shared_ptr<const Catalog> m_below;
};

} // namespace

TablePtr memoryTable(Schema schema, Batches batches)
{
    return std::make_shared<const MemoryTable>(std::move(schema), std::move(batches));
}

TablePtr resultTable(const ResultTable &result)
{
    return memoryTable(result.schema, result.batches);
}

std::shared_ptr<const Catalog> layeredCatalog(NamedTables tables, std::shared_ptr<const Catalog> below)
{
    return std::make_shared<const LayeredCatalog>(std::make_shared<const NamedTables>(std::move(tables)),
                                                  std::move(below));
}

} // namespace signalbox::kql
