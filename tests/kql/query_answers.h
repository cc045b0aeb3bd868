// Rows of tests of queries: a query without tables, and its answer as text.
#pragma once

#include <QByteArrayList>
#include <QTest>

#include <exception>
#include <string>

#include "core/kql/values/dynamic_json.h"
#include "core/kql/values/value_to_text.h"
#include "result_of.h"

namespace signalbox::kql::test {

// "k | sum_v", then a line a row in the order of the answer; or the error's message.
inline QByteArray answerText(const QByteArray &query)
{
    try {
        const auto table = resultOf(query.toStdString());
        QByteArrayList lines;
        QByteArrayList cells;
        for (const Field &field : table->schema.fields)
            cells.append(QByteArray::fromStdString(field.name));
        lines.append(cells.join(" | "));
        for (const Batch &batch : table->batches) {
            for (std::size_t row = 0; row < batch.rows(); ++row) {
                cells.clear();
                for (std::size_t i = 0; i < batch.columnCount(); ++i) {
                    const Value value = batch.column(i).value(row);
                    cells.append(value.isNull()
                                     ? QByteArray("null")
                                     : QByteArray::fromStdString(value.is(Type::Dynamic) ? toJsonText(value)
                                                                                         : toText(value)));
                }
                lines.append(cells.join(" | "));
            }
        }
        return lines.join('\n');
    } catch (const std::exception &error) {
        return error.what();
    }
}

inline void declareQueries()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("answer");
}

inline void query(const char *title, const QByteArray &text, const char *answer)
{
    QTest::newRow(title) << text << QByteArray(answer);
}

inline void checkQuery()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QByteArray, answer);
    QCOMPARE(answerText(query), answer);
}

} // namespace signalbox::kql::test
