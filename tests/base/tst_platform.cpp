#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <limits>
#include <utility>

#include "core/base/file.h"
#include "core/base/platform.h"
#include "tests/base/bytes.h"

using namespace signalbox;

class TestPlatform : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatQtTells();
    void knowsWhoIsAlive();
    void flushesWhatExists();
};

void TestPlatform::tellsWhatQtTells()
{
    QCOMPARE(qint64{processId()}, qint64{QCoreApplication::applicationPid()});
    QCOMPARE(QFileInfo(QString::fromStdString(toUtf8(programPath()))).canonicalFilePath(),
             QFileInfo(QCoreApplication::applicationFilePath()).canonicalFilePath());
    QVERIFY(!hostName().empty());
    QVERIFY(!userName().empty());
    QVERIFY(residentMemory() > 1'000'000);
    QVERIFY(residentMemory() < std::uint64_t{1} << 40U);
}

void TestPlatform::knowsWhoIsAlive()
{
    QVERIFY(processIsAlive(processId()));
    QVERIFY(!processIsAlive(0));
    QVERIFY(!processIsAlive(-1));
    QVERIFY(!processIsAlive(std::numeric_limits<std::int64_t>::max()));

    QProcess process;
    process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("-functions")});
    QVERIFY(process.waitForStarted());
    const std::int64_t pid = process.processId();
    QVERIFY(process.waitForFinished());
    QVERIFY(!processIsAlive(pid));
}

void TestPlatform::flushesWhatExists()
{
    const QTemporaryDir folder;
    const auto path = toPath(folder.filePath(QStringLiteral("a.txt")).toStdString());
    QVERIFY(!flushToDisk(path));
    QVERIFY(writeFile(path, "x").has_value());
    QVERIFY(flushToDisk(path));
}

QTEST_GUILESS_MAIN(TestPlatform)
#include "tst_platform.moc"
