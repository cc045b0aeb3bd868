// `signalboxctl query` as a terminal and a script use it, on a workspace that no agent has served yet.
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"

using namespace signalbox;
using namespace Qt::Literals::StringLiterals;

namespace {

struct Answer
{
    int exitCode = -1;
    QString output;
    QString errors;
};

} // namespace

class TestQueryCommand final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    [[nodiscard]] Answer run(const QStringList &arguments, const QByteArray &input = {}) const
    {
        QProcess process;
        process.setWorkingDirectory(m_folder.path());
        process.start(QStringLiteral(SIGNALBOX_PROGRAM_DIR "/signalboxctl"), arguments);
        process.write(input);
        process.closeWriteChannel();
        if (!process.waitForFinished(60'000))
            qFatal("signalboxctl %s does not end", qPrintable(arguments.join(u' ')));
        return {.exitCode = process.exitCode(),
                .output = QString::fromUtf8(process.readAllStandardOutput()).remove(u'\r'),
                .errors = QString::fromUtf8(process.readAllStandardError())};
    }

    [[nodiscard]] Answer query(const QStringList &arguments, const QByteArray &input = {}) const
    {
        return run(QStringList{u"--workspace"_s, u"ws"_s, u"query"_s} + arguments, input);
    }

private Q_SLOTS:
    void initTestCase()
    {
        const Answer made = run({u"workspace"_s, u"create"_s, u"ws"_s});
        QVERIFY2(made.exitCode == 0, qPrintable(made.errors));
    }

    void rowsArePrintedAsAsked_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("output");
        QTest::newRow("for people") << QStringList()
                                    << u"name   n\nblue   1\ngreen\n2 rows, 1 empty column not shown\n"_s;
        QTest::newRow("csv") << QStringList{u"--format"_s, u"csv"_s}
                             << u"name,n,nothing\nblue,1,\ngreen,,\n"_s;
        QTest::newRow("tsv") << QStringList{u"--format"_s, u"tsv"_s}
                             << u"name\tn\tnothing\nblue\t1\t\ngreen\t\t\n"_s;
        QTest::newRow("json lines") << QStringList{u"--format"_s, u"jsonl"_s}
                                    << u"{\"name\":\"blue\",\"n\":1,\"nothing\":\"\"}\n"
                                       "{\"name\":\"green\",\"n\":null,\"nothing\":\"\"}\n"_s;
    }
    void rowsArePrintedAsAsked()
    {
        QFETCH(QStringList, options);
        QFETCH(QString, output);
        const Answer answer = query(
            QStringList{
                u"datatable(name:string, n:long)['blue', 1, 'green', long(null)] | extend nothing=''"_s} +
            options);
        QVERIFY2(answer.exitCode == 0, qPrintable(answer.errors));
        QCOMPARE(answer.output, output);
    }

    void aQueryComesFromAFileOrStandardInput()
    {
        const std::string path = (m_folder.path() + u"/one.kql"_s).toStdString();
        QVERIFY(writeFile(toPath(path), "print answer = 42\n"));
        QCOMPARE(query({u"--file"_s, u"one.kql"_s, u"--format"_s, u"csv"_s}).output, u"answer\n42\n"_s);
        QCOMPARE(query({u"-"_s, u"--format"_s, u"csv"_s}, "print answer = 43").output, u"answer\n43\n"_s);
        QCOMPARE(query({u"--file"_s, u"none.kql"_s}).exitCode, 3);
        QCOMPARE(query({}).exitCode, 2);
    }

    void recordsAreThereAndTelemetryIsEmpty()
    {
        const Answer audit = query(
            {u"audit | where action == 'workspace.created' | project subject"_s, u"--format"_s, u"csv"_s});
        QCOMPARE(audit.output, u"subject\nws\n"_s);
        QCOMPARE(query({u"requests | project name"_s, u"--format"_s, u"csv"_s}).output, u"name\n"_s);
    }

    void mistakesAreToldWithTheirPlace()
    {
        const Answer answer = query({u"requsts | take 1"_s});
        QCOMPARE(answer.exitCode, 2);
        QVERIFY2(answer.errors.contains(u"Line 1, column 1"_s), qPrintable(answer.errors));
        QVERIFY2(answer.errors.contains(u"'requests'"_s), qPrintable(answer.errors));
        QCOMPARE(query({u"requests | take 1"_s, u"--check"_s}).exitCode, 0);
        QCOMPARE(query({u"requests | take"_s, u"--check"_s}).exitCode, 2);
    }

    void aLimitEndsALongQuery()
    {
        const Answer answer = query(
            {u"range x from 1 to 2000000000 step 1 | where x < 0 | consume"_s, u"--limit"_s, u"50ms"_s});
        QCOMPARE(answer.exitCode, 5);
        QVERIFY2(answer.errors.contains(u"limit"_s), qPrintable(answer.errors));
    }

    void chartsAreDrawn()
    {
        const Answer line =
            query({u"range x from 1 to 50 step 1 | extend y = x * x | render linechart"_s, u"--render"_s});
        QVERIFY2(line.exitCode == 0, qPrintable(line.errors));
        QVERIFY2(line.output.contains(u"2500 │"_s), qPrintable(line.output));
        const Answer bars =
            query({u"datatable(d:string, n:long)['blue', 4, 'green', 1] | render barchart"_s, u"--render"_s});
        QVERIFY2(bars.output.contains(u"blue  4 █"_s), qPrintable(bars.output));
        const Answer none = query({u"print 'a text' | render timechart"_s, u"--render"_s});
        QCOMPARE(none.exitCode, 0);
        QVERIFY(!none.output.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestQueryCommand)
#include "tst_query_command.moc"
