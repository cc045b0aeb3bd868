#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <string>

#include "core/base/file.h"
#include "core/kql/tables/file_table.h"
#include "core/kql/tables/memory_table.h"
#include "tests/kql/query_rows.h"

using namespace signalbox;
using namespace signalbox::kql;

namespace {

using Lines = QList<QByteArray>;

Result<std::shared_ptr<const Catalog>> opened(const QTemporaryDir &folder, const char *name,
                                              const QByteArray &text)
{
    const std::filesystem::path path = toPath(folder.path().toStdString()) / toPath(name);
    SIGNALBOX_CHECK(writeFile(path, text.toStdString()));
    SIGNALBOX_TRY(TablePtr table, openFileTable(path));
    return layeredCatalog({{"T", std::move(table)}}, nullptr);
}

} // namespace

class TestFileTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void files_data();
    void files();
    void mistakes_data();
    void mistakes();
    void aResultIsATable();
    void tablesHideThoseBelow();
};

void TestFileTable::files_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Lines>("schema");
    QTest::addColumn<Lines>("rows");
    const auto row = [](const char *what, const char *name, const char *text, const Lines &schema,
                        const Lines &rows) {
        QTest::newRow(what) << QByteArray(name) << QByteArray(text) << schema << rows;
    };
    row("types", "a.csv", "n,r,b,t,s,e\n1,0.5,true,2026-03-01,x,\n-2,3,False,2026-03-01T10:00:00Z,12a,\n",
        {"n:long", "r:real", "b:bool", "t:datetime", "s:string", "e:string"},
        {"1 | 0.5 | True | 2026-03-01T00:00:00.0000000Z | x | ",
         "-2 | 3.0 | False | 2026-03-01T10:00:00.0000000Z | 12a | "});
    row("missing and quoted", "a.CSV", "\xEF\xBB\xBFn, s\r\n1,\"a,\"\"b\"\"\"\r\n\r\n,\"line\nbreak\"\r\n",
        {"n:long", "s:string"}, {"1 | a,\"b\"", " | line\nbreak"});
    row("names twice and empty", "a.csv", "a,a,\n1,2,3\n", {"a:long", "a1:long", "Column3:long"},
        {"1 | 2 | 3"});
    row("only names", "a.csv", "a,b\n", {"a:string", "b:string"}, {});
    row("years are numbers", "a.csv", "y\n2026\n", {"y:long"}, {"2026"});
    row("a guid", "a.csv", "g\n0123ABCD-0000-0000-0000-000000000001\n", {"g:guid"},
        {"0123abcd-0000-0000-0000-000000000001"});
    row("objects a line", "a.jsonl",
        "{\"a\":1,\"b\":\"x\",\"t\":\"2026-03-01T00:00:00Z\"}\n\n{\"a\":2.5,\"c\":{\"d\":[1]}}\n",
        {"a:real", "b:string", "t:datetime", "c:dynamic"},
        {"1.0 | x | 2026-03-01T00:00:00.0000000Z | ", "2.5 |  |  | {\"d\":[1]}"});
    row("an array of objects", "a.json", "[{\"a\":true},{\"a\":null},{\"a\":false}]", {"a:bool"},
        {"True", "", "False"});
    row("mixed", "a.ndjson", "{\"a\":1}\n{\"a\":\"x\"}", {"a:dynamic"}, {"1", "x"});
    row("nothing", "a.jsonl", "", {}, {});
}

void TestFileTable::files()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, text);
    QFETCH(const Lines, schema);
    QFETCH(const Lines, rows);
    const QTemporaryDir folder;
    const auto catalog = opened(folder, name.constData(), text);
    QVERIFY2(catalog, catalog ? "" : catalog.error().text().c_str());
    Lines found;
    for (const Field &field : (*catalog)->find("T")->schema().fields)
        found.push_back(QByteArray::fromStdString(field.name + ":" + std::string(typeName(field.type))));
    QCOMPARE(found, schema);
    QCOMPARE(queryRows(**catalog, "T"), rows);
}

void TestFileTable::mistakes_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("line");
    QTest::newRow("a field too many") << QByteArray("a.csv") << QByteArray("a,b\n1,2\n1,2,3\n") << qint64{3};
    QTest::newRow("a quote that is not closed") << QByteArray("a.csv") << QByteArray("a\n\"x\n") << qint64{2};
    QTest::newRow("no JSON") << QByteArray("a.jsonl") << QByteArray("{\"a\":1}\n{a\n") << qint64{2};
    QTest::newRow("no object") << QByteArray("a.jsonl") << QByteArray("{\"a\":1}\n7\n") << qint64{2};
    QTest::newRow("an array of numbers") << QByteArray("a.json") << QByteArray("[1]") << qint64{0};
}

void TestFileTable::mistakes()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, text);
    QFETCH(const qint64, line);
    const QTemporaryDir folder;
    const auto catalog = opened(folder, name.constData(), text);
    QVERIFY(!catalog);
    QCOMPARE(catalog.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(catalog.error().line, line);
    QVERIFY(!catalog.error().file.empty());
}

void TestFileTable::aResultIsATable()
{
    const auto nothing = layeredCatalog({}, nullptr);
    const auto result = runQuery("range x from 1 to 5 step 1 | extend y = strcat('n', x)", *nothing);
    QVERIFY2(result, result ? "" : result.error().text().c_str());
    const auto catalog = layeredCatalog({{"earlier", resultTable(result->tables.front())}}, nothing);
    QCOMPARE(queryRows(*catalog, "earlier | where x > 3 | project y"), Lines({"n4", "n5"}));
}

void TestFileTable::tablesHideThoseBelow()
{
    const auto table = [](std::int64_t value) {
        return memoryTable({.fields = {{.name = "x", .type = Type::Long}}},
                           {Batch({Column::ofWholes(Type::Long, {value})}, 1)});
    };
    const auto below = layeredCatalog({{"a", table(1)}, {"b", table(2)}}, nullptr);
    const auto both = layeredCatalog({{"b", table(3)}}, below);
    QCOMPARE(queryRows(*both, "union a, b | sort by x asc"), Lines({"1", "3"}));
    QCOMPARE(both->names(), std::vector<std::string>({"b", "a"}));
}

QTEST_GUILESS_MAIN(TestFileTable)
#include "tst_file_table.moc"
