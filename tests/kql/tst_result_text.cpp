#include <QTemporaryDir>
#include <QTest>

#include "core/base/file.h"
#include "core/kql/results/cell_access.h"
#include "core/kql/results/cell_text.h"
#include "core/kql/results/table_text.h"
#include "tests/base/bytes.h"
#include "tests/kql/result_of.h"

using namespace signalbox;
using namespace signalbox::kql;
using signalbox::kql::test::resultOf;

namespace {

const char *const everyType =
    "datatable(flag:bool, small:int, big:long, amount:real, price:decimal, name:string, at:datetime,"
    " took:timespan, id:guid, more:dynamic)["
    "true, 1, 5000000000, 1.5, decimal(1.25), 'plain', datetime(2026-11-23T14:32:07.1234567Z), 1h,"
    " guid(74be27de-1e4e-49d9-b579-fe0b331d3642), dynamic({'a':[1,2.5,'x'],'b':null}),"
    "false, -2, -7, real(-inf), decimal(-3), 'a,\"b\"\\n\\t|\\\\\u00fc', datetime(0001-01-01),"
    " timespan(-2.03:04:05.0000001), guid(null), dynamic('text'),"
    "bool(null), int(null), long(null), real(null), decimal(null), '', datetime(null), timespan(null),"
    " guid(null), dynamic(null),"
    "true, 0, 0, real(nan), decimal(0.1), '\\'', datetime(9999-12-31T23:59:59.9999999Z), 0s,"
    " guid(74be27de-1e4e-49d9-b579-fe0b331d3642), dynamic([]),"
    "true, 0, 0, 0.30000000000000004, decimal(0.1), '1', datetime(2026-01-01), 1tick,"
    " guid(74be27de-1e4e-49d9-b579-fe0b331d3642), dynamic(true)]";

std::string text(const ResultTable &table, TextFormat format, const TextOptions &options = {})
{
    const auto written = tableText(table, format, options);
    return written ? *written : written.error().message;
}

} // namespace

class TestResultText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writes_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<int>("format");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *query, TextFormat format, const char *expected) {
            QTest::newRow(name) << QString::fromUtf8(query) << static_cast<int>(format)
                                << QString::fromUtf8(expected);
        };
        const char *const few = "datatable(['my name']:string, n:long)['a,b', 1, 'c\"d\\n|', long(null)]";
        row("csv", few, TextFormat::Csv, "my name,n\r\n\"a,b\",1\r\n\"c\"\"d\n|\",\r\n");
        row("tsv", few, TextFormat::Tsv, "my name\tn\na,b\t1\nc\"d |\t\n");
        row("markdown", few, TextFormat::Markdown,
            "| my name | n |\n| --- | ---: |\n| a,b | 1 |\n| c\"d \\| |  |\n");
        row("json", few, TextFormat::Json,
            "[\n  {\"my name\": \"a,b\", \"n\": 1},\n  {\"my name\": \"c\\\"d\\n|\", \"n\": null}\n]\n");
        row("json lines", few, TextFormat::JsonLines,
            "{\"my name\":\"a,b\",\"n\":1}\n{\"my name\":\"c\\\"d\\n|\",\"n\":null}\n");
        row("datatable", few, TextFormat::Datatable,
            "datatable([\"my name\"]:string, n:long)[\n    \"a,b\", 1,\n    \"c\\\"d\\n|\", "
            "long(null),\n]\n");
        const char *const none = "datatable(a:long)[]";
        row("no rows as csv", none, TextFormat::Csv, "a\r\n");
        row("no rows as json", none, TextFormat::Json, "[]\n");
        row("one empty cell a line", "datatable(a:string)['', 'x']", TextFormat::Csv, "a\r\n\"\"\r\nx\r\n");
        row("bool, time, dynamic", "print a=true, b=datetime(2026-01-02), c=dynamic({\"x\":1.0}), d=1.0",
            TextFormat::Csv, "a,b,c,d\r\ntrue,2026-01-02T00:00:00.0000000Z,\"{\"\"x\"\":1.0}\",1\r\n");
    }
    void writes()
    {
        QFETCH(const QString, query);
        QFETCH(const int, format);
        QFETCH(const QString, expected);
        const auto table = resultOf(query.toStdString());
        QCOMPARE(QString::fromStdString(text(*table, static_cast<TextFormat>(format))), expected);
    }

    void datatableReadsBackAsTheSameTable()
    {
        const auto table = resultOf(everyType);
        const std::string expression = text(*table, TextFormat::Datatable);
        const auto again = resultOf(expression);
        QCOMPARE(again->rows, table->rows);
        QVERIFY(again->schema == table->schema);
        const CellAccess before(*table);
        const CellAccess after(*again);
        for (std::size_t row = 0; row < table->rows; ++row) {
            for (std::size_t column = 0; column < before.columnCount(); ++column)
                QVERIFY2(before.at(row, column).value() == after.at(row, column).value(),
                         qPrintable(QStringLiteral("row %1, %2: %3")
                                        .arg(row)
                                        .arg(QString::fromStdString(table->schema.fields[column].name),
                                             QString::fromStdString(cellText(after.at(row, column))))));
        }
        QCOMPARE(text(*again, TextFormat::Datatable), expression);
    }

    void conditionsKeepTheCellOrLeaveItOut()
    {
        const auto table = resultOf(everyType);
        const CellAccess cells(*table);
        for (std::size_t column = 0; column < cells.columnCount(); ++column) {
            const Field &field = table->schema.fields[column];
            for (std::size_t row = 0; row < table->rows; ++row) {
                const Value value = cells.at(row, column).value();
                std::size_t same = 0;
                for (std::size_t other = 0; other < table->rows; ++other)
                    same += cells.at(other, column).value() == value ? 1U : 0U;
                const std::string start = std::string(everyType) + "| where ";
                const std::string equals = equalsCondition(field.name, field.type, value);
                QVERIFY2(resultOf(start + equals)->rows == same, equals.c_str());
                const std::string differs = differsCondition(field.name, field.type, value);
                QVERIFY2(resultOf(start + differs)->rows == table->rows - same, differs.c_str());
            }
        }
    }

    void namesThatAreNoNamesAreQuoted_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"a", "_1", "1a", "with space", "last", "where", "it's", "quo\"te", "long",
                                 "ünï", "a-b", "back\\slash", "by", "and", "true", "count", "print"})
            QTest::newRow(name) << QString::fromUtf8(name);
    }
    void namesThatAreNoNamesAreQuoted()
    {
        QFETCH(const QString, name);
        const std::string reference = columnReference(name.toStdString());
        const auto table = resultOf("print x=1 | project " + reference + " = x | extend z = " + reference +
                                    " | where " + reference + " == 1");
        QCOMPARE(QString::fromStdString(table->schema.fields[0].name), name);
        QCOMPARE(table->rows, 1U);
    }

    void writesChosenRowsAndColumns()
    {
        const auto table = resultOf("range a from 1 to 5 step 1 | extend b = a * 10, c = 'x'");
        QCOMPARE(text(*table, TextFormat::Csv,
                      {.rows = std::vector<std::uint32_t>{4, 0}, .columns = std::vector<std::size_t>{1}}),
                 std::string("b\r\n50\r\n10\r\n"));
        QCOMPARE(text(*table, TextFormat::Tsv, {.rows = std::vector<std::uint32_t>{1}, .header = false}),
                 std::string("2\t20\tx\n"));
    }

    void exportIsWholeOrNothing()
    {
        const QTemporaryDir folder;
        const auto path = toPath(folder.filePath(QStringLiteral("out.csv")).toStdString());
        const auto table = resultOf("range a from 1 to 100000 step 1");
        std::size_t last = 0;
        StopSource source;
        const auto stopped = exportTable(*table, TextFormat::Csv, path,
                                         {.stop = source.token(), .progress = [&](std::size_t rows) {
                                              last = rows;
                                              if (rows > 20'000)
                                                  source.requestStop();
                                          }});
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QVERIFY(last > 20'000 && last < 40'000);
        QVERIFY(!std::filesystem::exists(path));
        QVERIFY(exportTable(*table, TextFormat::Csv, path));
        const auto bytes = readFile(path);
        QVERIFY(bytes && bytes->starts_with("a\r\n1\r\n2\r\n") && bytes->ends_with("\r\n100000\r\n"));
    }
};

QTEST_GUILESS_MAIN(TestResultText)
#include "tst_result_text.moc"
