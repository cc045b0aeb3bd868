#include <QTest>

#include <string>

#include "core/kql/saved/hidden_text.h"

using namespace signalbox;

class TestHiddenText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isTakenOut_data();
    void isTakenOut();
};

void TestHiddenText::isTakenOut_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char *name, const char *query, const char *shown) {
        QTest::newRow(name) << QString::fromUtf8(query) << QString::fromUtf8(shown);
    };
    row("nothing hidden", "requests | where name == \"h\"", "requests | where name == \"h\"");
    row("double quotes", "print h\"top secret\"", "print h\"***\"");
    row("single quotes", "print h'a', 'b', H'c'", "print h\"***\", 'b', h\"***\"");
    row("verbatim", "print h@\"C:\\a\"\"b\"", "print h\"***\"");
    row("several lines", "print h```a\nb```, 1", "print h\"***\", 1");
    row("not closed", "print h\"top secr", "print h\"***\"");
    row("escaped quote", "print h\"a\\\"b\" , 2", "print h\"***\" , 2");
    row("in a comment", "print 1 // was h\"old\"\n| take 1", "print 1 // was h\"***\"\n| take 1");
    row("a name that ends in h", "print path\"x\"", "print path\"x\"");
    row("empty", "", "");
}

void TestHiddenText::isTakenOut()
{
    QFETCH(const QString, query);
    QFETCH(const QString, shown);
    const std::string text = query.toStdString();
    QCOMPARE(QString::fromStdString(kql::withoutHiddenText(text)), shown);
    QCOMPARE(kql::hasHiddenText(text), query != shown);
}

QTEST_GUILESS_MAIN(TestHiddenText)
#include "tst_hidden_text.moc"
