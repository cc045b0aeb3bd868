// Rows of tests of functions: a call and its answer.
#pragma once

#include <QByteArrayList>
#include <QTest>

#include <string>
#include <vector>

#include "function_call.h"

namespace signalbox::kql::test {

inline void declareRows()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArrayList>("arguments");
    QTest::addColumn<QByteArray>("answer");
}

inline void row(const char *name, const QByteArrayList &arguments, const char *answer)
{
    const QByteArray title = QByteArray(name) + "(" + arguments.join(", ") + ")";
    QTest::newRow(title.constData()) << QByteArray(name) << arguments << QByteArray(answer);
}

inline void checkRow()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArrayList, arguments);
    QFETCH(const QByteArray, answer);
    std::vector<std::string> texts;
    for (const QByteArray &argument : arguments)
        texts.push_back(argument.toStdString());
    QCOMPARE(QByteArray::fromStdString(call(name.toStdString(), texts)), answer);
}

} // namespace signalbox::kql::test
