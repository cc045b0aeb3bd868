// Runs a query and writes its result as lines of text, so that tests compare tables as they read: the first
// line has the columns, "x:long | y:string", each further one a row. Rows whose order has no meaning are
// sorted.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/engine.h"
#include "core/kql/values/dynamic_json.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql::test {

class NoTables : public Catalog
{
public:
    [[nodiscard]] TablePtr find(std::string_view) const override { return nullptr; }
    [[nodiscard]] std::vector<std::string> names() const override { return {}; }
};

inline std::string cellText(Type type, const Value &value)
{
    if (value.isNull())
        return "null";
    return type == Type::Dynamic ? toJsonText(value) : toText(value);
}

inline std::vector<std::string> linesOf(const ResultTable &table)
{
    std::string head;
    for (const Field &field : table.schema.fields)
        head += (head.empty() ? "" : " | ") + field.name + ":" + std::string(typeName(field.type));
    std::vector<std::string> lines = {head};
    for (const Batch &batch : table.batches) {
        std::vector<Column> columns;
        for (std::size_t i = 0; i < batch.columnCount(); ++i)
            columns.push_back(batch.column(i));
        for (std::size_t row = 0; row < batch.rows(); ++row) {
            std::string line;
            for (std::size_t i = 0; i < columns.size(); ++i)
                line += (i == 0 ? "" : " | ") + cellText(columns[i].type(), columns[i].value(row));
            lines.push_back(std::move(line));
        }
    }
    if (!table.ordered)
        std::ranges::sort(lines.begin() + 1, lines.end());
    return lines;
}

// The lines of every table, or one line "error: …".
inline std::vector<std::string> answerTo(std::string_view query, const Catalog &catalog = NoTables(),
                                         QueryOptions options = {})
{
    if (!options.now)
        options.now = TimePoint(TimePoint::duration(1'700'000'000LL * ticksPerSecond));
    const auto result = runQuery(query, catalog, options);
    if (!result)
        return {"error: " + result.error().message};
    std::vector<std::string> lines;
    for (const ResultTable &table : result->tables) {
        const std::vector<std::string> own = linesOf(table);
        lines.insert(lines.end(), own.begin(), own.end());
    }
    return lines;
}

} // namespace signalbox::kql::test
