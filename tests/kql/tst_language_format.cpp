#include <QTest>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/kql/engine.h"
#include "core/kql/language/formatter.h"
#include "core/kql/syntax/parser.h"
#include "core/kql/syntax/query_text.h"

using namespace signalbox;
using namespace signalbox::kql;

namespace {

// Takes every name for a table with unknown columns.
class OpenCatalog final : public Catalog
{
public:
    [[nodiscard]] TablePtr find(std::string_view) const override { return nullptr; }
    [[nodiscard]] std::vector<std::string> names() const override { return {}; }
    [[nodiscard]] bool open() const override { return true; }
};

std::vector<std::string> words(std::string_view text)
{
    std::vector<std::string> result;
    const Tokens read = tokenize(text);
    for (const Token &token : read.tokens)
        result.emplace_back(token.span.of(text));
    for (const Span &comment : read.comments)
        result.emplace_back(trimmed(comment.of(text)));
    return result;
}

std::string columnsOf(std::string_view text)
{
    const auto schema = resultSchema(text, OpenCatalog());
    if (!schema)
        return "no result";
    std::string columns;
    for (const Field &field : schema->fields) {
        columns += field.name;
        columns += ':';
        columns += typeName(field.type);
        columns += ' ';
    }
    return columns;
}

} // namespace

class TestLanguageFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lays_data();
    void lays();
    void leavesMistakes_data();
    void leavesMistakes();
    void keepsRealQueries_data();
    void keepsRealQueries();
};

void TestLanguageFormat::lays_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *text, const char *expected) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(expected);
    };
    row("operators", "requests|where duration>5 and   success==false|take 10",
        "requests\n| where duration > 5 and success == false\n| take 10");
    row("bar at the end", "requests |\n where a |\n take 1", "requests\n| where a\n| take 1");
    row("calls", "T | extend a=strcat( 'x' ,b ) , c = -1-d, e=f ( -2 )",
        "T\n| extend a = strcat('x', b), c = -1 - d, e = f(-2)");
    row("lists", "T | where a in('x','y') and b!in~ ('z') and c between(1 ..2)",
        "T\n| where a in ('x', 'y') and b !in~ ('z') and c between (1 .. 2)");
    row("paths", "T | extend a = b . c [ 0 ] . d['e f']", "T\n| extend a = b.c [0].d['e f']");
    row("parameters", "T | join kind = inner (U | where x) on $left . a == $right.b",
        "T\n| join kind=inner (U | where x) on $left.a == $right.b");
    row("long join", "T | join (U | where x | take 2) on a",
        "T\n| join (\n    U\n    | where x\n    | take 2\n) on a");
    row("hyphens", "T | project-away  a* , *b | mv-expand c to typeof( long )",
        "T\n| project-away a*, *b\n| mv-expand c to typeof(long)");
    row("wildcards", "union a*,b | project-reorder x* granny-asc, y desc",
        "union a*, b\n| project-reorder x* granny-asc, y desc");
    row("levels", "T|top-nested 2 of a by sum(b),top-nested  1 of c by max( b )",
        "T\n| top-nested 2 of a by sum(b), top-nested 1 of c by max(b)");
    row("let", "let a=1;let f=(x:long,y:string=\"a\"){x*2};\n\n\nlet t=T|where b;t|count",
        "let a = 1;\nlet f = (x:long, y:string=\"a\") { x * 2 };\n\nlet t = T\n    | where b;\nt\n| count");
    row("function", "let f=(t:(*)){t|where a|take 1};f(T)",
        "let f = (t:(*)) {\n    t\n    | where a\n    | take 1\n};\nf(T)");
    row("datatable", "datatable(a:long,b:string)[1,'x',2,'y']",
        "datatable(a:long, b:string) [\n    1, 'x',\n    2, 'y'\n]");
    row("short datatable", "datatable(a:long)[1,2,3]", "datatable(a:long) [1, 2, 3]");
    row("comments", "// first\nrequests // the rows\n// about where\n|where a // why\n| take 1 // end",
        "// first\nrequests // the rows\n// about where\n| where a // why\n| take 1 // end");
    row("comment in a list", "T | project a, // one\n b // two", "T\n| project a, // one\n    b // two");
    row("render", "T | render timechart with(title=\"a b\",kind = stacked)",
        "T\n| render timechart with (title=\"a b\", kind=stacked)");
    row("long summarize",
        "T | summarize total = count(), failed = countif(success == false), average = avg(duration), p95 = "
        "percentile(duration, 95) by name, bin(timestamp, 5m)",
        "T\n| summarize total = count(),\n    failed = countif(success == false),\n    average = "
        "avg(duration),\n    p95 = percentile(duration, 95)\n    by name, bin(timestamp, 5m)");
    row("blocks", "T|take 1\n\n\n\n// next\nU|take 2\n", "T\n| take 1\n\n// next\nU\n| take 2\n");
    row("texts", "print @'a  b', \"c|d\", ```x\n  y```", "print @'a  b', \"c|d\", ```x\n  y```");
    row("mv-apply", "T|mv-apply x=a to typeof(long) on(where x>1|summarize y=max(x))",
        "T\n| mv-apply x = a to typeof(long) on (where x > 1 | summarize y = max(x))");
    row("parse", "T|parse a with*\"x=\"b:long\" \"c", "T\n| parse a with * \"x=\" b:long \" \" c");
    row("make-series", "T|make-series n=count() default=0 on t from ago(1d) to now() step 1h by a",
        "T\n| make-series n = count() default=0 on t from ago(1d) to now() step 1h by a");
}

void TestLanguageFormat::lays()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const std::string once = formatQuery(text.toStdString());
    QCOMPARE(QString::fromStdString(once), expected);
    QCOMPARE(formatQuery(once), once);
}

void TestLanguageFormat::leavesMistakes_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"T |  where", "T | wher  x", "print  'a", "T | where (a  ", "|  take 1", "", "  \n"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestLanguageFormat::leavesMistakes()
{
    QFETCH(QString, text);
    QCOMPARE(trimmed(formatQuery(text.toStdString())), trimmed(text.toStdString()));
}

void TestLanguageFormat::keepsRealQueries_data()
{
    QTest::addColumn<QString>("file");
    for (const char *file : {"oracle.jsonl", "docs.jsonl", "samples.jsonl"})
        QTest::newRow(file) << QString::fromUtf8(file);
}

void TestLanguageFormat::keepsRealQueries()
{
    QFETCH(QString, file);
    const QString path = QStringLiteral(SIGNALBOX_SHARED_DIR) + QStringLiteral("/kql/") + file;
    const auto text = readFile(toPath(path.toStdString()));
    if (!text)
        QSKIP("The collected queries are not beside this checkout.");
    int changed = 0;
    int same = 0;
    for (const std::string_view line : split(*text, '\n')) {
        const auto testCase = parseJson(line);
        if (!testCase)
            continue;
        const std::string id = testCase->value("id", "");
        const std::string query = decodeQueryText(testCase->value("query", ""));
        const std::string once = formatQuery(query);
        QVERIFY2(words(once) == words(query), id.c_str());
        QVERIFY2(formatQuery(once) == once, id.c_str());
        if (parseQuery(query).ok()) {
            QVERIFY2(parseQuery(once).ok(), id.c_str());
            QVERIFY2(columnsOf(once) == columnsOf(query), id.c_str());
            ++(once == query ? same : changed);
        }
    }
    QVERIFY2(changed > same, qPrintable(QString::number(changed)));
}

QTEST_APPLESS_MAIN(TestLanguageFormat)
#include "tst_language_format.moc"
