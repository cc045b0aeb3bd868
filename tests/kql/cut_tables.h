// Random tables with nulls whose rows come in batches of a chosen size, some of them behind a selection, as
// segments and filters would give them. The same seed gives the same rows however they are cut.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/kql/catalog.h"
#include "core/kql/values/column_builder.h"

namespace signalbox::kql::test {

class CutTable final : public TableSource
{
public:
    CutTable(Schema schema, const Batch &rows, std::size_t rowsPerBatch)
        : m_schema(std::move(schema))
    {
        for (std::size_t at = 0; at < rows.rows(); at += rowsPerBatch) {
            const std::size_t count = std::min(rowsPerBatch, rows.rows() - at);
            // Every other batch is a choice among more rows than it shows.
            m_batches.push_back(at / rowsPerBatch % 2 == 0 ? rows.slice(at, count).gathered()
                                                           : rows.slice(at, count));
        }
    }

    [[nodiscard]] const Schema &schema() const override { return m_schema; }
    [[nodiscard]] Result<BatchSourcePtr> read(const ScanRequest &request, StopToken) const override
    {
        Batches picked;
        for (const Batch &batch : m_batches)
            picked.push_back(batch.project(request.columns));
        return memorySource(std::move(picked));
    }

private:
    Schema m_schema;
    Batches m_batches;
};

inline Schema randomTableSchema()
{
    return {.fields = {{.name = "id", .type = Type::Long},
                       {.name = "k", .type = Type::Long},
                       {.name = "n", .type = Type::Int},
                       {.name = "v", .type = Type::Real},
                       {.name = "s", .type = Type::String},
                       {.name = "t", .type = Type::DateTime},
                       {.name = "w", .type = Type::TimeSpan},
                       {.name = "b", .type = Type::Bool},
                       {.name = "d", .type = Type::Dynamic}}};
}

// Reals are multiples of a quarter, so that their sums do not hang on their order.
inline Batch randomTable(std::uint64_t seed, std::size_t rows)
{
    SeededRandom random(seed);
    static constexpr std::array<std::string_view, 6> texts = {"",       "alpha",  "Alpha",
                                                              "beta-2", "näve x", "omega"};
    const Schema schema = randomTableSchema();
    std::vector<ColumnBuilder> builders;
    for (const Field &field : schema.fields)
        builders.emplace_back(field.type, rows);
    const auto orNull = [&](std::size_t column, auto value) {
        if (random.below(5) == 0)
            builders[column].appendNull();
        else
            builders[column].append(value);
    };
    for (std::size_t row = 0; row < rows; ++row) {
        builders[0].append(static_cast<std::int64_t>(row));
        orNull(1, static_cast<std::int64_t>(random.below(7)) - 2);
        orNull(2, static_cast<std::int64_t>(random.below(100)));
        const bool isNan = random.below(40) == 0;
        const double quarter = (static_cast<double>(random.below(400)) - 200.0) / 4.0;
        orNull(3, isNan ? std::numeric_limits<double>::quiet_NaN() : quarter);
        builders[4].append(texts[random.below(texts.size())]);
        orNull(5, DateTime{static_cast<std::int64_t>(random.below(72)) * 36'000'000'000 + 1});
        orNull(6, TimeSpan{static_cast<std::int64_t>(random.below(9)) * ticksPerSecond});
        orNull(7, random.below(2) == 0);
        Value::Array array;
        for (std::uint64_t i = random.below(4); i > 0; --i)
            array.push_back(Value::ofLong(static_cast<std::int64_t>(random.below(5))));
        switch (random.below(4)) {
        case 0:
            builders[8].appendNull();
            break;
        case 1:
            builders[8].appendValue(Value::ofBag({{"p", Value::ofLong(static_cast<std::int64_t>(row % 3))}}));
            break;
        default:
            builders[8].appendValue(Value::ofArray(std::move(array)));
        }
    }
    std::vector<Column> columns;
    for (ColumnBuilder &builder : builders)
        columns.push_back(builder.finish());
    return {std::move(columns), rows};
}

// The tables T and U, cut into batches of `rowsPerBatch` rows.
class CutCatalog final : public Catalog
{
public:
    CutCatalog(std::uint64_t seed, std::size_t rows, std::size_t rowsPerBatch)
    {
        m_tables["T"] =
            std::make_shared<const CutTable>(randomTableSchema(), randomTable(seed, rows), rowsPerBatch);
        m_tables["U"] = std::make_shared<const CutTable>(randomTableSchema(), randomTable(seed + 1, rows / 2),
                                                         rowsPerBatch);
    }

    [[nodiscard]] TablePtr find(std::string_view name) const override
    {
        const auto found = m_tables.find(std::string(name));
        return found == m_tables.end() ? nullptr : found->second;
    }
    [[nodiscard]] std::vector<std::string> names() const override { return {"T", "U"}; }

private:
    std::map<std::string, TablePtr> m_tables;
};

} // namespace signalbox::kql::test
