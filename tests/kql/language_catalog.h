// Tables with Application Insights' names and no rows, for the tests of the language services.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/kql/catalog.h"

namespace signalbox::kql::test {

class EmptyTable final : public TableSource
{
public:
    explicit EmptyTable(Schema schema)
        : m_schema(std::move(schema))
    {
    }

    [[nodiscard]] const Schema &schema() const override { return m_schema; }
    [[nodiscard]] Result<BatchSourcePtr> read(const ScanRequest &, StopToken) const override
    {
        return memorySource({});
    }

private:
    Schema m_schema;
};

class LanguageCatalog final : public Catalog
{
public:
    [[nodiscard]] TablePtr find(std::string_view name) const override
    {
        const auto found = m_tables.find(name);
        return found != m_tables.end() ? found->second : nullptr;
    }

    [[nodiscard]] std::vector<std::string> names() const override
    {
        std::vector<std::string> all;
        for (const auto &[name, table] : m_tables)
            all.push_back(name);
        return all;
    }

private:
    static TablePtr table(std::vector<Field> fields)
    {
        return std::make_shared<const EmptyTable>(Schema{.fields = std::move(fields)});
    }

    std::map<std::string, TablePtr, std::less<>> m_tables = {
        {"requests", table({{.name = "timestamp", .type = Type::DateTime},
                            {.name = "id", .type = Type::String},
                            {.name = "name", .type = Type::String},
                            {.name = "resultCode", .type = Type::String},
                            {.name = "duration", .type = Type::Real},
                            {.name = "success", .type = Type::Bool},
                            {.name = "customDimensions", .type = Type::Dynamic}})},
        {"exceptions", table({{.name = "timestamp", .type = Type::DateTime},
                              {.name = "id", .type = Type::String},
                              {.name = "problemId", .type = Type::String},
                              {.name = "outerMessage", .type = Type::String}})},
        {"traces",
         table({{.name = "timestamp", .type = Type::DateTime}, {.name = "message", .type = Type::String}})},
    };
};

} // namespace signalbox::kql::test
