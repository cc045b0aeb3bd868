// Rows of tests of operators: a query and the lines of its answer (see query_answer.h). A refused query's
// line is "error: " and a part of what it must say.
#pragma once

#include <QByteArrayList>
#include <QTest>

#include "tests/kql/query_answer.h"

namespace signalbox::kql::test {

inline void declareQueries()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArrayList>("lines");
}

inline void query(const char *text, const QByteArrayList &lines)
{
    QTest::newRow(text) << QByteArray(text) << lines;
}

inline void checkQuery()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QByteArrayList, lines);
    QByteArrayList answer;
    for (const std::string &line : answerTo(query.toStdString()))
        answer.append(QByteArray::fromStdString(line));
    const bool refused = lines.size() == 1 && lines[0].startsWith("error: ");
    if (refused && answer.size() == 1 && answer[0].startsWith("error: "))
        QVERIFY2(answer[0].contains(lines[0].mid(7)), answer[0].constData());
    else
        QCOMPARE(answer.join('\n'), lines.join('\n'));
}

} // namespace signalbox::kql::test
