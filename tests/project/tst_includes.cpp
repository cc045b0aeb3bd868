#include <QTest>

#include "tests/project/include_rules.h"
#include "tests/project/source_tree.h"

using namespace signalbox;

class TestIncludes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rules_data();
    void rules();
    void namesLineAndReason();
    void theTreeObeys();
};

void TestIncludes::rules_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("allowed");
    const auto row = [](const char *file, const char *line, bool allowed) {
        QTest::addRow("%s: %s", file, line) << QString::fromUtf8(file) << QString::fromUtf8(line) << allowed;
    };

    row("core/learn/csv.cpp", "#include \"core/learn/csv.h\"", true);
    row("core/learn/csv.cpp", "#include \"core/base/text.h\"", true);
    row("core/learn/csv.cpp", "#include \"core/telemetry/columns.h\"", false);
    row("core/learn/csv.cpp", "#include \"core/agent/agent.h\"", false);
    row("core/learn/csv.cpp", "  #  include\t\"core/agent/agent.h\" // why", false);
    row("core/base/text.h", "#include \"core/store/store.h\"", false);
    row("core/rollout/plan.cpp", "#include \"core/serve/routing.h\"", true);
    row("core/serve/server.cpp", "#include \"core/rollout/plan.h\"", false);
    row("core/agent/agent.cpp", "#include \"core/link/process.h\"", true);
    row("core/link/azure/client.cpp", "#include \"core/agent/agent.h\"", true);
    row("core/job/queue.cpp", "#include \"core/link/process.h\"", false);
    row("core/learn/csv.cpp", "#include \"ui/widgets/theme.h\"", false);
    row("core/learn/csv.cpp", "#include \"app/ctl/show.h\"", false);
    row("core/learn/csv.cpp", "#include \"tests/base/bytes.h\"", false);
    row("core/learn/csv.cpp", "#include \"csv.h\"", false);
    row("core/learn/csv.cpp", "#include \"../store/store.h\"", false);
    row("core/learn/csv.cpp", "#include \"core/nowhere/a.h\"", false);
    row("core/nowhere/a.cpp", "#include \"core/base/text.h\"", false);
    row("core/learn/csv.cpp", "#include <vector>", true);
    row("core/learn/csv.cpp", "#include <Eigen/Dense>", true);
    row("core/learn/csv.cpp", "#include <QString>", false);
    row("core/learn/csv.cpp", "#include <QtCore/QString>", false);
    row("core/agent/agent.cpp", "#include <QCoreApplication>", false);
    row("core/learn/csv.cpp", "#include <qglobal.h>", false);
    row("core/link/process.cpp", "#include <QProcess>", true);
    row("core/learn/csv.cpp", "// #include <QString>", true);
    row("core/learn/csv.cpp", "#include SIGNALBOX_HEADER", true);

    row("ui/traffic/page.cpp", "#include \"ui/traffic/page.h\"", true);
    row("ui/traffic/page.cpp", "#include \"ui/widgets/theme.h\"", true);
    row("ui/traffic/page.cpp", "#include \"ui/shell/session.h\"", true);
    row("ui/traffic/page.cpp", "#include \"ui/registry/page.h\"", false);
    row("ui/traffic/page.cpp", "#include \"core/agent/agent.h\"", true);
    row("ui/traffic/page.cpp", "#include \"app/console/main.h\"", false);
    row("ui/traffic/page.cpp", "#include \"page.h\"", false);
    row("ui/traffic/page.cpp", "#include \"page.moc\"", true);
    row("ui/traffic/page.cpp", "#include <QWidget>", true);
    row("ui/widgets/theme.cpp", "#include \"ui/shell/session.h\"", false);
    row("ui/shell/window.cpp", "#include \"ui/widgets/theme.h\"", true);
    row("ui/shell/window.cpp", "#include \"ui/traffic/page.h\"", false);

    row("app/console/main.cpp", "#include \"ui/traffic/page.h\"", true);
    row("app/ctl/main.cpp", "#include \"core/agent/agent.h\"", true);
    row("app/ctl/main.cpp", "#include \"tests/base/bytes.h\"", false);
    row("tests/base/tst_text.cpp", "#include \"ui/traffic/page.h\"", true);
}

void TestIncludes::rules()
{
    QFETCH(const QString, file);
    QFETCH(const QString, line);
    QFETCH(const bool, allowed);

    const auto found = project::forbiddenIncludes(file.toStdString(), line.toStdString());
    QCOMPARE(found.empty(), allowed);
}

void TestIncludes::namesLineAndReason()
{
    const auto found = project::forbiddenIncludes("core/serve/server.cpp", "#pragma once\n"
                                                                           "\n"
                                                                           "#include <QString>\r\n"
                                                                           "#include \"core/base/text.h\"\n"
                                                                           "#include \"core/job/job.h\"\n");
    QCOMPARE(found.size(), std::size_t{2});
    QCOMPARE(found[0].line, 3);
    QCOMPARE(QString::fromStdString(found[0].include), QStringLiteral("QString"));
    QCOMPARE(found[1].line, 5);
    QCOMPARE(QString::fromStdString(found[1].reason), QStringLiteral("job stands below serve"));
}

void TestIncludes::theTreeObeys()
{
    QStringList found;
    int read = 0;
    for (const project::SourceFile &file : project::sourceFiles({"core", "ui", "app"})) {
        if (!project::isCode(file.path))
            continue;
        ++read;
        for (const auto &include : project::forbiddenIncludes(file.path, file.text))
            found << QStringLiteral("%1:%2 includes %3: %4")
                         .arg(QString::fromStdString(file.path))
                         .arg(include.line)
                         .arg(QString::fromStdString(include.include),
                              QString::fromStdString(include.reason));
    }
    QVERIFY2(read > 10, "the source tree was not found");
    QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
}

QTEST_GUILESS_MAIN(TestIncludes)
#include "tst_includes.moc"
