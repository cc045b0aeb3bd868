// Runs a query and gives its result as lines of text that Qt Test can compare and print.
#pragma once

#include <QByteArray>
#include <QList>

#include <string_view>

#include "core/kql/engine.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

// "a | b" a row of the first table; one line with the error if the query fails.
inline QList<QByteArray> queryRows(const Catalog &catalog, std::string_view text,
                                   const QueryOptions &options = {})
{
    const auto result = runQuery(text, catalog, options);
    if (!result)
        return {QByteArray::fromStdString("error: " + result.error().message)};
    QList<QByteArray> rows;
    for (const Batch &batch : result->tables.front().batches) {
        for (std::size_t row = 0; row < batch.rows(); ++row) {
            QByteArray line;
            for (std::size_t i = 0; i < batch.columnCount(); ++i)
                line += (i == 0 ? "" : " | ") + QByteArray::fromStdString(toText(batch.column(i).value(row)));
            rows.push_back(line);
        }
    }
    return rows;
}

} // namespace signalbox::kql
