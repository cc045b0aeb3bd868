#include <QTest>

#include "core/kql/language/brackets.h"
#include "core/kql/language/highlight.h"
#include "core/kql/language/hints.h"
#include "core/kql/language/statement_at.h"
#include "language_catalog.h"

using namespace signalbox::kql;

namespace {

struct Marked
{
    std::string text;
    std::size_t cursor = 0;
};

// '^' marks the cursor.
Marked marked(const QString &given)
{
    Marked result{.text = given.toStdString()};
    result.cursor = result.text.find('^');
    result.text.erase(result.cursor, 1);
    return result;
}

char letter(TextClass kind)
{
    constexpr std::string_view letters = "OKFAPTSNC.tc!";
    return letters[static_cast<std::size_t>(kind)];
}

} // namespace

// Colours, statements, brackets, hints and help at places of a text.
class TestLanguagePlaces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void classifies_data();
    void classifies();
    void stateFitsAnInt();
    void statements_data();
    void statements();
    void offsetsStayInABlankedStatement();
    void brackets_data();
    void brackets();
    void signatures_data();
    void signatures();
    void describes_data();
    void describes();
};

// Each piece as its letter and text.
void TestLanguagePlaces::classifies_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected);
    };
    row("requests | where duration > 5", "t:requests .:| O:where c:duration .:> N:5");
    row("requests // all", "t:requests C:// all");
    row("T\n| project-away name\n| mv-expand x to typeof(long)",
        ".:| O:project-away c:name .:| O:mv-expand K:to K:typeof .:( T:long .:)");
    row("T |\nwhere name has 'a'", ".:| O:where c:name K:has S:'a'");
    row("T | join kind=inner (U) on $left.id == $right.id",
        ".:| O:join K:kind .:= K:inner .:( .:) K:on K:$left .:. .:== K:$right .:.");
    row("print x = ago(1h), ```a\nb where c``` , 2",
        "O:print .:= F:ago .:( N:1h .:) .:, S:```a S:b where c``` .:, N:2");
    row("let f = (a:long) { a }; f(1)", "K:let .:= .:( .:: T:long .:) .:{ .:} .:; F:f .:( N:1 .:)");
    row("T | render timechart", ".:| O:render K:timechart");
    row("T | evaluate pivot(name)", ".:| O:evaluate P:pivot .:( c:name .:)");
    row("T | where a == datetime(2020-01-01) and b # c", ".:| O:where .:== N:datetime(2020-01-01) K:and !:#");
    row("T | summarize countif(success), n = count() by name",
        ".:| O:summarize A:countif .:( c:success .:) .:, .:= A:count .:( .:) K:by c:name");
    row("T | sort by name asc nulls last", ".:| O:sort K:by c:name K:asc K:nulls K:last");
    row("T | extend where", ".:| O:extend K:where");
    row("range x from 1 to 5 step 1", "O:range K:from N:1 K:to N:5 K:step N:1");
    row("print 'open", "O:print S:'open");
    row("T | where customDimensions.name == 1", ".:| O:where c:customDimensions .:. .:== N:1");
}

void TestLanguagePlaces::classifies()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const std::string query = text.toStdString();
    QString found;
    for (const ClassSpan &piece : classify(query, knownNames(test::LanguageCatalog()))) {
        if (!found.isEmpty())
            found += u' ';
        const std::string_view word = piece.span.of(query);
        found += QChar::fromLatin1(letter(piece.kind)) + QStringLiteral(":") +
                 QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size()));
    }
    QCOMPARE(found, expected);
}

void TestLanguagePlaces::stateFitsAnInt()
{
    for (const char fence : {'\0', '`', '~'}) {
        const LineState state{.fence = fence, .afterBar = true, .operation = 62};
        QCOMPARE(LineState::fromInt(state.toInt()), state);
    }
    QCOMPARE(LineState::fromInt(-1), LineState());
}

void TestLanguagePlaces::statements_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *text, const char *expected) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected);
    };
    row("^T | take 1", "T | take 1");
    row("T | take 1\n\nU | ta^ke 2\n\nV", "U | take 2");
    row("T | take 1\n^\nU", "T | take 1");
    row("T^ | take 1\n\nU", "T | take 1");
    row("T\n| take 1\n\n| where a^", "T\n| take 1\n\n| where a");
    row("let a = 1;\n\nT | where x == a^", "let a = 1;\n\nT | where x == a");
    row("le^t a = 1;\nT", "let a = 1;\nT");
    row("let a = 1;T;U^;V", "let a = 1;  U");
    row("T;U;V^", "V");
    row("T^;U", "T");
    row("T | where a b c^", "T | where a b c");
    row("T | where (\n\na)^", "T | where (\n\na)");
    row("// note\nT // more^", "T");
    row("let a = 1;^", "let a = 1;");
    row("^", "");
    row("print 'a;\\n' ;^ T", "T");
}

void TestLanguagePlaces::statements()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const Marked given = marked(text);
    const RunnableStatement found = statementAt(given.text, given.cursor);
    QCOMPARE(QString::fromStdString(found.text), expected);
    QCOMPARE(static_cast<std::size_t>(found.span.end - found.span.begin), found.text.size());
}

void TestLanguagePlaces::offsetsStayInABlankedStatement()
{
    const Marked given = marked(QStringLiteral("let a = 1;\nT | take\n5;\nU | wher^e x"));
    const RunnableStatement found = statementAt(given.text, given.cursor);
    QCOMPARE(given.text.substr(found.span.begin + found.text.find("where"), 5), std::string("where"));
    QCOMPARE(found.query.of(given.text), std::string_view("U | where x"));
    QCOMPARE(std::ranges::count(found.text, '\n'), 3);
}

void TestLanguagePlaces::brackets_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("open");
    QTest::addColumn<int>("close"); // -1: no partner
    QTest::newRow("before") << "f^(a, (b))" << 1 << 8;
    QTest::newRow("behind") << "f(a, (b))^" << 1 << 8;
    QTest::newRow("inner") << "f(a, ^(b))" << 5 << 7;
    QTest::newRow("skips texts") << "f^(')')" << 1 << 5;
    QTest::newRow("skips comments") << "f^( // )\n)" << 1 << 8;
    QTest::newRow("no partner") << "f^(a" << 1 << -1;
    QTest::newRow("other kind") << "f^(a]" << 1 << -1;
    QTest::newRow("closes nothing") << "a^)" << 1 << -1;
    QTest::newRow("literal") << "dynamic^([1])" << 7 << 11;
    QTest::newRow("none") << "a^b()" << -1 << -1;
    QTest::newRow("in a text") << "'^('" << -1 << -1;
}

void TestLanguagePlaces::brackets()
{
    QFETCH(QString, text);
    QFETCH(int, open);
    QFETCH(int, close);
    const Marked given = marked(text);
    const auto found = bracketAt(given.text, given.cursor);
    QCOMPARE(found.has_value(), open >= 0);
    if (!found)
        return;
    QCOMPARE(static_cast<int>(found->open.begin), open);
    QCOMPARE(found->matched, close >= 0);
    if (close >= 0)
        QCOMPARE(static_cast<int>(found->close.begin), close);
}

void TestLanguagePlaces::signatures_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected"); // "" for none
    const auto row = [](const char *text, const char *expected) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected);
    };
    row("print substring(^", "substring 0 of 3");
    row("print substring('a', ^", "substring 1 of 3");
    row("print substring('a', (1 + ^", "substring 1 of 3");
    row("print substring('a,b', strlen(^", "strlen 0 of 1");
    row("print substring('a', strlen('b'), ^)", "substring 2 of 3");
    row("print strcat('a', 'b', 'c', 'd', ^", "strcat 2 of 3");
    row("let f = (a:long, b:string) { a }; print f(1, ^", "f 1 of 2");
    row("requests | evaluate pivot(^", "pivot 0 of 3");
    row("requests | summarize percentile(duration, ^", "percentile 1 of 2");
    row("print ^", "");
    row("print unheardOf(^", "");
    row("requests | where (^", "");
    row("requests | join (^", "");
    row("print substring('a')^", "");
}

void TestLanguagePlaces::signatures()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const Marked given = marked(text);
    const auto found = signatureAt(given.text, given.cursor, test::LanguageCatalog());
    QCOMPARE(found.has_value(), !expected.isEmpty());
    if (!found)
        return;
    QCOMPARE(QStringLiteral("%1 %2 of %3")
                 .arg(QString::fromStdString(found->name))
                 .arg(found->current)
                 .arg(found->parameters.size()),
             expected);
    QCOMPARE(given.text[found->open], '(');
    QVERIFY(!found->help.empty());
}

void TestLanguagePlaces::describes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("title"); // "" for none
    QTest::addColumn<QString>("help");  // how it begins
    const auto row = [](const char *text, const char *title, const char *help) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(title) << QString::fromUtf8(help);
    };
    row("requests | wh^ere name == 1", "where", "Keeps the rows");
    row("requests | mv-ex^pand name", "mv-expand", "Makes one row");
    row("requests | ^mv-expand name", "mv-expand", "Makes one row");
    row("requests | where durat^ion > 1", "duration: real", "");
    row("req^uests | where duration > 1", "requests: a table", "timestamp: datetime, id: string");
    row("requests | extend a = strl^en(name)", "strlen(text)", "");
    row("requests | where name h^as 'a'", "has", "Whether a text");
    row("requests | join kind=in^ner traces on timestamp", "inner", "All pairs");
    row("requests | render time^chart", "timechart", "Lines over time");
    row("let slow = 5; requests | where duration > sl^ow", "slow: let", "");
    row("let t = requests | project id; ^t | take 1", "t: a table of this query", "id");
    row("requests | where name == 'dur^ation'", "", "");
    row("requests | where unhe^ard == 1", "", "");
    row("requests ^ | take 1", "", "");
    row("requests | project id | where durat^ion == 1", "", "");
}

void TestLanguagePlaces::describes()
{
    QFETCH(QString, text);
    QFETCH(QString, title);
    QFETCH(QString, help);
    const Marked given = marked(text);
    const auto found = describe(given.text, given.cursor, test::LanguageCatalog());
    QCOMPARE(found ? QString::fromStdString(found->title) : QString(), title);
    if (found)
        QVERIFY2(QString::fromStdString(found->help).startsWith(help), found->help.c_str());
}

QTEST_APPLESS_MAIN(TestLanguagePlaces)
#include "tst_language_places.moc"
