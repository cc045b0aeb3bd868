#include <QElapsedTimer>
#include <QTest>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/kql/language/brackets.h"
#include "core/kql/language/check_text.h"
#include "core/kql/language/completion.h"
#include "core/kql/language/formatter.h"
#include "core/kql/language/highlight.h"
#include "core/kql/language/hints.h"
#include "core/kql/language/statement_at.h"
#include "core/kql/syntax/query_text.h"
#include "language_catalog.h"

using namespace signalbox;
using namespace signalbox::kql;

namespace {

// Asks everything at one place of a text, as an editor does while one types; "" if all answers hold.
std::string ask(const std::string &text, std::size_t offset)
{
    const test::LanguageCatalog catalog;
    const Completion completion = complete(text, offset, catalog);
    if (completion.replaced.end != offset || completion.replaced.begin > offset)
        return "completion replaces another place";
    for (const CompletionItem &item : completion.items) {
        if (item.label.empty() || item.insert.empty() || item.caretFromEnd > item.insert.size())
            return "an item is not whole: " + item.label;
    }
    const auto signature = signatureAt(text, offset, catalog);
    if (signature && (signature->open >= offset || text[signature->open] != '('))
        return "a hint of no bracket";
    const auto help = describe(text, offset, catalog);
    if (help && (help->span.begin > offset || help->span.end < offset || help->title.empty()))
        return "help of another word";
    const RunnableStatement statement = statementAt(text, offset);
    if (statement.span.end > text.size() ||
        statement.text.size() != static_cast<std::size_t>(statement.span.end - statement.span.begin))
        return "a statement outside of the text";
    const auto pair = bracketAt(text, offset);
    if (pair && (pair->open.begin > pair->close.begin || pair->close.end > text.size()))
        return "a bracket outside of the text";
    return {};
}

} // namespace

// No text and no place in it breaks the language services.
class TestLanguageRobustness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anyPlace_data();
    void anyPlace();
    void realQueriesCutAnywhere();
    void answersWhileOneTypes();
};

void TestLanguageRobustness::anyPlace_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {
             "requests | where name has 'é😀' and (duration > 5 | take 1;;; let",
             ")))]]} | | | ,,, = = . . $left. on on by",
             "let f = (a:long, b:(*)) { requests | join kind=inner (traces | where ( ; f(1, 2",
             "requests | mv-apply x = customDimensions on (where x | fork (count) (take 1)",
             "requests | partition by name (top 2 by duration) | facet by name with (take 1",
             "requests | project- | - - a-b | summarize-x by",
             "datatable(a:long, b:string)[1, \"x\", dynamic({\"a\": [1, 2",
             "print ```a\nb\n``` , ~~~c\n\n\nd | where",
             "requests | scan declare (x:long=0) with (step s1: duration > 5 => x = 1; step s2:",
             "requests\n| render timechart with (title='a', xcolumn=timestamp, ycolumns=a, b, kind=",
             "union (a), (b | where c), d* | search in (a, b) 'x' | evaluate pivot(name, count(",
             "let a = toscalar(requests | summarize max(duration)); let b = materialize(traces | where a; b "
             "| where ",
             "\xff\xfe requests | where \x80 == 1",
             "requests | as r | join r on name; r | where x in ((traces | project message",
         })
        QTest::newRow(text) << QString::fromLatin1(text);
}

void TestLanguageRobustness::anyPlace()
{
    QFETCH(QString, text);
    const std::string query = text.toLatin1().toStdString();
    for (std::size_t offset = 0; offset <= query.size(); ++offset) {
        for (const std::string &given : {query, query.substr(0, offset)}) {
            const std::string problem = ask(given, offset);
            QVERIFY2(problem.empty(), (problem + " at " + std::to_string(offset)).c_str());
        }
    }
    const KnownNames names;
    for (const ClassSpan &piece : classify(query, names))
        QVERIFY(piece.span.begin < piece.span.end && piece.span.end <= query.size());
    (void)formatQuery(query);
    const test::LanguageCatalog catalog;
    for (const Diagnostic &mistake : checkText(query, &catalog))
        QVERIFY(mistake.span.begin <= mistake.span.end && mistake.span.end <= query.size());
}

void TestLanguageRobustness::realQueriesCutAnywhere()
{
    int asked = 0;
    for (const QString &file :
         {QStringLiteral("oracle"), QStringLiteral("docs"), QStringLiteral("samples")}) {
        const QString path =
            QStringLiteral("%1/kql/%2.jsonl").arg(QStringLiteral(SIGNALBOX_SHARED_DIR), file);
        const auto lines = readFile(toPath(path.toStdString()));
        if (!lines)
            QSKIP("The collected queries are not beside this checkout.");
        std::size_t number = 0;
        for (const std::string_view line : split(*lines, '\n')) {
            if (++number % 25 != 0)
                continue;
            const auto testCase = parseJson(line);
            if (!testCase)
                continue;
            const std::string query = decodeQueryText(testCase->value("query", ""));
            if (query.size() > 4000)
                continue;
            for (std::size_t offset = number % 7; offset <= query.size(); offset += 13) {
                const std::string problem = ask(query.substr(0, offset), offset);
                QVERIFY2(problem.empty(), (testCase->value("id", "") + ": " + problem).c_str());
                ++asked;
            }
        }
    }
    QVERIFY(asked > 1000);
}

// 200 lines, as long as queries get.
void TestLanguageRobustness::answersWhileOneTypes()
{
    std::string text = "requests\n";
    for (int i = 0; i < 198; ++i)
        text += "| extend c" + std::to_string(i) + " = iff(duration > " + std::to_string(i) +
                ", strcat(name, \"x\"), tostring(resultCode))\n";
    text += "| where c1";
    const test::LanguageCatalog catalog;
    const KnownNames names = knownNames(catalog);
    QElapsedTimer timer;
    timer.start();
    LineState state;
    for (int i = 0; i < 100; ++i)
        (void)classifyLine("| extend c1 = iff(duration > 1, strcat(name, \"x\"), tostring(resultCode))",
                           state, names);
    const qint64 line = timer.nsecsElapsed() / 100'000;
    timer.restart();
    const Completion found = complete(text, text.size(), catalog);
    const qint64 completion = timer.restart();
    (void)checkText(text, &catalog);
    const qint64 check = timer.restart();
    qInfo("a line's colours %lld us, completion %lld ms, check %lld ms", static_cast<long long>(line),
          static_cast<long long>(completion), static_cast<long long>(check));
    QVERIFY(!found.items.empty());
    QCOMPARE(found.items.front().label, std::string("c1"));
    QVERIFY(line < 1000);
    QVERIFY(completion < 2000);
}

QTEST_APPLESS_MAIN(TestLanguageRobustness)
#include "tst_language_robustness.moc"
