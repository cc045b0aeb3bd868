#include <QTemporaryDir>
#include <QTest>

#include <string>

#include "core/base/file.h"
#include "tests/kql/query_cases.h"

using namespace signalbox;

// externaldata over local files.
class TestExternalData : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void files_data();
    void files();
    void readsSeveralFiles();
    void saysThatAFileIsMissing();
};

namespace {

QByteArray answer(const QByteArray &query)
{
    QByteArrayList lines;
    for (const std::string &line : kql::test::answerTo(query.toStdString()))
        lines.append(QByteArray::fromStdString(line));
    return lines.join('\n');
}

} // namespace

void TestExternalData::files_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("columns");
    QTest::addColumn<QByteArray>("properties");
    QTest::addColumn<QByteArray>("expected"); // "error: " and a part of what it must say
    const auto row = [](const char *what, const char *name, const char *text, const char *columns,
                        const char *properties, const char *expected) {
        QTest::newRow(what) << QByteArray(name) << QByteArray(text) << QByteArray(columns)
                            << QByteArray(properties) << QByteArray(expected);
    };
    row("csv", "a.csv", "1,x,2020-01-01\n2,\"y, \"\"z\"\"\",\n", "a:long, b:string, t:datetime", "",
        "a:long | b:string | t:datetime\n1 | x | 2020-01-01T00:00:00.0000000Z\n2 | y, \"z\" | null");
    row("header", "a.csv",
        "\xEF\xBB\xBF"
        "a,b\r\n1,x\r\n\r\n",
        "a:long, b:string", "ignoreFirstRecord=true", "a:long | b:string\n1 | x");
    row("line break in quotes", "a.csv", "\"x\ny\",1", "b:string, a:int", "", "b:string | a:int\nx\ny | 1");
    row("short record and no number", "a.csv", "x\n", "a:long, b:string, c:real", "",
        "a:long | b:string | c:real\nnull |  | null");
    row("tsv by format", "a.dat", "1\tx,y\n", "a:long, b:string", "format='tsv'",
        "a:long | b:string\n1 | x,y");
    row("lines", "a.txt", "say \"hi\"\n\"open\n", "line:string", "", "line:string\n\"open\nsay \"hi\"");
    row("json lines", "a.json", "{\"a\":1,\"d\":{\"x\":[1]}}\n\n{\"a\":\"2\",\"z\":0}\n", "a:long, d:dynamic",
        "", "a:long | d:dynamic\n1 | {\"x\":[1]}\n2 | null");
    row("json array", "a.json", "[{\"a\":1.5},\n {\"a\":null}]", "a:real", "", "a:real\n1.5\nnull");
    row("empty", "a.csv", "", "a:long", "", "a:long");
    row("open quote", "a.csv", "1,x\n2,\"y\n", "a:long, b:string", "", "error: not closed");
    row("broken json", "a.json", "{\"a\":1}\n{\"a\":\n", "a:long", "", "error: ");
    row("json without object", "a.jsonl", "{\"a\":1}\n5\n", "a:long", "", "error: one object");
    row("broken json array", "a.json", "[{\"a\":1},", "a:long", "", "error: ");
    row("unknown format", "a.csv", "1", "a:long", "format='parquet'",
        "error: 'parquet' are not supported here");
    row("unknown type", "a.csv", "1", "a:number", "", "error: 'number' is no type");
    row("column twice", "a.csv", "1", "a:long, a:long", "", "error: two columns 'a'");
}

void TestExternalData::files()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, columns);
    QFETCH(const QByteArray, properties);
    QFETCH(const QByteArray, expected);
    const QTemporaryDir folder;
    const QByteArray path = folder.filePath(QString::fromUtf8(name)).toUtf8();
    QVERIFY(writeFile(toPath(path.toStdString()), text.toStdString()).has_value());
    QByteArray query = "externaldata(" + columns + ")[@'" + path + "']";
    if (!properties.isEmpty())
        query += " with (" + properties + ")";
    const QByteArray found = answer(query);
    if (expected.startsWith("error: "))
        QVERIFY2(found.startsWith("error: ") && found.contains(expected.mid(7)), found.constData());
    else
        QCOMPARE(found, expected);
}

void TestExternalData::readsSeveralFiles()
{
    const QTemporaryDir folder;
    const QByteArray first = folder.filePath(QStringLiteral("first.csv")).toUtf8();
    const QByteArray second = folder.filePath(QStringLiteral("second.csv")).toUtf8();
    QVERIFY(writeFile(toPath(first.toStdString()), "a\n1\n").has_value());
    QVERIFY(writeFile(toPath(second.toStdString()), "a\n2\n").has_value());
    QCOMPARE(answer("externaldata(a:long)[@'" + first + "', @'" + second +
                    "'] with (ignoreFirstRecord=true) | summarize sum(a), count()"),
             QByteArray("sum_a:long | count_:long\n3 | 2"));
}

void TestExternalData::saysThatAFileIsMissing()
{
    const QTemporaryDir folder;
    const QByteArray found =
        answer("externaldata(a:long)[@'" + folder.filePath(QStringLiteral("none.csv")).toUtf8() + "']");
    QVERIFY2(found.startsWith("error: "), found.constData());
    const QByteArray remote = answer("externaldata(a:long)['https://example.org/a.csv']");
    QVERIFY2(remote.contains("not supported here"), remote.constData());
}

QTEST_GUILESS_MAIN(TestExternalData)
#include "tst_external_data.moc"
