#include "tests/bench/kql_memory.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/kql/values/telemetry_columns.h"
#include "core/telemetry/segments.h"
#include "tests/bench/telemetry_sample.h"

namespace signalbox::bench {

namespace {

class MemoryTable final : public kql::TableSource
{
public:
    MemoryTable(SampleTable table, std::int64_t requests)
    {
        for (const telemetry::ColumnSpec &column : sampleSpec(table).columns)
            m_schema.fields.push_back({.name = column.name, .type = kql::typeOf(column.type)});
        for (std::int64_t first = 0; first < requests; first += telemetry::fullSegmentRows) {
            const std::int64_t count = std::min(telemetry::fullSegmentRows, requests - first);
            const auto chunk =
                std::make_shared<const telemetry::Chunk>(sampleChunk(table, first, count, requests));
            std::vector<kql::Column> columns;
            for (std::size_t i = 0; i < chunk->columns.size(); ++i)
                columns.push_back(kql::fromTelemetry(chunk, i));
            m_batches.emplace_back(std::move(columns), chunk->rows);
        }
    }

    [[nodiscard]] const kql::Schema &schema() const override { return m_schema; }
    [[nodiscard]] Result<kql::BatchSourcePtr> read(const kql::ScanRequest &request, StopToken) const override
    {
        kql::Batches batches;
        for (const kql::Batch &batch : m_batches)
            batches.push_back(batch.project(request.columns));
        return kql::memorySource(std::move(batches));
    }

private:
    kql::Schema m_schema = {};
    kql::Batches m_batches = {};
};

class MemoryCatalog final : public kql::Catalog
{
public:
    explicit MemoryCatalog(std::int64_t requests)
    {
        for (const SampleTable table : sampleTables)
            m_tables[sampleSpec(table).name] = std::make_shared<const MemoryTable>(table, requests);
    }

    [[nodiscard]] kql::TablePtr find(std::string_view name) const override
    {
        const auto found = m_tables.find(name);
        return found == m_tables.end() ? nullptr : found->second;
    }
    [[nodiscard]] std::vector<std::string> names() const override
    {
        std::vector<std::string> names;
        for (const auto &[name, table] : m_tables)
            names.push_back(name);
        return names;
    }

private:
    std::map<std::string, kql::TablePtr, std::less<>> m_tables = {};
};

} // namespace

std::unique_ptr<const kql::Catalog> memoryCatalog(std::int64_t requests)
{
    return std::make_unique<const MemoryCatalog>(requests);
}

} // namespace signalbox::bench
