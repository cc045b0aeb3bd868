#include <QtTest>

#include "core/base/file.h"
#include "core/learn/csv.h"

using namespace signalbox;
using namespace signalbox::learn;

class TestCsv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTables_data();
    void readsTables();
    void laterRowsDecideTypes();
    void blankLinesTakeNoMemory();
    void refusesBrokenFiles_data();
    void refusesBrokenFiles();
    void refusesWhatIsNotThereOrTooLarge();
};

namespace {

// One line a column: name:type=values, with _ for a missing value.
QString shown(const Table &table)
{
    QStringList lines;
    for (const Column &column : table.columns) {
        QStringList values;
        for (std::size_t row = 0; row < table.rows; ++row) {
            if (column.isMissing(row))
                values << QStringLiteral("_");
            else if (const auto *integers = std::get_if<std::vector<std::int64_t>>(&column.values))
                values << QString::number((*integers)[row]);
            else if (const auto *reals = std::get_if<std::vector<double>>(&column.values))
                values << QString::number((*reals)[row], 'g', 17);
            else
                values << QString::fromUtf8(std::get<TextValues>(column.values)[row]);
        }
        const std::string_view type = columnTypeName(column.type());
        lines << QStringLiteral("%1:%2=%3")
                     .arg(QString::fromStdString(column.name), QString::fromUtf8(type),
                          values.join(QLatin1Char('|')));
    }
    return lines.join(QLatin1Char(' '));
}

} // namespace

void TestCsv::readsTables_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, QByteArray text, const char *expected) {
        QTest::newRow(name) << text << QString::fromUtf8(expected);
    };
    row("integers", "a,b\n1,2\n-3,40\n", "a:integer=1|-3 b:integer=2|40");
    row("no newline at the end", "a,b\n1,2", "a:integer=1 b:integer=2");
    row("CRLF", "a,b\r\n1,2\r\n3,4\r\n", "a:integer=1|3 b:integer=2|4");
    row("byte order mark",
        "\xEF\xBB\xBF"
        "a\n1\n",
        "a:integer=1");
    row("reals", "a\n1.5\n-2e-3\n.25\n", "a:real=1.5|-0.002|0.25");
    row("one real makes a column real", "a\n1\n2.5\n", "a:real=1|2.5");
    row("one text makes a column text", "a\n007\nx\n1.50\n", "a:text=007|x|1.50");
    row("integers beyond 64 bits are reals", "a\n9223372036854775807\n9223372036854775808\n",
        "a:real=9.2233720368547758e+18|9.2233720368547758e+18");
    row("missing values", "a,b,c\n1,,x\n,2.5,\n", "a:integer=1|_ b:real=_|2.5 c:text=x|_");
    row("missing in a real column", "a,b\n1.5,1\n,2\n", "a:real=1.5|_ b:integer=1|2");
    row("nothing but missing values", "a,b\n,1\n,2\n", "a:integer=_|_ b:integer=1|2");
    row("quoted numbers are numbers", "a\n\"1\"\n\"2\"\n", "a:integer=1|2");
    row("quotes, commas and line ends in quotes", "a,b\n\"x,\"\"y\"\"\",1\n\"two\nlines\",2\n",
        "a:text=x,\"y\"|two\nlines b:integer=1|2");
    row("many doubled quotes in one row", "a,b,c\n\"\"\"p\",\"q\"\"\",\"\"\"r\"\"\"\n",
        "a:text=\"p b:text=q\" c:text=\"r\"");
    row("quoted names", "\"a,1\",b\n1,2\n", "a,1:integer=1 b:integer=2");
    row("blank lines between rows", "a,b\n\n1,2\n\n\n3,4\n\n", "a:integer=1|3 b:integer=2|4");
    row("a blank line in one column is missing", "a\n1\n\n3\n", "a:integer=1|_|3");
    row("no rows", "a,b\n", "a:integer= b:integer=");
    row("spaces belong to the field", "a,b\n 1,2\n", "a:text= 1 b:integer=2");
    row("hexadecimal and signs are text", "a,b\n0x10,+5\n", "a:text=0x10 b:text=+5");
    row("names and text in UTF-8", "größe\n„x“\n", "größe:text=„x“");
    row("nan is a real number", "a\n1\nnan\n", "a:real=1|nan");
}

void TestCsv::readsTables()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    const auto table = parseCsv({text.constData(), static_cast<std::size_t>(text.size())}, "test.csv");
    QVERIFY2(table.has_value(), table ? "" : table.error().text().c_str());
    QCOMPARE(shown(*table), expected);
}

void TestCsv::laterRowsDecideTypes()
{
    std::string text = "whole,real,word\n";
    for (int row = 0; row < 5000; ++row)
        text += "1,2,3\n";
    text += "4,2.5,five\n";
    const auto table = parseCsv(text, "test.csv");
    QVERIFY(table.has_value());
    QCOMPARE(table->rows, std::size_t{5001});
    QVERIFY(table->columns[0].type() == ColumnType::Integer);
    QVERIFY(table->columns[1].type() == ColumnType::Real);
    QVERIFY(table->columns[2].type() == ColumnType::Text);
    QCOMPARE(std::get<std::vector<double>>(table->columns[1].values)[4999], 2.0);
    QVERIFY(std::get<TextValues>(table->columns[2].values)[0] == "3");
}

void TestCsv::blankLinesTakeNoMemory()
{
    std::string text = "c0";
    for (int column = 1; column < 20'000; ++column)
        text += ",c" + std::to_string(column);
    text.append(1'000'000, '\n');
    const auto table = parseCsv(text, "test.csv");
    QVERIFY(table.has_value());
    QCOMPARE(table->rows, std::size_t{0});
    QCOMPARE(table->columns.size(), std::size_t{20'000});
}

void TestCsv::refusesBrokenFiles_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *file, int line, const char *says) {
        QTest::newRow(file) << QString::fromUtf8(file) << line << QString::fromUtf8(says);
    };
    row("empty.csv", 1, "empty");
    row("only_mark.csv", 1, "empty");
    row("too_few_fields.csv", 3, "has 1 fields, the header has 2");
    row("too_many_fields.csv", 3, "has 3 fields, the header has 2");
    row("open_quote.csv", 2, "Field 2: the quote that opens it is never closed");
    row("quote_inside.csv", 3, "Field 2: a quote stands inside");
    row("text_after_quote.csv", 2, "Field 2: text follows the closing quote");
    row("carriage_returns.csv", 1, "Field 2: a carriage return stands alone");
    row("same_name_twice.csv", 1, "Column 3 is the second one named 'a'");
    row("nameless_column.csv", 1, "Column 2 has no name");
    row("semicolons.csv", 1, "semicolon");
    row("tabs.csv", 1, "tab");
    row("not_utf8.csv", 3, "UTF-8");
    row("utf16.csv", 1, "UTF-16");
}

void TestCsv::refusesBrokenFiles()
{
    QFETCH(QString, file);
    QFETCH(int, line);
    QFETCH(QString, says);
    const std::string path = SIGNALBOX_TEST_DATA "/broken/csv/" + file.toStdString();
    const auto table = readCsv(toPath(path));
    QVERIFY(!table.has_value());
    QVERIFY(table.error().code == ErrorCode::InvalidArgument);
    QVERIFY(table.error().file.ends_with(file.toStdString()));
    QCOMPARE(table.error().line, line);
    QVERIFY2(QString::fromStdString(table.error().message).contains(says), table.error().text().c_str());
}

void TestCsv::refusesWhatIsNotThereOrTooLarge()
{
    const auto absent = readCsv(toPath(SIGNALBOX_TEST_DATA "/broken/csv/absent.csv"));
    QVERIFY(!absent && absent.error().code == ErrorCode::NotFound);
    const auto large = readCsv(toPath(SIGNALBOX_TEST_DATA "/broken/csv/semicolons.csv"), 5);
    QVERIFY(!large && large.error().code == ErrorCode::ResourceExhausted);
    const auto folder = readCsv(toPath(SIGNALBOX_TEST_DATA "/broken"));
    QVERIFY(!folder && folder.error().code == ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestCsv)
#include "tst_csv.moc"
