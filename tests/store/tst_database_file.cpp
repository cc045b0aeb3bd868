#include <QCoreApplication>
#include <QFile>

#include <SQLiteCpp/SQLiteCpp.h>

#include <fstream>
#include <functional>
#include <map>

#include "core/store/migrations.h"
#include "tests/store/workspace.h"

using namespace signalbox;
using namespace signalbox::store;
using namespace signalbox::test;

namespace fs = std::filesystem;

namespace {

using Damage = std::function<void(const fs::path &)>;
using Contents = std::map<std::string, std::string>; // path → bytes of every file

Contents contentsOf(const fs::path &folder)
{
    Contents contents;
    for (const auto &entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file())
            contents.emplace(toUtf8(entry.path()), readFile(entry.path()).value());
    }
    return contents;
}

Damage changed(const std::function<void(std::string &)> &edit)
{
    return [edit](const fs::path &file) {
        std::string content = readFile(file).value();
        edit(content);
        QVERIFY(writeFile(file, content).has_value());
    };
}

Damage flipped(std::size_t offset)
{
    return changed(
        [offset](std::string &content) { content[offset] = static_cast<char>(content[offset] ^ 0x40); });
}

Damage sql(const char *statement)
{
    return [statement](const fs::path &file) {
        SQLite::Database db(toUtf8(file), SQLite::OPEN_READWRITE);
        db.exec("PRAGMA journal_mode = DELETE");
        db.exec(statement);
    };
}

} // namespace

Q_DECLARE_METATYPE(Damage)

class TestDatabaseFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isRefusedAndLeftAlone_data();
    void isRefusedAndLeftAlone();
    void anotherProgramsFolderNamesAreNoObstacle_data();
    void anotherProgramsFolderNamesAreNoObstacle();
    void newerSchemaOnlyInTheLog();
    void opensDuringACheckpoint();
    void openingAgainKeepsTheLocks();
    void opensAfterACrash();
};

void TestDatabaseFile::isRefusedAndLeftAlone_data()
{
    QTest::addColumn<Damage>("damage");
    QTest::addColumn<std::string>("code");
    const auto row = [](const char *name, const Damage &damage, const char *code) {
        QTest::newRow(name) << damage << std::string(code);
    };
    row("newer", sql("PRAGMA user_version = 9999"), "failed_precondition");
    row("another program's", sql("PRAGMA application_id = 1"), "data_loss");
    row("no program's", sql("PRAGMA application_id = 0"), "data_loss");
    row("empty", changed([](std::string &content) { content.clear(); }), "data_loss");
    row("shorter than its header", changed([](std::string &content) { content.resize(60); }), "data_loss");
    row("only its header", changed([](std::string &content) { content.resize(100); }), "data_loss");
    row("one page", changed([](std::string &content) { content.resize(4096); }), "data_loss");
    row("cut in half", changed([](std::string &content) { content.resize(content.size() / 2); }),
        "data_loss");
    row("last page missing", changed([](std::string &content) { content.resize(content.size() - 4096); }),
        "data_loss");
    row("text", changed([](std::string &content) { content.assign(20'000, 'x'); }), "data_loss");
    row("zeros", changed([](std::string &content) { content.assign(20'000, '\0'); }), "data_loss");
    row("zeros after the header", changed([](std::string &content) {
            content.replace(100, content.size() - 100, content.size() - 100, '\0');
        }),
        "data_loss");
    row("text after the header", changed([](std::string &content) {
            content.replace(100, content.size() - 100, content.size() - 100, 'x');
        }),
        "data_loss");
    for (const std::size_t offset : {0U, 16U, 68U, 100U, 103U, 105U, 4096U, 4099U, 8192U, 3U * 4096U})
        row(qPrintable(QStringLiteral("bit flipped at %1").arg(offset)), flipped(offset), "data_loss");
}

void TestDatabaseFile::isRefusedAndLeftAlone()
{
    QFETCH(const Damage, damage);
    QFETCH(const std::string, code);
    Workspace workspace;
    workspace.add("bob", Role::Operator);
    workspace.close();
    damage(workspace.file());
    const Contents before = contentsOf(workspace.folder());
    const auto opened = workspace.reopen();
    QCOMPARE(codeOf(opened), code);
    QVERIFY2(!opened.error().message.empty() && !opened.error().file.empty(), "says what and where");
    QVERIFY(contentsOf(workspace.folder()) == before);
}

void TestDatabaseFile::anotherProgramsFolderNamesAreNoObstacle_data()
{
    QTest::addColumn<std::string>("name");
    QTest::newRow("blank") << std::string("my yard");
    QTest::newRow("question mark") << std::string("why?mode=rw");
    QTest::newRow("number sign") << std::string("yard #1");
    QTest::newRow("percent") << std::string("100%41");
    QTest::newRow("letters of others") << std::string("größe 模型");
}

void TestDatabaseFile::anotherProgramsFolderNamesAreNoObstacle()
{
    QFETCH(const std::string, name);
#ifdef Q_OS_WIN
    if (name.contains('?'))
        QSKIP("Windows has no such names.");
#endif
    const QTemporaryDir place;
    const SystemClock clock;
    const fs::path folder = toPath(place.path().toStdString()) / toPath(name);
    QVERIFY(Store::create(folder, {.name = "yard", .administrator = "ada"}, clock).has_value());
    const auto opened = Store::open(folder, clock);
    QVERIFY2(opened.has_value(), messageOf(opened).c_str());
}

void TestDatabaseFile::newerSchemaOnlyInTheLog()
{
    Workspace workspace;
    SQLite::Database newer(toUtf8(workspace.file()), SQLite::OPEN_READWRITE);
    newer.exec("PRAGMA user_version = 9999"); // stays in the write-ahead log while others have the file open
    const auto opened = Store::open(workspace.folder(), workspace.clock);
    QCOMPARE(codeOf(opened), std::string("failed_precondition"));
    QCOMPARE(newer.execAndGet("PRAGMA user_version").getInt(), 9999);
}

// The check of the file once judged pages that another process was just copying from its log.
void TestDatabaseFile::opensDuringACheckpoint()
{
    const Workspace workspace;
    SQLite::Database other(toUtf8(workspace.file()), SQLite::OPEN_READWRITE);
    other.exec("PRAGMA wal_autocheckpoint = 0");
    other.exec("VACUUM"); // every page is in the log now
    std::string content = readFile(workspace.file()).value();
    content.replace(4096, content.size() - 4096, content.size() - 4096, '\x7F');
    std::fstream raw(workspace.file(), std::ios::in | std::ios::out | std::ios::binary);
    raw.write(content.data(), static_cast<std::streamsize>(content.size()));
    raw.close();
    const auto opened = Store::open(workspace.folder(), workspace.clock);
    QVERIFY2(opened.has_value(), messageOf(opened).c_str());
    QCOMPARE(roleOf(**opened, "ada").value(), Role::Administrator);
}

// Reading the header once dropped the locks that this process had on the file.
void TestDatabaseFile::openingAgainKeepsTheLocks()
{
#ifndef Q_OS_LINUX
    QSKIP("Only Linux lists a process's locks.");
#endif
    const auto locks = [] {
        QFile file(QStringLiteral("/proc/locks"));
        const QByteArray process = " " + QByteArray::number(QCoreApplication::applicationPid()) + " ";
        return file.open(QIODevice::ReadOnly) ? file.readAll().count(process) : 0;
    };
    const Workspace workspace;
    const auto before = locks();
    QVERIFY(before > 0);
    QVERIFY(Store::open(workspace.folder(), workspace.clock).has_value());
    QCOMPARE(locks(), before);
}

void TestDatabaseFile::opensAfterACrash()
{
    Workspace workspace;
    workspace.add("bob", Role::Operator);
    // What a killed program leaves: the file, its log and its index, copied while they are in use.
    const QTemporaryDir place;
    const fs::path copy = toPath(place.path().toStdString());
    for (const char *name : {"workspace.db", "workspace.db-wal", "workspace.db-shm"})
        fs::copy_file(workspace.folder() / name, copy / name);
    const auto opened = Store::open(copy, workspace.clock);
    QVERIFY2(opened.has_value(), messageOf(opened).c_str());
    QCOMPARE(roleOf(**opened, "bob").value(), Role::Operator);
    QVERIFY(verifyAudit(**opened).value().intact);
}

QTEST_GUILESS_MAIN(TestDatabaseFile)
#include "tst_database_file.moc"
