#include <QRegularExpression>
#include <QTest>

#include <algorithm>

#include "core/base/text.h"
#include "tests/base/bytes.h"
#include "tests/project/source_tree.h"

using namespace signalbox;

namespace {

// A home, a temporary or a workplace folder of one machine. Spelt in pieces, so that this file passes itself.
const QRegularExpression &machinePath()
{
    static const QRegularExpression expression(QStringLiteral("(?<![A-Za-z0-9_.~$}-])/(?:ho"
                                                              "me/[a-z]|ro"
                                                              "ot/|Us"
                                                              "ers/[a-z]|wo"
                                                              "rk/|tm"
                                                              "p/[a-z]|mn"
                                                              "t/[a-z])"
                                                              "|\\b[A-Z]:\\\\Us"
                                                              "ers\\\\"));
    return expression;
}

} // namespace

class TestTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsMachinePaths_data();
    void knowsMachinePaths();
    void holdsNoMachinePath();
    void headersOpenWithWhatTheyAre();
    void filesAreOneIdea();
    void textIsUtf8WithUnixLineEnds();
};

void TestTree::knowsMachinePaths_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("found");
    QTest::newRow("home") << QStringLiteral("see /ho"
                                            "me/ann/notes")
                          << true;
    QTest::newRow("quoted") << QStringLiteral("\"/ro"
                                              "ot/x\"")
                            << true;
    QTest::newRow("macOS") << QStringLiteral("/Us"
                                             "ers/ann/x")
                           << true;
    QTest::newRow("Windows") << QStringLiteral("C:\\Us"
                                               "ers\\ann")
                             << true;
    QTest::newRow("temporary") << QStringLiteral("=/tm"
                                                 "p/plan")
                               << true;
    QTest::newRow("web address") << QStringLiteral("https://example.org/home/ann") << false;
    QTest::newRow("route") << QStringLiteral("/endpoints/diabetes/score") << false;
    QTest::newRow("system file") << QStringLiteral("/proc/self/exe") << false;
    QTest::newRow("folder of ours") << QStringLiteral("tests/root/a") << false;
}

void TestTree::knowsMachinePaths()
{
    QFETCH(const QString, text);
    QFETCH(const bool, found);
    QCOMPARE(machinePath().match(text).hasMatch(), found);
}

void TestTree::holdsNoMachinePath()
{
    QStringList found;
    const auto files = project::sourceFiles({""});
    QVERIFY2(files.size() > 50, "the source tree was not found");
    for (const project::SourceFile &file : files) {
        int number = 0;
        for (const std::string_view line : split(file.text, '\n')) {
            ++number;
            const QString text = QString::fromUtf8(bytes(line));
            if (line.contains('/') || line.contains('\\')) {
                if (const auto match = machinePath().match(text); match.hasMatch())
                    found << QStringLiteral("%1:%2: %3")
                                 .arg(QString::fromStdString(file.path))
                                 .arg(number)
                                 .arg(match.captured());
            }
        }
    }
    QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
}

void TestTree::headersOpenWithWhatTheyAre()
{
    QStringList found;
    for (const project::SourceFile &file : project::sourceFiles({"core", "ui"})) {
        if (file.path.ends_with(".h") && !file.text.starts_with("// "))
            found << QString::fromStdString(file.path);
    }
    QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
}

void TestTree::filesAreOneIdea()
{
    QStringList found;
    for (const project::SourceFile &file : project::sourceFiles({"core", "ui", "app"})) {
        const auto lines = std::ranges::count(file.text, '\n');
        if (project::isCode(file.path) && lines > 400)
            found << QStringLiteral("%1 has %2 lines").arg(QString::fromStdString(file.path)).arg(lines);
    }
    QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
}

void TestTree::textIsUtf8WithUnixLineEnds()
{
    QStringList found;
    for (const project::SourceFile &file :
         project::sourceFiles({"core", "ui", "app", "cmake", "installer"})) {
        if (!isUtf8(file.text))
            found << QString::fromStdString(file.path) + QStringLiteral(" is not UTF-8");
        if (file.text.contains('\r'))
            found << QString::fromStdString(file.path) + QStringLiteral(" has carriage returns");
        if (!file.text.empty() && !file.text.ends_with('\n'))
            found << QString::fromStdString(file.path) + QStringLiteral(" does not end its last line");
    }
    QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
}

QTEST_GUILESS_MAIN(TestTree)
#include "tst_tree.moc"
